//! Any bytes are answered: with facts or with a finding, never with a panic, and soon.

use std::time::{Duration, Instant};

use letters::inbound::{MAX_MAIL, Receipt, judge, read};
use procedure::policy::Policy;
use proptest::prelude::*;

use crate::hostile::{HEAD, fill, mails};
use crate::support::*;

fn answered(raw: &[u8]) {
    let policy = Policy::default();
    let stored = Receipt::of_stored(raw, vec!["postmaster@www.example.jp".to_owned()]);
    if let Ok(mail) = read(raw, &policy.profiles, received()) {
        let order = order();
        let receipts = stored.into_iter().chain([receipt(), Receipt::by_staff(&mail)]);
        for receipt in receipts {
            let judgement = judge(&mail, &receipt, &order, &policy, received());
            assert!(!format!("{mail:?}{judgement:?}").is_empty());
        }
    }
}

/// R41: mails made to cost time, memory or stack: none takes five times as long as an ordinary one of the largest size.
#[test]
fn hostile_mails() {
    // What the longest mail of ordinary words takes is the measure, whatever the machine.
    let ordinary = format!("{HEAD}\r\n{}", fill("words and 言葉 \r\n"));
    let most = 5 * time(&ordinary.as_bytes()[..MAX_MAIL]);
    for raw in &mails() {
        let took = time(raw);
        assert!(
            took < most || time(raw) < most,
            "{:?} took {took:?} of {most:?}",
            String::from_utf8_lossy(&raw[..60])
        );
    }
}

fn time(raw: &[u8]) -> Duration {
    let start = Instant::now();
    answered(raw);
    start.elapsed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// R41: any bytes.
    #[test]
    fn any_bytes(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        answered(&raw);
    }

    /// R41: bytes that look like a mail.
    #[test]
    fn any_fields(fields in proptest::collection::vec(
        ("(From|To|Subject|Date|Content-Type|Content-Transfer-Encoding|Message-ID|X-[a-z])", "[ -~\u{e9}\r\n\t]{0,80}"), 0..12,
    ), body in "[ -~\r\n]{0,300}") {
        let head: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        answered(format!("{head}\r\n{body}").as_bytes());
    }

    /// R41: mails of the corpus with bytes changed, removed and repeated.
    #[test]
    fn mutations(
        which in 0..CORPUS.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..20),
    ) {
        let mut raw = corpus(CORPUS[which]);
        for (at, byte, how) in changes {
            let at = at.index(raw.len());
            match how {
                0 => raw[at] = byte,
                1 => raw.insert(at, byte),
                2 if raw.len() > 1 => drop(raw.remove(at)),
                _ => {
                    let piece = raw[at..raw.len().min(at + usize::from(byte))].to_vec();
                    raw.splice(at..at, piece);
                }
            }
        }
        answered(&raw);
    }
}

const CORPUS: [&str; 6] =
    ["utf8", "iso-2022-jp", "html-only", "words-cut-in-shift-state", "label-windows-31j", "stored-by-ses"];
