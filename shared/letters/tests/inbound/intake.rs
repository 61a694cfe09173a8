//! Rule 4 for copies: a hosted `postmaster@` redirected to an intake address of ours (R25).

use letters::inbound::{Receipt, judge, read_stored, recipient};
use procedure::policy::Policy;

use crate::support::*;

const INTAKE: &str = "approvals@approvals.hosting.example";

fn policy() -> Policy {
    Policy { intake: vec![INTAKE.parse().unwrap()], ..Policy::default() }
}

const SIGNATURE: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=digitalcertvalidation.com; s=s1;\r\n \
                         h=From:To:Subject:Date:Message-ID; bh=Zm9v; b=Zm9v";

/// A genuine mail, signed by the vendor.
fn signed() -> Letter {
    Letter { extra: SIGNATURE.to_owned(), ..Letter::default() }
}

fn judged(letter: &Letter, receipt: &Receipt) -> (&'static str, Vec<String>) {
    codes(&judge(&letter.read(), receipt, &order(), &policy(), received()))
}

fn copy() -> Receipt {
    receipt_of(INTAKE, GENUINE, None)
}

/// R25, R31: a copy of the mail to postmaster@ is believed at the intake address, letter case aside, and nowhere else;
/// where it came directly it needs no signature.
#[test]
fn copies_of_a_signed_mail() {
    assert_eq!(judged(&signed(), &copy()), ("seen", vec![]));
    let upper = receipt_of("Approvals@Approvals.Hosting.EXAMPLE", GENUINE, None);
    assert_eq!(judged(&signed(), &upper), ("seen", vec![]));
    for elsewhere in [
        "other@approvals.hosting.example",
        "approvals@hosting.example",
        "approvals+a@approvals.hosting.example",
    ] {
        let receipt = receipt_of(elsewhere, GENUINE, None);
        assert_eq!(
            judged(&signed(), &receipt),
            ("quarantined", vec!["mail.recipient".to_owned()]),
            "{elsewhere}"
        );
    }
    let unset = judge(&signed().read(), &copy(), &order(), &Policy::default(), received());
    assert_eq!(codes(&unset), ("quarantined", vec!["mail.recipient".to_owned()]));
    assert_eq!(judged(&Letter::default(), &receipt()), ("seen", vec![]));
}

/// R25, R31: the vendor sent it to the order's address, and to nobody else.
#[test]
fn copies_of_mail_to_others() {
    let to = |to: &str| Letter { to: to.to_owned(), ..signed() };
    for (address, code) in [
        ("postmaster@example.com", "mail.recipient"),
        ("tanto@www.example.jp", "mail.recipient"),
        (INTAKE, "mail.recipient"),
        ("postmaster@www.example.jp, x@evil.example", "mail.copy_unproven"),
        ("postmaster@www.example.jp\r\nTo: postmaster@www.example.jp", "mail.copy_unproven"),
        ("x@evil.example\r\nCc: postmaster@www.example.jp", "mail.recipient"),
        ("undisclosed-recipients:;", "mail.copy_unproven"),
    ] {
        assert_eq!(judged(&to(address), &copy()), ("quarantined", vec![code.to_owned()]), "{address}");
    }
}

/// R41: nothing but the vendor's own signature over From, To and Subject proves a copy: not DMARC by SPF, not a signature
/// of somebody else, not one that leaves To out.
#[test]
fn copies_that_prove_nothing() {
    let unproven = ("quarantined", vec!["mail.copy_unproven".to_owned()]);
    for signature in [
        "X-None: 1".to_owned(),
        SIGNATURE.replace("From:To:Subject", "From:Subject"),
        SIGNATURE.replace("From:To:Subject", "From:To"),
        SIGNATURE.replace("digitalcertvalidation.com", "evil.example"),
        SIGNATURE.replace("bh=", "l=0; bh="),
        format!("{SIGNATURE}\r\n{}", SIGNATURE.replace("From:To:Subject", "From:Subject")),
    ] {
        let letter = Letter { extra: signature.clone(), ..Letter::default() };
        assert_eq!(judged(&letter, &copy()), unproven, "{signature}");
    }
    let genuine = results_of("digitalcertvalidation.com");
    for line in [
        genuine.replace("dkim=pass", "dkim=fail"),
        genuine.replace("dkim=pass header.i=@digitalcertvalidation.com", "dkim=pass header.i=@evil.example"),
        genuine.replace(" dkim=pass header.i=@digitalcertvalidation.com;\r\n", ""),
    ] {
        let receipt = receipt_of(INTAKE, GENUINE, Some(&line));
        assert_eq!(judged(&signed(), &receipt), unproven, "{line}");
    }
    // Staff's word does not make a file a copy.
    let mail = Letter { to: INTAKE.to_owned(), ..signed() }.read();
    let judgement = judge(&mail, &Receipt::by_staff(&mail), &order(), &policy(), received());
    assert_eq!(codes(&judgement).1, ["mail.recipient"]);
}

/// R25, R41: as SES stores it: the envelope names the intake, SPF is the redirecting server's, DMARC holds by DKIM.
#[test]
fn a_copy_as_ses_stores_it() {
    let raw = corpus("copy-at-intake");
    assert_eq!(recipient(&raw).as_deref(), Some(INTAKE));
    let (mail, receipt) =
        read_stored(&raw, recipient(&raw).into_iter().collect(), &policy().profiles, received()).unwrap();
    let policy = Policy { intake: policy().intake, ..policy_with_hosts(&["approval.example.com"]) };
    assert_eq!(codes(&judge(&mail, &receipt, &order(), &policy, received())), ("seen", vec![]));
}

/// R41: the mail is for whom SES received it, whatever the client's HELO, the envelope or the mail itself say.
#[test]
fn the_recipient_is_the_one_ses_names() {
    let stored = |from: &str, line: &str| {
        format!(
            "Return-Path: <bounce@mail.example>\r\nReceived: from {from} (mx.example [192.0.2.1])\r\n by \
             inbound-smtp.us-east-1.amazonaws.com with SMTP id abc\r\n{line} Sun, 22 Nov 2026 00:00:00 +0000 (UTC)\r\n\
             Received: from evil (evil)\r\n for <other@example.jp>;\r\n Sun, 22 Nov 2026 00:00:00 +0000\r\n\r\n"
        )
    };
    let real = " for approval@example.jp;\r\n";
    for from in ["mx.example", "x for postmaster@www.example.jp; (a", "x (\r for postmaster@www.example.jp;"]
    {
        assert_eq!(
            recipient(stored(from, real).as_bytes()).as_deref(),
            Some("approval@example.jp"),
            "{from}"
        );
    }
    for line in [
        "",
        " for a b@example.jp;\r\n",
        " for \"a for b@c.example\"@example.jp;\r\n",
        " for a@b.example;\r\n for c@d.example;\r\n",
    ] {
        assert_eq!(recipient(stored("mx.example for x@example.jp", line).as_bytes()), None, "{line}");
    }
    assert_eq!(recipient(b"Subject: x\r\n for a@b.example;\r\n\r\n"), None);
    assert_eq!(recipient(&[0xFF; 10]), None);
}
