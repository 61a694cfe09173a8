//! A list of orders.

use std::fmt;

use jiff::Timestamp;
use platform::store::WaitingRow;
use procedure::erase::Erased;
use procedure::order::{Act, Order};
use procedure::{OrderId, Party, Product, Text};
use serde::Serialize;

use super::words::{act_label, stage_label};
use super::{Cell, Columns, Page, Tone, View, due_by, kind};

/// A list of orders, the most urgent first.
#[derive(Debug, Serialize)]
pub struct ListView {
    /// The orders.
    pub orders: Vec<Row>,
    /// Whether there are more than were asked for.
    pub more: bool,
    /// Now, to tell what is late.
    #[serde(skip)]
    pub now: Timestamp,
}

/// One order in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its id.
    pub order: OrderId,
    /// Its product.
    pub product: Product,
    /// Its first name.
    pub common_name: String,
    /// `new`, `renewal`, `reissue`.
    pub kind: String,
    /// The code of its stage.
    pub stage: String,
    /// The stage as people read it.
    pub stage_label: Text,
    /// What it waits for, one act a party; empty when it is finished.
    pub waits: Vec<Wait>,
}

/// What an order waits for from one party: the most urgent act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wait {
    /// Who owes it.
    pub by: Party,
    /// The act's code.
    pub code: String,
    /// What it is.
    pub what: Text,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Until when, if there is a deadline.
    pub until: Option<Timestamp>,
}

impl Row {
    /// The row of `order`.
    pub fn of(order: &Order) -> Self {
        let mut waits: Vec<Wait> = Vec::new();
        for act in order.acts() {
            match waits.iter_mut().find(|wait| wait.by == act.by) {
                Some(known) if sooner(act.until, known.until) => *known = Wait::of(act),
                Some(_) => {}
                None => waits.push(Wait::of(act)),
            }
        }
        Self {
            order: order.id.clone(),
            product: order.application.product,
            common_name: order.application.names.first().to_unicode(),
            kind: order.kind.code().to_owned(),
            stage: order.stage().code().to_owned(),
            stage_label: order.stage().label(),
            waits,
        }
    }

    /// The row of an order in the index of those who have to act, for `party`.
    pub fn of_index(party: Party, row: WaitingRow) -> Self {
        let wait = row.act.map(|code| {
            let what = act_label(&code);
            Wait { by: party, code, what, since: row.since, until: row.until }
        });
        Self {
            order: row.order,
            product: row.product,
            common_name: row.common_name.to_unicode(),
            kind: row.kind,
            stage_label: stage_label(&row.stage),
            stage: row.stage,
            waits: wait.into_iter().collect(),
        }
    }

    /// The row of an order whose personal data is erased.
    pub fn of_erased(erased: &Erased) -> Self {
        Self {
            order: erased.id.clone(),
            product: erased.product,
            common_name: erased.names.first().to_unicode(),
            kind: erased.kind.code().to_owned(),
            stage: Erased::STAGE.to_owned(),
            stage_label: Erased::label(),
            waits: Vec::new(),
        }
    }

    /// The first deadline of its acts.
    pub fn until(&self) -> Option<Timestamp> {
        self.waits.iter().filter_map(|wait| wait.until).min()
    }
}

impl Wait {
    fn of(act: Act) -> Self {
        Self { by: act.by, code: act.code, what: act.what, since: Some(act.since), until: act.until }
    }
}

/// Whether `a` comes before `b`; no deadline comes last.
fn sooner(a: Option<Timestamp>, b: Option<Timestamp>) -> bool {
    (a.is_none(), a) < (b.is_none(), b)
}

impl View for ListView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        self.table(page)?;
        if self.more {
            page.gap();
            page.line(
                page.pick("ほかにもあります。--limit で件数を増やせます。", "There are more: raise --limit."),
            )?;
        }
        Ok(())
    }
}

impl ListView {
    /// The orders, or that there are none.
    pub(super) fn table(&self, page: &mut Page) -> fmt::Result {
        if self.orders.is_empty() {
            return page.line(page.pick("該当する注文はありません。", "No orders."));
        }
        let mut columns = Columns::titled([
            page.pick("注文番号", "ORDER"),
            page.pick("商品", "PRODUCT"),
            page.pick("種別", "KIND"),
            page.pick("ドメイン", "NAME"),
            page.pick("状態", "STAGE"),
            page.pick("担当", "WHO ACTS"),
            page.pick("次の作業", "NEXT"),
            page.pick("期限 (JST)", "BY (JST)"),
        ]);
        for row in &self.orders {
            let first = row.waits.first();
            let mut cells = [
                Cell::toned(row.order.to_string(), Tone::Strong),
                row.product.code().into(),
                page.say(&kind(&row.kind)).into(),
                row.common_name.clone().into(),
                page.say(&row.stage_label).into(),
            ]
            .to_vec();
            cells.extend(first.map_or_else(|| vec![nobody(page)], |wait| self.wait(page, wait)));
            columns.add(cells);
            for wait in row.waits.iter().skip(1) {
                let mut cells = vec![Cell::from(""); 5];
                cells.extend(self.wait(page, wait));
                columns.add(cells);
            }
        }
        page.columns(&columns, 0)
    }

    fn wait(&self, page: &Page, wait: &Wait) -> Vec<Cell> {
        let late = wait.until.is_some_and(|until| until <= self.now);
        let tone = if late { Tone::Bad } else { Tone::Plain };
        let until = wait.until.map(super::when).unwrap_or_default();
        vec![page.say(&wait.by.label()).into(), page.say(&wait.what).into(), Cell::toned(until, tone)]
    }
}

fn nobody(page: &Page) -> Cell {
    Cell::toned(page.say(&Party::Nobody.label()), Tone::Faint)
}

/// `what` and until when, in one piece.
pub(crate) fn act_line(page: &Page, act: &Act, now: Timestamp) -> [Cell; 3] {
    let late = act.until.is_some_and(|until| until <= now);
    let tone = if late { Tone::Bad } else { Tone::Plain };
    [page.say(&act.by.label()).into(), page.say(&act.what).into(), Cell::toned(due_by(page, act.until), tone)]
}
