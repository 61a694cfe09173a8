//! When a mail may be sent again, and what follows.

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::name::DnsName;
use crate::order::{ApprovalMailSeen, Ending, EnquiryText};
use crate::policy::Resends;
use crate::vendor::{ReportedCheck, ReportedItem, ReportedState, VendorReport, VendorStatus};
use crate::{Product, samples};

const OV: Product = Product::DigicertSecureServerId;
const EV: Product = Product::GeotrustTrueBusinessIdEv;

fn at(minutes: i64) -> Timestamp {
    samples::now() + SignedDuration::from_mins(minutes)
}

fn ask(order: &mut Order, mail: VendorMail, minutes: i64) -> Result<VendorRequest, &'static str> {
    let asked = order.ask_resend(mail, &Policy::default(), at(minutes));
    asked.map_err(|refusal| {
        let [finding] = refusal.findings() else { panic!("{refusal:?}") };
        assert_eq!((&*finding.field, finding.acts), ("mail", Party::Provider), "{finding:?}");
        assert!(finding.message.en.is_ascii() && finding.remedy.en.is_ascii());
        [
            "order.finished",
            "order.out_of_phase",
            "resend.not_awaited",
            "resend.at_the_desk",
            "resend.too_soon",
        ]
        .into_iter()
        .find(|code| *code == finding.code)
        .unwrap_or("resend.too_many")
    })
}

fn report(order: &mut Order, check: ReportedCheck, state: ReportedState, minutes: i64) {
    let report = VendorReport {
        vendor_order: samples::id("V-1"),
        observed_at: at(minutes),
        status: VendorStatus::Examining,
        items: vec![ReportedItem { item: check, state }],
        asked: Default::default(),
    };
    order.apply_report(&report, &Policy::default()).unwrap();
}

fn domain() -> ReportedCheck {
    ReportedCheck::Domain { name: name() }
}

fn name() -> DnsName {
    "example.jp".parse().unwrap()
}

/// R22, R88: the approval mail is sent again while a name waits for it, and the request says when it was asked.
#[test]
fn the_approval_mail_while_it_is_awaited() {
    let mut order = samples::examining(OV);
    let request = ask(&mut order, VendorMail::Approval, 30);
    let vendor_order = samples::id("V-1");
    assert_eq!(
        request,
        Ok(VendorRequest::Resend { vendor_order, mail: VendorMail::Approval, asked_at: at(30) })
    );
    assert!(order.awaits_mail(VendorMail::Approval));
    report(&mut order, domain(), ReportedState::Passed, 70);
    assert!(!order.awaits_mail(VendorMail::Approval));
    assert_eq!(ask(&mut order, VendorMail::Approval, 90), Err("resend.not_awaited"));
}

/// R20, R92: what the vendor does not ask for is not sent again.
#[test]
fn a_skipped_approval_has_no_mail() {
    let mut order = samples::examining(OV);
    report(&mut order, domain(), ReportedState::NotRequired, 10);
    assert_eq!(ask(&mut order, VendorMail::Approval, 60), Err("resend.not_awaited"));
}

/// R47, R48, R49: EV's confirmation is sent again once it has begun, and an OV order has none.
#[test]
fn the_confirmation_only_after_the_employment() {
    let mut order = samples::examining(EV);
    assert_eq!(ask(&mut order, VendorMail::Confirmation, 60), Err("resend.not_awaited"));
    report(&mut order, ReportedCheck::Employment, ReportedState::Passed, 100);
    assert_eq!(ask(&mut order, VendorMail::Confirmation, 129), Err("resend.too_soon"));
    assert!(ask(&mut order, VendorMail::Confirmation, 130).is_ok());
    report(&mut order, ReportedCheck::Confirmation, ReportedState::Passed, 200);
    assert_eq!(ask(&mut order, VendorMail::Confirmation, 300), Err("resend.not_awaited"));
    assert_eq!(ask(&mut samples::examining(OV), VendorMail::Confirmation, 60), Err("resend.not_awaited"));
}

/// R2: a vendor without an API is asked by staff.
#[test]
fn the_desks_vendors_are_asked_by_staff() {
    for product in [Product::CybertrustSureServer, Product::Bizcert] {
        assert_eq!(
            ask(&mut samples::examining(product), VendorMail::Approval, 60),
            Err("resend.at_the_desk")
        );
    }
}

/// R88: not before it is placed, not once it is over, not while it is on hold.
#[test]
fn only_under_examination() {
    assert_eq!(ask(&mut samples::accepted(OV), VendorMail::Approval, 60), Err("order.out_of_phase"));
    assert_eq!(ask(&mut samples::issued(OV, 199), VendorMail::Approval, 60), Err("order.out_of_phase"));
    let mut ended = samples::examining(OV);
    ended.end(Ending::Cancelled, None, at(1)).unwrap();
    assert_eq!(ask(&mut ended, VendorMail::Approval, 60), Err("order.finished"));
    let mut held = samples::examining(OV);
    held.put_on_hold(EnquiryText::new("comment", "x").unwrap(), at(1)).unwrap();
    let refusal = held.ask_resend(VendorMail::Approval, &Policy::default(), at(60)).unwrap_err();
    assert_eq!(refusal.code(), "order.held");
}

