//! CAA: RFC 8659, RFC 8657, BR 3.2.2.8.

use super::*;
use crate::Party::{Customer, Provider};
use crate::Severity::{Stop, Warning};

pub(super) fn rows() -> Vec<Row> {
    let order = || postmaster(Product::DigicertSecureServerId, &["www.example.jp"]);
    let wild = || postmaster(Product::DigicertSecureServerId, &["*.example.jp"]);
    let desk = || postmaster(Product::CybertrustSureServer, &["www.example.jp"]);
    let caa = |owner, set: Vec<Record>| Zone::good().with(owner, Kind::Caa, records(set));
    let forbidden = [("caa.forbidden", Stop, Customer)];
    let mut hosted = order();
    hosted.dns = crate::application::Hosting::Provider;
    vec![
        row("no CAA at all", order(), Zone::good(), &[]),
        row("ours", order(), caa("example.jp", vec![issue("issue", "digicert.com", &[])]), &[]),
        row("ours, in capitals", order(), caa("example.jp", vec![issue("ISSUE", "DigiCert.COM", &[])]), &[]),
        row(
            "ours beside another and a report address",
            order(),
            caa(
                "example.jp",
                vec![
                    issue("issue", "other.example", &[]),
                    issue("issue", "geotrust.com", &[]),
                    property(false, "iodef", CaaValue::Other),
                ],
            ),
            &[],
        ),
        row(
            "a brand below",
            order(),
            caa("jp", vec![issue("issue", "x.digitalcertvalidation.com", &[])]),
            &[],
        ),
        row("another's", order(), caa("example.jp", vec![issue("issue", "other.example", &[])]), &forbidden),
        row("nobody's", order(), caa("example.jp", vec![issue("issue", "", &[])]), &forbidden),
        row("at the top", order(), caa("jp", vec![issue("issue", "other.example", &[])]), &forbidden),
        row(
            "in a zone of ours",
            hosted,
            caa("example.jp", vec![issue("issue", "other.example", &[])]),
            &[("caa.forbidden", Stop, Provider)],
        ),
        row(
            "the lowest set holds",
            order(),
            caa("example.jp", vec![issue("issue", "other.example", &[])]).with(
                "www.example.jp",
                Kind::Caa,
                records([issue("issue", "digicert.com", &[])]),
            ),
            &[],
        ),
        row(
            "only a report address",
            order(),
            caa("example.jp", vec![property(false, "iodef", CaaValue::Other)]),
            &[],
        ),
        row(
            "issuewild says nothing to a host",
            order(),
            caa("example.jp", vec![issue("issuewild", "", &[])]),
            &[],
        ),
        row(
            "issuewild to a wildcard",
            wild(),
            caa("example.jp", vec![issue("issuewild", "", &[])]),
            &forbidden,
        ),
        row(
            "issuewild replaces issue",
            wild(),
            caa(
                "example.jp",
                vec![issue("issue", "digicert.com", &[]), issue("issuewild", "other.example", &[])],
            ),
            &forbidden,
        ),
        row(
            "issue to a wildcard",
            wild(),
            caa("example.jp", vec![issue("issue", "other.example", &[])]),
            &forbidden,
        ),
        row(
            "unknown critical property",
            order(),
            caa(
                "example.jp",
                vec![property(true, "tbs", CaaValue::Other), issue("issue", "digicert.com", &[])],
            ),
            &[("caa.critical", Stop, Customer)],
        ),
        row(
            "known critical property",
            order(),
            caa("example.jp", vec![property(true, "ContactEmail", CaaValue::Other)]),
            &[],
        ),
        row(
            "malformed beside ours",
            order(),
            caa(
                "example.jp",
                vec![
                    property(false, "issue", CaaValue::Malformed { text: "%%%".to_owned() }),
                    issue("issue", "digicert.com", &[]),
                ],
            ),
            &[("caa.malformed", Warning, Customer)],
        ),
        row(
            "malformed alone",
            order(),
            caa("example.jp", vec![property(false, "issue", CaaValue::Malformed { text: "%%%".to_owned() })]),
            &[("caa.malformed", Warning, Customer), ("caa.forbidden", Stop, Customer)],
        ),
        row(
            "for another account, whose URI we cannot tell",
            order(),
            caa("example.jp", vec![issue("issue", "digicert.com", &[("accounturi", "https://x/1")])]),
            &[("caa.parameters", Warning, Customer)],
        ),
        row(
            "by other methods",
            order(),
            caa(
                "example.jp",
                vec![issue("issue", "digicert.com", &[("validationmethods", "dns-01,ca-tbr-7")])],
            ),
            &[("caa.parameters", Warning, Customer)],
        ),
        row(
            "by our method too",
            order(),
            caa(
                "example.jp",
                vec![issue("issue", "digicert.com", &[("validationmethods", "dns-01,ca-tbr-4")])],
            ),
            &[],
        ),
        row(
            "one without parameters is enough",
            order(),
            caa(
                "example.jp",
                vec![
                    issue("issue", "digicert.com", &[("accounturi", "https://x/1")]),
                    issue("issue", "digicert.com", &[("account", "7")]),
                ],
            ),
            &[],
        ),
        row(
            "Cybertrust's name is not confirmed",
            desk(),
            caa("example.jp", vec![issue("issue", "other.example", &[])]),
            &[("caa.forbidden", Warning, Customer)],
        ),
        row(
            "Cybertrust's likely name",
            desk(),
            caa("example.jp", vec![issue("issue", "cybertrust.ne.jp", &[])]),
            &[],
        ),
        row(
            "bogus below the answer",
            order(),
            Zone::good().with("www.example.jp", Kind::Caa, failed(Failure::Bogus)),
            &[("dns.bogus", Stop, Customer)],
        ),
        row(
            "SERVFAIL",
            order(),
            Zone::good().with("example.jp", Kind::Caa, failed(Failure::ServFail)),
            &[("dns.failed", Warning, Customer)],
        ),
        row(
            "a failure above the answer matters to nobody",
            order(),
            caa("example.jp", vec![issue("issue", "digicert.com", &[])]).with(
                "jp",
                Kind::Caa,
                failed(Failure::ServFail),
            ),
            &[],
        ),
        row(
            "no answer",
            order(),
            Zone::good().with("example.jp", Kind::Caa, failed(Failure::Timeout)),
            &[("dns.unanswered", Warning, Customer)],
        ),
    ]
}

