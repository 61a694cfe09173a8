//! Where orders wait too long: per step and age, one by one, and what certflow itself has left.

use std::collections::BTreeMap;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use procedure::order::Lane;
use procedure::{OrderId, Party, Text};
use serde::Serialize;

use super::list::Row;
use super::{Cell, Columns, Page, Tone, View, when};

/// The ages that steps are counted by, in days: each column holds what is younger.
const AGES: [i64; 4] = [1, 3, 7, 14];
/// Number of columns of ages.
const COLUMNS: usize = AGES.len() + 1;

/// Where orders wait too long.
#[derive(Debug, Serialize)]
pub struct StuckView {
    /// Every step that orders wait in, and how long.
    pub steps: Vec<StepRow>,
    /// The orders whose act is late, or waits longer than asked for; the longest first.
    pub orders: Vec<StuckRow>,
    /// What certflow has to do itself and has not done for an hour.
    pub left: Vec<LeftRow>,
    /// Whether there are more orders than were looked at or listed.
    pub more: bool,
    /// Days after which an order counts as stuck without a deadline.
    pub older_than_days: u16,
}

/// A step that orders wait in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// Who owes it.
    pub by: Party,
    /// The act's code.
    pub code: String,
    /// What it is.
    pub what: Text,
    /// Orders by age: under 1 day, 3, 7, 14 days, and older.
    pub ages: [u64; COLUMNS],
    /// How many are past their deadline.
    pub late: u64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
}

/// An order that is stuck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StuckRow {
    /// The order, with the one act that is stuck.
    #[serde(flatten)]
    pub row: Row,
    /// Whole days since the act began.
    pub days: i64,
    /// Whether its deadline has passed.
    pub late: bool,
}

/// Something that certflow itself has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftRow {
    /// `order`, `send` or `event`.
    pub kind: &'static str,
    /// The function that owes it.
    pub function: &'static str,
    /// The order, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The order's version (a send) or the event's name (an event).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub which: Option<String>,
    /// Since when it is due.
    pub since: Timestamp,
}

/// The function that deals with a lane of the due index.
pub const fn function_of(lane: Lane) -> &'static str {
    match lane {
        Lane::Application => "order-submitted",
        Lane::Placement => "vendor-review-requested",
        Lane::Examination => "vendor-status-changed",
        Lane::Expiry => "expiry-nearing",
    }
}

impl StuckView {
    /// What is stuck among `rows`, each an order with the one act that a party owes.
    pub fn of(rows: Vec<Row>, older_than_days: u16, now: Timestamp) -> Self {
        let mut steps: BTreeMap<(Party, String), StepRow> = BTreeMap::new();
        let mut orders = Vec::new();
        for row in rows {
            let Some(wait) = row.waits.first() else { continue };
            let late = wait.until.is_some_and(|until| until <= now);
            // A date that has not come is waited for as it should be.
            if wait.by == Party::Calendar && !late {
                continue;
            }
            let age = now.duration_since(wait.since.unwrap_or(now));
            let step = steps.entry((wait.by, wait.code.clone())).or_insert_with(|| StepRow {
                by: wait.by,
                code: wait.code.clone(),
                what: wait.what.clone(),
                ages: [0; COLUMNS],
                late: 0,
                oldest: None,
            });
            step.ages[column(age)] += 1;
            step.late += u64::from(late);
            step.oldest = step.oldest.into_iter().chain(wait.since).min();
            let days = days(age);
            if late || days >= i64::from(older_than_days) {
                orders.push(StuckRow { row, days, late });
            }
        }
        orders.sort_by_key(|order| std::cmp::Reverse(order.days));
        Self { steps: steps.into_values().collect(), orders, left: Vec::new(), more: false, older_than_days }
    }
}

fn days(age: SignedDuration) -> i64 {
    age.as_hours() / 24
}

fn column(age: SignedDuration) -> usize {
    AGES.iter().position(|most| days(age) < *most).unwrap_or(AGES.len())
}

impl View for StuckView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        if self.steps.is_empty() && self.left.is_empty() {
            return page.line(page.pick("待っている注文はありません。", "No order waits."));
        }
        self.steps(page)?;
        self.orders(page)?;
        self.left(page)
    }
}

impl StuckView {
    fn steps(&self, page: &mut Page) -> fmt::Result {
        let mut columns = Columns::titled([
            page.pick("作業", "STEP"),
            page.pick("担当", "WHO ACTS"),
            page.pick("1日未満", "<1 DAY"),
            page.pick("3日未満", "<3 DAYS"),
            page.pick("7日未満", "<7 DAYS"),
            page.pick("14日未満", "<14 DAYS"),
            page.pick("14日以上", "OLDER"),
            page.pick("期限切れ", "LATE"),
            page.pick("最も古い開始 (JST)", "OLDEST SINCE (JST)"),
        ]);
        for step in &self.steps {
            let mut cells = vec![page.say(&step.what).into(), page.say(&step.by.label()).into()];
            cells.extend(step.ages.iter().map(|count| number(*count, Tone::Plain)));
            cells.push(number(step.late, Tone::Bad));
            cells.push(step.oldest.map(when).unwrap_or_default().into());
            columns.add(cells);
        }
        page.columns(&columns, 0)
    }

