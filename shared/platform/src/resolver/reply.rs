//! A response, read for pre-flight.

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData};
use procedure::preflight::{Failure, Kind, Outcome, Record, Seen};

use super::odd_tag;
use super::record::{address, caa, mx, txt};

/// Most records taken from one response.
const MAX_RECORDS: usize = 64;
/// Most CNAMEs followed within one response.
const MAX_ALIASES: usize = 8;

/// What the response in `wire` (RFC 1035 §4) says to a question for records of `kind`; one that cannot be read is a
/// failure like any other.
pub fn read_response(kind: Kind, wire: &[u8]) -> Seen {
    odd_tag::message(wire).map_or(Seen::failed(Failure::Malformed), |response| read(kind, &response))
}

/// What a response says: the records of `kind` at the name asked for, or where its CNAMEs lead.
pub(super) fn read(kind: Kind, response: &Message) -> Seen {
    let Some(query) = response.queries.first() else { return Seen::failed(Failure::Malformed) };
    let (chain, ends) = aliases(query.name(), response);
    let end = chain.last().unwrap_or(&query.name);
    let answers = response.answers.iter().filter(|record| record.name == *end);
    let wanted = answers.filter_map(|record| Some((record.ttl, of_kind(kind, &record.data)?)));
    let (ttls, records): (Vec<u32>, Vec<Record>) = wanted.take(MAX_RECORDS).unzip();
    let outcome = match response.metadata.response_code {
        // What is not followed to its end is not known, and must not pass for the absence of records.
        _ if !ends => Outcome::Failed(Failure::Malformed),
        // Also of a chain that dangles, as NXDOMAIN below: an empty set at the name asked for, from which a CAA climb
        // goes on (RFC 8659 §3).
        ResponseCode::NoError if records.is_empty() => Outcome::NoData,
        ResponseCode::NoError => Outcome::Records(records),
        ResponseCode::NXDomain => Outcome::NxDomain,
        ResponseCode::ServFail => Outcome::Failed(Failure::ServFail),
        _ => Outcome::Failed(Failure::Refused),
    };
    Seen {
        outcome,
        aliases: chain.iter().map(Name::to_ascii).collect(),
        ttl: ttls.into_iter().min(),
        authenticated: response.metadata.authentic_data,
        resolver: String::new(),
    }
}

/// Where the CNAMEs of the answer lead from `name`, step by step, and whether they end: not in a loop, and not past
/// [`MAX_ALIASES`].
fn aliases(name: &Name, response: &Message) -> (Vec<Name>, bool) {
    let mut chain: Vec<Name> = Vec::new();
    loop {
        let at = chain.last().unwrap_or(name);
        let target = response.answers.iter().find_map(|record| match &record.data {
            RData::CNAME(target) if record.name == *at => Some(target.0.clone()),
            _ => None,
        });
        match target {
            None => return (chain, true),
            Some(target) if target == *name || chain.contains(&target) => return (chain, false),
            Some(_) if chain.len() == MAX_ALIASES => return (chain, false),
            Some(target) => chain.push(target),
        }
    }
}

fn of_kind(kind: Kind, data: &RData) -> Option<Record> {
    match (kind, data) {
        (Kind::Caa, RData::CAA(data)) => Some(caa(data)),
        (Kind::Caa, data) => odd_tag::read(data),
        (Kind::Txt, RData::TXT(data)) => Some(txt(data)),
        (Kind::Mx, RData::MX(data)) => Some(mx(data)),
        (Kind::Address, data) => address(data),
        (Kind::Soa, RData::SOA(_)) => Some(Record::Soa),
        _ => None,
    }
}
