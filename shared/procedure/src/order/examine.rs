//! What the vendor reports, applied to the checks (R18–R20, R92). Reports come late, twice and out of order.

use jiff::Timestamp;

use super::{Call, CallOutcome, Callee, Check, CheckKind, Checks, EvChecks, Examining, Order, Phase};
use crate::policy::Policy;
use crate::vendor::{ReportedCheck, ReportedItem, ReportedState, VendorReport, VendorStatus};
use crate::{Party, Refusal};

/// What a report changed, so that the right people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A check passed.
    Passed(CheckKind),
    /// A check turned out not to be required.
    Skipped(CheckKind),
    /// A check is required after all.
    Required(CheckKind),
    /// The vendor turned a check down.
    Failed(CheckKind),
    /// EV: employment passed, so that the confirmation begins.
    ConfirmationBegan,
    /// The vendor uses a status that certflow does not know.
    UnreadStatus,
    /// The request waits for an administrator of our own account at the vendor.
    OwnApprovalWanted,
    /// It was approved there.
    OwnApprovalGiven,
}

impl Order {
    /// Applies the report's checks. An older report than the last one changes nothing.
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished` when the vendor does not examine it.
    pub fn apply_report(&mut self, report: &VendorReport, policy: &Policy) -> Result<Vec<Change>, Refusal> {
        let at = report.observed_at;
        let examining = self.examining("vendor_order", "R18")?;
        if examining.reported_at.is_some_and(|last| last > at) {
            return Ok(Vec::new());
        }
        examining.reported_at = Some(at);
        examining.ask_at = policy.ask_again_at(at);
        for domain in &mut examining.checks.common_mut().domains {
            let asked = report.asked.get(domain.name.domain());
            // Nothing else may stand for the name, whatever the vendor says.
            if let Some(asked) = asked.filter(|asked| domain.name.authorization_candidates().contains(asked))
            {
                domain.asked = Some(asked.clone());
            }
        }
        let mut changes = Vec::new();
        let unread = match &report.status {
            VendorStatus::Unknown { word } => Some(word.chars().take(64).collect::<String>()),
            _ => None,
        };
        if unread.is_some() && unread != examining.unread_status {
            changes.push(Change::UnreadStatus);
        }
        examining.unread_status = unread;
        match (&report.status, examining.own_approval_since) {
            (VendorStatus::NeedsApproval, None) => {
                examining.own_approval_since = Some(at);
                changes.push(Change::OwnApprovalWanted);
            }
            // A word that nobody knows says nothing of the approval.
            (VendorStatus::NeedsApproval | VendorStatus::Unknown { .. }, _) | (_, None) => {}
            (_, Some(_)) => {
                examining.own_approval_since = None;
                changes.push(Change::OwnApprovalGiven);
            }
        }
        // Employment before confirmation, whatever the order in the report (R48).
        let mut items: Vec<&ReportedItem> = report.items.iter().collect();
        items.sort_by_key(|item| item.item.clone());
        for item in items {
            apply_item(&mut examining.checks, item, policy, at, &mut changes);
        }
        // Whoever approved needs not recognise the mail any more: the state is written with every event.
        let domains = examining.checks.common_mut().domains.iter_mut();
        for mail in domains.filter(|domain| domain.check.is_settled()).filter_map(|d| d.mail.as_mut()) {
            mail.looks = None;
        }
        Ok(changes)
    }

    /// Logs a call of the vendor. Returns what it changed; the same event logs once (R51, R89).
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished` when the vendor does not examine it; `phone.no_third_person` for
    /// an OV order, which has no employment check (R49).
    pub fn log_call(
        &mut self,
        callee: Callee,
        call: Call,
        policy: &Policy,
    ) -> Result<Option<Vec<Change>>, Refusal> {
        let (at, outcome) = (call.at, call.outcome);
        let deadline = policy.confirmation_until(at);
        let unreachable_until = policy.phone_until(at);
        let examining = self.examining("call", "R51")?;
        let (kind, phone) = match (callee, &mut examining.checks) {
            (Callee::ResponsiblePerson, checks) => (CheckKind::Phone, &mut checks.common_mut().phone),
            (Callee::ThirdPerson, Checks::Ev { ev: EvChecks::Employment(phone), .. }) => {
                (CheckKind::Employment, phone)
            }
            (Callee::ThirdPerson, Checks::Ev { ev: EvChecks::Confirmation { .. }, .. }) => return Ok(None),
            (Callee::ThirdPerson, Checks::Ov(_)) => return Err(no_third_person()),
        };
        if !phone.log(call) {
            return Ok(None);
        }
        let mut changes = Vec::new();
        match outcome {
            CallOutcome::Completed if phone.check.pass(at) => changes.push(Change::Passed(kind)),
            CallOutcome::Unreachable if phone.check.require(Party::Customer, at, unreachable_until) => {
                changes.push(Change::Required(kind));
            }
            _ => {}
        }
        if let (CallOutcome::Completed, Checks::Ev { ev, .. }) = (outcome, &mut examining.checks)
            && callee == Callee::ThirdPerson
            && ev.confirm_employment(at, true, deadline)
        {
            changes.push(Change::ConfirmationBegan);
        }
        Ok(Some(changes))
    }

