//! What staff have to do.

use std::fmt;

use jiff::Timestamp;
use platform::store::Delivery;
use procedure::OrderId;
use serde::Serialize;
use vendors::desk::{Sheet, Work};

use super::letters::SendView;
use super::list::ListView;
use super::{Cell, Columns, Page, Tone, View, due_by, when};

/// The orders that wait for staff, and the sends that wait for a decision.
#[derive(Debug, Serialize)]
pub struct DeskView {
    /// The orders.
    #[serde(flatten)]
    pub orders: ListView,
    /// What is to be done for them at their vendors.
    pub work: Vec<Work>,
    /// The sends.
    pub held: Vec<HeldRow>,
}

/// What to enter at the vendor for an order. Personal data.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct SheetView(pub Sheet);

impl View for SheetView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        page.line(self.0.to_string().trim_end())
    }
}

/// The sends that wait for a decision of staff.
#[derive(Debug, Serialize)]
pub struct OutboxView {
    /// The sends.
    pub held: Vec<HeldRow>,
}

/// A send that waits for a decision.
#[derive(Debug, Serialize)]
pub struct HeldRow {
    /// What names it: `ORDER.SEQUENCE.N`.
    pub send: String,
    /// The order.
    pub order: OrderId,
    /// Since when.
    pub since: Timestamp,
    /// The send.
    #[serde(flatten)]
    pub what: SendView,
}

/// What became of a decision.
#[derive(Debug, Serialize)]
pub struct ResolvedView {
    /// The send.
    pub send: String,
    /// What became of it.
    pub delivery: Option<Delivery>,
}

impl View for DeskView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        self.orders.write(page)?;
        if !self.work.is_empty() {
            page.heading("ベンダーで行う作業", "To do at the vendors")?;
            let mut columns = Columns::new();
            for work in &self.work {
                let number = work.vendor_order.as_ref().map(ToString::to_string).unwrap_or_default();
                columns.row([
                    Cell::toned(work.order.to_string(), Tone::Strong),
                    number.into(),
                    page.say(&work.task.label()).into(),
                    due_by(page, work.until).into(),
                ]);
            }
            page.columns(&columns, 2)?;
        }
        if !self.held.is_empty() {
            page.heading("担当者の判断を待つ送信", "Sends that wait for a decision")?;
            held(page, &self.held)?;
        }
        Ok(())
    }
}

impl View for OutboxView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        if self.held.is_empty() {
            return page.line(page.pick("判断を待つ送信はありません。", "No send waits for a decision."));
        }
        held(page, &self.held)
    }
}

fn held(page: &mut Page, rows: &[HeldRow]) -> fmt::Result {
    let mut columns = Columns::titled([
        page.pick("送信", "SEND"),
        page.pick("日時 (JST)", "SINCE (JST)"),
        page.pick("内容", "WHAT"),
        page.pick("状況", "STATE"),
    ]);
    for row in rows {
        columns.row([
            Cell::toned(row.send.clone(), Tone::Strong),
            when(row.since).into(),
            row.what.say(page).into(),
            Cell::toned(row.what.state(page), row.what.tone()),
        ]);
    }
    page.columns(&columns, 0)
}

impl View for ResolvedView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let text = match &self.delivery {
            Some(Delivery::Sent { .. }) => page.pick("送信しました。", "Sent."),
            Some(Delivery::Dropped { .. }) => page.pick("送信を取りやめました。", "Dropped."),
            Some(Delivery::Held { .. }) => {
                page.pick("送信できず、再び判断待ちです。", "It could not be sent and is held again.")
            }
            Some(Delivery::Pending { .. }) | None => page.pick("まもなく送信します。", "It will be sent."),
        };
        page.line(text)
    }
}
