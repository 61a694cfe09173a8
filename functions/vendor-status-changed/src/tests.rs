//! What vendors say.

use jiff::SignedDuration;
use procedure::event::{EnquiryAnswered, EnquiryClosed, EnquiryRaised, Event, OrderPlaced, VendorAnswered};
use procedure::notice::{Notice, Recipient};
use procedure::order::{Actor, CheckKind, Ending, EnquiryText, Order, Stage, VendorMail};
use procedure::policy::Policy;
use procedure::vendor::*;
use procedure::{Decision, Finding, Moment, Party, Product, Refusal, Send, Text, samples};

use crate::decide::{answered, placed, reported};
use crate::enquiry;

fn with<T>(decide: impl FnOnce(&Moment<'_>) -> T) -> T {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    decide(&Moment { now: samples::now() + SignedDuration::from_hours(1), policy: &policy, event: &id })
}

fn placing(product: Product) -> Order {
    let mut order = samples::accepted(product);
    order.intend_placement(&Policy::default(), samples::now()).unwrap();
    order
}

fn place(order: Order) -> Result<Decision, Refusal> {
    with(|moment| placed(order, &OrderPlaced { vendor_order: samples::id("V-1"), by: Actor::Vendor }, moment))
}

fn letters(decision: &Decision) -> Vec<(Recipient, Notice)> {
    let letter = |send: &Send| match send {
        Send::Letter(letter) => Some((letter.to, letter.notice.clone())),
        _ => None,
    };
    decision.sends.iter().filter_map(letter).collect()
}

fn report(status: VendorStatus, items: Vec<(ReportedCheck, ReportedState)>) -> VendorReport {
    VendorReport {
        vendor_order: samples::id("V-1"),
        observed_at: samples::now() + SignedDuration::from_hours(1),
        status,
        items: items.into_iter().map(|(item, state)| ReportedItem { item, state }).collect(),
        asked: Default::default(),
    }
}

/// R22, R45, R60: once placed the customer hears of the approval mail and the call, a sole proprietor of documents.
#[test]
fn placed_tells_the_customer_what_to_do() {
    let told =
        |order| letters(&place(order).unwrap()).into_iter().map(|(_, notice)| notice).collect::<Vec<_>>();
    let company = told(placing(Product::DigicertSecureServerId));
    assert_eq!(company, [Notice::ApprovalMailExpected, Notice::PhoneCallAhead]);
    let mut sole = samples::accepted_from(&samples::sole_proprietor_draft(Product::Bizcert));
    sole.intend_placement(&Policy::default(), samples::now()).unwrap();
    assert_eq!(told(sole), [Notice::ApprovalMailExpected, Notice::PhoneCallAhead, Notice::DocumentsNeeded]);
}

/// R20, R41: approval mails that were faster than the vendor's number are judged once it is recorded, each once.
#[test]
fn placed_has_early_mails_judged() {
    let mut order = placing(Product::CybertrustSureServer);
    assert!(order.keep_early_mail("inbound/a") && order.keep_early_mail("inbound/b"));
    let decision = place(order).unwrap();
    let judged = decision.sends.iter().filter_map(|send| match send {
        Send::Event { event: Event::ApprovalMailReceived(event), .. } => Some(event.mail.as_str()),
        _ => None,
    });
    assert_eq!(judged.collect::<Vec<_>>(), ["inbound/a", "inbound/b"]);
    assert_eq!(decision.order.early_mails, [""; 0]);
}

/// R89: the same number twice changes nothing and tells nobody again.
#[test]
fn placed_twice_is_told_once() {
    let order = place(placing(Product::Bizcert)).unwrap().order;
    let again = place(order.clone()).unwrap();
    assert_eq!((again.sends, again.order), (vec![], order));
}

/// A26: an order cancelled while it was being placed is cancelled at the vendor as soon as its number is known.
#[test]
fn placed_after_the_end_is_cancelled() {
    let mut order = placing(Product::DigicertSecureServerId);
    order.end(Ending::Cancelled, None, samples::now()).unwrap();
    let decision = place(order).unwrap();
    assert_eq!(decision.order.stage(), Stage::Cancelled);
    assert_eq!(decision.sends, [Send::Vendor(VendorRequest::Cancel { vendor_order: samples::id("V-1") })]);
}

/// R52: an issued order asks for its certificate.
#[test]
fn issued_fetches_the_certificate() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let decision = with(|m| reported(order, Some(&report(VendorStatus::Issued, vec![])), m)).unwrap();
    assert!(matches!(&decision.sends[..], [Send::Event { event: Event::CertificateIssued(_), .. }]));
    assert_eq!(decision.order.stage(), Stage::Examining);
}

