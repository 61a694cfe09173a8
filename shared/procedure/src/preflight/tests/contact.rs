//! The TXT contact: BR 3.2.2.4.14 and A.2.1.

use super::*;
use crate::Party::{Customer, Provider};
use crate::Severity::{Stop, Warning};

const OWNER: &str = "_validation-contactemail.example.jp";
const HOST_OWNER: &str = "_validation-contactemail.www.example.jp";

pub(super) fn rows() -> Vec<Row> {
    let order = || by_contact(Product::DigicertSecureServerId, &["www.example.jp"]);
    let desk = || by_contact(Product::Bizcert, &["www.example.jp"]);
    let hosted = || {
        let mut order = order();
        order.dns = crate::application::Hosting::Provider;
        order
    };
    let at = |owner: &str, values: &[&str]| {
        Zone::good().with(OWNER, Kind::Txt, Outcome::NxDomain).with(
            owner,
            Kind::Txt,
            records(values.iter().map(|text| txt(text))),
        )
    };
    let one = |text: &str| at(OWNER, &[text]);
    let split = |strings: &[&str]| {
        let strings = strings.iter().map(|text| text.as_bytes().to_vec()).collect();
        Zone::good().with(OWNER, Kind::Txt, records([Record::Txt(TxtRecord { strings })]))
    };
    let stop = |code| [(code, Stop, Customer)];
    vec![
        row("right", order(), Zone::good(), &[]),
        row("right but for capitals", order(), one("SSL@Example.net"), &[]),
        row("absent", order(), one_none(), &stop("txt_contact.absent")),
        row("absent where we set it", hosted(), one_none(), &[("txt_contact.absent", Stop, Provider)]),
        row("quotes", order(), one("\"ssl@example.net\""), &stop("dns_contact.quoted")),
        row(
            "quotes where we set it",
            hosted(),
            one("\"ssl@example.net\""),
            &[("dns_contact.quoted", Stop, Provider)],
        ),
        row("mailto", order(), one("mailto:ssl@example.net"), &stop("dns_contact.mailto")),
        row("spaces", order(), one(" ssl@example.net"), &stop("dns_contact.padded")),
        row("two in one", order(), one("a@example.net,b@example.net"), &stop("dns_contact.several")),
        row("no address", order(), one("v=spf1 -all"), &stop("dns_contact.padded")),
        row("empty", order(), one(""), &stop("dns_contact.malformed")),
        row("not ASCII", order(), one("担当@example.net"), &stop("dns_contact.not_ascii")),
        row(
            "not UTF-8",
            order(),
            Zone::good().with(
                OWNER,
                Kind::Txt,
                records([Record::Txt(TxtRecord { strings: vec![vec![0xff, 0xfe]] })]),
            ),
            &stop("dns_contact.malformed"),
        ),
        row(
            "several strings",
            order(),
            split(&["ssl@", "example.net"]),
            &[("txt_contact.several_strings", Warning, Customer)],
        ),
        row(
            "several records, one ours",
            order(),
            at(OWNER, &[ADDRESS, "other@example.net"]),
            &[("txt_contact.several_records", Warning, Customer)],
        ),
        row(
            "a broken one beside ours",
            order(),
            at(OWNER, &[ADDRESS, "mailto:ssl@example.net"]),
            &[("dns_contact.mailto", Warning, Customer), ("txt_contact.several_records", Warning, Customer)],
        ),
        row("another address", order(), one("other@example.net"), &stop("txt_contact.differs")),
        row(
            "doubled zone",
            order(),
            at("_validation-contactemail.example.jp.example.jp", &[ADDRESS]),
            &stop("txt_contact.wrong_owner"),
        ),
        row(
            "doubled zone of the host",
            order(),
            at("_validation-contactemail.www.example.jp.www.example.jp", &[ADDRESS]),
            &stop("txt_contact.wrong_owner"),
        ),
        row(
            "at the root",
            order(),
            at("_validation-contactemail", &[ADDRESS]),
            &stop("txt_contact.wrong_owner"),
        ),
        row(
            "at the host only",
            order(),
            at("_validation-contactemail.www.example.jp", &[ADDRESS]),
            &[("txt_contact.elsewhere", Warning, Customer)],
        ),
        row(
            "at the host only, for a vendor that takes any",
            desk(),
            at("_validation-contactemail.www.example.jp", &[ADDRESS]),
            &[],
        ),
        row(
            "at the host, and bogus where the vendor looks",
            order(),
            at(HOST_OWNER, &[ADDRESS]).with(OWNER, Kind::Txt, failed(Failure::Bogus)),
            &stop("dns.bogus"),
        ),
        row(
            "at the host, and unknown where the vendor looks",
            order(),
            at(HOST_OWNER, &[ADDRESS]).with(OWNER, Kind::Txt, failed(Failure::Timeout)),
            &[("dns.unanswered", Warning, Customer)],
        ),
        row(
            "two owners, of which the vendor's usual one is right",
            order(),
            Zone::good().with(HOST_OWNER, Kind::Txt, records([txt("other@example.net")])),
            &[],
        ),
        row(
            "two owners, the nearer of which is wrong, for a vendor that takes any",
            desk(),
            Zone::good().with(HOST_OWNER, Kind::Txt, records([txt("other@example.net")])),
            &stop("txt_contact.differs"),
        ),
        row(
            "bogus",
            order(),
            Zone::good().with(OWNER, Kind::Txt, failed(Failure::Bogus)),
            &stop("dns.bogus"),
        ),
        row(
            "SERVFAIL",
            order(),
            Zone::good().with(OWNER, Kind::Txt, failed(Failure::ServFail)),
            &[("dns.failed", Warning, Customer)],
        ),
        row(
            "the address's domain takes no mail",
            order(),
            Zone::good().with("example.net", Kind::Mx, records([mx(0, ".")])),
            &stop("mail.null_mx"),
        ),
        row(
            "the address's domain has no MX",
            order(),
            Zone::good().with("example.net", Kind::Mx, Outcome::NoData).with(
                "example.net",
                Kind::Address,
                address(),
            ),
            &[("mail.implicit_mx", Warning, Customer)],
        ),
    ]
}