    fn orders(&self, page: &mut Page) -> fmt::Result {
        page.heading("期限切れ、または長く待っている注文", "Orders that are late, or wait long")?;
        if self.orders.is_empty() {
            return match page.language() {
                procedure::Language::Ja => page.line(format!(
                    "  ありません（期限切れ、または {} 日以上待っているもの）。",
                    self.older_than_days
                )),
                procedure::Language::En => {
                    page.line(format!("  None is late or waits for {} days.", self.older_than_days))
                }
            };
        }
        let mut columns = Columns::titled([
            page.pick("注文番号", "ORDER"),
            page.pick("商品", "PRODUCT"),
            page.pick("ドメイン", "NAME"),
            page.pick("担当", "WHO ACTS"),
            page.pick("作業", "STEP"),
            page.pick("日数", "DAYS"),
            page.pick("期限 (JST)", "BY (JST)"),
        ]);
        for StuckRow { row, days, late } in &self.orders {
            let Some(wait) = row.waits.first() else { continue };
            let tone = if *late { Tone::Bad } else { Tone::Plain };
            columns.row([
                Cell::toned(row.order.to_string(), Tone::Strong),
                row.product.code().into(),
                row.common_name.clone().into(),
                page.say(&wait.by.label()).into(),
                page.say(&wait.what).into(),
                days.to_string().into(),
                Cell::toned(wait.until.map(when).unwrap_or_default(), tone),
            ]);
        }
        page.columns(&columns, 2)?;
        if self.more {
            let more =
                page.pick("ほかにもあります。--limit で件数を増やせます。", "There are more: raise --limit.");
            page.line(format!("  {more}"))?;
        }
        Ok(())
    }

    fn left(&self, page: &mut Page) -> fmt::Result {
        if self.left.is_empty() {
            return Ok(());
        }
        page.heading(
            "1 時間以上処理されていないもの（`certflow dead-letters` を確認してください）",
            "Not dealt with for an hour (see `certflow dead-letters`)",
        )?;
        let mut columns = Columns::titled([
            page.pick("種類", "WHAT"),
            page.pick("関数", "FUNCTION"),
            page.pick("注文番号", "ORDER"),
            page.pick("対象", "WHICH"),
            page.pick("開始 (JST)", "SINCE (JST)"),
        ]);
        for row in &self.left {
            let what = match row.kind {
                "send" => page.pick("未送信", "unsent"),
                "event" => page.pick("未処理のイベント", "event"),
                _ => page.pick("期日の来た注文", "due order"),
            };
            columns.row([
                what.into(),
                row.function.into(),
                row.order.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                row.which.clone().unwrap_or_default().into(),
                Cell::toned(when(row.since), Tone::Bad),
            ]);
        }
        page.columns(&columns, 2)
    }
}

/// Zero stands back.
fn number(count: u64, tone: Tone) -> Cell {
    if count == 0 { Cell::toned("-", Tone::Faint) } else { Cell::toned(count.to_string(), tone) }
}

#[cfg(test)]
mod tests {
    use procedure::{Product, samples};

    use super::*;

    fn rows(now: Timestamp, since_days: i64, until_days: Option<i64>) -> Row {
        let mut row = Row::of(&samples::examining(Product::Bizcert));
        let at = |days: i64| now + SignedDuration::from_hours(24 * days);
        row.waits.truncate(1);
        row.waits[0].since = Some(at(-since_days));
        row.waits[0].until = until_days.map(at);
        row
    }

    /// R12: an order is late by its deadline, and stuck without one by its age; a date to come is neither.
    #[test]
    fn orders_are_counted_by_step_and_age_and_the_stuck_ones_named() {
        let now = samples::now();
        let mut date = rows(now, 100, Some(3));
        date.waits[0].by = Party::Calendar;
        let waiting = vec![rows(now, 0, None), rows(now, 2, Some(-1)), rows(now, 20, None), date];
        let view = StuckView::of(waiting, 14, now);
        assert_eq!(view.steps.len(), 1);
        assert_eq!((view.steps[0].ages, view.steps[0].late), ([1, 1, 0, 0, 1], 1));
        let named: Vec<_> = view.orders.iter().map(|order| (order.days, order.late)).collect();
        assert_eq!(named, [(20, false), (2, true)]);
    }

    #[test]
    fn the_ends_of_the_columns_are_whole_days() {
        let hours = [0, 23, 24, 71, 72, 167, 168, 335, 336];
        let columns = hours.map(|hours| column(SignedDuration::from_hours(hours)));
        assert_eq!(columns, [0, 0, 1, 1, 2, 2, 3, 3, 4]);
    }
}
