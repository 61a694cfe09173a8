//! What was measured, for people and as JSON.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::args::Bench;
use super::job::{Done, EVENTS};
use crate::view::{Page, View};

/// The figures of one run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Applications decided about a second, on one core.
    pub decisions_per_second: f64,
    /// Bare transactions of three items a second, durable, as many at once as procedures.
    pub transactions_per_second: f64,
    /// Whole procedures a second.
    pub procedures_per_second: f64,
    /// Events a second within them.
    pub events_per_second: f64,
    /// Calls of the table for one event, look-ups and the portal's own record included.
    pub table_calls_per_event: f64,
    /// Letters stored for one procedure.
    pub letters_per_procedure: f64,
    /// Which part of the bare transactions' rate the procedures' calls come to.
    pub share_of_the_tables_rate: f64,
    /// Whether the program was built to be fast.
    pub optimised: bool,
}

impl Report {
    pub(super) fn new(
        bench: &Bench,
        decided: Duration,
        floor: Duration,
        done: &Done,
        took: Duration,
        calls: u64,
    ) -> Self {
        let rate = |count: f64, took: Duration| count / took.as_secs_f64().max(f64::MIN_POSITIVE);
        let procedures = f64::from(bench.procedures);
        let transactions_per_second = rate(f64::from(bench.transactions), floor);
        let calls_per_second = rate(calls as f64, took);
        Self {
            decisions_per_second: rate(f64::from(bench.decisions), decided),
            transactions_per_second,
            procedures_per_second: rate(procedures, took),
            events_per_second: rate(done.events as f64, took),
            table_calls_per_event: calls as f64 / done.events as f64,
            letters_per_procedure: done.letters as f64 / procedures,
            share_of_the_tables_rate: calls_per_second / transactions_per_second,
            optimised: !cfg!(debug_assertions),
        }
    }
}

impl View for Report {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let decisions = self.decisions_per_second;
        page.line(format_args!("decisions          {decisions:>9.0} /s, one core"))?;
        let transactions = self.transactions_per_second;
        page.line(format_args!("bare transactions  {transactions:>9.0} /s, three items, durable"))?;
        let procedures = self.procedures_per_second;
        page.line(format_args!("procedures         {procedures:>9.1} /s, {EVENTS} events each"))?;
        let events = self.events_per_second;
        page.line(format_args!("events             {events:>9.0} /s"))?;
        let calls = self.table_calls_per_event;
        page.line(format_args!("table calls        {calls:>9.2} an event"))?;
        let letters = self.letters_per_procedure;
        page.line(format_args!("letters stored     {letters:>9.2} a procedure"))?;
        let share = 100.0 * self.share_of_the_tables_rate;
        page.line(format_args!("table calls made   {share:>8.0}% of the rate of bare transactions"))?;
        if !self.optimised {
            page.gap();
            page.line("This is a debug build; measure with `cargo run --release -- bench`.")?;
        }
        Ok(())
    }
}
