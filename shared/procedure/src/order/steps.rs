//! The seven steps the customer sees (R12; the mission document's flow).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, Checks, EvChecks, Installation, Order, OrderKind, Phase};
use crate::{Party, Text};

/// One of the seven steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// 1 to 7.
    pub number: u8,
    /// What it is called.
    pub title: Text,
    /// Whose work it is (お客様作業, 当社作業).
    pub owner: Party,
    /// Where it stands.
    pub state: StepState,
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Ahead,
    /// Somebody acts on it now.
    Current {
        /// Until when, if there is a deadline.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Done.
    Done,
    /// Not needed for this order (R20, R42, R55).
    NotRequired,
}

impl Order {
    /// The seven steps, derived.
    pub fn steps(&self) -> [Step; 7] {
        let step = |number, title, owner, state| Step { number, title, owner, state };
        let first = match self.kind {
            OrderKind::Renewal { .. } => Text::fixed("申請情報の確認", "Confirm the application details"),
            OrderKind::New | OrderKind::Reissue { .. } => {
                Text::fixed("証明書取得のお申込み", "Apply for the certificate")
            }
        };
        [
            step(1, first, Party::Customer, self.apply_step()),
            step(
                2,
                Text::fixed("証明書の申請", "Submit to the vendor"),
                Party::Provider,
                self.at_vendor(StepState::Done, self.submit_step()),
            ),
            step(
                3,
                Text::fixed("申請内容の審査", "Examination"),
                Party::Vendor,
                self.check_step(|checks| {
                    let common = checks.common();
                    summary([&common.organisation, &common.documents].into_iter(), StepState::Done)
                }),
            ),
            step(
                4,
                Text::fixed("ドメイン名使用権確認の承認", "Approve the use of the domain name"),
                Party::Customer,
                self.check_step(|checks| {
                    let domains = checks.common().domains.iter().map(|domain| &domain.check);
                    summary(domains, StepState::NotRequired)
                }),
            ),
            step(
                5,
                Text::fixed("申請責任者への電話確認", "Answer the vendor's phone call"),
                Party::Customer,
                self.check_step(phone_step),
            ),
            step(6, Text::fixed("証明書の発行", "Issuance"), Party::Vendor, self.issue_step()),
            step(
                7,
                Text::fixed("証明書のサーバー設定", "Set the certificate on the server"),
                self.installer(),
                self.install_step(),
            ),
        ]
    }

    fn apply_step(&self) -> StepState {
        match &self.phase {
            Phase::Returned(returned) => StepState::Current { until: Some(returned.waiting.until) },
            Phase::Confirming(confirming) => StepState::Current { until: Some(confirming.waiting.until) },
            _ => StepState::Done,
        }
    }

    fn submit_step(&self) -> StepState {
        match &self.phase {
            Phase::Accepted { .. } => StepState::Current { until: None },
            Phase::Placing(placing) => StepState::Current { until: Some(placing.until) },
            _ => StepState::Ahead,
        }
    }

    fn at_vendor(&self, reached: StepState, otherwise: StepState) -> StepState {
        if self.vendor_order().is_some() { reached } else { otherwise }
    }

    fn check_step(&self, state: impl Fn(&Checks) -> StepState) -> StepState {
        self.checks().map_or(StepState::Ahead, state)
    }

    fn issue_step(&self) -> StepState {
        match &self.phase {
            Phase::Issued(_) => StepState::Done,
            Phase::Examining(examining) if examining.checks.all_settled() => {
                StepState::Current { until: None }
            }
            _ => StepState::Ahead,
        }
    }

    fn installer(&self) -> Party {
        match &self.phase {
            Phase::Issued(issued) => match issued.installation {
                Installation::Customer { .. } => Party::Customer,
                Installation::Provider { .. } => Party::Provider,
            },
            _ if matches!(self.kind, OrderKind::New) => Party::Customer,
            _ => Party::Provider,
        }
    }

    fn install_step(&self) -> StepState {
        let Phase::Issued(issued) = &self.phase else { return StepState::Ahead };
        match issued.installation {
            Installation::Customer { done_at: Some(_) } | Installation::Provider { done_at: Some(_) } => {
                StepState::Done
            }
            Installation::Customer { done_at: None } | Installation::Provider { done_at: None } => {
                StepState::Current { until: None }
            }
        }
    }
}

fn phone_step(checks: &Checks) -> StepState {
    let phone = &checks.common().phone.check;
    match checks.ev() {
        None => summary([phone].into_iter(), StepState::NotRequired),
        Some(EvChecks::Employment(employment)) => {
            match summary([phone, &employment.check].into_iter(), StepState::NotRequired) {
                // The employment call is never optional for EV, only its repetition (R92).
                StepState::NotRequired | StepState::Done => StepState::Current { until: None },
                other => other,
            }
        }
        Some(EvChecks::Confirmation { check, .. }) => {
            summary([phone, check].into_iter(), StepState::NotRequired)
        }
    }
}

/// One state for several checks: current while any is open, `if_none` when none was required.
fn summary<'a>(checks: impl Iterator<Item = &'a Check> + Clone, if_none: StepState) -> StepState {
    let open = |check: &&Check| !check.is_settled();
    if checks.clone().any(|check| open(&check)) {
        let until = checks.filter_map(|check| check.as_waiting().map(|waiting| waiting.until)).min();
        return StepState::Current { until };
    }
    if checks.clone().any(|check| matches!(check, Check::Passed { .. })) { StepState::Done } else { if_none }
}
