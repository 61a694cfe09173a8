//! What was asked and what was seen.

use std::collections::BTreeMap;

use super::Owner;
use super::record::{CaaRecord, MxRecord, Record, TxtRecord};

/// The kind of record asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// CAA.
    Caa,
    /// TXT.
    Txt,
    /// MX.
    Mx,
    /// A and AAAA.
    Address,
    /// SOA, of the root alone, which is signed: whether the resolver validates.
    Soa,
}

/// One question to the DNS.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    /// About which name.
    pub owner: Owner,
    /// For which records.
    pub kind: Kind,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it was.
    pub outcome: Outcome,
    /// The CNAMEs followed to get there, each by its target.
    pub aliases: Vec<String>,
    /// How long it may be kept, in seconds, if the answer said so.
    pub ttl: Option<u32>,
    /// Whether the resolver says that it validated the answer by DNSSEC (the AD bit, RFC 4035 §3.2.3).
    pub authenticated: bool,
    /// The resolver asked, such as `127.0.0.1:53`; empty when none was.
    pub resolver: String,
}

/// What an answer was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Records of the kind asked for, one or more.
    Records(Vec<Record>),
    /// The name exists without such records (NODATA, RFC 2308 §2.2).
    NoData,
    /// The name does not exist (NXDOMAIN).
    NxDomain,
    /// No answer that can be used.
    Failed(Failure),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The resolver could not get an answer (SERVFAIL), DNSSEC not being the reason, or not known to be.
    ServFail,
    /// DNSSEC validation failed: the resolver refuses an answer that is there.
    Bogus,
    /// Another error code, such as REFUSED or NOTIMP.
    Refused,
    /// The answer could not be read.
    Malformed,
    /// No answer in time.
    Timeout,
    /// The resolver could not be reached.
    Unreachable,
    /// Not asked: offline, or past the limits of number and time.
    NotAsked,
}

/// Everything seen in one run, by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observations(BTreeMap<Question, Seen>);

/// What stands for a question that nobody asked.
static UNASKED: Seen = Seen::failed(Failure::NotAsked);

impl Question {
    /// For records of `kind` at `owner`.
    pub const fn new(owner: Owner, kind: Kind) -> Self {
        Self { owner, kind }
    }
}

impl Seen {
    /// A failure, without any more being known.
    pub const fn failed(failure: Failure) -> Self {
        Self::plain(Outcome::Failed(failure))
    }

    /// An outcome, without any more being known.
    pub const fn plain(outcome: Outcome) -> Self {
        Self { outcome, aliases: Vec::new(), ttl: None, authenticated: false, resolver: String::new() }
    }

    /// Why there is no answer, if there is none.
    pub const fn failure(&self) -> Option<Failure> {
        match self.outcome {
            Outcome::Failed(failure) => Some(failure),
            Outcome::Records(_) | Outcome::NoData | Outcome::NxDomain => None,
        }
    }

    /// The records; none unless some were found.
    pub fn records(&self) -> &[Record] {
        match &self.outcome {
            Outcome::Records(records) => records,
            Outcome::NoData | Outcome::NxDomain | Outcome::Failed(_) => &[],
        }
    }

    /// The CAA records among them.
    pub fn caa(&self) -> impl Iterator<Item = &CaaRecord> {
        self.records()
            .iter()
            .filter_map(|record| if let Record::Caa(caa) = record { Some(caa) } else { None })
    }

    /// The TXT records among them.
    pub fn txt(&self) -> impl Iterator<Item = &TxtRecord> {
        self.records()
            .iter()
            .filter_map(|record| if let Record::Txt(txt) = record { Some(txt) } else { None })
    }

    /// The MX records among them.
    pub fn mx(&self) -> impl Iterator<Item = &MxRecord> {
        self.records().iter().filter_map(|record| if let Record::Mx(mx) = record { Some(mx) } else { None })
    }
}

impl Observations {
    /// Adds what was seen; the first answer to a question is the one that holds.
    pub fn add(&mut self, question: Question, seen: Seen) {
        self.0.entry(question).or_insert(seen);
    }

    /// Whether `question` has its answer.
    pub fn has(&self, question: &Question) -> bool {
        self.0.contains_key(question)
    }

    /// How many questions have theirs.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What was seen; a question that nobody asked is [`Failure::NotAsked`].
    pub fn see(&self, owner: &Owner, kind: Kind) -> &Seen {
        self.0.get(&Question::new(owner.clone(), kind)).unwrap_or(&UNASKED)
    }

    /// Every question with its answer.
    pub fn iter(&self) -> impl Iterator<Item = (&Question, &Seen)> {
        self.0.iter()
    }
}

impl FromIterator<(Question, Seen)> for Observations {
    fn from_iter<T: IntoIterator<Item = (Question, Seen)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}
