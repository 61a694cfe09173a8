//! How long before a certificate's end each step of its renewal comes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Party, Text};

/// Longest lead, in days.
const MAX_DAYS: u16 = 180;

/// Most reminders of one renewal.
const MAX_REMINDERS: usize = 10;

/// The steps of a renewal, in days before the certificate's end; each step comes no earlier than the one above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Written", into = "Written")]
#[schemars(with = "Written")]
pub struct Lead(Written);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Lead")]
struct Written {
    /// The renewal opens; days before the certificate's end, at most 180.
    opens: u16,
    /// Reminders, in days before the prescribed date; at most ten.
    reminders: Vec<u16>,
    /// The last call, in days before the prescribed date.
    last_call: u16,
    /// The prescribed date (所定の期日); days before the certificate's end.
    prescribed: u16,
    /// The application goes to the vendor; days before the certificate's end.
    submit: u16,
    /// The notice that the certificate has expired; days after its end.
    expired_notice: u16,
}

impl Lead {
    /// Opens `opens` days before the end, is due `prescribed` days before it and goes to the vendor a day later, with
    /// reminders 14 and 7 days and a last call 2 days before it is due; a day after the end comes the notice.
    pub(super) fn usual(opens: u16, prescribed: u16) -> Self {
        Self(Written {
            opens,
            reminders: vec![14, 7],
            last_call: 2,
            prescribed,
            submit: prescribed.saturating_sub(1),
            expired_notice: 1,
        })
    }

    /// The renewal opens; days before the certificate's end, 1 to 180.
    pub fn opens(&self) -> u16 {
        self.0.opens
    }

    /// Reminders, in days before the prescribed date.
    pub fn reminders(&self) -> &[u16] {
        &self.0.reminders
    }

    /// The last call, in days before the prescribed date.
    pub fn last_call(&self) -> u16 {
        self.0.last_call
    }

    /// The prescribed date; days before the certificate's end.
    pub fn prescribed(&self) -> u16 {
        self.0.prescribed
    }

    /// The submission; days before the certificate's end.
    pub fn submit(&self) -> u16 {
        self.0.submit
    }

    /// The notice of expiry; days after the certificate's end.
    pub fn expired_notice(&self) -> u16 {
        self.0.expired_notice
    }
}

impl TryFrom<Written> for Lead {
    type Error = Finding;

    fn try_from(written: Written) -> Result<Self, Finding> {
        let Written { opens, ref reminders, last_call, prescribed, submit, expired_notice } = written;
        let steps_in_order =
            (1..=MAX_DAYS).contains(&opens) && opens > prescribed && prescribed >= submit && submit > 0;
        let asked_while_open =
            reminders.iter().all(|days| last_call <= *days && *days < opens - prescribed.min(opens));
        let limits = reminders.len() <= MAX_REMINDERS && last_call < opens && expired_notice <= MAX_DAYS;
        if steps_in_order && asked_while_open && limits {
            return Ok(Self(written));
        }
        Err(Finding::stop(
            "renewal.lead",
            "renewal",
            "A4",
            Text::fixed("更新日程の日数が正しい順序ではありません。", "The steps of the renewal are out of order."),
            Text::fixed(
                "180 ≥ opens > prescribed ≥ submit ≥ 1、last_call ≤ reminders(10 件以内)< opens − prescribed にしてください。",
                "Keep 180 >= opens > prescribed >= submit >= 1 and last_call <= reminders (at most ten) < opens - prescribed.",
            ),
        )
        .owed_by(Party::Provider))
    }
}

impl From<Lead> for Written {
    fn from(lead: Lead) -> Self {
        lead.0
    }
}
