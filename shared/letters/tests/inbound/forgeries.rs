//! Mails that want to be believed. None is.

use letters::inbound::{Judgement, Receipt, Verdict, Verdicts, judge};
use procedure::policy::Policy;
use procedure::{Product, samples};

use crate::support::*;

/// R30: display names, two From headers, lists and groups; `Sender` and `Return-Path` are nobody's From.
#[test]
fn tricks_with_from() {
    let genuine = "no-reply@digitalcertvalidation.com";
    for from in [
        format!("From: \"{genuine}\" <a@evil.jp>"),
        format!("From: {genuine} <a@evil.jp>"),
        format!("From: <{genuine}> <a@evil.jp>"),
        format!("From: DigiCert <a@evil.jp> ({genuine})"),
        format!("From: =?utf-8?Q?{}?= <a@evil.jp>", genuine.replace('@', "=40")),
        format!("From: {genuine}\r\nFrom: a@evil.jp"),
        format!("From: a@evil.jp\r\nFrom: {genuine}"),
        format!("From: {genuine}\r\nFROM : {genuine}"),
        format!("From: {genuine}, a@evil.jp"),
        format!("From: DigiCert: {genuine};"),
        format!("From: \"a@evil.jp\r\n \" <{genuine}"),
        format!("From: a@evil.jp\r\nSender: {genuine}\r\nReturn-Path: <{genuine}>\r\nReply-To: {genuine}"),
        format!("From: {genuine}\u{0}"),
        "From: no-reply@digitalcertva1idation.com".to_owned(),
        "From: no-reply@ｄｉｇｉｔａｌｃｅｒｔｖａｌｉｄａｔｉоｎ.com".to_owned(),
        "X-From: nobody".to_owned(),
    ] {
        let letter = Letter { from, ..Letter::default() };
        quarantined(&letter, &receipt(), &["mail.from", "mail.authentication"]);
    }
}

/// R41: a forged From with a valid signature of the forger's own domain.
#[test]
fn somebody_elses_signature() {
    let line = "amazonses.com;\r\n spf=pass (spfCheck: domain of digitalcertvalidation.evil.jp designates 192.0.2.25 as \
                permitted sender) client-ip=192.0.2.25; envelope-from=no-reply@digitalcertvalidation.evil.jp; \
                helo=digitalcertvalidation.com;\r\n dkim=pass header.i=@digitalcertvalidation.evil.jp;";
    let gray = Verdicts { dmarc: Verdict::Gray, ..GENUINE };
    quarantined(
        &Letter::default(),
        &receipt_of("postmaster@www.example.jp", gray, Some(line)),
        &["mail.authentication"],
    );
    let failed = Verdicts { dmarc: Verdict::Fail, ..GENUINE };
    let line = format!("{line}\r\n dmarc=fail header.from=digitalcertvalidation.com;");
    quarantined(
        &Letter::default(),
        &receipt_of("postmaster@www.example.jp", failed, Some(&line)),
        &["mail.authentication"],
    );
}

/// R41: a header inside the mail that claims SES's verdict counts for nothing.
#[test]
fn forged_results_inside_the_mail() {
    let extra = "X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\n\
                 Authentication-Results: amazonses.com; dkim=pass header.i=@digitalcertvalidation.com;\r\n dmarc=pass";
    let letter = Letter { extra: extra.to_owned(), ..Letter::default() };
    let stored = Receipt::of_stored(&letter.raw(), vec!["postmaster@www.example.jp".to_owned()]).unwrap();
    quarantined(&letter, &stored, &["mail.virus", "mail.spam", "mail.authentication"]);
}

/// R33, U2: hosts made to be taken for the vendor's, also in what the reader sees but does not click.
#[test]
fn hosts_that_imitate() {
    for link in [
        "https://digitalcertvalidation.com@evil.jp/dcv",
        "https://digitalcertvalidation.com.evil.jp/dcv",
        "https://digitalcertva1idation.com/dcv",
        "https://www.xn--digitalcertvalidaton-k3b.com/dcv",
        "https://digitalcertvalidation.com\u{2024}evil.jp/dcv",
        "https:/\\digitalcertvalidation.com:443\\@evil.jp/ https://www.geotrust-approval.com/",
    ] {
        let letter = Letter { body: link.to_owned(), ..Letter::default() };
        quarantined(&letter, &receipt(), &["mail.link_form", "mail.link_host"]);
    }
    let listed = policy_with_hosts(&["approval.example.com"]);
    let hidden = Letter {
        extra: "Content-Type: text/html".to_owned(),
        body: "<a href='https://evil.jp/x'>https://approval.example.com/dcv</a>".to_owned(),
        ..Letter::default()
    };
    let raw =
        String::from_utf8(hidden.raw()).unwrap().replace("Content-Type: text/plain; charset=utf-8\r\n", "");
    let judgement = judge(&read_mail(raw.as_bytes()), &receipt(), &order(), &listed, received());
    assert_eq!(codes(&judgement), ("quarantined", vec!["mail.link_host".to_owned()]));
}

