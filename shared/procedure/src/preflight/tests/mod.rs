//! A fake DNS to ask, and the tables of what the answers mean.

mod caa;
mod codes;
mod contact;
mod disposition;
mod evidence;
mod mail;
mod properties;
mod questions;
mod settings;
mod timing;
mod whole;

use std::net::{IpAddr, Ipv4Addr};

use jiff::Timestamp;

use super::{
    CaaRecord, CaaValue, Failure, Kind, MxRecord, Observations, Outcome, Owner, Question, Record, Seen,
    Settings, TxtRecord, first, judge, next,
};
use crate::application::{Application, ApprovalDraft};
use crate::{Finding, Party, Product, Severity, samples};

pub(super) const ADDRESS: &str = "ssl@example.net";

/// Answers by owner and kind; what is not listed has no such records.
#[derive(Clone, Default)]
pub(super) struct Zone(Vec<(String, Kind, Seen)>);

impl Zone {
    /// `example.jp` as it should be for postmaster@, and the mail domain of [`ADDRESS`].
    pub(super) fn good() -> Self {
        let zone = Self::default()
            .with("example.jp", Kind::Mx, records([mx(10, "mx.example.jp.")]))
            .with("mx.example.jp", Kind::Address, address())
            .with("example.net", Kind::Mx, records([mx(10, "mx.example.net.")]))
            .with("mx.example.net", Kind::Address, address());
        zone.with("_validation-contactemail.example.jp", Kind::Txt, records([txt(ADDRESS)]))
    }

    /// With another answer; a later one for the same question holds.
    pub(super) fn with(self, owner: &str, kind: Kind, outcome: Outcome) -> Self {
        let seen = Seen { ttl: Some(300), resolver: "192.0.2.53:53".to_owned(), ..Seen::plain(outcome) };
        self.seen(owner, kind, seen)
    }

    pub(super) fn aliased(self, owner: &str, kind: Kind, to: &str, outcome: Outcome) -> Self {
        let seen = Seen { aliases: vec![to.to_owned()], ..Seen::plain(outcome) };
        self.seen(owner, kind, seen)
    }

    fn seen(mut self, owner: &str, kind: Kind, seen: Seen) -> Self {
        self.0.insert(0, (owner.to_owned(), kind, seen));
        self
    }

    fn answer(&self, question: &Question) -> Seen {
        let known = self
            .0
            .iter()
            .find(|(owner, kind, _)| *owner == question.owner.as_str() && *kind == question.kind);
        known.map_or_else(|| Seen::plain(Outcome::NoData), |(_, _, seen)| seen.clone())
    }

    /// Both rounds of questions, answered.
    pub(super) fn observe(&self, application: &Application) -> Observations {
        let mut seen = Observations::default();
        for question in first(application) {
            seen.add(question.clone(), self.answer(&question));
        }
        for question in next(application, &seen) {
            seen.add(question.clone(), self.answer(&question));
        }
        seen
    }
}

pub(super) fn records(records: impl IntoIterator<Item = Record>) -> Outcome {
    Outcome::Records(records.into_iter().collect())
}

pub(super) const fn failed(failure: Failure) -> Outcome {
    Outcome::Failed(failure)
}

pub(super) fn mx(preference: u16, exchange: &str) -> Record {
    Record::Mx(MxRecord::new(preference, exchange))
}

pub(super) fn txt(text: &str) -> Record {
    Record::Txt(TxtRecord { strings: vec![text.as_bytes().to_vec()] })
}

pub(super) fn address() -> Outcome {
    records([Record::Address(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 25)))])
}

pub(super) fn issue(tag: &str, issuer: &str, parameters: &[(&str, &str)]) -> Record {
    let parameters =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let issuer = Some(issuer.to_owned()).filter(|issuer| !issuer.is_empty());
    property(false, tag, CaaValue::Issue { issuer, parameters })
}

pub(super) fn property(critical: bool, tag: &str, value: CaaValue) -> Record {
    Record::Caa(CaaRecord { critical, tag: tag.to_owned(), value })
}

/// An application for `names`, approved through postmaster@.
pub(super) fn postmaster(product: Product, names: &[&str]) -> Application {
    let mut draft = samples::draft(product);
    draft.names = names.iter().map(|name| (*name).to_owned()).collect();
    samples::application(&draft)
}

/// The same, approved through the TXT contact [`ADDRESS`].
pub(super) fn by_contact(product: Product, names: &[&str]) -> Application {
    let mut draft = samples::draft(product);
    draft.names = names.iter().map(|name| (*name).to_owned()).collect();
    draft.approval = ApprovalDraft { method: "txt_contact".to_owned(), email: Some(ADDRESS.to_owned()) };
    samples::application(&draft)
}

/// What is found on 2026-11-24, but for the note about the end of mail validation, which is always there.
pub(super) fn find(application: &Application, zone: &Zone) -> Vec<Finding> {
    find_at(application, zone, &Settings::default(), samples::now())
}

pub(super) fn find_at(
    application: &Application,
    zone: &Zone,
    settings: &Settings,
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = judge(application, &zone.observe(application), settings, now);
    findings.retain(|finding| !finding.code.starts_with("dcv."));
    findings
}

/// One row of a table: what it is about, the zone, and the findings that are more than a note.
pub(super) struct Row {
    pub(super) about: &'static str,
    pub(super) application: Application,
    pub(super) zone: Zone,
    pub(super) expected: Vec<(&'static str, Severity, Party)>,
}

pub(super) fn row(
    about: &'static str,
    application: Application,
    zone: Zone,
    expected: &[(&'static str, Severity, Party)],
) -> Row {
    Row { about, application, zone, expected: expected.to_vec() }
}

pub(super) fn check(rows: &[Row]) {
    for row in rows {
        let findings = find(&row.application, &row.zone);
        let serious = findings.iter().filter(|finding| finding.severity > Severity::Note);
        let found: Vec<_> = serious.map(|f| (f.code.as_ref(), f.severity, f.acts)).collect();
        assert_eq!(found, row.expected, "{}: {findings:#?}", row.about);
        for finding in &findings {
            assert!(finding.field.starts_with("application."), "{}: {finding:?}", row.about);
            assert!(finding.evidence.is_some(), "{}: {finding:?}", row.about);
        }
    }
}