fn one_none() -> Zone {
    Zone::good().with(OWNER, Kind::Txt, Outcome::NoData)
}

/// R26–R29, A8–A10: P4, one bare address, in one record of one string, at the right owner, that can receive, and the
/// application's.
#[test]
fn the_contact_as_the_vendor_reads_it() {
    check(&rows());
}

/// A7, A10: it is said at which record the vendor will look, and that an alias leads elsewhere.
#[test]
fn says_which_record_is_used() {
    let order = by_contact(Product::DigicertSecureServerId, &["www.example.jp", "example.jp"]);
    let findings = find(&order, &Zone::good());
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].code.as_ref(), findings[0].severity), ("approval.address", Severity::Note));
    assert!(findings[0].message.en.ends_with("at _validation-contactemail.example.jp."));
    let aliased = Zone::good().aliased(OWNER, Kind::Txt, "contacts.example.net.", records([txt(ADDRESS)]));
    let codes: Vec<_> = find(&order, &aliased).into_iter().map(|finding| finding.code.into_owned()).collect();
    assert_eq!(codes, ["txt_contact.alias", "approval.address"]);
}

/// A7, A9: a name too long for the label has a domain above it that is not.
#[test]
fn a_long_name_has_a_shorter_domain() {
    let label = "a".repeat(59);
    let order =
        by_contact(Product::DigicertSecureServerId, &[&format!("{label}.{label}.{label}.{label}.jp")]);
    let asked = first(&order).into_iter().filter(|question| question.kind == Kind::Txt).count();
    assert_eq!(asked, 3, "of four domains");
    let codes: Vec<_> =
        find(&order, &Zone::good()).into_iter().map(|finding| finding.code.into_owned()).collect();
    assert_eq!(codes, ["txt_contact.absent"]);
}
