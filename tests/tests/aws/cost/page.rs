//! The part of `infra/aws/README.md` that is generated.

use std::fmt::Write as _;

use super::bill::{Bill, places};
use super::prices::Prices;
use super::run::Measured;

pub(super) const BEGIN: &str = "<!-- measured: CERTFLOW_REWRITE=1 cargo test --workspace --test aws cost -->";
pub(super) const END: &str = "<!-- end of what was measured -->";

pub(super) fn page(measured: &Measured, bill: &Bill, prices: &Prices) -> String {
    let mut page = format!(
        "{BEGIN}\n\nPrices of {} in {}. {} orders of all six products, new and renewed, were issued.\n\n\
         | per 1,000 completed orders | $ |\n|--|--:|\n",
        prices.as_of(),
        prices.region(),
        measured.completed,
    );
    for (service, dollars) in &bill.orders {
        writeln!(page, "| {service} | {dollars:.3} |").unwrap();
    }
    let (total, mails) = (bill.total(), bill.mails());
    writeln!(page, "| **all** | **{total:.2}** |").unwrap();
    writeln!(page, "\nThat is {:.2} × what the mails alone cost, sent and received.\n", total / mails)
        .unwrap();
    page.push_str("| a month in which nothing happens | $ |\n|--|--:|\n");
    for (what, dollars) in &bill.idle {
        writeln!(page, "| {what} | {dollars:.2} |").unwrap();
    }
    page.push_str(
        "\n| function | event | per order | calls each | read units | write units |\n|--|--|--:|--|--:|--:|\n",
    );
    for (room, kind, tally) in places(&measured.counts) {
        let times = tally.calls.get("PutItem").filter(|_| tally.events == 0).copied().unwrap_or(tally.events);
        let each = |count: f64| count / times as f64;
        let calls = tally.calls.iter().map(|(call, count)| format!("{call} {:.1}", each(*count as f64)));
        let calls = calls.collect::<Vec<_>>().join(", ");
        let often = times as f64 / measured.completed as f64;
        let (reads, writes) = (each(tally.read_units), each(tally.write_units));
        writeln!(page, "| {room} | {kind} | {often:.1} | {calls} | {reads:.1} | {writes:.1} |").unwrap();
    }
    page.push('\n');
    page.push_str(END);
    page
}

/// A text with its numbers apart.
pub(super) fn numbers(text: &str) -> (String, Vec<f64>) {
    let mut words = String::new();
    let mut numbers = Vec::new();
    for part in text.split_inclusive(|c: char| !(c.is_ascii_digit() || c == '.')) {
        let digits: String = part.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        match digits.parse::<f64>() {
            Ok(number) => {
                numbers.push(number);
                words.push('#');
                words.push_str(&part[digits.len()..]);
            }
            Err(_) => words.push_str(part),
        }
    }
    (words, numbers)
}
