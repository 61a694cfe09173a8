//! Who can stop an order, and for what.

use super::*;
use crate::application::Hosting;
use crate::preflight::{Disposition, Gate, dispose};

fn divided(application: &Application, zone: &Zone, gate: Gate) -> Disposition {
    dispose(find(application, zone), gate)
}

fn codes(findings: &[Finding]) -> Vec<(&str, Severity, Party)> {
    let serious = findings.iter().filter(|finding| finding.severity > Severity::Note);
    serious.map(|finding| (finding.code.as_ref(), finding.severity, finding.acts)).collect()
}

fn forbidding() -> Zone {
    Zone::good().with("example.jp", Kind::Caa, records([issue("issue", "other.example", &[])]))
}

/// R7, P1: what the customer has to mend brings an application back, and nobody else is asked.
#[test]
fn the_customers_fault_comes_back() {
    let order = postmaster(Product::DigicertSecureServerId, &["example.jp"]);
    let Disposition { findings, attention } = divided(&order, &forbidding(), Gate::Application);
    assert_eq!(codes(&findings), [("caa.forbidden", Severity::Stop, Party::Customer)]);
    assert_eq!(attention, []);
}

/// A8, R12: where the provider runs the DNS the order goes on, and staff have the record to mend.
#[test]
fn the_providers_fault_goes_to_staff() {
    let mut order = postmaster(Product::DigicertSecureServerId, &["example.jp"]);
    order.dns = Hosting::Provider;
    let Disposition { findings, attention } = divided(&order, &forbidding(), Gate::Application);
    assert_eq!(codes(&findings), [("caa.forbidden", Severity::Warning, Party::Provider)]);
    assert_eq!(codes(&attention), [("caa.forbidden", Severity::Warning, Party::Provider)]);
}

/// A8, R27: a TXT contact that is not there where the provider runs the DNS is staff's to set: the order goes on, and
/// they are told before the vendor looks for it.
#[test]
fn a_missing_record_of_ours_goes_to_staff() {
    let mut order = by_contact(Product::DigicertSecureServerId, &["example.jp"]);
    order.dns = Hosting::Provider;
    let absent = Zone::good().with("_validation-contactemail.example.jp", Kind::Txt, Outcome::NxDomain);
    let Disposition { findings, attention } = divided(&order, &absent, Gate::Application);
    let expected = [("txt_contact.absent", Severity::Warning, Party::Provider)];
    assert_eq!(codes(&findings), expected);
    assert_eq!(codes(&attention), expected);
}

/// P2, P4: what could not be learnt never stops an order and is never lost: staff look into it.
#[test]
fn what_is_uncertain_goes_on_with_staff() {
    let order = postmaster(Product::DigicertSecureServerId, &["example.jp"]);
    for (failure, code) in [
        (Failure::ServFail, "dns.failed"),
        (Failure::Refused, "dns.failed"),
        (Failure::Malformed, "dns.failed"),
        (Failure::Timeout, "dns.unanswered"),
        (Failure::Unreachable, "dns.unanswered"),
        (Failure::NotAsked, "dns.not_asked"),
    ] {
        let zone = Zone::good().with("example.jp", Kind::Caa, failed(failure));
        let Disposition { findings, attention } = divided(&order, &zone, Gate::Application);
        assert!(
            findings.iter().all(|finding| finding.severity < Severity::Stop),
            "{failure:?}: {findings:?}"
        );
        assert_eq!(codes(&attention), [(code, Severity::Warning, Party::Provider)], "{failure:?}");
        let known = (code, Severity::Warning, Party::Provider);
        assert!(codes(&findings).contains(&known), "staff's alone, not the customer's: {failure:?}");
    }
}

/// A7, P3: that the vendor's usual mailbox cannot receive is for staff, who can have it write elsewhere, and for the customer,
/// who can mend the domain.
#[test]
fn a_mailbox_that_is_elsewhere_is_told_to_both() {
    let order = postmaster(Product::DigicertSecureServerId, &["www.example.jp"]);
    let zone = Zone::good().with("example.jp", Kind::Mx, records([mx(0, ".")])).with(
        "www.example.jp",
        Kind::Mx,
        records([mx(10, "mx.example.jp.")]),
    );
    let Disposition { findings, attention } = divided(&order, &zone, Gate::Application);
    assert_eq!(codes(&attention), [("mail.other_domain", Severity::Warning, Party::Provider)]);
    assert!(codes(&findings).contains(&("mail.other_domain", Severity::Warning, Party::Customer)));
}

/// R14: a reissue is never held up: what would bring an application back is a warning, and staff's.
#[test]
fn a_reissue_goes_on() {
    let order = postmaster(Product::DigicertSecureServerId, &["example.jp"]);
    let zone = forbidding().with("example.jp", Kind::Mx, records([mx(0, ".")]));
    let Disposition { findings, attention } = divided(&order, &zone, Gate::Open);
    let expected = ["caa.forbidden", "mail.null_mx", "mail.null_mx"];
    assert_eq!(codes(&findings).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), expected);
    assert_eq!(codes(&attention).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), expected[..2]);
    assert!(codes(&findings).iter().all(|(_, severity, _)| *severity == Severity::Warning));
}

/// R12: nothing asked at all, offline, is a note and nobody's work.
#[test]
fn offline_is_a_note() {
    let order = postmaster(Product::Bizcert, &["example.jp"]);
    let findings = judge(&order, &Observations::default(), &Settings::default(), samples::now());
    let Disposition { findings, attention } = dispose(findings, Gate::Application);
    assert!(findings.iter().any(|finding| finding.code == "dns.offline"));
    assert_eq!((codes(&findings), attention), (vec![], vec![]));
}
