//! What became of an event: what changed, what was sent, who acts next.

use std::fmt;

use jiff::Timestamp;
use platform::store::{EventKey, OutcomeKind};
use procedure::order::Act;
use procedure::{Finding, OrderId, Text};
use serde::Serialize;

use super::letters::LineView;
use super::list::act_line;
use super::{Cell, Columns, Page, Tone, View, actor, findings};

/// What became of an event.
#[derive(Debug, Serialize)]
pub struct OutcomeView {
    /// `applied`, `ignored`, `refused`, `returned` (the application has to be mended) or `pending`.
    pub outcome: &'static str,
    /// The event.
    pub event: EventKey,
    /// Whether it had been dealt with before, under the same id.
    pub repeated: bool,
    /// The order it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The code of the order's stage now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<&'static str>,
    /// The stage as people read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_label: Option<Text>,
    /// Why it was refused, or what has to be mended.
    pub findings: Vec<Finding>,
    /// What changed and what was sent because of it, oldest first.
    pub changes: Vec<LineView>,
    /// Who acts next.
    pub acts: Vec<Act>,
    /// What went wrong while it was dealt with; it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Now, to tell what is late.
    #[serde(skip)]
    pub now: Timestamp,
}

impl OutcomeView {
    /// The word for `kind`.
    pub const fn word(kind: Option<OutcomeKind>) -> &'static str {
        match kind {
            Some(OutcomeKind::Applied) => "applied",
            Some(OutcomeKind::Ignored) => "ignored",
            Some(OutcomeKind::Refused) => "refused",
            None => "pending",
        }
    }

    /// Whether the answer is no.
    pub fn is_refusal(&self) -> bool {
        matches!(self.outcome, "refused" | "returned")
    }
}

impl View for OutcomeView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let (text, tone) = match self.outcome {
            "applied" => (page.pick("受け付けました。", "Done."), Tone::Good),
            "ignored" => (
                page.pick(
                    "変更はありません（記録済みの内容です）。",
                    "Nothing changed: it is known already.",
                ),
                Tone::Plain,
            ),
            "returned" => {
                (page.pick("申請内容の修正が必要です。", "The application has to be mended."), Tone::Bad)
            }
            "refused" => (page.pick("受け付けられませんでした。", "Refused."), Tone::Bad),
            _ => (
                page.pick("受け付けました。処理中です。", "Accepted; it is still being dealt with."),
                Tone::Open,
            ),
        };
        let mut head = tone.paint(text);
        if self.repeated {
            head.push_str(page.pick(" （同じ ID で処理済み）", " (dealt with before, under the same id)"));
        }
        page.line(head)?;
        if let (Some(order), Some(stage)) = (&self.order, &self.stage_label) {
            let stage = page.say(stage).to_owned();
            page.line(format!("{}  {stage}", Tone::Strong.paint(order.as_str())))?;
        }
        findings::write(page, &self.findings)?;
        if let Some(problem) = &self.problem {
            let again =
                page.pick("処理できなかったため、後で再試行します", "it failed and is tried again later");
            page.line(format!("{again}: {problem}"))?;
        }
        self.changes(page)?;
        self.next(page)
    }
}

impl OutcomeView {
    fn changes(&self, page: &mut Page) -> fmt::Result {
        // A refusal changes nothing; its line in the history says what the findings say.
        if self.changes.is_empty() || self.outcome == "refused" {
            return Ok(());
        }
        page.heading("変更と送信", "What changed, what was sent")?;
        let mut columns = Columns::new();
        for line in &self.changes {
            if let (Some(by), Some(what)) = (line.actor, &line.what) {
                let other = self.order.as_ref() != Some(&line.order);
                let order = if other { line.order.to_string() } else { String::new() };
                columns.row([page.say(&actor(by)).into(), page.say(what).into(), order.into()]);
            }
            for send in line.sent.iter().filter(|send| send.kind != "event") {
                let text = format!("→ {} [{}]", send.say(page), send.state(page));
                columns.row(["".into(), Cell::toned(text, send.tone()), "".into()]);
            }
        }
        page.columns(&columns, 2)?;
        for line in &self.changes {
            findings::write(page, &line.findings)?;
        }
        Ok(())
    }

    fn next(&self, page: &mut Page) -> fmt::Result {
        if self.acts.is_empty() {
            return Ok(());
        }
        page.heading("次の作業", "Next")?;
        let mut columns = Columns::new();
        for act in &self.acts {
            columns.row(act_line(page, act, self.now));
        }
        page.columns(&columns, 2)
    }
}