/// R88: each kind of mail has a least interval, counted from the first mail too, and a greatest number; what the vendor
/// refused counts for neither.
#[test]
fn resends_are_bounded() {
    let mut order = samples::examining(EV);
    report(&mut order, ReportedCheck::Employment, ReportedState::Passed, 1);
    assert_eq!(ask(&mut order, VendorMail::Approval, 29), Err("resend.too_soon"));
    for n in 1..=5 {
        assert!(ask(&mut order, VendorMail::Approval, 30 * n).is_ok(), "{n}");
        assert_eq!(
            ask(&mut order, VendorMail::Approval, 30 * n + 29),
            if n < 5 { Err("resend.too_soon") } else { Err("resend.too_many") }
        );
    }
    order.resend_refused(VendorMail::Approval, at(150));
    assert!(ask(&mut order, VendorMail::Approval, 151).is_ok());
    assert_eq!(ask(&mut order, VendorMail::Approval, 600), Err("resend.too_many"));
    assert!(ask(&mut order, VendorMail::Confirmation, 600).is_ok(), "a bound of its own");

    let none = Policy { resends: Resends { at_most: 0, every_minutes: 0 }, ..Policy::default() };
    let refusal = samples::examining(OV).ask_resend(VendorMail::Approval, &none, at(60)).unwrap_err();
    assert_eq!(refusal.code(), "resend.too_many");
    let wild = Resends { at_most: 255, every_minutes: 0 };
    assert_eq!((wild.at_most(), wild.next(at(0))), (20, at(10)));
}

/// R88, BR 3.2.2.4: once the vendor sent it, the customer has time for it anew where staff were at work on it, and what
/// staff had to see to is done; a second answer, or one that comes too late, changes nothing.
#[test]
fn what_was_sent_again_is_the_customers() {
    let policy = Policy::default();
    let mut order = samples::examining(OV);
    let seen = ApprovalMailSeen { at: at(2), lapses_at: at(60), links: None, looks: None };
    order.approval_mail_seen(&name(), seen, &policy, at(2)).unwrap();
    order.remind(&policy, at(60));
    assert_eq!(order.attention[0].code, "approval.lapsed");
    ask(&mut order, VendorMail::Approval, 70).unwrap();
    assert!(order.mail_resent(VendorMail::Approval, at(70), &policy, at(71)));
    assert_eq!(order.attention, []);
    let owed = order.acts().into_iter().find(|act| act.code == "approve_domain").unwrap();
    assert_eq!((owed.by, owed.until), (Party::Customer, Some(policy.approval_until(at(71)))));
    assert!(!order.mail_resent(VendorMail::Approval, at(70), &policy, at(72)), "R89: once");
    assert!(!order.mail_resent(VendorMail::Approval, at(60), &policy, at(72)), "never asked for");
    assert!(!samples::issued(OV, 199).mail_resent(VendorMail::Approval, at(70), &policy, at(72)));
}

/// BR 3.2.2.4: a mail with the links of the one before is that mail, and its token lives no longer for it; one with other
/// links has 30 days of its own.
#[test]
fn the_same_mail_keeps_its_thirty_days() {
    let policy = Policy::default();
    let mut order = samples::examining(OV);
    let mut see = |minutes: i64, links: &str| {
        let lapses_at = at(minutes + 43_200);
        let seen =
            ApprovalMailSeen { at: at(minutes), lapses_at, links: Some(links.to_owned()), looks: None };
        assert_eq!(order.approval_mail_seen(&name(), seen, &policy, at(minutes)), Ok(true));
        let mail = order.checks().unwrap().common().domains[0].mail.clone().unwrap();
        (mail.at, mail.lapses_at)
    };
    assert_eq!(see(0, "a"), (at(0), at(43_200)));
    assert_eq!(see(100, "a"), (at(100), at(43_200)), "the same token");
    assert_eq!(see(200, "a"), (at(200), at(43_200)));
    assert_eq!(see(300, "b"), (at(300), at(43_500)), "a new one");
}

/// BR 3.2.2.4: a token whose 30 days are over stays over, whatever date the mail that brings it again has; a new one is
/// taken, and the old one is not forgotten for it.
#[test]
fn a_lapsed_token_stays_lapsed() {
    let policy = Policy::default();
    let mut order = samples::examining(OV);
    let see = |order: &mut Order, minutes: i64, links: &str| {
        let lapses_at = at(minutes + 43_200);
        let seen =
            ApprovalMailSeen { at: at(minutes), lapses_at, links: Some(links.to_owned()), looks: None };
        order
            .approval_mail_seen(&name(), seen, &policy, at(minutes))
            .map_err(|refusal| refusal.code().to_owned())
    };
    assert_eq!(see(&mut order, 0, "a"), Ok(true));
    order.remind(&policy, at(43_200));
    assert_eq!(order.attention[0].code, "approval.lapsed");
    assert_eq!(see(&mut order, 43_300, "a"), Err("mail.token_lapsed".to_owned()));
    assert_eq!(order.attention[0].code, "approval.lapsed", "staff still have to see to it");
    assert_eq!(see(&mut order, 43_400, "b"), Ok(true));
    assert_eq!(see(&mut order, 43_500, "a"), Err("mail.token_lapsed".to_owned()));
    let mail = order.checks().unwrap().common().domains[0].mail.clone().unwrap();
    assert_eq!(mail.links.as_deref(), Some("b"));
}
