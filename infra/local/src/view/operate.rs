//! The sweep and the queues.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::letters::LineView;
use super::{Cell, Columns, Page, Tone, View, actor, when};
use crate::embedded::queue::Counts;

/// Most changes a page lists.
const MOST: usize = 100;

/// What a run of the sweep started.
#[derive(Debug, Serialize)]
pub struct SweptView {
    /// Up to when it looked.
    pub until: Timestamp,
    /// Orders that were due.
    pub orders: usize,
    /// Sends that a crash or a failure had left behind.
    pub left_behind: usize,
    /// Accepted events that nobody had handled.
    pub unhandled: usize,
    /// Accepted events that nobody could handle for too long: ended, and their data erased.
    pub given_up: usize,
    /// Things that are due but were started not long ago.
    pub waiting: usize,
    /// Whether somebody else does the work (`certflow serve`, a stack's functions); the changes are then told by `certflow list` and `show`.
    pub served: bool,
    /// Messages that failed and are tried again.
    pub failed: usize,
    /// What changed and what was sent.
    pub changes: Vec<LineView>,
}

impl View for SweptView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let until = when(self.until);
        let head = match page.language() {
            procedure::Language::Ja => format!(
                "{until} JST までの期日を確認しました: 注文 {} 件、未送信 {} 件、未処理 {} 件。",
                self.orders, self.left_behind, self.unhandled
            ),
            procedure::Language::En => format!(
                "Due by {until} JST: {} orders, {} sends left behind, {} events not handled.",
                self.orders, self.left_behind, self.unhandled
            ),
        };
        page.line(head)?;
        if self.given_up > 0 {
            let text = page.pick(
                "長期間処理できず、内容を消去して終了したイベント",
                "events given up after too long, with their data",
            );
            page.line(Tone::Bad.paint(&format!("{text}: {}", self.given_up)))?;
        }
        if self.failed > 0 {
            let text = page.pick("処理できず後で再試行", "failed, to be tried again");
            page.line(Tone::Bad.paint(&format!("{text}: {}", self.failed)))?;
        }
        let mut columns = Columns::new();
        for line in self.changes.iter().take(MOST) {
            if let (Some(by), Some(what)) = (line.actor, &line.what) {
                let order = Cell::toned(line.order.to_string(), Tone::Strong);
                columns.row([order, page.say(&actor(by)).into(), page.say(what).into()]);
            }
            for send in line.sent.iter().filter(|send| send.kind != "event") {
                let order = Cell::toned(line.order.to_string(), Tone::Strong);
                let text = format!("→ {} [{}]", send.say(page), send.state(page));
                columns.row([order, "".into(), Cell::toned(text, send.tone())]);
            }
        }
        page.columns(&columns, 2)?;
        if self.changes.len() > MOST {
            page.line(format!("  … {}", self.changes.len() - MOST))?;
        }
        Ok(())
    }
}

/// What the queues hold.
#[derive(Debug, Serialize)]
pub struct QueuesView {
    /// By function; a queue exists from its first message on.
    pub queues: BTreeMap<String, Counts>,
}

impl View for QueuesView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let mut columns = Columns::titled([
            page.pick("キュー", "QUEUE"),
            page.pick("待機", "WAITING"),
            page.pick("処理中", "TAKEN"),
            page.pick("失敗", "DEAD"),
        ]);
        for (name, counts) in &self.queues {
            let dead = if counts.dead > 0 { Tone::Bad } else { Tone::Plain };
            columns.row([
                name.clone().into(),
                (counts.visible + counts.delayed).to_string().into(),
                counts.in_flight.to_string().into(),
                Cell::toned(counts.dead.to_string(), dead),
            ]);
        }
        page.columns(&columns, 0)
    }
}

/// The events that have a schema.
#[derive(Debug, Serialize)]
pub struct EventsView {
    /// Their types.
    pub events: Vec<&'static str>,
}

impl View for EventsView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        self.events.iter().try_for_each(|name| page.line(name))
    }
}
