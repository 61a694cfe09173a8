//! The rules on links, orders and dates.

use jiff::SignedDuration;
use letters::inbound::{Judgement, judge};
use procedure::order::{Check, Order, Phase};
use procedure::policy::Policy;
use procedure::{Product, samples};

use crate::support::*;

/// R33, R37: with a list every link has to lead to it; without one the form of the links is judged all the same (U2).
#[test]
fn rule_6_links() {
    let letter = |links: &str| Letter { body: links.to_owned(), ..Letter::default() };
    let listed = policy_with_hosts(&["approval.example.com", "www.example.com"]);
    let free = Policy::default();
    for (links, on_list, without_list) in [
        ("https://approval.example.com/a", vec![], vec![]),
        ("https://approval.example.com/a https://www.example.com/help", vec![], vec![]),
        ("https://a.example.com/a", vec!["mail.link_host"], vec![]),
        ("https://approval.example.com/a https://a.example.com/", vec!["mail.link_host"], vec![]),
        ("http://approval.example.com/a", vec!["mail.link_form"], vec!["mail.link_form"]),
        ("https://u@approval.example.com/a", vec!["mail.link_form"], vec!["mail.link_form"]),
        ("https://geotrust.com.evil.jp/a", vec!["mail.link_form", "mail.link_host"], vec!["mail.link_form"]),
        ("https://xn--r8jz45g.jp/a", vec!["mail.link_form", "mail.link_host"], vec!["mail.link_form"]),
        ("https://192.0.2.1/a", vec!["mail.link_form", "mail.link_host"], vec!["mail.link_form"]),
        ("no link", vec!["mail.link_missing"], vec!["mail.link_missing"]),
    ] {
        let mail = letter(links).read();
        for (policy, expected) in [(&listed, on_list), (&free, without_list)] {
            let (kind, found) = codes(&judge(&mail, &receipt(), &order(), policy, received()));
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            match kind {
                "seen" => assert!(expected.is_empty(), "{links}: {found:?}"),
                _ => assert_eq!(found, expected, "{links}"),
            }
        }
    }
}

/// R40: a list that nobody can read is still a list.
#[test]
fn a_broken_list_blocks() {
    let policy = policy_with_hosts(&["https://approval.example.com/"]);
    let judgement = judge(&Letter::default().read(), &receipt(), &order(), &policy, received());
    assert_eq!(codes(&judgement), ("quarantined", vec!["mail.link_host".to_owned()]));
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