/// A8, A27: P1 and P2: the first set up the tree decides, issuewild for wildcards, unknown critical properties and
/// malformed values forbid, parameters narrow, a failure is never permission.
#[test]
fn caa_as_the_vendor_reads_it() {
    check(&rows());
}

/// A8: a CAA set reached through a CNAME is mended where it stands, and the finding says where.
#[test]
fn follows_aliases() {
    let order = postmaster(Product::DigicertSecureServerId, &["www.example.jp"]);
    let set = records([issue("issue", "other.example", &[])]);
    let zone = Zone::good().aliased("www.example.jp", Kind::Caa, "cdn.example.net.", set);
    let finding = find(&order, &zone).into_iter().find(|finding| finding.code == "caa.forbidden").unwrap();
    assert!(finding.remedy.ja.contains("cdn.example.net") && finding.remedy.en.contains("cdn.example.net"));
    let shown = finding.evidence.unwrap();
    assert_eq!(shown, "www.example.jp. CNAME cdn.example.net. CAA 0 issue \"other.example\"");
    let elsewhere = Zone::good().aliased("www.example.jp", Kind::Caa, "cdn.example.net.", Outcome::NoData);
    let zone = elsewhere.with("example.jp", Kind::Caa, records([issue("issue", "digicert.com", &[])]));
    assert!(
        find(&order, &zone).iter().all(|finding| finding.severity == Severity::Note),
        "climbs from the name itself"
    );
    // An alias to nowhere is an empty set too (RFC 8659 §3): what stands above decides.
    let above =
        || Zone::good().with("example.jp", Kind::Caa, records([issue("issue", "other.example", &[])]));
    let dangling = above().aliased("www.example.jp", Kind::Caa, "gone.example.net.", Outcome::NxDomain);
    assert!(find(&order, &dangling).iter().any(|finding| finding.code == "caa.forbidden"));
    // One that does not end is not.
    let endless =
        above().aliased("www.example.jp", Kind::Caa, "back.example.jp.", failed(Failure::Malformed));
    let codes: Vec<_> = find(&order, &endless).into_iter().map(|finding| finding.code.into_owned()).collect();
    assert!(
        codes.contains(&"dns.failed".to_owned()) && !codes.contains(&"caa.forbidden".to_owned()),
        "{codes:?}"
    );
}
