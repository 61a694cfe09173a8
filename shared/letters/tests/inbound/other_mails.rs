//! Mails that staff enter, and mails that are none of ours.

use letters::inbound::{Arrival, Judgement, Receipt, judge, no_order};
use procedure::Severity;
use procedure::policy::Policy;

use crate::support::*;

/// R90: staff's word replaces the scans and the proof of the sender, is recorded, and replaces nothing else.
#[test]
fn mails_entered_by_staff() {
    let judged = |letter: &Letter| {
        let mail = letter.read();
        let receipt = Receipt::by_staff(&mail);
        assert_eq!(receipt.arrival, Arrival::Staff);
        codes(&judge(&mail, &receipt, &order(), &Policy::default(), received()))
    };
    let (kind, notes) = judged(&Letter::default());
    assert_eq!(
        (kind, notes),
        ("seen", vec!["mail.staff_word".to_owned(), "mail.link_not_judged".to_owned()])
    );
    for (letter, code) in [
        (Letter { from: "From: a@evil.jp".to_owned(), ..Letter::default() }, "mail.from"),
        (Letter { to: "tanto@example.jp".to_owned(), ..Letter::default() }, "mail.recipient"),
        (
            Letter { subject: "Subject: [Domain Approval] example.com".to_owned(), ..Letter::default() },
            "mail.domain",
        ),
        (Letter { body: "http://approval.example.com/".to_owned(), ..Letter::default() }, "mail.link_form"),
    ] {
        assert_eq!(judged(&letter), ("quarantined", vec![code.to_owned()]));
    }
}

/// R41, A12, A13: what is no approval mail, or of no order, is not acted upon; a vendor's new subject is told.
#[test]
fn mails_of_no_order() {
    let ordinary = Letter {
        from: "From: a@example.com".to_owned(),
        subject: "Subject: 会議のお知らせ".to_owned(),
        ..Letter::default()
    };
    let confirmation = Letter {
        subject: "Subject: 証明書の発行承認のお願い: www.example.jp".to_owned(),
        ..Letter::default()
    };
    for (letter, code, severity) in [
        (ordinary, "mail.not_approval", Severity::Note),
        (confirmation, "mail.subject_unknown", Severity::Warning),
    ] {
        let mail = letter.read();
        let judgement = judge(&mail, &receipt(), &order(), &Policy::default(), received());
        let Judgement::Unknown(findings) = &judgement else { panic!("{judgement:?}") };
        assert_eq!((&*findings[0].code, findings[0].severity), (code, severity));
        assert!(letters::inbound::domains(&mail).is_empty());
        assert_eq!(judgement, no_order(&mail));
    }
    let mail = Letter::default().read();
    assert_eq!(codes(&no_order(&mail)), ("unknown", vec!["mail.no_order".to_owned()]));
}
