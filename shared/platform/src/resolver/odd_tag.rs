//! CAA records with a tag that the library does not read. RFC 8659 §4.1 gives a tag 1 to 255 octets; the library takes 15
//! at most, and refuses the whole message for one of more. An unknown property that is critical forbids issuance, so
//! that it must be seen.

use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::rr::{RData, RecordType};
use procedure::preflight::{CaaRecord, CaaValue, Record};

const CAA: u16 = 257;
/// What such a record is called for the library: a type for private use (RFC 6895 §3.1), which it reads as octets.
const ODD: u16 = 65_357;
/// Longest tag that the library reads, in octets.
const MAX_TAG: usize = 15;
/// Octets of the header, and of type, class, TTL and length between a record's name and its data (RFC 1035 §4.1).
const HEADER: usize = 12;
const FIXED: usize = 10;

/// The message in `wire`, if it can be read when such records stand aside.
pub(super) fn message(wire: &[u8]) -> Option<Message> {
    Message::from_vec(wire).ok().or_else(|| Message::from_vec(&set_aside(wire)?).ok())
}

/// Such a record in pre-flight's words: its flag and its tag; the value says nothing to us.
pub(super) fn read(data: &RData) -> Option<Record> {
    let RData::Unknown { code: RecordType::Unknown(ODD), rdata } = data else { return None };
    let (flags, tag) = parts(&rdata.anything)?;
    let tag = tag.iter().map(|octet| char::from(*octet)).collect();
    Some(Record::Caa(CaaRecord { critical: flags & 0x80 != 0, tag, value: CaaValue::Other }))
}

/// `wire` with each such record in its answer section given the type [`ODD`].
fn set_aside(wire: &[u8]) -> Option<Vec<u8>> {
    let mut copy = wire.to_vec();
    let mut at = HEADER;
    for _ in 0..number(wire, 4)? {
        at = after_name(wire, at)?.checked_add(4)?;
    }
    for _ in 0..number(wire, 6)? {
        at = after_name(wire, at)?;
        let data = at.checked_add(FIXED)?;
        let end = data.checked_add(usize::from(number(wire, at.checked_add(8)?)?))?;
        if number(wire, at)? == CAA && is_odd(wire.get(data..end)?) {
            copy.get_mut(at..at.checked_add(2)?)?.copy_from_slice(&ODD.to_be_bytes());
        }
        at = end;
    }
    Some(copy)
}

fn is_odd(data: &[u8]) -> bool {
    parts(data).is_some_and(|(_, tag)| {
        !(1..=MAX_TAG).contains(&tag.len()) || !tag.iter().all(u8::is_ascii_alphanumeric)
    })
}

/// Flags and tag of a CAA record's data.
fn parts(data: &[u8]) -> Option<(u8, &[u8])> {
    let (flags, rest) = data.split_first()?;
    let (length, rest) = rest.split_first()?;
    Some((*flags, rest.get(..usize::from(*length))?))
}

fn number(wire: &[u8], at: usize) -> Option<u16> {
    let octets = wire.get(at..at.checked_add(2)?)?;
    octets.try_into().ok().map(u16::from_be_bytes)
}

/// Where the name at `at` ends; a pointer ends it (RFC 1035 §4.1.4).
fn after_name(wire: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = match *wire.get(at)? {
            0 => return at.checked_add(1),
            length @ 1..=63 => at.checked_add(usize::from(length) + 1)?,
            0xc0.. => return at.checked_add(2),
            _ => return None,
        };
    }
}
