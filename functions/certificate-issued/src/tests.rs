//! Certificates as vendors hand them over.

use jiff::SignedDuration;
use procedure::event::{CertificateInstalled, Event};
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{Installation, Order, OrderKind, Phase, Stage};
use procedure::policy::Policy;
use procedure::{Decision, Moment, Product, Refusal, Send, samples};

use crate::decide::{installed, issued};
use crate::facts::Facts;

fn issue(order: Order, chain: Option<String>) -> Result<Decision, Refusal> {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    issued(order, &Facts { chain, ..Facts::default() }, &moment)
}

/// As certflow fetches it by itself when the vendor says that it is issued.
fn fetch(order: Order, chain: Option<String>) -> Decision {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    issued(order, &Facts { chain, unattended: true, ..Facts::default() }, &moment).unwrap()
}

fn chain(order: &Order) -> Option<String> {
    Some(samples::chain(&order.application, samples::now(), 199))
}

/// R52, R53, R54: a verified certificate is recorded and announced to the notification address.
#[test]
fn issued_is_recorded_and_told() {
    for product in [Product::DigicertSecureServerId, Product::CybertrustSureServer, Product::Bizcert] {
        let order = samples::examining(product);
        let chain = chain(&order);
        let decision = issue(order, chain).unwrap();
        assert_eq!(decision.order.stage(), Stage::Issued);
        let told = Letter { notice: Notice::Issued, to: Recipient::Notification };
        assert_eq!(decision.sends, [Send::Letter(told)]);
        let Phase::Issued(issued) = &decision.order.phase else { panic!() };
        assert_eq!(issued.installation, Installation::Customer { done_at: None });
        assert!(issued.checks.all_settled());
    }
}

/// R52: a certificate for another key, for other names, or none at all is refused; the order stays as it was.
#[test]
fn what_does_not_fit_is_refused() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let mut other = order.application.clone();
    other.csr = procedure::pki::Csr::parse(samples::CSR_RENEWED).unwrap();
    let other_key = samples::chain(&other, samples::now(), 199);
    let refusal = issue(order.clone(), Some(other_key)).unwrap_err();
    assert!(refusal.findings().iter().any(|finding| finding.code == "certificate.key_mismatch"), "{refusal}");
    assert_eq!(issue(order.clone(), None).unwrap_err().code(), "certificate.missing");
    let mut fewer = order.application.clone();
    fewer.names = procedure::name::Names::parse(["www.example.jp"]).unwrap();
    let missing = samples::chain(&fewer, samples::now(), 199);
    assert_eq!(issue(order, Some(missing)).unwrap_err().code(), "certificate.name_missing");
}

/// R52: what the vendor issued and cannot be had, as at the desk, or does not fit, is staff's to look into, told once; the
/// order waits as before, and a certificate that fits settles it.
#[test]
fn what_is_issued_and_not_recorded_is_shown_to_staff() {
    let order = samples::examining(Product::CybertrustSureServer);
    let mut other = order.application.clone();
    other.csr = procedure::pki::Csr::parse(samples::CSR_RENEWED).unwrap();
    let other_key = samples::chain(&other, samples::now(), 199);
    for (chain, code) in [(None, "certificate.missing"), (Some(other_key), "certificate.key_mismatch")] {
        let told = fetch(order.clone(), chain.clone());
        assert!(
            told.order.attention.iter().any(|finding| finding.code == code),
            "{:?}",
            told.order.attention
        );
        assert!(told.order.acts().iter().any(|act| act.code == "look_into"));
        assert_eq!((told.order.checks(), told.sends.len()), (order.checks(), 0));
        assert!(told.entry.is_some_and(|entry| entry.findings.iter().any(|finding| finding.code == code)));
        let again = fetch(told.order.clone(), chain);
        assert_eq!((again.entry, &again.order), (None, &told.order), "once");
        let settled = issue(told.order, self::chain(&order)).unwrap().order;
        assert_eq!((settled.stage(), settled.attention), (Stage::Issued, vec![]));
    }
}

/// A31, BR 6.3.2: on this day 200 days is the most; 201 are refused.
#[test]
fn the_validity_cap_of_the_day_holds() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let too_long = samples::chain(&order.application, samples::now(), 201);
    assert_eq!(issue(order.clone(), Some(too_long)).unwrap_err().code(), "certificate.validity_too_long");
    let longest = samples::chain(&order.application, samples::now(), 200);
    assert!(issue(order, Some(longest)).is_ok());
}

/// R48: an EV certificate is not recorded before employment and issuance were confirmed.
#[test]
fn ev_needs_its_confirmations() {
    let order = samples::examining(Product::DigicertSecureServerIdEv);
    let chain = chain(&order);
    assert_eq!(issue(order, chain).unwrap_err().code(), "ev.not_confirmed");
}

/// R89: the same certificate twice changes nothing; another one is refused.
#[test]
fn the_same_certificate_twice_is_told_once() {
    let order = samples::examining(Product::Bizcert);
    let first_chain = chain(&order);
    let first = issue(order, first_chain.clone()).unwrap();
    assert_eq!(issue(first.order.clone(), first_chain).unwrap().sends, []);
    let another = chain(&first.order);
    assert_eq!(issue(first.order, another).unwrap_err().code(), "certificate.already");
}

/// R14, R55, R57: a renewal is set by the provider, and the order it follows is told of its successor.
#[test]
fn a_renewal_succeeds_its_predecessor() {
    let mut order = samples::examining(Product::Bizcert);
    order.kind = OrderKind::Renewal {
        of: samples::id("CF-OLD"),
        vendor_order: samples::id("V-0"),
        expires_at: samples::now() + SignedDuration::from_hours(240),
    };
    let chain = chain(&order);
    let decision = issue(order, chain).unwrap();
    assert!(decision.sends.iter().any(|send| matches!(
        send,
        Send::Event { subject, event: Event::OrderSucceeded(_) } if subject.as_str() == "CF-OLD"
    )));
    let (policy, id) = (Policy::default(), samples::id("e2"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let done = installed(decision.order, &CertificateInstalled { at: samples::now() }, &moment).unwrap();
    assert!(matches!(&done.sends[..], [Send::Letter(letter)] if letter.notice == Notice::Installed));
}
