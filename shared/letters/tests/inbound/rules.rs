//! The rules on scans, senders, recipients and names: what passes, what does not, and that nothing else is said.

use jiff::SignedDuration;
use letters::inbound::{Judgement, Receipt, Verdict, Verdicts, judge};
use procedure::order::Check;
use procedure::policy::Policy;
use procedure::{Product, samples};

use crate::support::*;

fn with(spam: Verdict, virus: Verdict) -> Receipt {
    receipt_of("postmaster@www.example.jp", Verdicts { spam, virus, ..GENUINE }, None)
}

/// R22, R41: a mail that keeps all rules is seen; the order learns when it was sent and when it lapses, no more.
#[test]
fn a_genuine_mail_is_seen_and_approves_nothing() {
    let mail = Letter::default().read();
    let judgement = judge(&mail, &receipt(), &order(), &Policy::default(), received());
    let Judgement::Seen { name, seen, notes } = judgement else { panic!("{judgement:?}") };
    assert_eq!(name.as_str(), "www.example.jp");
    assert_eq!((seen.at, seen.lapses_at), (sent(), sent() + SignedDuration::from_hours(720)));
    assert_eq!(notes, []);
    let mut order = order();
    assert_eq!(order.approval_mail_seen(&name, seen, &Policy::default(), received()), Ok(true));
    assert!(
        order
            .checks()
            .unwrap()
            .common()
            .domains
            .iter()
            .all(|domain| matches!(domain.check, Check::Waiting(_)))
    );
}

/// R41: rule 1: a virus verdict other than PASS, a spam verdict of FAIL or none at all.
#[test]
fn rule_1_scans() {
    use Verdict::{Fail, Gray, Pass, ProcessingFailed};
    let letter = Letter::default();
    for spam in [Pass, Gray] {
        seen(&letter, &with(spam, Pass));
    }
    for spam in [Fail, ProcessingFailed] {
        quarantined(&letter, &with(spam, Pass), &["mail.spam"]);
    }
    for virus in [Fail, Gray, ProcessingFailed] {
        quarantined(&letter, &with(Pass, virus), &["mail.virus"]);
    }
    quarantined(
        &letter,
        &receipt_of("postmaster@www.example.jp", Verdicts::default(), None),
        &["mail.virus", "mail.spam", "mail.authentication"],
    );
}

/// R30, A12: every sender of the profile in force, letter case aside; a sender of another vendor or time does not do.
#[test]
fn rule_2_senders() {
    for (from, domain) in [
        ("no-reply@geotrust.com", "geotrust.com"),
        ("No-Reply@DigitalCertValidation.com", "digitalcertvalidation.com"),
    ] {
        let receipt = receipt_of("postmaster@www.example.jp", GENUINE, Some(&results_of(domain)));
        seen(&Letter { from: format!("From: {from}"), ..Letter::default() }, &receipt);
    }
    for from in [
        "sureserver_support@cybertrust.co.jp",
        "validation@digicert.com",
        "no-reply@digitalcertvalidation.com.evil.jp",
        "no-reply@mail.digitalcertvalidation.com",
        "no-reply+x@digitalcertvalidation.com",
    ] {
        let letter = Letter { from: format!("From: {from}"), ..Letter::default() };
        quarantined(&letter, &receipt(), &["mail.from", "mail.authentication"]);
    }
    // The profile is the one in force on the day the mail was received, whatever its Date says (R40).
    let old =
        procedure::calendar::japan_time(jiff::civil::date(2020, 12, 31), jiff::civil::time(23, 59, 0, 0));
    let mail = letters::inbound::read(&Letter::default().raw(), &Policy::default().profiles, old).unwrap();
    assert_eq!((mail.sender_of(), mail.subject_of()), (None, None));
}

/// R25, R31, A7, A10: postmaster at the name or a domain that may stand for it, or the TXT record's address instead.
#[test]
fn rule_4_recipients() {
    let letter = Letter::default();
    for to in ["postmaster@www.example.jp", "postmaster@example.jp", "Postmaster@Example.JP"] {
        seen(&letter, &receipt_of(to, GENUINE, None));
    }
    for to in [
        "postmaster@a.www.example.jp",
        "postmaster@jp",
        "tanto@example.jp",
        "postmaster@example.com",
        "",
        "@",
    ] {
        quarantined(&letter, &receipt_of(to, GENUINE, None), &["mail.recipient"]);
    }
    let nobody = Receipt { recipients: vec![], ..receipt() };
    quarantined(&letter, &nobody, &["mail.recipient"]);
    // A mail about the base domain does not go to a name below it.
    let base = Letter { subject: letter.subject.replace("www.example.jp", "example.jp"), ..letter.clone() };
    seen(&base, &receipt_of("postmaster@example.jp", GENUINE, None));
    quarantined(&base, &receipt(), &["mail.recipient"]);

    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.approval.method = "txt_contact".to_owned();
    draft.approval.email = Some("Kanri@mail.example.com".to_owned());
    let order = samples::placed(samples::accepted_from(&draft));
    for (to, expected) in [("kanri@mail.example.com", "seen"), ("postmaster@example.jp", "quarantined")] {
        let receipt = receipt_of(to, GENUINE, None);
        assert_eq!(
            codes(&judge(&letter.read(), &receipt, &order, &Policy::default(), received())).0,
            expected,
            "{to}"
        );
    }
}

/// R41, A7: the order's names and the domains that may stand for them; nothing below, beside or above.
#[test]
fn rule_5_domains() {
    let subject =
        |name: &str| Letter { subject: format!("Subject: [Domain Approval] {name}"), ..Letter::default() };
    for name in ["www.example.jp", "example.jp", "*.example.jp"] {
        let to = format!("postmaster@{}", name.trim_start_matches("*."));
        seen(&subject(name), &receipt_of(&to, GENUINE, None));
    }
    for name in ["a.www.example.jp", "mail.example.jp", "example.com", "notexample.jp", "xn--r8jz45g.jp"] {
        quarantined(
            &subject(name),
            &receipt_of(&format!("postmaster@{name}"), GENUINE, None),
            &["mail.domain"],
        );
    }
    for name in ["", "jp", "www.example.jp evil.jp", "https://www.example.jp/"] {
        quarantined(&subject(name), &receipt(), &["mail.subject"]);
    }
    // Another vendor's form of subject, and two subjects, name nothing.
    let cybertrust = "Subject: ドメイン名使用権確認について(www.example.jp)".to_owned();
    quarantined(&Letter { subject: cybertrust, ..Letter::default() }, &receipt(), &["mail.subject"]);
    let twice = Letter { extra: "Subject: [Domain Approval] example.jp".to_owned(), ..Letter::default() };
    assert_eq!(twice.read().subject_of(), None);
}
