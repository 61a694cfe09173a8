//! postmaster@ and the domains that take mail.

use super::*;
use crate::Party::Customer;
use crate::Severity::{Stop, Warning};

pub(super) fn rows() -> Vec<Row> {
    let order = || postmaster(Product::DigicertSecureServerId, &["www.example.jp"]);
    let desk = || postmaster(Product::CybertrustSureServer, &["www.example.jp"]);
    let mx_of = |owner, set: Vec<Record>| Zone::good().with(owner, Kind::Mx, records(set));
    let none = || Zone::default();
    // The notification address is at example.jp too.
    let stop = |code| [(code, Stop, Customer), (code, Warning, Customer)];
    vec![
        row("the base domain takes mail", order(), Zone::good(), &[]),
        row("it does, for a vendor that takes any", desk(), Zone::good(), &[]),
        row("null MX", order(), mx_of("example.jp", vec![mx(0, ".")]), &stop("mail.null_mx")),
        row(
            "null MX beside a real one",
            order(),
            mx_of("example.jp", vec![mx(0, "."), mx(10, "mx.example.jp")]),
            &[],
        ),
        row("neither MX nor address", order(), none(), &stop("mail.no_host")),
        row(
            "no MX but an address",
            order(),
            none().with("example.jp", Kind::Address, address()),
            &[("mail.implicit_mx", Warning, Customer)],
        ),
        row(
            "dead MX",
            order(),
            mx_of("example.jp", vec![mx(10, "gone.example.jp")]),
            &stop("mail.dead_hosts"),
        ),
        row(
            "an MX that is no host",
            order(),
            mx_of("example.jp", vec![mx(10, "mx example")]),
            &stop("mail.dead_hosts"),
        ),
        row(
            "the second MX lives",
            order(),
            mx_of("example.jp", vec![mx(20, "mx.example.jp"), mx(10, "gone.example.jp")]),
            &[],
        ),
        row(
            "more MX than are asked about",
            order(),
            mx_of("example.jp", vec![mx(1, "a.example.jp"), mx(2, "b.example.jp"), mx(3, "mx.example.jp")]),
            &[],
        ),
        row(
            "only the host takes mail",
            order(),
            none().with("www.example.jp", Kind::Mx, records([mx(10, "mx.example.net")])).with(
                "mx.example.net",
                Kind::Address,
                address(),
            ),
            &[("mail.other_domain", Warning, Customer), ("mail.no_host", Warning, Customer)],
        ),
        row(
            "only the host takes mail, for a vendor that takes any",
            desk(),
            none().with("www.example.jp", Kind::Mx, records([mx(10, "mx.example.net")])).with(
                "mx.example.net",
                Kind::Address,
                address(),
            ),
            &[("mail.no_host", Warning, Customer)],
        ),
        row(
            "MX before a web server's address",
            desk(),
            Zone::good().with("www.example.jp", Kind::Address, address()),
            &[],
        ),
        row(
            "no such host, base without mail",
            order(),
            none().with("www.example.jp", Kind::Mx, Outcome::NxDomain).with(
                "example.jp",
                Kind::Mx,
                Outcome::NxDomain,
            ),
            &stop("mail.no_domain"),
        ),
        row(
            "MX unknown",
            order(),
            none().with("example.jp", Kind::Mx, failed(Failure::Timeout)),
            &[("dns.unanswered", Warning, Customer)],
        ),
        row(
            "MX unknown at the host, none above",
            order(),
            none().with("www.example.jp", Kind::Mx, failed(Failure::Refused)),
            &[("dns.failed", Warning, Customer), ("mail.no_host", Warning, Customer)],
        ),
        row(
            "the MX's address is bogus",
            order(),
            Zone::good().with("mx.example.jp", Kind::Address, failed(Failure::Bogus)),
            &[("dns.bogus", Warning, Customer)],
        ),
        row(
            "the address of a domain without MX is unknown",
            order(),
            none().with("example.jp", Kind::Address, failed(Failure::ServFail)),
            &[("dns.failed", Warning, Customer)],
        ),
    ]
}

/// R24, R25, A7: by P3 postmaster@ needs one domain, from the name to its base domain, that takes mail by MX or by its
/// own address and does not say null MX; which one the vendor uses is its own choice.
#[test]
fn domains_that_take_mail() {
    check(&rows());
}

/// A7, R25: the note says at which domain the mail is expected: the base domain at DigiCert, at Cybertrust one that
/// takes mail.
#[test]
fn says_which_domain_is_used() {
    let expected = |product, zone: &Zone| {
        let findings = find(&postmaster(product, &["a.www.example.jp", "www.example.jp"]), zone);
        let notes = findings.into_iter().filter(|finding| finding.code == "approval.address");
        notes.map(|note| note.message.en.into_owned()).collect::<Vec<_>>()
    };
    let zone = Zone::good().with("www.example.jp", Kind::Mx, records([mx(5, "mx.example.jp")]));
    let digicert = expected(Product::GeotrustTrueBusinessId, &zone);
    assert_eq!(digicert, ["DigiCert's approval mail will go to postmaster@example.jp"]);
    let cybertrust = expected(Product::CybertrustSureServer, &zone);
    assert_eq!(cybertrust, ["Cybertrust's approval mail will go to postmaster@www.example.jp"]);
}

/// R28: the record seen stands in the evidence, with its source.
#[test]
fn shows_what_was_seen() {
    let zone = Zone::good().with("example.jp", Kind::Mx, records([mx(0, ".")]));
    let findings = find(&postmaster(Product::DigicertSecureServerId, &["example.jp"]), &zone);
    assert_eq!(findings[0].evidence.as_deref(), Some("example.jp. MX 0 . (TTL 300, from 192.0.2.53:53)"));
    assert_eq!(findings[0].rule, "P3, RFC 7505");
}

/// R47, R56, P3: EV waits for the responsible person's answer to a mail, so that a domain that surely takes none stops it; OV
/// does not, and a notification address is a warning. What is not known for sure is nothing.
#[test]
fn people_have_to_receive() {
    let order = |product: Product| {
        let mut draft = samples::draft(product);
        draft.responsible.email = Some("taro@mail.example.com".to_owned());
        draft.notify = vec!["web@example.jp".to_owned(), "web@mail.example.org".to_owned()];
        samples::application(&draft)
    };
    let found = |product, zone: &Zone| {
        let mut findings = find(&order(product), zone);
        findings.retain(|finding| finding.severity > Severity::Note);
        findings
            .into_iter()
            .map(|f| (f.code.into_owned(), f.field.into_owned(), f.severity))
            .collect::<Vec<_>>()
    };
    let row = |code: &str, field: &str, severity| (code.to_owned(), format!("application.{field}"), severity);
    let zone = || Zone::good().with("mail.example.org", Kind::Mx, records([mx(0, ".")]));
    let notify = row("mail.null_mx", "notify[1]", Warning);
    let ev = Product::DigicertSecureServerIdEv;
    let responsible = row("mail.no_host", "responsible.email", Stop);
    assert_eq!(found(ev, &zone()), [responsible, notify.clone()]);
    assert_eq!(found(Product::DigicertSecureServerId, &zone()), std::slice::from_ref(&notify));
    let unknown = zone().with("mail.example.com", Kind::Mx, failed(Failure::Timeout));
    assert_eq!(found(ev, &unknown), [notify]);
}
