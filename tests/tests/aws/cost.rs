//! What events cost on AWS: calls and capacity counted on the demo's run, dollars from dated prices.

mod bill;
mod meter;
mod page;
pub(crate) mod prices;
mod run;

use std::collections::BTreeSet;
use std::fs;

use bill::Bill;
use page::{BEGIN, END, numbers, page};
use prices::Prices;
use procedure::event::Room;
use run::measured;

use crate::template::sends;
use crate::tools::infra;

/// R89: an event costs one read, one transaction and at most one mark; what comes besides is looking for the order, for
/// earlier uses of a key, for an order of the same name (P15), and for what an order follows from.
#[test]
fn an_event_costs_what_it_must() {
    for ((room, kind), tally) in &measured().counts.places {
        let calls = |name: &str| *tally.calls.get(name).unwrap_or(&0);
        if !Room::ALL.iter().any(|known| known.name() == room && *known != Room::RenewalSweep) {
            continue;
        }
        assert!(calls("TransactWriteItems") <= tally.events, "{room} {kind}: {tally:?}");
        assert!(calls("UpdateItem") <= tally.events, "{room} {kind}: {tally:?}");
        let reads = if room == "approval-mail-received" { 3 } else { 2 };
        assert!(calls("BatchGetItem") <= reads * tally.events, "{room} {kind}: {tally:?}");
        let looks = ["order-submitted", "vendor-review-requested", "approval-mail-received"];
        let looks = looks.contains(&room.as_str());
        assert!(looks || calls("Query") == 0, "{room} {kind}: {tally:?}");
    }
}

/// The page says what was counted, within five in a hundred: keys and signatures differ in length from run to run.
/// `CERTFLOW_REWRITE=1` writes it anew.
#[test]
fn the_page_says_what_was_counted() {
    let (path, prices) = (infra().join("README.md"), Prices::read());
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let bill = Bill::of(measured(), &prices);
    let counted = page(measured(), &bill, &prices);
    if std::env::var_os("CERTFLOW_REWRITE").is_some() {
        fs::write(&path, format!("{before}{counted}{after}")).unwrap();
        return;
    }
    let (words, figures) = numbers(&counted);
    let (written_words, written_figures) = numbers(&format!("{BEGIN}{written}{END}"));
    assert_eq!(written_words, words, "run it with CERTFLOW_REWRITE=1");
    for (written, counted) in written_figures.iter().zip(&figures) {
        let near = (written - counted).abs() <= 0.05 * counted.abs() + 0.1;
        assert!(near, "{written} is {counted} by now: run it with CERTFLOW_REWRITE=1");
    }
}

/// What a thousand orders cost beside their mails is a quarter of what the mails cost; most of it are transactional writes.
#[test]
fn what_comes_besides_the_mails_is_a_quarter() {
    let bill = Bill::of(measured(), &Prices::read());
    let times = bill.total() / bill.mails();
    assert!(times <= 1.25, "{times} × the mails");
}

/// What the run does not play: an order released before it was submitted, an approval mail that was faster than the
/// vendor's number (R41), and a vendor's notification, after which it is asked.
const UNPLAYED: [(&str, &str); 3] = [
    ("order-instructed", "vendor-review-requested"),
    ("vendor-status-changed", "approval-mail-received"),
    ("approval-mail-received", "vendor-status-changed"),
];

/// R90: a function may send to the queues it does send to, and to no other. The sweep queues whatever was left behind.
#[test]
fn a_function_may_send_where_it_does() {
    let mut seen = measured().counts.sends.clone();
    seen.extend(UNPLAYED.map(|(from, to)| (from.to_owned(), to.to_owned())));
    for room in Room::ALL.into_iter().filter(|room| *room != Room::RenewalSweep) {
        let seen: BTreeSet<String> =
            seen.iter().filter(|(from, _)| from == room.name()).map(|(_, to)| to.clone()).collect();
        assert_eq!(sends(room.name()), seen, "{}", room.name());
    }
    assert_eq!(sends("renewal-sweep").len(), Room::ALL.len());
}
