//! The application as a whole.

use super::*;
use crate::name::MAX_NAMES;

/// P10, R21: a base domain that does not exist is the one thing said of its names.
#[test]
fn an_absent_domain_is_said_once() {
    let order = postmaster(Product::DigicertSecureServerId, &["www.example.jp", "example.jp"]);
    let zone = Zone::default().with("example.jp", Kind::Caa, Outcome::NxDomain).with(
        "www.example.jp",
        Kind::Caa,
        Outcome::NxDomain,
    );
    let findings = find(&order, &zone);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert_eq!(
        (finding.code.as_ref(), finding.severity, finding.acts),
        ("domain.absent", Severity::Stop, Party::Customer)
    );
    assert_eq!(finding.field, "application.names[0]");
    assert!(finding.evidence.as_ref().unwrap().ends_with("also names[1]"));
    // An alias to nowhere is there itself.
    let zone = Zone::good().aliased("example.jp", Kind::Caa, "gone.example.net.", Outcome::NxDomain);
    assert!(find(&order, &zone).iter().all(|finding| finding.severity == Severity::Note));
    // A host that does not exist yet is no fault.
    let zone = Zone::good().with("www.example.jp", Kind::Caa, Outcome::NxDomain);
    assert!(find(&order, &zone).iter().all(|finding| finding.severity == Severity::Note));
}

/// R12: nothing asked is one note, nobody home is one warning, both the provider's.
#[test]
fn silence_is_one_finding() {
    let order = postmaster(Product::Bizcert, &["www.example.jp", "example.jp"]);
    let all = |failure| {
        let questions = first(&order).into_iter();
        let asked = if failure == Failure::NotAsked { "" } else { "192.0.2.53:53" };
        let seen = |_: &Question| Seen { resolver: asked.to_owned(), ..Seen::failed(failure) };
        let observations: Observations =
            questions.map(|question| (question.clone(), seen(&question))).collect();
        let mut findings = judge(&order, &observations, &Settings::default(), samples::now());
        findings.retain(|finding| !finding.code.starts_with("dcv."));
        findings
            .into_iter()
            .map(|finding| (finding.code.into_owned(), finding.severity, finding.acts))
            .collect::<Vec<_>>()
    };
    assert_eq!(all(Failure::NotAsked), [("dns.offline".to_owned(), Severity::Note, Party::Provider)]);
    assert_eq!(all(Failure::Timeout), [("dns.unavailable".to_owned(), Severity::Warning, Party::Provider)]);
    assert_eq!(
        all(Failure::Unreachable),
        [("dns.unavailable".to_owned(), Severity::Warning, Party::Provider)]
    );
    let findings = judge(&order, &Observations::default(), &Settings::default(), samples::now());
    assert_eq!(findings.iter().filter(|finding| finding.code == "dns.offline").count(), 1, "nothing at all");
}

/// R12: names past the limit are a note that says so, and no reason to stop.
#[test]
fn past_the_limit_is_a_note() {
    let order = postmaster(Product::Bizcert, &["www.example.jp"]);
    let zone = Zone::good().with("www.example.jp", Kind::Caa, failed(Failure::NotAsked));
    let findings = find(&order, &zone);
    let finding = findings.iter().find(|finding| finding.code == "dns.not_asked").unwrap();
    assert_eq!((finding.severity, finding.acts), (Severity::Note, Party::Provider));
}

/// P1, A27: what was not asked for many names is one finding a kind of record, which names each of them.
#[test]
fn what_was_not_asked_is_said_of_each_name() {
    let order = postmaster(Product::Bizcert, &["www.example.jp", "www.example.com"]);
    let zone = Zone::good().with("www.example.jp", Kind::Caa, failed(Failure::NotAsked)).with(
        "www.example.com",
        Kind::Caa,
        failed(Failure::NotAsked),
    );
    let mut findings = find(&order, &zone);
    findings.retain(|finding| finding.code == "dns.not_asked");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let shown = findings[0].evidence.as_deref().unwrap();
    assert!(shown.starts_with("www.example.jp. CAA: not asked"), "{shown}");
    assert!(shown.contains("also www.example.com. CAA: not asked"), "{shown}");
}

/// A27: fifty names under one fault make one finding that lists them.
#[test]
fn many_names_make_one_finding() {
    let names: Vec<String> = (0..MAX_NAMES).map(|n| format!("w{n}.example.jp")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let order = postmaster(Product::DigicertSecureServerId, &names);
    let zone = Zone::good().with("example.jp", Kind::Caa, records([issue("issue", "other.example", &[])]));
    let findings = find(&order, &zone);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(codes, ["caa.forbidden", "approval.address"]);
    assert!(findings[0].evidence.as_ref().unwrap().contains("names[49]"));
}

/// A31: the end of mail validation is a note, a warning from 180 days before it (configurable), then a stop.
#[test]
fn the_end_of_mail_draws_near() {
    let order = postmaster(Product::Bizcert, &["example.jp"]);
    let severity = |days: u16, at: &str| {
        let settings = Settings { sunset_warning_days: days, ..Settings::default() };
        let seen = Zone::good().observe(&order);
        let findings = judge(&order, &seen, &settings, at.parse().unwrap());
        findings
            .into_iter()
            .find(|finding| finding.code.starts_with("dcv."))
            .map(|finding| (finding.severity, finding.field))
    };
    let at = |severity| Some((severity, "application.approval".into()));
    assert_eq!(severity(180, "2026-03-14T00:00:00Z"), None);
    assert_eq!(severity(180, "2026-11-24T00:00:00Z"), at(Severity::Note));
    assert_eq!(severity(180, "2027-09-16T23:59:59Z"), at(Severity::Note));
    assert_eq!(severity(180, "2027-09-17T00:00:00Z"), at(Severity::Warning));
    assert_eq!(severity(0, "2028-03-14T23:59:59Z"), at(Severity::Note));
    assert_eq!(severity(180, "2028-03-15T00:00:00Z"), at(Severity::Stop));
}
