//! The messages that failed too often, and why.

use std::fmt;

use jiff::Timestamp;
use platform::store::{EventKey, OutcomeKind};
use procedure::{OrderId, Text};
use serde::Serialize;

use super::{Cell, Columns, Page, Tone, View, when};
use crate::place::{DeadLetter, Standing};

/// Messages that failed too often.
#[derive(Debug, Serialize)]
pub struct DeadLettersView {
    /// The messages, by function, the oldest first.
    pub dead_letters: Vec<DeadLetterRow>,
    /// Whether there are more of a function than are listed.
    pub more: bool,
}

/// A message that failed too often. Its body is not told: SES names recipients in what it sends.
#[derive(Debug, Serialize)]
pub struct DeadLetterRow {
    /// The function that failed.
    pub function: &'static str,
    /// What names the message to `redrive` and `discard`.
    pub message: String,
    /// The order it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The type of its event.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// The event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventKey>,
    /// How often it was received; SQS counts earlier looks at the dead-letter queue too.
    pub receives: u32,
    /// When it was sent.
    pub sent: Timestamp,
    /// When it came to the dead-letter queue, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// `unreadable`, `misrouted`, `lost`, `done` or `open`.
    pub standing: &'static str,
    /// What that means, and what to do.
    pub advice: Text,
    /// What the last failure said, where it was kept or logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl DeadLetterRow {
    /// The row of a message.
    pub fn of(letter: DeadLetter) -> Self {
        let (standing, advice) = advice(&letter.standing);
        Self {
            function: letter.room.name(),
            message: letter.message.id,
            order: letter.order,
            kind: letter.kind,
            event: letter.event,
            receives: letter.message.attempts,
            sent: letter.message.sent,
            since: letter.message.since,
            standing,
            advice,
            reason: letter.message.reason,
        }
    }
}

fn advice(standing: &Standing) -> (&'static str, Text) {
    match standing {
        Standing::Unreadable(finding) => (
            "unreadable",
            Text::new(
                format!(
                    "イベントとして読み取れません: {} 送信元を確認し、削除してください。",
                    finding.message.ja
                ),
                format!("It is no event: {} Look at its sender, and discard it.", finding.message.en),
            ),
        ),
        Standing::Misrouted(own) => (
            "misrouted",
            Text::new(
                format!(
                    "{} のイベントが別のキューに届きました。キューの設定を確認してください。",
                    own.name()
                ),
                format!("It belongs to {}: the queues are wired wrongly.", own.name()),
            ),
        ),
        Standing::Lost => (
            "lost",
            Text::fixed(
                "イベントの内容が保存されていません。再投入しても処理できません。",
                "The event's data is not in the store (any more): trying again is no use.",
            ),
        ),
        Standing::Done { outcome, at } => {
            let (ja, en) = match outcome {
                OutcomeKind::Applied => ("反映", "applied"),
                OutcomeKind::Ignored => ("変更なし", "ignored"),
                OutcomeKind::Refused => ("却下", "refused"),
            };
            let at = when(*at);
            (
                "done",
                Text::new(
                    format!("{at} に処理済みです（{ja}）。再投入で未送信分のみ送られます。"),
                    format!(
                        "Dealt with at {at} ({en}); trying again sends what is unsent, and nothing twice."
                    ),
                ),
            )
        }
        Standing::Open => (
            "open",
            Text::fixed(
                "未処理です。原因を取り除いてから再投入してください。",
                "Not dealt with: mend the cause, then redrive it.",
            ),
        ),
    }
}

impl View for DeadLettersView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        if self.dead_letters.is_empty() {
            return page
                .line(page.pick("処理できなかったメッセージはありません。", "No message failed too often."));
        }
        let labels = [
            page.pick("内容", "event"),
            page.pick("受信", "received"),
            page.pick("原因", "why"),
            page.pick("状態", "now"),
        ];
        for row in &self.dead_letters {
            page.gap();
            let order = row.order.as_ref().map(ToString::to_string).unwrap_or_default();
            page.line(format!("{}  {}  {order}", Tone::Strong.paint(row.function), row.message).trim_end())?;
            let mut columns = Columns::new();
            if let (Some(kind), Some(event)) = (row.kind, &row.event) {
                columns.row([labels[0].into(), format!("{kind}  {event}").into()]);
            }
            columns.row([labels[1].into(), row.received(page).into()]);
            let reason = match &row.reason {
                Some(reason) => Cell::toned(reason.clone(), Tone::Bad),
                None => page
                    .pick(
                        "記録がありません。関数のログを確認してください。",
                        "not recorded: see the function's log",
                    )
                    .into(),
            };
            columns.row([labels[2].into(), reason]);
            columns.row([labels[3].into(), page.say(&row.advice).into()]);
            page.columns(&columns, 2)?;
        }
        page.gap();
        if self.more {
            page.line(page.pick("ほかにもあります。", "There are more."))?;
        }
        page.line(page.pick(
            "再投入: certflow dead-letters redrive 関数名 [--message 番号]　削除: certflow dead-letters discard 関数名 --message 番号",
            "Try again: certflow dead-letters redrive FUNCTION [--message ID]; delete: certflow dead-letters discard FUNCTION --message ID",
        ))
    }
}

impl DeadLetterRow {
    fn received(&self, page: &Page) -> String {
        let sent = when(self.sent);
        let since = self.since.map(when);
        match page.language() {
            procedure::Language::Ja => {
                let since = since.map(|since| format!("、{since} から隔離")).unwrap_or_default();
                format!("{} 回（送信 {sent}{since}、JST）", self.receives)
            }
            procedure::Language::En => {
                let since = since.map(|since| format!(", set aside {since}")).unwrap_or_default();
                format!("{} times (sent {sent}{since}, JST)", self.receives)
            }
        }
    }
}

/// How many messages were moved or deleted.
#[derive(Debug, Serialize)]
pub struct MovedView {
    /// `redriven` or `discarded`.
    pub outcome: &'static str,
    /// How many.
    pub messages: usize,
    /// What became of them, where they were dealt with at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handled: Option<usize>,
    /// How many of them failed again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<usize>,
}

impl View for MovedView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let count = self.messages;
        let line = match (page.language(), self.outcome) {
            (procedure::Language::Ja, "discarded") => format!("{count} 件を削除しました。"),
            (procedure::Language::Ja, _) => format!("{count} 件を再投入しました。"),
            (procedure::Language::En, "discarded") => format!("Discarded: {count}."),
            (procedure::Language::En, _) => format!("Put back on the queue: {count}."),
        };
        page.line(line)?;
        if let Some(failed) = self.failed.filter(|failed| *failed > 0) {
            let text = page.pick("再度失敗（後で再試行されます）", "Failed again, to be tried later");
            page.line(Tone::Bad.paint(&format!("{text}: {failed}")))?;
        }
        Ok(())
    }
}
