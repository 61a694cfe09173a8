//! What time has to say.

use super::*;
use crate::plan::Validated;
use crate::policy::Policy;
use crate::preflight::{Gate, dispose, timing};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn found(replaces: Option<&str>, validated: &Validated, now: &str) -> Vec<Finding> {
    let order = postmaster(Product::DigicertSecureServerId, &["www.example.jp", "example.jp"]);
    timing(&order, replaces.map(time), validated, &Policy::default(), time(now))
}

/// P13, P16: a renewal before the window of 90 days is staff's to hold back; one that ends before an issuance in 3 business
/// days is late, within 14 it is tight; holidays count for nothing.
#[test]
fn a_renewal_in_its_time() {
    let code = |ends: &str, now: &str| {
        let mut findings = found(Some(ends), &Validated::default(), now);
        assert!(findings.len() < 2, "{findings:?}");
        findings.pop().map(|finding| (finding.code.into_owned(), finding.severity, finding.acts))
    };
    let warning = |code: &str, acts| Some((code.to_owned(), Severity::Warning, acts));
    let ends = "2027-06-08T14:59:59Z";
    assert_eq!(code(ends, "2027-03-10T14:59:58Z"), warning("timing.early", Party::Provider));
    assert_eq!(code(ends, "2027-03-10T14:59:59Z"), None);
    // 19 May is 14 business days before 8 June 2027, a Tuesday.
    assert_eq!(code(ends, "2027-05-19T03:00:00Z"), None);
    assert_eq!(code(ends, "2027-05-20T03:00:00Z"), warning("timing.tight", Party::Customer));
    assert_eq!(code(ends, "2027-06-03T03:00:00Z"), warning("timing.tight", Party::Customer));
    assert_eq!(code(ends, "2027-06-04T03:00:00Z"), warning("timing.late", Party::Customer));
    assert_eq!(code(ends, "2027-06-09T03:00:00Z"), warning("timing.late", Party::Customer));
    // Golden Week of 2027: 29 April, and 3 to 5 May.
    assert_eq!(code("2027-05-06T03:00:00Z", "2027-04-28T03:00:00Z"), warning("timing.late", Party::Customer));
    assert!(found(None, &Validated::default(), "2027-06-09T03:00:00Z").is_empty(), "a new acquisition");
}

/// P13, BR 4.2.1: a renewal that relies on earlier validations alone is issued at once, and is neither late nor tight.
#[test]
fn what_is_validated_is_not_late() {
    let at = time("2027-05-01T00:00:00Z");
    let names = ["www.example.jp", "example.jp"].map(|name| (name.parse().unwrap(), at));
    let (names, organisation, phone) = (names.into(), Some(at), Some(at));
    let validated = Validated { names, organisation, phone, employment: None };
    let (ends, now) = (Some("2027-06-08T14:59:59Z"), "2027-06-07T03:00:00Z");
    assert!(found(ends, &validated, now).is_empty());
    let unheard = Validated { phone: None, ..validated };
    assert_eq!(found(ends, &unheard, now)[0].code, "timing.late");
}

/// P13: what is early or late goes to staff too; what is tight to the customer alone. None of it stops the order.
#[test]
fn staff_hear_of_it() {
    for (now, code, is_staffs) in [
        ("2027-01-10T03:00:00Z", "timing.early", true),
        ("2027-06-07T03:00:00Z", "timing.late", true),
        ("2027-05-27T03:00:00Z", "timing.tight", false),
    ] {
        let findings = found(Some("2027-06-08T14:59:59Z"), &Validated::default(), now);
        for gate in [Gate::Application, Gate::Open] {
            let disposed = dispose(findings.clone(), gate);
            assert_eq!(disposed.findings[0].code, code);
            assert_eq!(disposed.attention.iter().any(|finding| finding.code == code), is_staffs, "{code}");
        }
    }
}

/// P13, BR 4.2.1: an approval that may lapse between the application and the issuance is told with its names, not one that
/// lapsed before, for which a mail is expected anyway, nor one that lasts.
#[test]
fn an_approval_may_lapse_on_the_way() {
    let at = |names: &[(&str, &str)]| Validated {
        names: names.iter().map(|(name, at)| (name.parse().unwrap(), time(at))).collect(),
        ..Validated::default()
    };
    let shown = |validated: &Validated| {
        let findings = found(None, validated, "2026-11-24T00:00:00Z");
        findings
            .into_iter()
            .map(|finding| (finding.code.into_owned(), finding.evidence.unwrap()))
            .collect::<Vec<_>>()
    };
    // 200 days before 27 November, 23 November and 2027.
    let lapsing = at(&[("www.example.jp", "2026-05-11T00:00:00Z"), ("example.jp", "2026-05-07T00:00:00Z")]);
    let expected = ("timing.reuse_lapses".to_owned(), "www.example.jp until 2026-11-27".to_owned());
    assert_eq!(shown(&lapsing), [expected]);
    assert!(shown(&at(&[("www.example.jp", "2026-09-01T00:00:00Z")])).is_empty());
}

/// P17: details validated longer ago than their reuse of 398 days are to be looked at by the customer, at a renewal.
#[test]
fn details_grow_old() {
    let validated = |at: &str| Validated { organisation: Some(time(at)), ..Validated::default() };
    let codes = |replaces, at: &str| {
        let findings = found(replaces, &validated(at), "2027-04-20T03:00:00Z");
        findings.into_iter().map(|finding| finding.code.into_owned()).collect::<Vec<_>>()
    };
    let ends = Some("2027-06-08T14:59:59Z");
    assert_eq!(codes(ends, "2026-03-16T00:00:00Z"), ["timing.stale_details"]);
    assert!(codes(ends, "2026-03-20T00:00:00Z").is_empty());
    assert!(codes(None, "2026-03-16T00:00:00Z").is_empty());
}
