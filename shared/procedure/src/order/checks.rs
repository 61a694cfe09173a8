//! The checks of one order: independent, except EV's last two (R18, R48).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, MailLooks, PhoneCheck};
use crate::name::{CertificateName, DnsName};
use crate::{Party, Text};

/// What the vendor examines. An OV order has no place for EV's checks (R49).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "validation", rename_all = "lowercase")]
pub enum Checks {
    /// Organisation validation.
    Ov(CommonChecks),
    /// Extended validation.
    Ev {
        /// What EV shares with OV.
        #[serde(flatten)]
        common: CommonChecks,
        /// What only EV has.
        ev: EvChecks,
    },
}

/// The checks every product has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommonChecks {
    /// The domain approval, one per name (R20, A27).
    pub domains: Vec<DomainCheck>,
    /// The existence of the organisation; the vendor's own work.
    #[serde(default, skip_serializing_if = "Check::is_not_required")]
    pub organisation: Check,
    /// The call to the responsible person (R42).
    pub phone: PhoneCheck,
    /// The documents; by default only for sole proprietors (R58).
    #[serde(default, skip_serializing_if = "Check::is_not_required")]
    pub documents: Check,
}

/// The approval of one name by its domain's owner (R21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DomainCheck {
    /// The name applied for.
    pub name: CertificateName,
    /// Its state.
    pub check: Check,
    /// The name that its approval mail asks about, where the vendor has said so (A7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<DnsName>,
    /// The approval mail, once it was seen. Seeing it approves nothing (R22).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<ApprovalMailSeen>,
    /// The last token that lapsed: a mail that brings it again brings nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapsed: Option<LapsedToken>,
}

/// A token whose 30 days are over (BR 3.2.2.4.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LapsedToken {
    /// When they were over.
    pub at: Timestamp,
    /// As in [`ApprovalMailSeen::links`].
    pub links: String,
}

/// An approval mail that was seen and trusted. Its link is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalMailSeen {
    /// When it was sent.
    pub at: Timestamp,
    /// When its token lapses: 30 days after it was made (BR 3.2.2.4.4).
    pub lapses_at: Timestamp,
    /// What tells a mail that was sent again from a new one: the first 16 hex digits of a SHA-256 over its links. The
    /// links cannot be made from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<String>,
    /// What its reader knows it by (R38); nothing of a mail that an older certflow saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looks: Option<MailLooks>,
}

/// EV's last two checks. The confirmation cannot exist before the employment passed (R46–R48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum EvChecks {
    /// A third person confirms that the responsible person works there (在籍確認).
    Employment(PhoneCheck),
    /// The responsible person confirms the issuance by mail (発行確認).
    Confirmation {
        /// When the employment was confirmed, with its calls.
        employment: ConfirmedEmployment,
        /// The confirmation.
        check: Check,
    },
}

/// Employment that was confirmed, or did not have to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmedEmployment {
    /// When.
    pub at: Timestamp,
    /// False when the vendor relied on an earlier validation.
    pub by_call: bool,
}

/// Names a check, for lists, letters and reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Domain approval (ドメイン名使用権確認).
    Domain,
    /// The organisation's existence.
    Organisation,
    /// The call to the responsible person (電話確認).
    Phone,
    /// Documents (必要書類).
    Documents,
    /// EV: employment, by a third person (在籍確認).
    Employment,
    /// EV: issuance confirmation by mail (発行確認).
    Confirmation,
}

impl CheckKind {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            CheckKind::Domain => Text::fixed("ドメイン名使用権確認の承認", "domain approval"),
            CheckKind::Organisation => Text::fixed("申請組織の審査", "examination of the organisation"),
            CheckKind::Phone => Text::fixed("申請責任者への電話確認", "phone call to the responsible person"),
            CheckKind::Documents => Text::fixed("必要書類の提出", "documents"),
            CheckKind::Employment => {
                Text::fixed("第三者への在籍確認", "employment check with a third person")
            }
            CheckKind::Confirmation => Text::fixed("メールによる発行確認", "issuance confirmation by mail"),
        }
    }
}

impl Checks {
    /// The checks shared by OV and EV.
    pub const fn common(&self) -> &CommonChecks {
        match self {
            Checks::Ov(common) | Checks::Ev { common, .. } => common,
        }
    }

    /// The checks shared by OV and EV, to change.
    pub const fn common_mut(&mut self) -> &mut CommonChecks {
        match self {
            Checks::Ov(common) | Checks::Ev { common, .. } => common,
        }
    }

    /// EV's own checks; `None` for OV (R49).
    pub const fn ev(&self) -> Option<&EvChecks> {
        match self {
            Checks::Ov(_) => None,
            Checks::Ev { ev, .. } => Some(ev),
        }
    }

    /// Every check with its kind, in the order customers meet them.
    pub fn each(&self) -> impl Iterator<Item = (CheckKind, &Check)> {
        let common = self.common();
        let ev = self.ev().map(|ev| match ev {
            EvChecks::Employment(phone) => (CheckKind::Employment, &phone.check),
            EvChecks::Confirmation { check, .. } => (CheckKind::Confirmation, check),
        });
        (common.domains.iter().map(|domain| (CheckKind::Domain, &domain.check)))
            .chain([
                (CheckKind::Organisation, &common.organisation),
                (CheckKind::Phone, &common.phone.check),
                (CheckKind::Documents, &common.documents),
            ])
            .chain(ev)
    }

    /// Every check with its kind, to change.
    pub fn each_mut(&mut self) -> impl Iterator<Item = (CheckKind, &mut Check)> {
        let (common, ev) = match self {
            Checks::Ov(common) => (common, None),
            Checks::Ev { common, ev } => (common, Some(ev)),
        };
        let ev = ev.map(|ev| match ev {
            EvChecks::Employment(phone) => (CheckKind::Employment, &mut phone.check),
            EvChecks::Confirmation { check, .. } => (CheckKind::Confirmation, check),
        });
        (common.domains.iter_mut().map(|domain| (CheckKind::Domain, &mut domain.check)))
            .chain([
                (CheckKind::Organisation, &mut common.organisation),
                (CheckKind::Phone, &mut common.phone.check),
                (CheckKind::Documents, &mut common.documents),
            ])
            .chain(ev)
    }

    /// Whether the vendor has nothing left to wait for. EV needs its confirmation, not only its employment (R48).
    pub fn all_settled(&self) -> bool {
        !matches!(self.ev(), Some(EvChecks::Employment(_)))
            && self.each().all(|(_, check)| check.is_settled())
    }
}

impl EvChecks {
    /// Records that the employment is confirmed, so that the confirmation can begin, owed by the customer until
    /// `until`. Returns whether anything changed.
    pub fn confirm_employment(&mut self, at: Timestamp, by_call: bool, until: Timestamp) -> bool {
        let EvChecks::Employment(_) = self else { return false };
        *self = EvChecks::Confirmation {
            employment: ConfirmedEmployment { at, by_call },
            check: Check::waiting(Party::Customer, at, until),
        };
        true
    }
}
