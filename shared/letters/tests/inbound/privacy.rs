//! The approval link and people's addresses are nowhere to be found in what is read and said.

use letters::inbound::{Receipt, Verdicts, judge, no_order, read, redact};
use procedure::policy::Policy;
use proptest::prelude::*;

use crate::support::*;

/// Everything that can be got out of a mail.
fn everything(raw: &[u8], receipt: &Receipt) -> String {
    let policy = policy_with_hosts(&["pages.example.com"]);
    let mail = match read(raw, &policy.profiles, received()) {
        Ok(mail) => mail,
        Err(finding) => return format!("{finding:?} {finding}"),
    };
    let judgements = [
        judge(&mail, receipt, &order(), &policy, received()),
        judge(&mail, receipt, &order(), &Policy::default(), received()),
        no_order(&mail),
    ];
    format!(
        "{mail:?} {} {:?} {judgements:?} {receipt:?} {:?}",
        mail.subject(),
        mail.links(),
        mail.message_id()
    )
}

/// R22, BR 3.2.2.4.4: the link's path, query and token cannot be reached, wherever the mail carries them.
#[test]
fn no_link_and_no_token() {
    let letters = [
        Letter::default(),
        Letter {
            subject: format!("Subject: [Domain Approval] example.jp https://a.example.com/{SECRET}"),
            ..Letter::default()
        },
        Letter { subject: format!("Subject: [Domain Approval] example.jp {SECRET}"), ..Letter::default() },
        Letter { subject: format!("Subject: {SECRET}.example.jp"), ..Letter::default() },
        Letter { extra: format!("Message-ID: <{SECRET}@a.example.com>"), ..Letter::default() },
        Letter {
            body: format!("https://{SECRET}.a.example.com/ http://u:{SECRET}@evil.jp/?{SECRET}#{SECRET}"),
            ..Letter::default()
        },
        Letter { body: format!("//a.example.com/{SECRET} approval/{SECRET}"), ..Letter::default() },
    ];
    for letter in letters {
        for receipt in [
            receipt(),
            receipt_of("x@example.net", Verdicts::default(), Some("x")),
            Receipt::by_staff(&letter.read()),
        ] {
            let text = everything(&letter.raw(), &receipt).to_ascii_lowercase();
            assert!(!text.contains(&SECRET.to_ascii_lowercase()), "{text}");
            assert!(!text.contains("dcv") && !text.contains("://"), "{text}");
        }
    }
}

/// R22: findings and debug output show no address; masked ones at most.
#[test]
fn no_address() {
    let letter = Letter {
        from: "From: 山田太郎 <taro.yamada@evil.jp>".to_owned(),
        to: "hanako.sato@example.jp, jiro@example.net".to_owned(),
        ..Letter::default()
    };
    let line = "amazonses.com; spf=pass envelope-from=taro.yamada@evil.jp; dkim=pass header.i=@evil.jp";
    let text = everything(&letter.raw(), &receipt_of("hanako.sato@example.jp", GENUINE, Some(line)));
    for personal in ["taro", "yamada", "hanako", "sato", "jiro", "山田"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
    assert!(text.starts_with("ReadMail {") && text.contains("Receipt {") && text.contains("Ses {"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// R22: whatever surrounds a link or a token, it does not survive.
    #[test]
    fn redaction(before in ".{0,20}", after in ".{0,20}", token in "[A-Za-z0-9]{8}[A-Z][0-9][A-Za-z0-9_-]{0,9}[A-Za-z0-9]{8}", path in "[a-z]{3,9}") {
        for text in [
            format!("{before}https://a.example.com/{path}?t={token}{after}"),
            format!("{before} {token}{after}"),
            format!("{before}<{token}>{after}"),
        ] {
            let redacted = redact(&text);
            prop_assert!(!redacted.contains(&token), "{redacted}");
            prop_assert!(!redacted.contains("a.example.com/"), "{redacted}");
        }
    }

    /// R22: redaction is stable; what is redacted once stays as it is.
    #[test]
    fn redaction_is_stable(text in ".{0,200}") {
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once);
    }
}
