//! Every finding has a test.

use std::collections::BTreeSet;

use super::*;

const SOURCES: [&str; 7] = [
    include_str!("../approval.rs"),
    include_str!("../caa/wording.rs"),
    include_str!("../contact/wording.rs"),
    include_str!("../failure.rs"),
    include_str!("../judge.rs"),
    include_str!("../mail/wording.rs"),
    include_str!("../mail.rs"),
];

/// Asked for by tests of their own: they need other settings, or are a note.
const ELSEWHERE: [&str; 8] = [
    "approval.address",
    "caa.unverified",
    "dns.not_asked",
    "dns.offline",
    "dns.unavailable",
    "dns.unvalidated",
    "domain.absent",
    "txt_contact.alias",
];

/// R86: every code that pre-flight can give is expected by a row of a table or by a test of its own.
#[test]
fn every_code_is_tested() {
    let rows = [super::caa::rows(), super::contact::rows(), super::mail::rows()].concat_codes();
    let written =
        SOURCES.iter().flat_map(|source| source.split('"').skip(1).step_by(2)).filter(|text| is_code(text));
    let missing: Vec<&str> =
        written.filter(|code| !rows.contains(code) && !ELSEWHERE.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(rows.len() > 20, "{rows:?}");
}

trait Codes {
    fn concat_codes(&self) -> BTreeSet<&'static str>;
}

impl<const N: usize> Codes for [Vec<Row>; N] {
    fn concat_codes(&self) -> BTreeSet<&'static str> {
        self.iter().flatten().flat_map(|row| row.expected.iter().map(|(code, ..)| *code)).collect()
    }
}

fn is_code(text: &str) -> bool {
    let kinds = ["approval", "caa", "dns", "domain", "mail", "txt_contact"];
    text != "approval.email"
        && text.split_once('.').is_some_and(|(kind, rest)| {
            kinds.contains(&kind)
                && !rest.is_empty()
                && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
}
