//! Lines of the history, what they sent, and letters.

use std::fmt;

use jiff::Timestamp;
use mail_parser::{Message, MessageParser};
use platform::store::{Delivery, HistoryRecord, OutboxEntry, Outgoing, WhyDropped, WhyHeld};
use procedure::notice::Recipient;
use procedure::order::Actor;
use procedure::vendor::VendorRequest;
use procedure::{Finding, OrderId, Text};
use serde::Serialize;

use super::{Cell, Columns, Page, Tone, View, when};

/// One line of an order's history.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    /// The order.
    pub order: OrderId,
    /// The order's version after it.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who; absent when there was nothing to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<Text>,
    /// Why, where that is more than the line says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The event's type.
    pub event: String,
    /// What it sent.
    pub sent: Vec<SendView>,
}

/// One thing sent.
#[derive(Debug, Clone, Serialize)]
pub struct SendView {
    /// Its place in the outbox; with the line's sequence it names the send: `7.0`.
    pub n: usize,
    /// `letter`, `event`, `vendor`.
    pub kind: &'static str,
    /// The letter's code, the event's type, or the request: `place`, `cancel`, `revoke`, `answer`, `resend`.
    pub what: String,
    /// What people call it.
    pub label: Text,
    /// Whose letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Recipient>,
    /// What became of it.
    pub delivery: Delivery,
}

impl LineView {
    /// The line of `record`.
    pub fn of(record: &HistoryRecord) -> Self {
        Self {
            order: record.key.order.clone(),
            sequence: record.key.sequence,
            at: record.at,
            actor: record.entry.as_ref().map(|entry| entry.actor),
            what: record.entry.as_ref().map(|entry| entry.what.clone()),
            findings: record.entry.as_ref().map(|entry| entry.findings.clone()).unwrap_or_default(),
            event: record.event.kind.type_name().to_owned(),
            sent: record.outbox.iter().map(SendView::of).collect(),
        }
    }
}

impl SendView {
    fn of(entry: &OutboxEntry) -> Self {
        let (kind, what, label, to) = match &entry.send {
            Outgoing::Letter { letter } => {
                ("letter", letter.notice.code(), letter.notice.label(), Some(letter.to))
            }
            Outgoing::Event { event, .. } => {
                let name = event.type_name();
                ("event", name, Text::fixed(name, name), None)
            }
            Outgoing::Vendor { request } => ("vendor", request_word(request), request_label(request), None),
        };
        Self { n: entry.n, kind, what: what.to_owned(), label, to, delivery: entry.delivery.clone() }
    }

    /// What it is, for people.
    pub fn say(&self, page: &Page) -> String {
        let whom = match (self.kind, self.to) {
            ("letter", Some(Recipient::ResponsiblePerson)) => {
                page.pick("申請責任者へメール", "mail to the responsible person")
            }
            ("letter", _) => page.pick("通知先へメール", "mail to the notification addresses"),
            ("vendor", _) => page.pick("ベンダーへ依頼", "request to the vendor"),
            _ => page.pick("イベント", "event"),
        };
        format!("{whom}: {}", page.say(&self.label))
    }

    /// What became of it, for people.
    pub fn state(&self, page: &Page) -> String {
        match &self.delivery {
            Delivery::Pending { .. } => page.pick("未送信", "to be sent").to_owned(),
            Delivery::Sent { at, .. } => format!("{} {}", page.pick("送信済み", "sent"), when(*at)),
            Delivery::Held { why, .. } => {
                let why = match why {
                    WhyHeld::UnknownOutcome => page.pick("結果不明", "outcome unknown"),
                    WhyHeld::Refused => page.pick("送信先が拒否", "refused by its recipient"),
                    WhyHeld::Unwritable => page.pick("作成不可", "cannot be written"),
                    WhyHeld::TooManyAttempts => page.pick("試行回数超過", "too many attempts"),
                };
                format!("{}: {why}", page.pick("担当者の判断待ち", "held for staff"))
            }
            Delivery::Dropped { why, .. } => match why {
                WhyDropped::Overtaken => page.pick("送信不要になりました", "overtaken").to_owned(),
                WhyDropped::ByStaff => page.pick("送信を取りやめ", "dropped by staff").to_owned(),
            },
        }
    }

