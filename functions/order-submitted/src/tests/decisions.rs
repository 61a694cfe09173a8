//! Applications as customers and staff send them.

use jiff::SignedDuration;
use procedure::event::{ApplicationAmended, Event, OrderSubmitted, ReissueRequested, VendorReviewRequested};
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{OrderKind, Stage};
use procedure::policy::Policy;
use procedure::{Decision, EventId, Finding, Moment, Party, Product, Send, Text, samples};

use crate::decide::{amended, overdue, reissue, submitted};
use crate::facts::Facts;

fn moment<'a>(policy: &'a Policy, event: &'a EventId) -> Moment<'a> {
    Moment { now: samples::now(), policy, event }
}

fn submit(
    draft: procedure::application::ApplicationDraft,
    facts: &Facts,
) -> Result<Decision, procedure::Refusal> {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let event = OrderSubmitted { customer: samples::customer(), application: draft };
    submitted(samples::order_id(), None, &event, facts, &moment(&policy, &id))
}

fn letters(decision: &Decision) -> Vec<&Notice> {
    let mut notices = Vec::new();
    for send in &decision.sends {
        if let Send::Letter(Letter { notice, to: Recipient::Notification }) = send {
            notices.push(notice);
        }
    }
    notices
}

fn stop(code: &'static str) -> Finding {
    Finding::stop(
        code,
        "application.names[0]",
        "P1",
        Text::fixed("理由", "reason"),
        Text::fixed("対処", "remedy"),
    )
}

/// R1, R7, R13: each of the six products is accepted, told about and submitted by the provider.
#[test]
fn accepts_every_product() {
    for product in Product::ALL {
        let decision = submit(samples::draft(product), &Facts::default()).unwrap();
        assert_eq!(decision.order.stage(), Stage::Submitting, "{}", product.code());
        assert_eq!(letters(&decision), [&Notice::ApplicationReceived]);
        let submits = Event::from(VendorReviewRequested {});
        assert!(
            decision.sends.iter().any(|send| matches!(send, Send::Event { event, .. } if *event == submits))
        );
    }
}

/// R6: any other product is refused with field, rule and remedy in both languages.
#[test]
fn refuses_an_unknown_product() {
    let mut draft = samples::draft(Product::Bizcert);
    draft.product = "DV-FREE".to_owned();
    let refusal = submit(draft, &Facts::default()).unwrap_err();
    let finding = &refusal.findings()[0];
    assert_eq!((refusal.code(), finding.field.as_ref()), ("product.unknown", "application.product"));
    assert_eq!(finding.rule, "R6");
    assert!(finding.remedy.ja.contains("BIZCERT") && finding.remedy.en.contains("BIZCERT"));
}

/// R86: every fault of an application is told at once.
#[test]
fn tells_every_fault_at_once() {
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.names = vec!["under_score.example.jp".to_owned()];
    draft.csr = "nonsense".to_owned();
    draft.notify = vec![];
    draft.organisation.postal_code = "1".to_owned();
    let refusal = submit(draft, &Facts::default()).unwrap_err();
    let fields: Vec<&str> = refusal.findings().iter().map(|finding| finding.field.as_ref()).collect();
    for field in ["names", "csr", "notify", "organisation.postal_code"] {
        assert!(fields.iter().any(|found| found.contains(field)), "{field} in {fields:?}");
    }
}

/// R5: BIZCERT alone is sold by the month.
#[test]
fn one_month_is_bizcert_only() {
    let monthly = |product| {
        let mut draft = samples::draft(product);
        draft.term = Some("one_month".to_owned());
        submit(draft, &Facts::default())
    };
    assert!(monthly(Product::Bizcert).is_ok());
    assert_eq!(monthly(Product::CybertrustSureServer).unwrap_err().code(), "term.not_sold");
}

/// R50: EV without the responsible person's own address is returned to be mended, with a letter that says so.
#[test]
fn ev_wants_the_responsible_persons_address() {
    let mut draft = samples::draft(Product::DigicertSecureServerIdEv);
    draft.responsible.email = None;
    let decision = submit(draft, &Facts::default()).unwrap();
    assert_eq!(decision.order.stage(), Stage::Returned);
    assert_eq!(letters(&decision), [&Notice::ApplicationReturned]);
    assert_eq!(decision.order.acts()[0].by, Party::Customer);
}

