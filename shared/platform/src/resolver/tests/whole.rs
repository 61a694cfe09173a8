//! From the network to the findings.

use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RecordType;
use procedure::preflight::{Settings, judge};
use procedure::{Finding, Party, Product, Severity, samples};

use super::{Limits, resolver};
use crate::resolver::observe;
use crate::resolver::stand_in::{Answer, Server, a, caa, mx, soa, txt};

fn found(findings: &[Finding]) -> Vec<(&str, Severity, Party)> {
    let more = findings.iter().filter(|finding| finding.severity > Severity::Note);
    more.map(|finding| (finding.code.as_ref(), finding.severity, finding.acts)).collect()
}

/// R24, A7, A8: the sample order against a zone that forbids the vendor and takes no mail, and against one that is right.
#[tokio::test]
async fn a_zone_is_judged() {
    let order = samples::application(&samples::draft(Product::DigicertSecureServerId));
    let bad = Server::start(|ask| match (ask.name.as_str(), ask.kind) {
        ("example.jp", RecordType::CAA) => Answer::records([caa("example.jp", "issue", "other.example")]),
        ("example.jp", RecordType::MX) => Answer::records([mx("example.jp", 0, ".")]),
        ("www.example.jp", RecordType::CAA) => Answer::none(),
        _ => Answer::code(ResponseCode::NXDomain),
    });
    let seen = observe(&resolver(&bad), &order, &Limits::default()).await;
    let findings = judge(&order, &seen, &Settings::default(), samples::now());
    assert_eq!(
        found(&findings),
        [
            ("caa.forbidden", Severity::Stop, Party::Customer),
            ("mail.null_mx", Severity::Stop, Party::Customer),
            ("mail.null_mx", Severity::Warning, Party::Customer),
        ]
    );
    let shown =
        findings.iter().find(|finding| finding.code == "caa.forbidden").unwrap().evidence.clone().unwrap();
    let expected =
        format!("example.jp. CAA 0 issue \"other.example\" (TTL 300, from {}); also names[1]", bad.address());
    assert_eq!(shown, expected);

    let good = Server::start(|ask| match (ask.name.as_str(), ask.kind) {
        ("example.jp", RecordType::CAA) => Answer::records([caa("example.jp", "issue", "digicert.com")]),
        ("example.jp", RecordType::MX) => Answer::records([mx("example.jp", 10, "mx.example.jp.")]),
        ("mx.example.jp", RecordType::A) => Answer::records([a("mx.example.jp")]),
        _ => Answer::none(),
    });
    let seen = observe(&resolver(&good), &order, &Limits::default()).await;
    assert_eq!(found(&judge(&order, &seen, &Settings::default(), samples::now())), []);
}

/// P2: that a resolver does not validate is a note to whoever looks, from the root, which is signed; one validated answer is
/// enough to know that it does.
#[tokio::test]
async fn a_resolver_that_does_not_validate_is_told() {
    let order = samples::application(&samples::draft(Product::DigicertSecureServerId));
    for (root, proven, expected) in [(true, false, true), (true, true, false), (false, false, false)] {
        let server = Server::start(move |ask| match ask.name.as_str() {
            "" if root && proven => Answer::proven([soa("")]),
            "" if root => Answer::records([soa("")]),
            _ => Answer::none(),
        });
        let seen = observe(&resolver(&server), &order, &Limits::default()).await;
        let findings = judge(&order, &seen, &Settings::default(), samples::now());
        let found: Vec<_> = findings.iter().filter(|finding| finding.code == "dns.unvalidated").collect();
        assert_eq!(found.len(), usize::from(expected), "{root} {proven}");
        for finding in found {
            assert_eq!((finding.severity, finding.acts), (Severity::Note, Party::Provider));
            assert_eq!(finding.evidence.clone(), Some(format!(". SOA (TTL 300, from {})", server.address())));
        }
    }
}

/// R29, A9: a TXT contact with the quotes and the doubled zone of the mission's printed form.
#[tokio::test]
async fn a_contact_is_judged() {
    let mut draft = samples::draft(Product::Bizcert);
    draft.names = vec!["example.jp".to_owned()];
    draft.approval.method = "txt_contact".to_owned();
    draft.approval.email = Some("ssl@example.jp".to_owned());
    let order = samples::application(&draft);
    let zone = |owner: &'static str, value: &'static str| {
        Server::start(move |ask| match (ask.name.as_str(), ask.kind) {
            (name, RecordType::TXT) if name == owner => Answer::records([txt(owner, &[value])]),
            ("example.jp", RecordType::MX) => Answer::records([mx("example.jp", 10, "mx.example.jp.")]),
            ("mx.example.jp", RecordType::A) => Answer::records([a("mx.example.jp")]),
            _ => Answer::none(),
        })
    };
    for (owner, value, code) in [
        ("_validation-contactemail.example.jp", "\"ssl@example.jp\"", Some("dns_contact.quoted")),
        ("_validation-contactemail.example.jp.example.jp", "ssl@example.jp", Some("txt_contact.wrong_owner")),
        ("_validation-contactemail", "ssl@example.jp", Some("txt_contact.wrong_owner")),
        ("_validation-contactemail.example.jp", "ssl@example.jp", None),
    ] {
        let server = zone(owner, value);
        let seen = observe(&resolver(&server), &order, &Limits::default()).await;
        let findings = judge(&order, &seen, &Settings::default(), samples::now());
        let codes: Vec<&str> = found(&findings).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, code.into_iter().collect::<Vec<_>>(), "{owner} {value}");
    }
}
