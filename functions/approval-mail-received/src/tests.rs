//! Approval mails, once they were read and judged.

use jiff::SignedDuration;
use procedure::notice::Notice;
use procedure::order::{ApprovalMailSeen, Order};
use procedure::policy::Policy;
use procedure::{Decision, Finding, Moment, Product, Send, Text, samples};

use crate::decide::received;
use crate::facts::Facts;

fn hear(order: Order, facts: &Facts) -> Decision {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    received(order, facts, &Moment { now: samples::now(), policy: &policy, event: &id }).unwrap()
}

/// R22, R33, R37: a mail that was seen tells the customer what to click and approves nothing.
#[test]
fn a_seen_mail_is_told_and_approves_nothing() {
    let seen = ApprovalMailSeen {
        at: samples::now(),
        lapses_at: samples::now() + SignedDuration::from_hours(720),
        links: None,
        looks: None,
    };
    let facts = Facts::Seen { name: "example.jp".parse().unwrap(), seen, warnings: vec![] };
    let decision = hear(samples::examining(Product::CybertrustSureServer), &facts);
    assert!(matches!(&decision.sends[..], [Send::Letter(l)] if l.notice == Notice::ApprovalMailArrived));
    assert!(decision.order.acts().iter().any(|act| act.code == "approve_domain"));
    assert_eq!(hear(decision.order, &facts).sends, []);
}

/// R41: a mail that is not to be believed never moves the order; staff look at it.
#[test]
fn a_quarantined_mail_goes_to_staff() {
    let forged = Finding::stop(
        "mail.from",
        "mail.from",
        "R30",
        Text::fixed("差出人が異なります。", "The sender is another."),
        Text::fixed("確認してください。", "Look into it."),
    );
    let order = samples::examining(Product::DigicertSecureServerId);
    let decision = hear(order.clone(), &Facts::Quarantined(vec![forged.clone()]));
    assert_eq!(
        decision.entry.as_ref().map(|entry| &entry.findings[..]),
        Some(&[forged][..]),
        "with its reason"
    );
    assert_eq!((decision.order.checks(), decision.sends), (order.checks(), vec![]));
    assert_eq!(decision.order.attention[0].code, "mail.from");
}

/// R15, R52: a notification of the vendor's moves nothing: staff are told what to look for, and the vendor is asked.
#[test]
fn a_notification_tells_staff_and_asks_the_vendor() {
    use procedure::event::{Event, VendorStatusChanged};
    use procedure::profile::NoticeAbout;
    for about in [
        NoticeAbout::Received,
        NoticeAbout::Enquiry,
        NoticeAbout::Issued,
        NoticeAbout::Renewal,
        NoticeAbout::Other,
    ] {
        let order = samples::examining(Product::CybertrustSureServer);
        let decision = hear(order.clone(), &Facts::Notified(about));
        assert_eq!((decision.order.phase.clone(), decision.order.attention.len()), (order.phase.clone(), 1));
        let hint = Event::from(VendorStatusChanged { report: None });
        let asks = |send: &Send| matches!(send, Send::Event { event, .. } if *event == hint);
        assert!(decision.sends.iter().all(asks) && decision.sends.len() == 1);
        let again = hear(decision.order.clone(), &Facts::Notified(about));
        assert_eq!(again.order.attention.len(), 1, "once");
    }
}
