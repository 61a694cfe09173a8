//! Approval mails, once they were read and judged.

use jiff::SignedDuration;
use procedure::notice::Notice;
use procedure::order::{Actor, ApprovalMailSeen, MAX_PUT_ASIDE_A_DAY, Order};
use procedure::policy::Policy;
use procedure::{Decision, Finding, Moment, Product, Send, Severity, Text, samples};

use crate::decide::received;
use crate::facts::{Facts, looks};

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
    let facts = Facts::Seen { name: "example.jp".parse().unwrap(), seen, notes: vec![], by_staff: false };
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
    let told = &decision.order.attention[0];
    assert_eq!((&*told.code, told.evidence.as_deref()), ("mail.quarantined", Some("mail.from")));
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
        let decision = hear(order.clone(), &Facts::Notified { about, by_staff: false });
        assert_eq!((decision.order.phase.clone(), decision.order.attention.len()), (order.phase.clone(), 1));
        let hint = Event::from(VendorStatusChanged { report: None });
        let asks = |send: &Send| matches!(send, Send::Event { event, .. } if *event == hint);
        assert!(decision.sends.iter().all(asks) && decision.sends.len() == 1);
        let again = hear(decision.order.clone(), &Facts::Notified { about, by_staff: false });
        assert_eq!(again.order.attention.len(), 1, "once");
    }
}

/// R41, R90: the sixth mail of a day that is not to be believed is refused, and the order is as it was.
#[test]
fn a_flood_is_refused() {
    let text = Text::fixed("差出人が異なります。", "The sender is another.");
    let forged = Facts::Quarantined(vec![Finding::stop("mail.from", "mail.from", "R30", text.clone(), text)]);
    let mut order = samples::examining(Product::DigicertSecureServerId);
    for _ in 0..MAX_PUT_ASIDE_A_DAY {
        order = hear(order, &forged).order;
    }
    assert_eq!(order.attention.len(), 1);
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    assert_eq!(received(order, &forged, &moment).unwrap_err().code(), "mail.from");
}

/// R90: of a mail that staff entered the history says that they did, and that their word stands for it; what is worth
/// knowing is kept once.
#[test]
fn staffs_word_is_recorded() {
    let note = |code: &'static str, severity| {
        let text = Text::fixed("注意", "note");
        Finding { severity, ..Finding::stop(code, "mail.receipt", "R90", text.clone(), text) }
    };
    let notes =
        vec![note("mail.staff_word", Severity::Note), note("mail.link_not_judged", Severity::Warning)];
    let seen = |hours: i64| Facts::Seen {
        name: "example.jp".parse().unwrap(),
        seen: ApprovalMailSeen {
            at: samples::now() + SignedDuration::from_hours(hours),
            lapses_at: samples::now() + SignedDuration::from_hours(720),
            links: None,
            looks: None,
        },
        notes: notes.clone(),
        by_staff: true,
    };
    let first = hear(samples::examining(Product::CybertrustSureServer), &seen(0));
    let entry = first.entry.unwrap();
    assert_eq!((entry.actor, &entry.findings), (Actor::Staff, &notes));
    let again = hear(first.order, &seen(1));
    let codes: Vec<&str> = again.order.warnings.iter().map(|known| &*known.code).collect();
    assert_eq!(codes, ["mail.link_not_judged"]);
}

/// R20, R41: a mail that is faster than the vendor's number is kept by its key, a few of them, and moves nothing.
#[test]
fn an_early_mail_is_kept() {
    let mut order = samples::accepted(Product::CybertrustSureServer);
    order.intend_placement(&Policy::default(), samples::now()).unwrap();
    let early = |n: usize| Facts::Early { key: format!("staff/{n}") };
    let kept = hear(order.clone(), &early(0));
    assert_eq!(
        (&kept.order.phase, &kept.order.attention, kept.sends.len()),
        (&order.phase, &order.attention, 0)
    );
    assert_eq!(kept.entry.unwrap().findings[0].code, "mail.early");
    assert_eq!(hear(kept.order.clone(), &early(0)).entry, None, "R89");
    let mut full = kept.order;
    for n in 1..10 {
        full = hear(full, &early(n)).order;
    }
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    assert_eq!(received(full.clone(), &early(10), &moment).unwrap_err().code(), "mail.too_many_early");
    assert_eq!(full.take_early_mails().len(), 10);
}

/// R38, R41: of a mail its order keeps the sender as the profile has it, and the subject without what lets anybody approve.
#[test]
fn a_mail_is_known_by_its_looks() {
    let policy = Policy::default();
    let looks = |subject: &str| {
        let raw = format!(
            "From: No-Reply@GeoTrust.com\r\nTo: postmaster@example.jp\r\nSubject: {subject}\r\n\r\nhttps://a.example.com/"
        );
        let mail = letters::inbound::read(raw.as_bytes(), &policy.profiles, samples::now()).unwrap();
        looks(&mail, mail.domain().unwrap(), &policy).unwrap()
    };
    let usual = looks("[Domain Approval]:ドメイン名の利用権確認のお願い:[example.jp] 1234567890");
    assert_eq!((usual.name.as_str(), &*usual.sender), ("example.jp", "no-reply@geotrust.com"));
    assert_eq!(usual.subject, "[Domain Approval]:ドメイン名の利用権確認のお願い:[example.jp] 1234567890");
    let long = looks("[Domain Approval] staging-app-server-2026.example.jp 9f86d081884c7d659a2feaa0c55ad015");
    assert_eq!(long.subject, "[Domain Approval] staging-app-server-2026.example.jp …");
}
