//! Receipts taken from the fields that SES puts on top of what it stores.

use letters::inbound::{Arrival, MAX_MAIL, Receipt, Verdict, Verdicts, judge};
use procedure::policy::Policy;

use crate::support::*;

fn verdicts(raw: &str) -> (Verdicts, Option<String>) {
    match Receipt::of_stored(raw.as_bytes(), vec![]).unwrap().arrival {
        Arrival::Ses { verdicts, results } => (verdicts, results),
        Arrival::Staff => panic!("SES stored it"),
    }
}

fn stored() -> String {
    String::from_utf8(corpus("stored-by-ses")).unwrap()
}

/// R41: SES's own block is read, and the forged field below it is not.
#[test]
fn what_ses_found() {
    let (found, results) = verdicts(&stored());
    assert_eq!(found, GENUINE);
    assert!(!results.unwrap().contains("forged"));
    let receipt =
        Receipt::of_stored(stored().as_bytes(), vec!["postmaster@www.example.jp".to_owned()]).unwrap();
    let policy = policy_with_hosts(&["approval.example.com"]);
    let judgement = judge(&read_mail(stored().as_bytes()), &receipt, &order(), &policy, received());
    assert_eq!(codes(&judgement).0, "seen");
}

/// R41: what SES did not write, or not in its place, is missing, and what is missing fails closed.
#[test]
fn what_ses_did_not_write() {
    use Verdict::{Fail, Gray, Pass, ProcessingFailed};
    let without = |field: &str| {
        let stored = stored();
        let lines = stored.lines().filter(|line| !line.starts_with(field)).map(|line| format!("{line}\r\n"));
        verdicts(&lines.collect::<String>()).0
    };
    assert_eq!(without("X-SES-Spam-Verdict").spam, ProcessingFailed);
    assert_eq!(without("X-SES-Virus-Verdict").virus, ProcessingFailed);
    assert_eq!(without("Return-Path"), GENUINE);
    let twice = stored().replace("X-SES-Virus-Verdict", "X-SES-Spam-Verdict: FAIL\r\nX-SES-Virus-Verdict");
    let (found, _) = verdicts(&twice);
    assert_eq!((found.spam, found.virus), (Pass, ProcessingFailed), "no field of SES comes twice");
    // The sender's own field, below SES's results, is out of order.
    let moved = stored()
        .replace("X-SES-Virus-Verdict: PASS\r\n", "")
        .replace("X-SES-RECEIPT", "X-SES-Virus-Verdict: PASS\r\nX-SES-RECEIPT");
    assert_eq!(verdicts(&moved).0.virus, ProcessingFailed);
    let below = stored().replace("Authentication-Results: amazonses.com;\r\n spf", "X-Other: 1\r\n spf");
    assert_eq!(verdicts(&below), (Verdicts { spam: Pass, virus: Pass, ..Verdicts::default() }, None));
    let on_top = format!("X-Other: 1\r\n{}", stored());
    assert_eq!(verdicts(&on_top), (Verdicts::default(), None));
    for (line, dmarc) in [
        ("dmarc=fail header.from=", Fail),
        ("dmarc=none header.from=", Gray),
        ("x=", Gray),
        ("dmarc=temperror header.from=", ProcessingFailed),
        ("dmarc=fail; dmarc=pass header.from=", Fail),
        ("dmarc=fail;\r\n dmarc=pass header.from=", ProcessingFailed),
    ] {
        let changed = stored().replace("dmarc=pass header.from=", line);
        assert_eq!(verdicts(&changed).0.dmarc, dmarc, "{line}");
    }
    assert_eq!(verdicts(&stored().replace("dkim=pass", "dkim=fail")).0.dkim, Fail);
    assert_eq!(verdicts(&stored().replacen("Verdict: PASS", "Verdict: pass", 1)).0.spam, ProcessingFailed);
}

/// R41: what is no mail, or too large a one, is refused before anything is read of it.
#[test]
fn limits() {
    let code =
        |raw: &[u8]| Receipt::of_stored(raw, vec![]).map_err(|finding| finding.code.to_string()).unwrap_err();
    let read = |raw: &[u8]| {
        letters::inbound::read(raw, &Policy::default().profiles, received())
            .map_err(|finding| finding.code.to_string())
            .unwrap_err()
    };
    for (raw, expected) in [
        (vec![b'a'; MAX_MAIL + 1], "mail.too_large"),
        (vec![], "mail.unreadable"),
        (b"\r\n\r\nbody".to_vec(), "mail.unreadable"),
        (b"no field at all".to_vec(), "mail.unreadable"),
        (format!("X: {}", "a".repeat(200_000)).into_bytes(), "mail.header_too_large"),
        ("X: a\r\n".repeat(30_000).into_bytes(), "mail.header_too_large"),
        (format!("{}\r\nbody", "X: a\r\n".repeat(1_001)).into_bytes(), "mail.header_too_large"),
    ] {
        assert_eq!((code(&raw), read(&raw)), (expected.to_owned(), expected.to_owned()));
    }
    assert!(
        Receipt::of_stored(format!("{}\r\nbody", "X: a\r\n b\r\n".repeat(1_000)).as_bytes(), vec![]).is_ok()
    );
    let mut letter = Letter::default();
    letter.body.push_str(&" ".repeat(MAX_MAIL - letter.raw().len()));
    seen(&letter, &receipt());
    assert!(Receipt::of_stored(&letter.raw(), vec![]).is_ok());
}

/// R41: the status words of SES; an unknown one fails closed.
#[test]
fn status_words() {
    for (word, verdict) in [
        ("PASS", Verdict::Pass),
        ("FAIL", Verdict::Fail),
        ("GRAY", Verdict::Gray),
        ("PROCESSING_FAILED", Verdict::ProcessingFailed),
        ("pass", Verdict::ProcessingFailed),
        ("", Verdict::ProcessingFailed),
    ] {
        assert_eq!(Verdict::of_status(word), verdict, "{word}");
    }
}
