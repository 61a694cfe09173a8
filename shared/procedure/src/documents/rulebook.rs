//! The rules in force, and how they are looked up.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rulebook_check::check;
use super::{
    Conditions, DocumentKind, DocumentRule, Item, Meanwhile, MonthDay, Role, Situation, Standing, Tax,
    Window, default_rules,
};
use crate::{Refusal, Vendor};

/// A checked set of rules. [`RuleBook::default`] is the mission document's with A16–A23; a deployment may load its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "RuleBookData", into = "RuleBookData")]
#[schemars(with = "RuleBookData")]
pub struct RuleBook(RuleBookData);

/// The rules as written; what is left out is the default's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleBookData {
    /// One rule a kind, item and period, in order of preference.
    pub rules: Vec<DocumentRule>,
    /// What the vendors answered about the kinds that wait for their consent.
    pub consents: Vec<VendorConsent>,
    /// Fewer days than this between the submission and a document's last good day are warned of (A17).
    pub margin_days: u16,
    /// When returns are due.
    pub filing_deadlines: FilingDeadlines,
    /// The submission dates for which the vendors send telegrams (R79, A22).
    pub telegram: Window,
}

/// A vendor's answer about a kind (A19–A21).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct VendorConsent {
    /// Who answered.
    pub vendor: Vendor,
    /// About what.
    pub kind: DocumentKind,
    /// Whether it accepts the kind.
    pub granted: bool,
    /// For submissions from this day on; the latest answer counts.
    pub from: Date,
}

/// The days of the year when the returns of individuals are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct FilingDeadlines {
    /// 所得税.
    pub income_tax: MonthDay,
    /// 消費税.
    pub consumption_tax: MonthDay,
}

impl FilingDeadlines {
    /// The deadline of the returns filed in `year`.
    pub fn due_in(self, year: i16, tax: Tax) -> Date {
        match tax {
            Tax::Income => self.income_tax.due_in(year),
            Tax::Consumption => self.consumption_tax.due_in(year),
        }
    }
}

impl Default for RuleBookData {
    fn default() -> Self {
        Self {
            rules: default_rules::rules(),
            consents: Vec::new(),
            margin_days: 14,
            filing_deadlines: FilingDeadlines {
                income_tax: MonthDay::MARCH_15,
                consumption_tax: MonthDay::MARCH_31,
            },
            telegram: Window::ALWAYS,
        }
    }
}

impl TryFrom<RuleBookData> for RuleBook {
    type Error = Refusal;

    /// # Errors
    /// A refusal that lists every rule that contradicts another or cannot be met.
    fn try_from(data: RuleBookData) -> Result<Self, Refusal> {
        match Refusal::of(check(&data)) {
            Ok(refusal) => Err(refusal),
            Err(_) => Ok(Self(data)),
        }
    }
}

impl From<RuleBook> for RuleBookData {
    fn from(book: RuleBook) -> Self {
        book.0
    }
}

/// A kind that is accepted, and how firmly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) conditions: &'a Conditions,
    /// The vendor has not answered yet.
    pub(super) consent_pending: bool,
}

/// Why a kind is not accepted.
#[derive(Debug, Clone, Copy)]
pub(super) enum NotAccepted<'a> {
    /// No rule holds on the day.
    NotInForce,
    /// The vendor has not agreed yet.
    ConsentAwaited,
    /// The vendor does not agree.
    ConsentDenied,
    /// It is no longer issued or valid.
    Obsolete(&'a [DocumentKind]),
}

impl RuleBook {
    /// The rules as written.
    pub const fn data(&self) -> &RuleBookData {
        &self.0
    }

    /// The rule for `kind` and `item` on the submission date `on`.
    pub fn rule(&self, kind: DocumentKind, item: Item, on: Date) -> Option<&DocumentRule> {
        self.0.rules.iter().find(|rule| rule.kind == kind && rule.item == item && rule.effective.contains(on))
    }

    /// The first of `items` that has rules for `kind`, in force or not.
    pub(super) fn item_of(&self, kind: DocumentKind, items: &[Item]) -> Option<Item> {
        items.iter().copied().find(|item| self.0.rules.iter().any(|r| r.kind == kind && r.item == *item))
    }

    /// On which terms `kind` serves `item` for this submission.
    pub(super) fn terms(
        &self,
        kind: DocumentKind,
        item: Item,
        situation: &Situation,
    ) -> Result<Terms<'_>, NotAccepted<'_>> {
        let rule = self.rule(kind, item, situation.submission).ok_or(NotAccepted::NotInForce)?;
        match &rule.standing {
            Standing::Accepted { conditions } => Ok(Terms { conditions, consent_pending: false }),
            Standing::PendingVendorConsent { meanwhile, conditions } => {
                match (self.consent(situation.vendor, kind, situation.submission), meanwhile) {
                    (Some(true), _) => Ok(Terms { conditions, consent_pending: false }),
                    (Some(false), _) => Err(NotAccepted::ConsentDenied),
                    (None, Meanwhile::Accepted) => Ok(Terms { conditions, consent_pending: true }),
                    (None, Meanwhile::Withheld) => Err(NotAccepted::ConsentAwaited),
                }
            }
            Standing::Obsolete { replaced_by } => Err(NotAccepted::Obsolete(replaced_by)),
        }
    }

    /// The kinds of `role` accepted for `item` in this situation, in order of preference.
    pub fn accepted_kinds(&self, item: Item, role: Role, situation: &Situation) -> Vec<DocumentKind> {
        let mut seen = BTreeSet::new();
        let mut kinds: Vec<_> = self.0.rules.iter().filter(|r| r.item == item).map(|r| r.kind).collect();
        kinds.retain(|kind| seen.insert(*kind));
        kinds.retain(|kind| {
            self.terms(*kind, item, situation).is_ok_and(|terms| terms.conditions.role == role)
        });
        kinds
    }

    /// Whether a telegram may stand in for `item`: for the telephone bill only (R80), while the vendors send them.
    pub fn telegram_offered(&self, item: Item, situation: &Situation) -> bool {
        item == Item::PhoneBill && self.0.telegram.contains(situation.submission)
    }

    fn consent(&self, vendor: Vendor, kind: DocumentKind, on: Date) -> Option<bool> {
        self.0
            .consents
            .iter()
            .filter(|answer| answer.vendor == vendor && answer.kind == kind && answer.from <= on)
            .max_by_key(|answer| answer.from)
            .map(|answer| answer.granted)
    }
}
