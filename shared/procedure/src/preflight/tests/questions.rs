//! What is asked.

use super::*;

fn shown(questions: &[Question]) -> Vec<String> {
    questions.iter().map(|question| format!("{} {:?}", question.owner, question.kind)).collect()
}

/// A7, A27: CAA up the tree to the top-level domain, MX of every domain that may stand for a name; each once, CAA first.
#[test]
fn asks_once_and_in_order() {
    let order = postmaster(Product::DigicertSecureServerId, &["*.a.example.co.jp", "example.co.jp"]);
    let expected = [
        "a.example.co.jp. Caa",
        "example.co.jp. Caa",
        "co.jp. Caa",
        "jp. Caa",
        "a.example.co.jp. Mx",
        "example.co.jp. Mx",
        "example.jp. Mx",
        ". Soa",
    ];
    assert_eq!(shown(&first(&order)), expected);
}

/// R26, R28, A9: with a TXT contact, its records and its own mail domain; the mistaken owners only when it is missing.
#[test]
fn looks_for_mistakes_only_when_needed() {
    let order = by_contact(Product::DigicertSecureServerId, &["www.example.jp"]);
    let round = shown(&first(&order));
    assert_eq!(
        round[3..],
        [
            "example.net. Mx",
            "_validation-contactemail.www.example.jp. Txt",
            "_validation-contactemail.example.jp. Txt",
            "example.jp. Mx",
            ". Soa",
        ]
    );
    let second = |zone: &Zone| {
        let mut seen = Observations::default();
        for question in first(&order) {
            seen.add(question.clone(), zone.answer(&question));
        }
        shown(&next(&order, &seen))
    };
    assert_eq!(second(&Zone::good()), ["mx.example.net. Address", "mx.example.jp. Address"]);
    let absent = Zone::good().with("_validation-contactemail.example.jp", Kind::Txt, Outcome::NxDomain);
    assert_eq!(
        second(&absent),
        [
            "mx.example.net. Address",
            "mx.example.jp. Address",
            "_validation-contactemail.www.example.jp.www.example.jp. Txt",
            "_validation-contactemail.example.jp.example.jp. Txt",
            "_validation-contactemail. Txt",
        ]
    );
}

/// R24: addresses of the two preferred hosts of an MX, of the domain itself without MX, and none after a failure.
#[test]
fn asks_for_addresses_that_matter() {
    let order = postmaster(Product::DigicertSecureServerId, &["example.jp"]);
    let second = |outcome: Outcome| {
        let zone = Zone::default().with("example.jp", Kind::Mx, outcome);
        let mut seen = Observations::default();
        for question in first(&order) {
            seen.add(question.clone(), zone.answer(&question));
        }
        shown(&next(&order, &seen))
    };
    let many = records([mx(30, "c.example"), mx(10, "a.example"), mx(20, "b.example"), mx(0, ".")]);
    assert_eq!(second(many), ["a.example. Address", "b.example. Address"]);
    assert_eq!(second(Outcome::NoData), ["example.jp. Address"]);
    assert!(second(Outcome::NxDomain).is_empty());
    assert!(second(failed(Failure::Timeout)).is_empty());
}

/// A9: names that only the DNS has: one label, underscores, the root's contact; hosts that cannot be are none.
#[test]
fn owners() {
    assert_eq!(Owner::host("MX.Example.JP.").unwrap().to_string(), "mx.example.jp.");
    assert_eq!(Owner::contact_at_root().to_string(), "_validation-contactemail.");
    for text in ["", ".", "a..b", "a b", "例え.jp", "-\u{0}.jp", &"a.".repeat(200), &"a".repeat(64)] {
        assert_eq!(Owner::host(text), None, "{text:?}");
    }
    for (owner, registered) in [
        ("www.shop.example.co.jp", "example.co.jp."),
        ("_validation-contactemail.www.example.jp", "example.jp."),
        ("a_b.example.jp", "example.jp."),
        ("example.jp", "example.jp."),
        ("co.jp", "co.jp."),
        ("_validation-contactemail", "_validation-contactemail."),
    ] {
        assert_eq!(Owner::host(owner).unwrap().registered().to_string(), registered);
    }
    assert_eq!(Owner::root().to_string(), ".");
    let climb: Vec<String> =
        Owner::climb(&"a.b.example.jp".parse().unwrap()).iter().map(ToString::to_string).collect();
    assert_eq!(climb, ["a.b.example.jp.", "b.example.jp.", "example.jp.", "jp."]);
}
