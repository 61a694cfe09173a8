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
        "amazonses.com; spf=pass (spfCheck: domain of {by} designates 192.0.2.25 as permitted sender) \
         client-ip=192.0.2.25; envelope-from=bounce@{by}; helo=mail.{by}; dkim=pass header.i=@{by};"
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

/// R41: without a policy a signature of the From domain does, by relaxed alignment (RFC 7489 §3.1.1).
#[test]
fn aligned_signatures() {
    for line in [
        signed(FROM),
        signed("mail.digitalcertvalidation.com"),
        format!("amazonses.com 1; dkim=pass header.d={FROM} header.i=@mail.{FROM} header.s=s1; dmarc=none"),
        format!("AmazonSES.com; DKIM/1=PASS (2048-bit key) header.d={FROM}"),
        format!("amazonses.com; dkim=pass header.d={FROM}; dkim=pass header.i=@a.{FROM}"),
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
        "amazonses.com; none".to_owned(),
        signed("evil.jp"),
        signed("digitalcertvalidation.com.evil.jp"),
        signed("notdigitalcertvalidation.com"),
        signed("com"),
        // Written by others.
        format!("mx.evil.jp; {aligned}"),
        format!("amazonses.com.evil.jp; {aligned}"),
        format!("\"amazonses.com\"; {aligned}"),
        format!("(x) evil.jp amazonses.com; {aligned}"),
        aligned.clone(),
        // SPF is not DKIM; other results are no pass.
        format!("amazonses.com; spf=pass smtp.mailfrom={FROM}"),
        format!("amazonses.com; dkim=fail header.i=@{FROM}"),
        format!("amazonses.com; dkim=neutral header.i=@{FROM}"),
        format!("amazonses.com; dkim=passed header.i=@{FROM}"),
        format!("amazonses.com; dkim=pass reason=header.i=@{FROM}"),
        "amazonses.com; dkim=pass".to_owned(),
        // An identity outside the signing domain; two of a kind.
        format!("amazonses.com; dkim=pass header.d=evil.jp header.i=@{FROM}"),
        format!("amazonses.com; dkim=pass header.i=@{FROM} header.i=@evil.jp"),
        // A pass of ours beside the true one: what a sender may smuggle in through HELO or the envelope.
        format!("amazonses.com; spf=pass helo=x; {aligned}; dkim=pass header.i=@evil.jp"),
        format!("amazonses.com; spf=pass helo=x; {aligned}; dkim=none"),
        format!(
            "amazonses.com; spf=none envelope-from=\"a; {aligned}; b\"@evil.jp; dkim=pass header.i=@evil.jp"
        ),
        format!("amazonses.com; spf=none (a; {aligned}; b"),
        format!("amazonses.com; spf=none \"a; {aligned}"),
        format!("amazonses.com; spf=none ); {aligned}"),
        // DMARC was evaluated after all.
        format!("amazonses.com; {aligned}; dmarc=fail header.from={FROM}"),
        format!("amazonses.com; {aligned}{}", " x=y".repeat(5_000)),
    ] {
        assert!(!judged(dmarc(Verdict::Gray), Some(&line)), "{line}");
    }
    assert!(!judged(Verdicts { dmarc: Verdict::Gray, dkim: Verdict::Fail, ..GENUINE }, Some(&signed(FROM))));
}

/// R41: SES has to have evaluated DMARC for the From that we read: a mail whose From it reads otherwise is nobody's.
#[test]
fn dmarc_of_another_from() {
    for (domain, believed) in
        [(FROM, true), ("evil.jp", false), ("mail.digitalcertvalidation.com", false), ("-", false)]
    {
        let line = format!("{} dmarc=pass header.from={domain};", signed("evil.jp"));
        assert_eq!(judged(dmarc(Verdict::Pass), Some(&line)), believed, "{domain}");
    }
    assert!(
        !judged(dmarc(Verdict::Pass), Some("mx.evil.jp; dmarc=pass")),
        "a line of somebody else is no line of SES"
    );
}