/// A24: EV is not for sole proprietors; OV is.
#[test]
fn ev_is_not_for_sole_proprietors() {
    let stage = |product| {
        let draft = samples::sole_proprietor_draft(product);
        submit(draft, &Facts::default()).unwrap().order.stage()
    };
    assert_eq!(stage(Product::GeotrustTrueBusinessIdEv), Stage::Returned);
    assert_eq!(stage(Product::GeotrustTrueBusinessId), Stage::Submitting);
}

/// R88, P15: what the facts find stops the order until it is mended; an amendment that mends it is submitted.
#[test]
fn returned_then_mended() {
    let (policy, id) = (Policy::default(), samples::id("e2"));
    let facts = Facts { findings: vec![stop("order.duplicate")], ..Facts::default() };
    let order = submit(samples::draft(Product::Bizcert), &facts).unwrap().order;
    assert_eq!(order.stage(), Stage::Returned);
    let event = ApplicationAmended { application: samples::draft(Product::Bizcert) };
    let decision = amended(order, &event, &Facts::default(), &moment(&policy, &id)).unwrap();
    assert_eq!(decision.order.stage(), Stage::Submitting);
    assert_eq!(letters(&decision), [&Notice::ApplicationReceived]);
}

/// R9: once submitted the details cannot be amended; the product never can.
#[test]
fn amendments_have_limits() {
    let (policy, id) = (Policy::default(), samples::id("e2"));
    let event = ApplicationAmended { application: samples::draft(Product::Bizcert) };
    let late =
        amended(samples::examining(Product::Bizcert), &event, &Facts::default(), &moment(&policy, &id));
    assert_eq!(late.unwrap_err().code(), "order.out_of_phase");
    let other = samples::accepted(Product::CybertrustSureServer);
    let decision = amended(other, &event, &Facts::default(), &moment(&policy, &id)).unwrap();
    assert_eq!(decision.order.stage(), Stage::Returned);
}

/// A26: what is not mended in time lapses, and the customer is told.
#[test]
fn lapses_when_not_mended() {
    let (policy, id) = (Policy::default(), samples::id("e3"));
    let facts = Facts { findings: vec![stop("order.duplicate")], ..Facts::default() };
    let order = submit(samples::draft(Product::Bizcert), &facts).unwrap().order;
    let later = samples::now() + SignedDuration::from_hours(24 * 60);
    let decision = overdue(order, &Moment { now: later, policy: &policy, event: &id }).unwrap();
    assert_eq!(decision.order.stage(), Stage::Lapsed);
    assert_eq!(letters(&decision), [&Notice::Cancelled]);
}

/// R14: a reissue wants an issued predecessor and names an unknown one.
#[test]
fn reissue_wants_a_certificate() {
    let (policy, id) = (Policy::default(), samples::id("e4"));
    let event = ReissueRequested {
        of: samples::id("CF-OLD"),
        csr: samples::CSR_RENEWED.to_owned(),
        key_compromised: false,
    };
    let ask = |predecessor| {
        let facts = Facts { predecessor, ..Facts::default() };
        reissue(samples::order_id(), None, &event, &facts, &moment(&policy, &id)).unwrap_err()
    };
    assert_eq!(ask(None).code(), "order.unknown");
    assert_eq!(ask(Some(samples::examining(Product::Bizcert))).code(), "reissue.not_issued");
}

/// R89: an order is opened once.
#[test]
fn opens_an_order_once() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let known = samples::accepted(Product::Bizcert);
    let event =
        OrderSubmitted { customer: samples::customer(), application: samples::draft(Product::Bizcert) };
    let again =
        submitted(samples::order_id(), Some(&known), &event, &Facts::default(), &moment(&policy, &id));
    assert_eq!(again.unwrap_err().code(), "order.exists");
    assert!(matches!(known.kind, OrderKind::New));
}
