//! Mails that staff enter, and mails that are none of ours.

use letters::inbound::{Arrival, Judgement, Receipt, Verdict, Verdicts, judge, no_order, notice};
use procedure::policy::Policy;
use procedure::profile::NoticeAbout;
use procedure::{Severity, Vendor};

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
    assert_eq!((kind, notes), ("seen", vec!["mail.staff_word".to_owned()]));
    for (letter, code) in [
        (Letter { from: "From: a@evil.jp".to_owned(), ..Letter::default() }, "mail.from"),
        (Letter { to: "tanto@example.jp".to_owned(), ..Letter::default() }, "mail.recipient"),
        (
            Letter { subject: "Subject: [Domain Approval] example.com".to_owned(), ..Letter::default() },
            "mail.domain",
        ),
        (
            Letter { body: "http://www.digitalcertvalidation.com/?t=1".to_owned(), ..Letter::default() },
            "mail.link_form",
        ),
        // A forged file has no receiving side to prove its sender: where its link leads is what is left.
        (
            Letter { body: format!("https://approval.example.com/dcv?token={SECRET}"), ..Letter::default() },
            "mail.link_host",
        ),
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

/// Cybertrust's renewal notice, whose subject it publishes.
fn renewal_notice() -> Letter {
    Letter {
        from: "From: <sureserver_support@cybertrust.co.jp>".to_owned(),
        to: "ssl@hosting.example".to_owned(),
        subject: "Subject: [SureServer] 更新のご案内-受付番号:[SS12345678]".to_owned(),
        body: "更新の時期が近づいています。".to_owned(),
        ..Letter::default()
    }
}

/// R15, R40: a vendor's notification is read where it arrives: what it is about and the vendor's number of the order, by
/// patterns that are data; whatever the alphabet's width, and with rules 1 to 3 only.
#[test]
fn notifications_of_vendors() {
    let receipt = || receipt_of("ssl@hosting.example", GENUINE, Some(&results_of("cybertrust.co.jp")));
    let mail = renewal_notice().read();
    let notified = notice(&mail, &receipt()).unwrap();
    assert_eq!((notified.vendor, notified.about), (Vendor::Cybertrust, NoticeAbout::Renewal));
    assert_eq!(notified.number.as_str(), "SS12345678");
    let wide = Letter {
        subject: "Subject: ［ＳｕｒｅＳｅｒｖｅｒ］ 更新のご案内－受付番号：［ＳＳ１２３４５６７８］"
            .to_owned(),
        ..renewal_notice()
    };
    assert_eq!(wide.read().notified().map(|n| n.number.as_str().to_owned()), Some("SS12345678".to_owned()));
    assert!(notice(&mail, &Receipt::by_staff(&mail)).is_ok(), "staff's word stands for rules 1 and 3");

    let mut json = serde_json::to_value(Policy::default()).unwrap();
    let cybertrust = &mut json["profiles"][1];
    cybertrust["notices"] = serde_json::json!([{ "about": "issued", "subject": { "before": "証明書発行のお知らせ(", "after": ")" } }]);
    cybertrust["notice_senders"] = serde_json::json!(["notify@cybertrust.example"]);
    let policy: Policy = serde_json::from_value(json).unwrap();
    let issued = Letter {
        from: "From: notify@cybertrust.example".to_owned(),
        subject: "Subject: 証明書発行のお知らせ(SS-1)".to_owned(),
        ..renewal_notice()
    };
    let mail = letters::inbound::read(&issued.raw(), &policy.profiles, received()).unwrap();
    let receipt = receipt_of("ssl@hosting.example", GENUINE, Some(&results_of("cybertrust.example")));
    assert_eq!(notice(&mail, &receipt).unwrap().about, NoticeAbout::Issued);
    assert_eq!(mail.sender_of(), None, "a sender of notifications sends no approval mails");
}

/// R41: a notification that breaks a rule, or whose number is none, is not believed; an approval mail is none.
#[test]
fn notifications_that_are_none() {
    let subject = |subject: &str| Letter { subject: format!("Subject: {subject}"), ..renewal_notice() };
    for odd in ["", "SS1", "SS 12345678", "SS<script>", "受付番号", "../../etc", &"1".repeat(41)] {
        let mail = subject(&format!("[SureServer] 更新のご案内-受付番号:[{odd}]")).read();
        assert_eq!(mail.notified(), None, "{odd}");
    }
    assert_eq!(Letter::default().read().notified(), None);
    let both = subject("[Domain Approval] example.jp 更新のご案内-受付番号:[SS12345678]");
    assert_eq!(both.read().notified(), None, "an approval mail is judged as one");
    let codes = |letter: &Letter, receipt: &Receipt| {
        let findings = notice(&letter.read(), receipt).unwrap_err();
        findings.into_iter().map(|finding| finding.code.into_owned()).collect::<Vec<_>>()
    };
    let forged = Letter { from: "From: a@evil.jp".to_owned(), ..renewal_notice() };
    assert_eq!(codes(&forged, &receipt())[0], "mail.from");
    let digicert = Letter { from: Letter::default().from, ..renewal_notice() };
    assert_eq!(codes(&digicert, &receipt())[0], "mail.from", "the other vendor");
    let two = Letter { extra: "From: a@evil.jp".to_owned(), ..renewal_notice() };
    assert_eq!(codes(&two, &receipt())[0], "mail.from");
    let unproven = Verdicts { dmarc: Verdict::Fail, ..GENUINE };
    assert_eq!(
        codes(&renewal_notice(), &receipt_of("ssl@hosting.example", unproven, None)),
        ["mail.authentication"]
    );
    let infected = Verdicts { virus: Verdict::Fail, ..GENUINE };
    let infected = receipt_of("ssl@hosting.example", infected, Some(&results_of("cybertrust.co.jp")));
    assert_eq!(codes(&renewal_notice(), &infected), ["mail.virus"]);
}
