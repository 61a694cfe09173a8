//! Rule 3: what proves the From domain, and what only looks as if it did.

use letters::inbound::{Verdict, Verdicts};

use crate::support::*;

const FROM: &str = "digitalcertvalidation.com";

fn dmarc(dmarc: Verdict) -> Verdicts {
    Verdicts { dmarc, ..GENUINE }
}

fn judged(verdicts: Verdicts, results: Option<&str>) -> bool {
    let receipt = receipt_of("postmaster@www.example.jp", verdicts, results);
    let judgement = letters::inbound::judge(
        &Letter::default().read(),
        &receipt,
        &order(),
        &Default::default(),
        received(),
    );
    match codes(&judgement) {
        ("seen", _) => true,
        (_, codes) => {
            assert_eq!(codes, ["mail.authentication"]);
            false
        }
    }
}

fn signed(by: &str) -> String {
    format!(
        "amazonses.com;\r\n spf=pass (spfCheck: domain of {by} designates 192.0.2.25 as permitted sender) \
         client-ip=192.0.2.25; envelope-from=bounce@{by}; helo=mail.{by};\r\n dkim=pass header.i=@{by};"
    )
}

/// R41: DMARC decides when the domain publishes a policy; SPF and DKIM alone never do.
#[test]
fn dmarc_decides() {
    assert!(judged(dmarc(Verdict::Pass), None));
    assert!(judged(Verdicts { spf: Verdict::Fail, dkim: Verdict::Gray, ..GENUINE }, None));
    for verdict in [Verdict::Fail, Verdict::ProcessingFailed] {
        assert!(!judged(dmarc(verdict), None));
        assert!(
            !judged(dmarc(verdict), Some(&signed(FROM))),
            "an aligned signature does not outweigh {verdict:?}"
        );
    }
    assert!(!judged(dmarc(Verdict::Gray), None), "SPF and DKIM verdicts alone do not say whose they are");
}

/// R41: without a policy a signature of the From domain does, by relaxed alignment (RFC 7489 §3.1.1), also beside one of
/// whoever sends for it.
#[test]
fn aligned_signatures() {
    for line in [
        signed(FROM),
        signed("mail.digitalcertvalidation.com"),
        format!(
            "amazonses.com 1;\r\n dkim=pass header.d={FROM} header.i=@mail.{FROM} header.s=s1;\r\n dmarc=none"
        ),
        format!("AmazonSES.com;\n\tDKIM/1=PASS (2048-bit key) header.d={FROM}"),
        format!("amazonses.com;\r\n dkim=pass header.i=@{FROM};\r\n dkim=pass header.i=@a.{FROM}"),
        format!("{}\r\n dkim=pass header.i=@mailer.example;", signed(FROM)),
        format!("amazonses.com;\r\n dkim=fail header.i=@mailer.example;\r\n dkim=pass header.i=@{FROM}"),
    ] {
        assert!(judged(dmarc(Verdict::Gray), Some(&line)), "{line}");
    }
}

/// R41: a signature of somebody else, a line of somebody else, and lines bent to look right prove nothing.
#[test]
fn lines_that_prove_nothing() {
    let aligned = format!("dkim=pass header.i=@{FROM}");
    for line in [
        String::new(),
        "amazonses.com".to_owned(),
        "amazonses.com;\r\n none".to_owned(),
        signed("evil.jp"),
        signed("digitalcertvalidation.com.evil.jp"),
        signed("notdigitalcertvalidation.com"),
        signed("com"),
        // Written by others, or not as SES does.
        format!("mx.evil.jp;\r\n {aligned}"),
        format!("amazonses.com.evil.jp;\r\n {aligned}"),
        format!("\"amazonses.com\";\r\n {aligned}"),
        format!("(x) evil.jp amazonses.com;\r\n {aligned}"),
        format!("amazonses.com; {aligned}"),
        aligned.clone(),
        // SPF is not DKIM; other results are no pass.
        format!("amazonses.com;\r\n spf=pass smtp.mailfrom={FROM}"),
        format!("amazonses.com;\r\n dkim=fail header.i=@{FROM}"),
        format!("amazonses.com;\r\n dkim=neutral header.i=@{FROM}"),
        format!("amazonses.com;\r\n dkim=passed header.i=@{FROM}"),
        format!("amazonses.com;\r\n dkim=pass reason=header.i=@{FROM}"),
        "amazonses.com;\r\n dkim=pass".to_owned(),
        // An identity outside the signing domain; two of a kind.
        format!("amazonses.com;\r\n dkim=pass header.d=evil.jp header.i=@{FROM}"),
        format!("amazonses.com;\r\n dkim=pass header.i=@{FROM} header.i=@evil.jp"),
        // What a sender may smuggle in through HELO or the envelope.
        format!("amazonses.com;\r\n spf=pass helo=x;{aligned}"),
        format!("amazonses.com;\r\n spf=pass helo=x; {aligned};\r\n dkim=none"),
        format!("amazonses.com;\r\n spf=none (spfCheck: x); {aligned}; (y) helo=x); {aligned}; (y"),
        format!("amazonses.com;\r\n spf=none envelope-from=\"a; {aligned}; b\"@evil.jp;\r\n dkim=none"),
        format!("amazonses.com;\r\n spf=none (a; {aligned}; b"),
        format!("amazonses.com;\r\n spf=none \"a; {aligned}"),
        format!("amazonses.com;\r\n spf=none );\r\n {aligned}"),
        // DMARC was evaluated after all.
        format!("amazonses.com;\r\n {aligned};\r\n dmarc=fail header.from={FROM}"),
        format!("amazonses.com;\r\n {aligned}{}", " x=y".repeat(5_000)),
    ] {
        assert!(!judged(dmarc(Verdict::Gray), Some(&line)), "{line}");
    }
    assert!(!judged(Verdicts { dmarc: Verdict::Gray, dkim: Verdict::Fail, ..GENUINE }, Some(&signed(FROM))));
}

/// R41: SES has to have evaluated DMARC once, for the one From that we read: a mail whose From it reads otherwise is
/// nobody's, and so is a result without a domain, with two, or one of two results.
#[test]
fn dmarc_of_another_from() {
    let line = |dmarc: &str| format!("{}\r\n {dmarc};", signed("evil.jp"));
    let pass = format!("dmarc=pass header.from={FROM}");
    assert!(judged(dmarc(Verdict::Pass), Some(&line(&pass))));
    for odd in [
        "dmarc=pass".to_owned(),
        "dmarc=pass header.from=".to_owned(),
        "dmarc=pass header.from=evil.jp".to_owned(),
        "dmarc=pass header.from=mail.digitalcertvalidation.com".to_owned(),
        "dmarc=pass header.from=-".to_owned(),
        format!("{pass} header.from={FROM}"),
        format!("{pass} header.from=evil.jp"),
        format!("{pass};\r\n {pass}"),
        format!("{pass};\r\n dmarc=fail header.from=evil.jp"),
        format!("dmarc=fail header.from={FROM}"),
        format!("x=y; {pass}"),
    ] {
        assert!(!judged(dmarc(Verdict::Pass), Some(&line(&odd))), "{odd}");
    }
    for line in [
        "amazonses.com; dmarc=pass".to_owned(),
        format!("amazonses.com;\r\n spf=pass helo=x;{pass}"),
        format!("mx.evil.jp;\r\n {pass}"),
    ] {
        assert!(!judged(dmarc(Verdict::Pass), Some(&line)), "{line}");
    }
}
