//! Evidence shows the record and no person.

use super::*;
use crate::preflight::evidence::masked;

/// R29: addresses are masked wherever they stand; other words of a TXT record are left out.
#[test]
fn masks_people() {
    for (text, words, shown) in [
        ("taro.yamada@example.jp", false, "t***@example.jp"),
        ("\"taro@example.jp\"", false, "\"t***@example.jp\""),
        ("mailto:taro@Example.jp", false, "mailto:t***@example.jp"),
        ("taro@example.jp, hanako@example.jp", false, "t***@example.jp, h***@example.jp"),
        ("山田@example.jp", false, "***@example.jp"),
        ("taro@例え.jp", false, "t***@…"),
        ("03-1234-5678 Yamada", false, "… …"),
        ("digicert.com; account=7", true, "digicert.com; account=7"),
        ("acct:taro@example.jp", true, "acct:t***@example.jp"),
        ("a\u{7}b\u{202e}", true, "a?b?"),
        ("", false, ""),
    ] {
        assert_eq!(masked(text, words), shown);
    }
    assert!(masked(&"x ".repeat(5_000), true).chars().count() <= 161);
}

/// R26, A9: the finding shows the record seen, from where, and not the person.
#[test]
fn shows_the_record_without_the_person() {
    let order = by_contact(Product::DigicertSecureServerId, &["example.jp"]);
    let owner = "_validation-contactemail.example.jp";
    let zone = Zone::good().with(owner, Kind::Txt, records([txt("mailto:taro.yamada@example.net")]));
    let findings = find(&order, &zone);
    let shown = findings[0].evidence.as_deref().unwrap();
    assert_eq!(
        shown,
        "_validation-contactemail.example.jp. TXT \"mailto:t***@example.net\" (30 octets) (TTL 300, from 192.0.2.53:53)"
    );
    assert!(!format!("{:?}", zone.observe(&order)).contains("yamada"));
}

/// A27: a record of many strings, many records and long values stay short.
#[test]
fn stays_short() {
    let order = postmaster(Product::DigicertSecureServerId, &["example.jp"]);
    let long = "x".repeat(10_000);
    let set = (0..100).map(|n| issue("issue", &format!("{n}.{long}"), &[(&long, &long)]));
    let zone = Zone::good().with("example.jp", Kind::Caa, records(set));
    let finding = find(&order, &zone).into_iter().find(|finding| finding.code == "caa.forbidden").unwrap();
    let shown = finding.evidence.unwrap();
    assert!(shown.contains("92 more") && shown.len() < 2_000, "{} characters", shown.len());
}
