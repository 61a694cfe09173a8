//! What was seen, in words fit for everybody: records as a zone file writes them, without personal data.

use super::Owner;
use super::record::{CaaRecord, CaaValue, Exchange, Record, TxtRecord};
use super::seen::{Failure, Kind, Outcome, Seen};

/// Most characters of one record.
const MAX_RECORD: usize = 160;
/// Most records shown.
const MAX_RECORDS: usize = 8;
/// Most aliases shown.
const MAX_ALIASES: usize = 4;

/// What was seen at `owner`, such as `example.jp. CAA 0 issue "other.example" (TTL 300, from 127.0.0.1:53)`.
pub(super) fn evidence(owner: &Owner, kind: Kind, seen: &Seen) -> String {
    let mut text = owner.to_string();
    for alias in seen.aliases.iter().take(MAX_ALIASES) {
        text.push_str(" CNAME ");
        text.push_str(&printable(alias, MAX_RECORD));
    }
    text.push(' ');
    text.push_str(&outcome(kind, &seen.outcome));
    let mut source = Vec::new();
    source.extend(seen.ttl.map(|ttl| format!("TTL {ttl}")));
    source.extend(seen.authenticated.then(|| "DNSSEC".to_owned()));
    source.extend((!seen.resolver.is_empty()).then(|| format!("from {}", printable(&seen.resolver, 200))));
    if !source.is_empty() {
        text.push_str(&format!(" ({})", source.join(", ")));
    }
    text
}

fn outcome(kind: Kind, outcome: &Outcome) -> String {
    let kind = kind_name(kind);
    match outcome {
        Outcome::Records(records) => {
            let mut shown: Vec<String> = records.iter().take(MAX_RECORDS).map(record).collect();
            if records.len() > MAX_RECORDS {
                shown.push(format!("{} more", records.len() - MAX_RECORDS));
            }
            shown.join(" | ")
        }
        Outcome::NoData => format!("{kind}: none"),
        Outcome::NxDomain => format!("{kind}: NXDOMAIN"),
        Outcome::Failed(failure) => format!("{kind}: {}", failure_name(*failure)),
    }
}

pub(super) const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Caa => "CAA",
        Kind::Txt => "TXT",
        Kind::Mx => "MX",
        Kind::Address => "A/AAAA",
        Kind::Soa => "SOA",
    }
}

const fn failure_name(failure: Failure) -> &'static str {
    match failure {
        Failure::ServFail => "SERVFAIL",
        Failure::Bogus => "SERVFAIL, DNSSEC bogus",
        Failure::Refused => "refused",
        Failure::Malformed => "malformed answer",
        Failure::Timeout => "no answer in time",
        Failure::Unreachable => "resolver unreachable",
        Failure::NotAsked => "not asked",
    }
}

fn record(record: &Record) -> String {
    match record {
        Record::Caa(caa) => caa_record(caa),
        Record::Txt(txt) => txt_record(txt),
        Record::Mx(mx) => match &mx.exchange {
            Exchange::Host(host) => format!("MX {} {host}", mx.preference),
            Exchange::Null => format!("MX {} .", mx.preference),
            Exchange::Impossible => format!("MX {} (no host name)", mx.preference),
        },
        Record::Address(address) if address.is_ipv4() => format!("A {address}"),
        Record::Address(address) => format!("AAAA {address}"),
        Record::Soa => "SOA".to_owned(),
    }
}

/// One CAA record; the value of a property other than `issue` and `issuewild` is left out (it may be an address).
pub(super) fn caa_record(caa: &CaaRecord) -> String {
    let flags = if caa.critical { 128 } else { 0 };
    let value = match &caa.value {
        CaaValue::Issue { issuer, parameters } => {
            let mut parts = vec![issuer.clone().unwrap_or_default()];
            parts.extend(parameters.iter().map(|(name, value)| format!("{name}={value}")));
            let value = if parts.len() == 1 && issuer.is_none() { ";".to_owned() } else { parts.join("; ") };
            format!("\"{}\"", masked(&value, true))
        }
        CaaValue::Malformed { text } => format!("\"{}\"", masked(text, true)),
        CaaValue::Other => "…".to_owned(),
    };
    format!("CAA {flags} {} {value}", printable(&caa.tag, 30))
}

fn txt_record(txt: &TxtRecord) -> String {
    let octets: usize = txt.strings.iter().map(Vec::len).sum();
    let strings = txt.strings.iter().take(4).map(|string| {
        std::str::from_utf8(string).map_or_else(|_| "…".to_owned(), |text| masked(text, false))
    });
    let strings: Vec<String> = strings.map(|text| format!("\"{text}\"")).collect();
    format!("TXT {} ({octets} octets)", strings.join(" "))
}

/// `text` with every mail address masked (`t***@example.jp`); other words only where `words` are known to be none.
pub(super) fn masked(text: &str, words: bool) -> String {
    let mut shown = String::new();
    let mut word = String::new();
    for c in text.chars().take(2 * MAX_RECORD) {
        if c.is_whitespace() || "\"'<>,;:()=\\“”".contains(c) {
            shown.push_str(&masked_word(&word, words));
            word.clear();
            shown.push(if c.is_whitespace() { ' ' } else { c });
        } else {
            word.push(c);
        }
    }
    shown.push_str(&masked_word(&word, words));
    if shown.chars().count() > MAX_RECORD {
        shown = shown.chars().take(MAX_RECORD).chain(['…']).collect();
    }
    shown
}

fn masked_word(word: &str, words: bool) -> String {
    if let Some((local, domain)) = word.rsplit_once('@') {
        let first = local.chars().next().filter(char::is_ascii_alphanumeric);
        let domain = Owner::host(domain).map_or_else(|| "…".to_owned(), |host| host.as_str().to_owned());
        return first.into_iter().chain("***@".chars()).chain(domain.chars()).collect();
    }
    match word {
        "" => String::new(),
        word if words || word.eq_ignore_ascii_case("mailto") => printable(word, MAX_RECORD),
        _ => "…".to_owned(),
    }
}

fn printable(text: &str, most: usize) -> String {
    text.chars().take(most).map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' }).collect()
}