/// R19: the vendor's rejection ends the order and is told.
#[test]
fn rejection_ends_the_order() {
    let order = samples::examining(Product::CybertrustSureServer);
    let decision = with(|m| reported(order, Some(&report(VendorStatus::Rejected, vec![])), m)).unwrap();
    assert_eq!(decision.order.stage(), Stage::Rejected);
    assert_eq!(letters(&decision), [(Recipient::Notification, Notice::Rejected)]);
}

/// R47: when the employment is confirmed the responsible person is told that the confirmation mail comes.
#[test]
fn ev_confirmation_is_announced_to_the_responsible_person() {
    let order = samples::examining(Product::GeotrustTrueBusinessIdEv);
    let items = vec![(ReportedCheck::Employment, ReportedState::Passed)];
    let decision = with(|m| reported(order, Some(&report(VendorStatus::Examining, items)), m)).unwrap();
    let confirmation = Notice::ConfirmationExpected;
    assert!(letters(&decision).contains(&(Recipient::ResponsiblePerson, confirmation)));
}

/// R90: a report about another vendor order is refused, and nothing of it is believed.
#[test]
fn another_orders_report_is_refused() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let mut report = report(VendorStatus::Rejected, vec![]);
    report.vendor_order = samples::id("V-2");
    assert_eq!(with(|m| reported(order, Some(&report), m)).unwrap_err().code(), "report.other_order");
}

/// R18: a report on an order that moved on says nothing new.
#[test]
fn late_reports_are_ignored() {
    let mut order = samples::examining(Product::DigicertSecureServerId);
    order.end(Ending::Cancelled, None, samples::now()).unwrap();
    let decision = with(|m| reported(order.clone(), Some(&report(VendorStatus::Issued, vec![])), m)).unwrap();
    assert_eq!((decision.order, decision.sends), (order, vec![]));
}

/// R19: what the vendor refused is staff's to look into, never lost.
#[test]
fn refused_placement_waits_for_staff() {
    let event = VendorAnswered {
        request: VendorRequest::Place { submission: Submission::New },
        reply: VendorReply::Refused { findings: vec![] },
    };
    let decision = with(|m| answered(placing(Product::Bizcert), &event, m)).unwrap();
    assert_eq!(decision.order.waits_for(), [Party::Provider]);
}

/// R15, R16, R17: the question goes to the customer, the answer to the vendor, until it is closed.
#[test]
fn enquiries_go_both_ways() {
    let text = |text| EnquiryText::new("question", text).unwrap();
    let id = || samples::id("Q1");
    let order = samples::examining(Product::DigicertSecureServerId);
    let raised = EnquiryRaised {
        enquiry: id(), question: text("代表電話番号の掲載先をお知らせください。")
    };
    let decision = with(|m| enquiry::raised(order, &raised, m)).unwrap();
    assert_eq!(letters(&decision)[0].1, Notice::EnquiryRelayed { enquiry: id() });
    let reply = EnquiryAnswered { enquiry: id(), answer: text("帝国データバンクです。") };
    let decision = with(|m| enquiry::answered(decision.order, &reply, m)).unwrap();
    let passes_on = VendorRequest::Answer { vendor_order: samples::id("V-1"), enquiry: id() };
    assert_eq!(decision.sends, [Send::Vendor(passes_on)]);
    let decision = with(|m| enquiry::closed(decision.order, &EnquiryClosed { enquiry: id() }, m)).unwrap();
    assert!(!decision.order.acts().iter().any(|act| act.code.contains("enquiry")));
}