    /// Puts off the next question to the vendor: it was asked at `now`, or cannot be asked.
    pub fn ask_later(&mut self, policy: &Policy, now: Timestamp) {
        if let Phase::Examining(examining) = &mut self.phase {
            examining.ask_at = policy.ask_again_at(now);
        }
    }

    pub(super) fn examining(
        &mut self,
        field: &'static str,
        rule: &'static str,
    ) -> Result<&mut Examining, Refusal> {
        match self.phase {
            Phase::Examining(ref mut examining) => Ok(examining),
            _ => Err(self.out_of_phase(field, rule)),
        }
    }
}

fn apply_item(
    checks: &mut Checks,
    item: &ReportedItem,
    policy: &Policy,
    at: Timestamp,
    changes: &mut Vec<Change>,
) {
    match &item.item {
        ReportedCheck::Domain { name } => {
            let until = policy.approval_until(at);
            for domain in &mut checks.common_mut().domains {
                if domain.name.domain().is_within(name) {
                    apply(
                        &mut domain.check,
                        item.state,
                        CheckKind::Domain,
                        Party::Customer,
                        at,
                        until,
                        changes,
                    );
                }
            }
        }
        ReportedCheck::Organisation => {
            let until = policy.organisation_until(at);
            let check = &mut checks.common_mut().organisation;
            apply(check, item.state, CheckKind::Organisation, Party::Vendor, at, until, changes);
        }
        ReportedCheck::Phone => {
            let until = policy.phone_until(at);
            let check = &mut checks.common_mut().phone.check;
            apply(check, item.state, CheckKind::Phone, Party::Vendor, at, until, changes);
        }
        ReportedCheck::Documents => {
            let until = policy.documents_until(at);
            let check = &mut checks.common_mut().documents;
            apply(check, item.state, CheckKind::Documents, Party::Customer, at, until, changes);
        }
        ReportedCheck::Employment => {
            let Checks::Ev { ev, .. } = checks else { return };
            let EvChecks::Employment(phone) = ev else { return };
            let until = policy.phone_until(at);
            apply(&mut phone.check, item.state, CheckKind::Employment, Party::Vendor, at, until, changes);
            if phone.check.is_settled() {
                let by_call = matches!(phone.check, Check::Passed { .. });
                ev.confirm_employment(at, by_call, policy.confirmation_until(at));
                changes.push(Change::ConfirmationBegan);
            }
        }
        ReportedCheck::Confirmation => {
            // Reported before employment passed it is not believed: the type has no place for it (R48).
            let Checks::Ev { ev: EvChecks::Confirmation { check, .. }, .. } = checks else { return };
            let until = policy.confirmation_until(at);
            // EV's confirmation is never optional (R92).
            let state =
                if item.state == ReportedState::NotRequired { ReportedState::Pending } else { item.state };
            apply(check, state, CheckKind::Confirmation, Party::Customer, at, until, changes);
        }
    }
}

fn apply(
    check: &mut Check,
    state: ReportedState,
    kind: CheckKind,
    on: Party,
    at: Timestamp,
    until: Timestamp,
    changes: &mut Vec<Change>,
) {
    let change = match state {
        ReportedState::Passed if check.pass(at) => Change::Passed(kind),
        ReportedState::NotRequired if check.skip() => Change::Skipped(kind),
        ReportedState::Failed if check.fail(at) => Change::Failed(kind),
        // A check that waits already keeps its deadline, whoever it waits for.
        ReportedState::Pending
            if matches!(check, Check::NotRequired | Check::Failed { .. }) && check.require(on, at, until) =>
        {
            Change::Required(kind)
        }
        _ => return,
    };
    changes.push(change);
}

fn no_third_person() -> Refusal {
    crate::Finding::stop(
        "phone.no_third_person",
        "call.callee",
        "R49",
        crate::Text::fixed(
            "EV 以外の注文に第三者への在籍確認はありません。",
            "Only EV orders have an employment check with a third person.",
        ),
        crate::Text::fixed(
            "申請責任者への電話として記録してください。",
            "Log it as a call to the responsible person.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
