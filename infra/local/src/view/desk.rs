//! What staff have to do.

use std::fmt;

use jiff::Timestamp;
use platform::store::Delivery;
use procedure::order::{Order, Phase};
use procedure::{Finding, Language, OrderId, VendorOrderId};
use serde::Serialize;
use vendors::desk::{Sheet, Task, Work};

use super::letters::SendView;
use super::list::ListView;
use super::{Cell, Columns, Page, Tone, View, when};

/// The orders that wait for staff, and the sends that wait for a decision.
#[derive(Debug, Serialize)]
pub struct DeskView {
    /// The orders.
    #[serde(flatten)]
    pub orders: ListView,
    /// How many more wait for staff, less urgent than these.
    pub left_out: usize,
    /// What staff have to look into, such as the notifications of a vendor, order by order.
    pub attention: Vec<AttentionRow>,
    /// What is to be done for them at their vendors.
    pub work: Vec<WorkRow>,
    /// The sends.
    pub held: Vec<HeldRow>,
    /// Vendors' mails of the last seven days that belong to no order; none where nobody can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unplaced_mails: Option<usize>,
}

/// What staff have to look into about one order.
#[derive(Debug, Serialize)]
pub struct AttentionRow {
    /// The order.
    pub order: OrderId,
    /// The vendor's number of it, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_order: Option<VendorOrderId>,
    /// What.
    pub findings: Vec<Finding>,
}

impl AttentionRow {
    /// What is to be looked into about `order`, if anything is.
    pub fn of(order: &Order) -> Option<Self> {
        let refused = match &order.phase {
            Phase::Placing(placing) => &placing.findings[..],
            _ => &[],
        };
        let findings: Vec<Finding> = order.attention.iter().chain(refused).cloned().collect();
        (!findings.is_empty()).then(|| Self {
            order: order.id.clone(),
            vendor_order: order.vendor_order().cloned(),
            findings,
        })
    }
}

/// One thing to do at a vendor.
#[derive(Debug, Serialize)]
pub struct WorkRow {
    /// What.
    #[serde(flatten)]
    pub work: Work,
    /// Hours it has lain there.
    pub age_hours: i64,
    /// Whether its deadline has passed.
    pub overdue: bool,
}

impl WorkRow {
    /// `work` as it is at `now`.
    pub fn of(work: Work, now: Timestamp) -> Self {
        let age_hours = now.duration_since(work.since).as_hours().max(0);
        let overdue = work.until.is_some_and(|until| until < now);
        Self { work, age_hours, overdue }
    }
}

/// How long something has lain there: hours, from two days on days.
fn age(page: &Page, hours: i64) -> String {
    let days = hours / 24;
    match page.pick("ja", "en") {
        "ja" if days < 2 => format!("{hours} 時間"),
        "ja" => format!("{days} 日"),
        _ if days < 2 => format!("{hours} h"),
        _ => format!("{days} d"),
    }
}

/// Until when, and whether that is past.
fn late(page: &Page, row: &WorkRow) -> Cell {
    let until = row.work.until.map(when).unwrap_or_default();
    if row.overdue {
        Cell::toned(format!("{until} {}", page.pick("超過", "overdue")), Tone::Bad)
    } else {
        until.into()
    }
}

/// The command by which staff record that it is done, without the order.
const fn recorded_by(task: &Task) -> &'static str {
    match task {
        Task::Enter => "certflow placed",
        Task::PassAnswerOn { .. } => "certflow enquiry close",
        Task::HandDocumentsOver { .. } => "certflow document hand-over",
        Task::ForwardOriginal { .. } => "certflow document forward",
        Task::RequestTelegram => "certflow document telegram … requested",
        Task::Withdraw => "certflow report --status cancelled",
        Task::Revoke { .. } => "certflow report --status revoked",
    }
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
        self.orders.table(page)?;
        if self.left_out > 0 {
            page.gap();
            let text = match page.language() {
                Language::Ja => format!(
                    "ほかに {} 件の注文があります（期限がより先のもの）。--limit で表示件数を増やせます。",
                    self.left_out
                ),
                Language::En => {
                    format!("{} more orders wait for staff, due later: raise --limit.", self.left_out)
                }
            };
            page.line(Tone::Open.paint(&text))?;
        }
        if !self.work.is_empty() {
            page.heading("ベンダーで行う作業", "To do at the vendors")?;
            let mut columns = Columns::titled([
                page.pick("注文", "ORDER"),
                page.pick("ベンダー注文番号", "VENDOR'S NUMBER"),
                page.pick("作業", "WHAT"),
                page.pick("対象", "OF"),
                page.pick("開始 (JST)", "SINCE (JST)"),
                page.pick("経過", "AGE"),
                page.pick("期限 (JST)", "BY (JST)"),
                page.pick("完了後の記録", "RECORDED BY"),
            ]);
            for work in &self.work {
                let number = work.work.vendor_order.as_ref().map(ToString::to_string).unwrap_or_default();
                columns.row([
                    Cell::toned(work.work.order.to_string(), Tone::Strong),
                    number.into(),
                    page.say(&work.work.task.label()).into(),
                    work.work.task.about().into(),
                    when(work.work.since).into(),
                    age(page, work.age_hours).into(),
                    late(page, work),
                    Cell::toned(recorded_by(&work.work.task), Tone::Faint),
                ]);
            }
            page.columns(&columns, 2)?;
        }
        if !self.attention.is_empty() {
            page.heading("確認が必要な事項", "To look into")?;
            for row in &self.attention {
                let number =
                    row.vendor_order.as_ref().map(|number| format!("  {number}")).unwrap_or_default();
                page.line(format!("  {}{number}", Tone::Strong.paint(row.order.as_str())))?;
                for finding in &row.findings {
                    page.line(format!("    {}", page.say(&finding.message)))?;
                    page.line(format!("      {}", Tone::Faint.paint(page.say(&finding.remedy))))?;
                }
            }
        }
        if !self.held.is_empty() {
            page.heading("担当者の判断を待つ送信", "Sends that wait for a decision")?;
            held(page, &self.held)?;
        }
        if let Some(mails) = self.unplaced_mails.filter(|mails| *mails > 0) {
            page.gap();
            page.line(&match page.pick("ja", "en") {
                "ja" => format!(
                    "どの注文のものか分からないメールが、この7日間に{mails}通届いています。`certflow mail` で確認してください。"
                ),
                _ => format!("Mails of the last 7 days that nobody could place: {mails}. See `certflow mail`."),
            })?;
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
