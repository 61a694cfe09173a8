//! Received mails, and what became of each. Nothing of their content: the link in it lets whoever has it approve.

use std::fmt;

use jiff::Timestamp;
use procedure::{Finding, OrderId, Text};
use serde::Serialize;

use super::{Cell, Columns, Page, Tone, View, findings, when};

/// What became of a mail (R41).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MailOutcome {
    /// The vendor's approval mail for an order; its customer was told.
    Seen,
    /// The vendor's notification about an order: staff look what it is about.
    Notification,
    /// About an order, but not to be believed: staff look at it.
    Quarantined,
    /// About no order that waits for one, or unreadable.
    Unknown,
    /// Not judged yet, or once the vendor's number of its order is recorded.
    Waiting,
}

impl MailOutcome {
    /// What people read.
    pub const fn label(self) -> Text {
        match self {
            Self::Seen => Text::fixed("承認メール", "approval mail"),
            Self::Notification => Text::fixed("通知メール", "notification"),
            Self::Quarantined => Text::fixed("隔離", "quarantined"),
            Self::Unknown => Text::fixed("対象外", "unknown"),
            Self::Waiting => Text::fixed("未判定", "not judged yet"),
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Seen | Self::Notification => Tone::Good,
            Self::Quarantined => Tone::Bad,
            Self::Unknown => Tone::Faint,
            Self::Waiting => Tone::Plain,
        }
    }
}

/// One mail.
#[derive(Debug, Serialize)]
pub struct MailRow {
    /// The first digits of its key in the vault.
    pub mail: String,
    /// When it was received.
    pub received: Timestamp,
    /// What became of it.
    pub outcome: MailOutcome,
    /// The order it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Why it was believed, or not, or not acted upon; what a notification is about.
    pub findings: Vec<Finding>,
}

/// The mails that have not expired, the newest first.
#[derive(Debug, Serialize)]
pub struct MailsView {
    /// The mails.
    pub mails: Vec<MailRow>,
    /// Whether there are older ones.
    pub more: bool,
}

impl View for MailsView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        if self.mails.is_empty() {
            return page.line(page.pick("保管中のメールはありません。", "No mails."));
        }
        for row in &self.mails {
            let mut columns = Columns::new();
            columns.row([
                Cell::toned(row.mail.clone(), Tone::Strong),
                format!("{} JST", when(row.received)).into(),
                Cell::toned(page.say(&row.outcome.label()), row.outcome.tone()),
                row.order.as_ref().map(ToString::to_string).unwrap_or_default().into(),
            ]);
            page.columns(&columns, 0)?;
            findings::write(page, &row.findings)?;
        }
        if self.more {
            page.line(page.pick("これより古いメールは省略しました。", "Older ones are left out."))?;
        }
        Ok(())
    }
}