/// A26: a cancelled order is over at the vendor once its API, or staff who looked there, say so; then nothing is left to
/// withdraw, and hearing it again changes nothing.
#[test]
fn a_withdrawal_is_recorded() {
    use procedure::order::{EnquiryText, Phase};
    let ended = || {
        let mut order = samples::examining(Product::CybertrustSureServer);
        let reason = EnquiryText::new("reason", "不要").unwrap();
        order.end(Ending::Cancelled, Some(reason), samples::now()).unwrap();
        order
    };
    let withdrawn =
        |order: &Order| matches!(&order.phase, Phase::Ended(ended) if ended.withdrawn_at.is_some());
    let cancelled = report(VendorStatus::Cancelled, vec![]);
    let by_staff = with(|m| reported(ended(), Some(&cancelled), m)).unwrap();
    assert!(withdrawn(&by_staff.order) && by_staff.entry.is_some());
    let request = VendorRequest::Cancel { vendor_order: samples::id("V-1") };
    let event = VendorAnswered { request, reply: VendorReply::Done };
    let by_api = with(|m| answered(ended(), &event, m)).unwrap();
    assert!(withdrawn(&by_api.order) && by_api.entry.is_some());
    let again = with(|m| reported(by_staff.order.clone(), Some(&cancelled), m)).unwrap();
    assert_eq!((again.order, again.entry, again.sends), (by_staff.order, None, vec![]));
    let examining = report(VendorStatus::Examining, vec![]);
    assert!(!withdrawn(&with(|m| reported(ended(), Some(&examining), m)).unwrap().order));
}

fn resending(mail: VendorMail, product: Product) -> (Order, VendorRequest) {
    let (policy, mut order) = (Policy::default(), samples::examining(product));
    if mail == VendorMail::Confirmation {
        let employment = ReportedItem { item: ReportedCheck::Employment, state: ReportedState::Passed };
        let report = VendorReport {
            vendor_order: samples::id("V-1"),
            observed_at: samples::now(),
            status: VendorStatus::Examining,
            items: vec![employment],
            asked: Default::default(),
        };
        order.apply_report(&report, &policy).unwrap();
    }
    let request = order.ask_resend(mail, &policy, samples::now() + SignedDuration::from_mins(30)).unwrap();
    (order, request)
}

/// R22, R47, R88, R89: when the vendor has sent the mail again, the customer is told once how to recognise it and what to
/// click, in the words of the reminder.
#[test]
fn a_mail_sent_again_is_told_once() {
    for (mail, product, check) in [
        (VendorMail::Approval, Product::DigicertSecureServerId, CheckKind::Domain),
        (VendorMail::Confirmation, Product::GeotrustTrueBusinessIdEv, CheckKind::Confirmation),
    ] {
        let (order, request) = resending(mail, product);
        let event = VendorAnswered { request, reply: VendorReply::Done };
        let decision = with(|moment| answered(order, &event, moment)).unwrap();
        assert_eq!(letters(&decision), [(Recipient::Notification, Notice::Reminder { check })]);
        assert_eq!(decision.entry.as_ref().unwrap().actor, Actor::Vendor);
        let again = with(|moment| answered(decision.order, &event, moment)).unwrap();
        assert_eq!((again.sends, again.entry), (vec![], None));
    }
}

/// R19, R88: what the vendor did not send is staff's to look into, and may be asked for again at once; an answer that comes
/// after the end changes nothing.
#[test]
fn a_mail_not_sent_is_for_staff() {
    let (order, request) = resending(VendorMail::Approval, Product::DigicertSecureServerId);
    let mut ended = order.clone();
    let finding =
        Finding::warning("vendor.refused", "mail", "R19", Text::fixed("x", "x"), Text::fixed("y", "y"));
    let refused = VendorReply::Refused { findings: vec![finding.owed_by(Party::Provider)] };
    let event = VendorAnswered { request: request.clone(), reply: refused };
    let decision = with(|moment| answered(order, &event, moment)).unwrap();
    assert_eq!(decision.order.attention[0].code, "vendor.refused");
    let what = decision.entry.unwrap().what;
    assert_eq!(what.en, "The vendor refused the resending of the approval mail.");
    let mut order = decision.order;
    let soon = samples::now() + SignedDuration::from_mins(31);
    assert!(order.ask_resend(VendorMail::Approval, &Policy::default(), soon).is_ok());

    ended.end(Ending::Cancelled, None, samples::now()).unwrap();
    let late = VendorAnswered { request, reply: VendorReply::Done };
    let decision = with(|moment| answered(ended, &late, moment)).unwrap();
    assert_eq!((decision.sends, decision.entry), (vec![], None));
}
