//! Records of the resolver's library in pre-flight's words.

use std::net::IpAddr;

use hickory_resolver::proto::rr::RData;
use hickory_resolver::proto::rr::rdata::{CAA, MX, TXT};
use procedure::preflight::{CaaRecord, CaaValue, MxRecord, Record, TxtRecord};

/// Longest CAA value that is read, in octets; a longer one counts as malformed.
const MAX_CAA_VALUE: usize = 4_096;
/// Longest text kept of a malformed value, in characters.
const MAX_SHOWN: usize = 200;
/// Most strings kept of a TXT record; one address fills far fewer, however it is cut.
const MAX_STRINGS: usize = 256;

/// A CAA record; `issue` and `issuewild` are parsed, the value of any other property is dropped.
pub(super) fn caa(caa: &CAA) -> Record {
    let is_issue = ["issue", "issuewild"].iter().any(|tag| caa.tag.eq_ignore_ascii_case(tag));
    let value = if is_issue { issue(caa) } else { CaaValue::Other };
    let tag = caa.tag.chars().take(MAX_SHOWN).collect();
    Record::Caa(CaaRecord { critical: caa.issuer_critical, tag, value })
}

fn issue(caa: &CAA) -> CaaValue {
    let malformed = || {
        let text = caa.value.iter().take(MAX_SHOWN).map(|octet| char::from(*octet)).collect();
        CaaValue::Malformed { text }
    };
    if caa.value.len() > MAX_CAA_VALUE {
        return malformed();
    }
    let mut tight = caa.clone();
    tight.value = without_outer_space(&caa.value);
    match tight.value_as_issue() {
        // The grammar has labels and dots between them alone: no trailing dot (RFC 8659 §4.2).
        Ok((Some(issuer), _)) if issuer.is_fqdn() => malformed(),
        Ok((issuer, parameters)) => CaaValue::Issue {
            issuer: issuer.map(|issuer| issuer.to_ascii()),
            parameters: parameters
                .into_iter()
                .map(|parameter| (parameter.key().to_owned(), parameter.value().to_owned()))
                .collect(),
        },
        Err(_) => malformed(),
    }
}

/// The value without the blanks that RFC 8659 §4.2 lets stand around the name, `=` and `;`. The library's parser
/// refuses them; blanks anywhere else it still finds.
fn without_outer_space(value: &[u8]) -> Vec<u8> {
    let parts = value.split(|octet| *octet == b';').enumerate().map(|(n, part)| {
        let mut sides = part.splitn(if n == 0 { 1 } else { 2 }, |octet| *octet == b'=').map(trimmed);
        let mut tight = sides.next().unwrap_or_default().to_vec();
        for side in sides {
            tight.push(b'=');
            tight.extend_from_slice(side);
        }
        tight
    });
    parts.collect::<Vec<_>>().join(&b';')
}

fn trimmed(text: &[u8]) -> &[u8] {
    let is_blank = |octet: &u8| matches!(octet, b' ' | b'\t');
    let start = text.iter().position(|octet| !is_blank(octet)).unwrap_or(text.len());
    let end = text.iter().rposition(|octet| !is_blank(octet)).map_or(start, |last| last + 1);
    text.get(start..end).unwrap_or_default()
}

/// A TXT record.
pub(super) fn txt(txt: &TXT) -> Record {
    Record::Txt(TxtRecord {
        strings: txt.txt_data.iter().take(MAX_STRINGS).map(|text| text.to_vec()).collect(),
    })
}

/// An MX record.
pub(super) fn mx(mx: &MX) -> Record {
    Record::Mx(MxRecord::new(mx.preference, &mx.exchange.to_ascii()))
}

/// An A or AAAA record.
pub(super) fn address(data: &RData) -> Option<Record> {
    match data {
        RData::A(address) => Some(Record::Address(IpAddr::V4(address.0))),
        RData::AAAA(address) => Some(Record::Address(IpAddr::V6(address.0))),
        _ => None,
    }
}