/// R41, R21: a genuine mail for somebody else's order: another domain, another recipient, another vendor.
#[test]
fn genuine_mail_of_another_order() {
    let theirs = Letter {
        to: "postmaster@example.com".to_owned(),
        subject: "Subject: [Domain Approval] ドメイン名の利用権確認のお願い: example.com".to_owned(),
        ..Letter::default()
    };
    quarantined(&theirs, &receipt_of("postmaster@example.com", GENUINE, None), &["mail.domain"]);
    // The same domain, but to an address of theirs: the mail is not ours to announce.
    quarantined(
        &Letter::default(),
        &receipt_of("postmaster@example.com", GENUINE, None),
        &["mail.recipient"],
    );
    let judgement = judge(
        &Letter::default().read(),
        &receipt(),
        &samples::examining(Product::CybertrustSureServer),
        &Policy::default(),
        received(),
    );
    assert_eq!(
        codes(&judgement),
        (
            "quarantined",
            ["mail.from", "mail.authentication", "mail.subject", "mail.link_host"]
                .map(str::to_owned)
                .to_vec()
        )
    );
}

/// R41: a copy that somebody forwarded, as a new mail, as an attachment, or unchanged to another address.
#[test]
fn forwarded_copies() {
    let original = Letter::default();
    let by_customer = Letter {
        from: "From: tanto@example.jp".to_owned(),
        subject: original.subject.replace("Subject: ", "Subject: Fwd: "),
        ..original.clone()
    };
    quarantined(&by_customer, &receipt(), &["mail.from", "mail.authentication"]);
    let attached = Letter {
        from: "From: tanto@example.jp".to_owned(),
        extra: "MIME-Version: 1.0\r\nContent-Type: message/rfc822".to_owned(),
        body: String::from_utf8(original.raw()).unwrap(),
        ..original.clone()
    };
    quarantined(&attached, &receipt(), &["mail.from", "mail.authentication"]);
    let redirected = Verdicts { spf: Verdict::Fail, ..GENUINE };
    quarantined(&original, &receipt_of("tanto@example.net", redirected, None), &["mail.recipient"]);
    // Staff who enter a copy that a customer forwarded to them get no further.
    let mail = by_customer.read();
    let judgement = judge(&mail, &Receipt::by_staff(&mail), &order(), &Policy::default(), received());
    assert_eq!(codes(&judgement), ("quarantined", vec!["mail.from".to_owned()]));
}

/// R89: the same mail again, at any later time, is the same and changes nothing; a new mail counts from its own date.
#[test]
fn replays_change_nothing() {
    let policy = Policy::default();
    let mut order = order();
    let mut believe = |letter: &Letter, hours: i64| {
        let later = received() + jiff::SignedDuration::from_hours(hours);
        let mail = letters::inbound::read(&letter.raw(), &policy.profiles, later).unwrap();
        let Judgement::Seen { name, seen, .. } = judge(&mail, &receipt(), &order, &policy, later) else {
            panic!("not seen after {hours} hours");
        };
        (
            order.approval_mail_seen(&name, seen, &policy, later).unwrap(),
            mail.message_id().unwrap().to_owned(),
        )
    };
    let (changed, first) = believe(&Letter::default(), 0);
    assert!(changed);
    for hours in [1, 100, 719] {
        assert_eq!(believe(&Letter::default(), hours), (false, first.clone()));
    }
    let again = Letter {
        date: date(sent() + jiff::SignedDuration::from_hours(24)),
        extra: "Message-ID: <2@mail.example.com>".to_owned(),
        ..Letter::default()
    };
    let (changed, second) = believe(&again, 25);
    assert!(changed && second != first);
    assert!(!believe(&Letter::default(), 26).0, "the older mail does not come back");
}
