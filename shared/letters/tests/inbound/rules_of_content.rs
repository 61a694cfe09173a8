//! The rules on links, orders and dates.

use jiff::SignedDuration;
use letters::inbound::{Judgement, judge};
use procedure::order::{Check, Order, Phase};
use procedure::policy::Policy;
use procedure::{Product, samples};

use crate::support::*;

/// R33, R37: every link that could be the approval link is https, imitates nobody and leads to the list, by default the
/// vendor's own domains (U2).
#[test]
fn rule_6_links() {
    let judged = |links: &str, policy: &Policy| {
        let letter = Letter { body: links.to_owned(), ..Letter::default() };
        codes(&judge(&letter.read(), &receipt(), &order(), policy, received()))
    };
    let listed = policy_with_hosts(&["approval.example.com", "www.example.com"]);
    for (links, found) in [
        ("https://approval.example.com/?a", vec![]),
        ("https://eu.approval.example.com/?a", vec![]),
        ("https://approval.example.com/?a https://www.example.com/help", vec![]),
        ("https://a.example.com/?a", vec!["mail.link_host"]),
        ("https://approval.example.com/?a https://a.example.net/", vec!["mail.link_host"]),
        ("https://approval.example.com/?a https://www.digicert.com/?a", vec!["mail.link_host"]),
        ("http://approval.example.com/?a", vec!["mail.link_form"]),
        ("https://u@approval.example.com/?a", vec!["mail.link_form"]),
        ("https://192.0.2.1/?a", vec!["mail.link_form", "mail.link_host"]),
        ("https://approval.example.com/", vec!["mail.link_missing"]),
        ("no link", vec!["mail.link_missing"]),
    ] {
        let kind = if found.is_empty() { "seen" } else { "quarantined" };
        assert_eq!(judged(links, &listed), (kind, found.into_iter().map(str::to_owned).collect()), "{links}");
    }
    for (links, found) in [
        ("https://www.digicert.com/?a", vec![]),
        ("https://dcv.geotrust.com/?a", vec![]),
        ("https://digicert-approval.com/?a", vec!["mail.link_form", "mail.link_host"]),
        ("https://geotrust.xyz/?a", vec!["mail.link_form", "mail.link_host"]),
        ("https://geotrust.com.evil.jp/?a", vec!["mail.link_form", "mail.link_host"]),
        ("https://approval.example.com/?a", vec!["mail.link_host"]),
        // The other vendor's.
        ("https://www.cybertrust.co.jp/?a", vec!["mail.link_host"]),
    ] {
        let kind = if found.is_empty() { "seen" } else { "quarantined" };
        let found = found.into_iter().map(str::to_owned).collect();
        assert_eq!(judged(links, &Policy::default()), (kind, found), "{links}");
    }
}

/// R33: a signature's home page or a privacy policy, http or https, is no matter where it is the vendor's own, and does not
/// stand for the approval link; with anything that could be a token, or elsewhere, it is a link like any other.
#[test]
fn footers_are_no_approval_links() {
    let footer =
        |link: &str| Letter { body: format!("{}\r\n{link}", Letter::default().body), ..Letter::default() };
    for link in [
        "http://www.digicert.com",
        "http://www.digicert.com/jp/privacy/ https://www.geotrust.com/support/faq.html",
        "http://www.digitalcertvalidation.com/",
    ] {
        seen(&footer(link), &receipt());
    }
    for (link, found) in [
        ("http://www.digicert.com/?a", vec!["mail.link_form"]),
        ("http://www.digicert.com/9f86d081884c7d659a2f", vec!["mail.link_form"]),
        ("http://www.digicert.com@evil.jp/", vec!["mail.link_form", "mail.link_host"]),
        ("http://www.example.com/", vec!["mail.link_form", "mail.link_host"]),
        ("https://www.example.com/", vec!["mail.link_host"]),
    ] {
        quarantined(&footer(link), &receipt(), &found);
    }
}

/// R40: a list that nobody can read, and an empty one, trust no link.
#[test]
fn a_broken_list_blocks() {
    for hosts in [&["https://approval.example.com/"][..], &[]] {
        let policy = policy_with_hosts(hosts);
        let letter =
            Letter { body: "https://approval.example.com/dcv?token=1".to_owned(), ..Letter::default() };
        let judgement = judge(&letter.read(), &receipt(), &order(), &policy, received());
        assert_eq!(codes(&judgement), ("quarantined", vec!["mail.link_host".to_owned()]));
    }
}

/// R20, R41: the order has to be at the vendor and to wait for this very name.
#[test]
fn rule_7_orders() {
    let settle = |check: Check| {
        let mut order = order();
        let Phase::Examining(examining) = &mut order.phase else { panic!("{:?}", order.phase) };
        examining.checks.common_mut().domains.iter_mut().for_each(|domain| domain.check = check.clone());
        order
    };
    let accepted = samples::accepted(Product::DigicertSecureServerId);
    let mut placing = accepted.clone();
    placing.intend_placement(&Policy::default(), samples::now()).unwrap();
    let cases: [(Order, &str); 5] = [
        (accepted, "mail.too_early"),
        (placing, "mail.too_early"),
        (settle(Check::Passed { at: sent() }), "mail.not_awaited"),
        (settle(Check::NotRequired), "mail.not_awaited"),
        (settle(Check::Failed { at: sent() }), "mail.not_awaited"),
    ];
    for (order, expected) in cases {
        let judgement = judge(&Letter::default().read(), &receipt(), &order, &Policy::default(), received());
        assert_eq!(codes(&judgement), ("quarantined", vec![expected.to_owned()]));
    }
}

/// R88, R89, BR 3.2.2.4.4: 30 days from the mail's own date; a date that cannot be this order's is none.
#[test]
fn dates_and_lapsing() {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let at = |at| Letter { date: date(at), ..Letter::default() };
    let minutes = SignedDuration::from_mins;
    for letter in [
        at(received() + minutes(6)),
        at(received() + days(3650)),
        at(samples::now() - minutes(6)),
        at(samples::now() - days(400)),
        Letter { date: String::new(), ..Letter::default() },
        Letter { date: "Date: tomorrow".to_owned(), ..Letter::default() },
        Letter { extra: date(sent()), ..Letter::default() },
    ] {
        quarantined(&letter, &receipt(), &["mail.date"]);
    }
    // Clocks differ: a date a little ahead counts, but lends the token no time.
    let ahead = at(received() + minutes(4)).read();
    let Judgement::Seen { seen, .. } = judge(&ahead, &receipt(), &order(), &Policy::default(), received())
    else {
        panic!("not seen");
    };
    assert_eq!((seen.at, seen.lapses_at), (received() + minutes(4), received() + days(30)));
    for (now, kind) in [(sent() + days(30) - minutes(1), "seen"), (sent() + days(30), "quarantined")] {
        let judgement = judge(&Letter::default().read(), &receipt(), &order(), &Policy::default(), now);
        assert_eq!(codes(&judgement).0, kind);
    }
}