    /// How it stands out.
    pub const fn tone(&self) -> Tone {
        match self.delivery {
            Delivery::Sent { .. } => Tone::Plain,
            Delivery::Pending { .. } => Tone::Open,
            Delivery::Held { .. } => Tone::Bad,
            Delivery::Dropped { .. } => Tone::Faint,
        }
    }
}

const fn request_word(request: &VendorRequest) -> &'static str {
    match request {
        VendorRequest::Place { .. } => "place",
        VendorRequest::Cancel { .. } => "cancel",
        VendorRequest::Revoke { .. } => "revoke",
        VendorRequest::Answer { .. } => "answer",
        VendorRequest::Resend { .. } => "resend",
    }
}

const fn request_label(request: &VendorRequest) -> Text {
    match request {
        VendorRequest::Place { .. } => Text::fixed("申請", "place the order"),
        VendorRequest::Cancel { .. } => Text::fixed("取り消し", "cancel it"),
        VendorRequest::Revoke { .. } => Text::fixed("失効", "revoke the certificate"),
        VendorRequest::Answer { .. } => Text::fixed("照会への回答", "pass an answer on"),
        VendorRequest::Resend { .. } => Text::fixed("メールの再送", "send a mail again"),
    }
}

/// The letters of an order.
#[derive(Debug, Serialize)]
pub struct LettersView {
    /// The order.
    pub order: OrderId,
    /// Its letters, oldest first.
    pub letters: Vec<LetterRow>,
}

/// A letter in a list.
#[derive(Debug, Serialize)]
pub struct LetterRow {
    /// What names it within its order: `7.0`.
    pub letter: String,
    /// When the event that wrote it was handled.
    pub at: Timestamp,
    /// The letter.
    #[serde(flatten)]
    pub send: SendView,
    /// The file it was written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl View for LettersView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        if self.letters.is_empty() {
            return page.line(page.pick("メールはありません。", "No letters."));
        }
        let mut columns = Columns::titled([
            page.pick("番号", "LETTER"),
            page.pick("日時 (JST)", "AT (JST)"),
            page.pick("種類", "KIND"),
            page.pick("宛先", "TO"),
            page.pick("状況", "STATE"),
        ]);
        for row in &self.letters {
            let to = match row.send.to {
                Some(Recipient::ResponsiblePerson) => page.pick("申請責任者", "responsible person"),
                _ => page.pick("通知先", "notification addresses"),
            };
            columns.row([
                Cell::toned(row.letter.clone(), Tone::Strong),
                when(row.at).into(),
                page.say(&row.send.label).into(),
                to.into(),
                Cell::toned(row.send.state(page), row.send.tone()),
            ]);
        }
        page.columns(&columns, 0)
    }
}

/// One letter as it was sent. Personal data.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// What names it within its order.
    pub letter: String,
    /// Its subject.
    pub subject: String,
    /// Whom it went to.
    pub to: Vec<String>,
    /// Its text part.
    pub text: String,
    /// The message as it was sent (RFC 5322).
    pub message: String,
}

impl LetterView {
    /// The letter `name` with this message.
    pub fn of(name: &str, message: &[u8]) -> Self {
        let read = MessageParser::default().parse(message);
        let part =
            |of: &dyn Fn(&Message<'_>) -> Option<String>| read.as_ref().and_then(of).unwrap_or_default();
        let to = read.as_ref().and_then(Message::to).map(|to| {
            to.iter().filter_map(|address| address.address().map(str::to_owned)).collect::<Vec<_>>()
        });
        Self {
            letter: name.to_owned(),
            subject: part(&|mail| mail.subject().map(str::to_owned)),
            to: to.unwrap_or_default(),
            text: part(&|mail| mail.body_text(0).map(std::borrow::Cow::into_owned)),
            message: String::from_utf8_lossy(message).into_owned(),
        }
    }
}

impl View for LetterView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let (to, subject) = (page.pick("宛先", "To"), page.pick("件名", "Subject"));
        page.line(format!("{}: {}", Tone::Strong.paint(to), self.to.join(", ")))?;
        page.line(format!("{}: {}", Tone::Strong.paint(subject), self.subject))?;
        page.gap();
        page.line(self.text.replace('\r', "").trim_end())
    }
}
