//! The rules, case by case. `today` in comments is the submission date of [`situation`]: 2026-11-25.

mod business_age;
mod dates;
mod duties;
mod kinds;
mod originals;
mod preparation;
mod privacy;
mod properties;
mod rulebook;
mod set;
mod statuses;
mod telegram;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::*;
use crate::{Severity, Vendor};

const SUBMISSION: Date = date(2026, 11, 25);

fn sole_proprietor(age: BusinessAge, submission: Date) -> Situation {
    let applicant = Applicant::SoleProprietor { age, uses_trade_name: true };
    Situation { applicant, vendor: Vendor::Digicert, submission }
}

fn first_year() -> Situation {
    sole_proprietor(BusinessAge::FirstYear, SUBMISSION)
}

fn later_years() -> Situation {
    sole_proprietor(BusinessAge::LaterYears, SUBMISSION)
}

fn other_applicant() -> Situation {
    Situation { applicant: Applicant::Other, ..later_years() }
}

fn id(text: &str) -> DocumentId {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A document that fulfils the default rules on [`SUBMISSION`] (as far as its kind then can), named after its kind.
fn good(kind: DocumentKind) -> DocumentFacts {
    let posted = matches!(kind, DocumentKind::ResidentRecord | DocumentKind::AlienRegistrationCertificate);
    let insurance = matches!(kind, DocumentKind::HealthInsuranceCard | DocumentKind::EligibilityCertificate);
    let issued_on = match kind {
        DocumentKind::ResidentRecord | DocumentKind::AlienRegistrationCertificate => date(2026, 10, 20),
        DocumentKind::PhoneBill => date(2026, 11, 5),
        _ => date(2026, 3, 10),
    };
    DocumentFacts {
        id: id(&format!("{kind:?}")),
        revision: 0,
        kind,
        form: if posted { Form::PostedOriginal } else { Form::ElectronicCopy },
        received_at: at("2026-11-20T01:00:00Z"),
        my_number_visible: false,
        legible: true,
        issued_on: Some(issued_on),
        expires_on: Some(date(2028, 6, 30)),
        tax_year: Some(2025),
        shows_trade_name: Some(true),
        receipt_stamp: None,
        web_download: Some(false),
        insurance_number_masked: insurance.then_some(true),
        file: None,
        answers: None,
    }
}

fn judge(facts: &DocumentFacts, situation: &Situation) -> Assessment {
    assess(&RuleBook::default(), facts, situation)
}

/// The codes of what stops; none when accepted.
fn stops(assessment: &Assessment) -> Vec<String> {
    let findings = assessment.refusal().map_or(&[][..], |refusal| refusal.findings());
    let stops = findings.iter().filter(|finding| finding.severity == Severity::Stop);
    stops.map(|finding| finding.code.to_string()).collect()
}

/// The codes of the warnings of an accepted document.
fn warnings(assessment: &Assessment) -> Vec<String> {
    let accepted = assessment.acceptance().expect("accepted");
    accepted.warnings.iter().map(|finding| finding.code.to_string()).collect()
}

/// `accepted`, or the codes of what stops, joined.
fn outcome(assessment: &Assessment) -> String {
    match assessment {
        Assessment::Accepted(_) => "accepted".to_owned(),
        Assessment::Refused { .. } => stops(assessment).join("+"),
    }
}

fn set_of(documents: &[DocumentFacts]) -> DocumentSet {
    let mut set = DocumentSet::default();
    for facts in documents {
        assert!(set.record(facts.clone()).unwrap(), "{} is new", facts.id);
    }
    set
}

/// The state of one item of the rules.
fn state(set: &DocumentSet, item: Item, situation: &Situation) -> ItemState {
    let mut statuses = set.statuses(&RuleBook::default(), situation).into_iter();
    statuses.find(|status| status.wanted == Wanted::Rules { item }).expect("wanted").state
}
