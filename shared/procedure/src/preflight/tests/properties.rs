//! Whatever stands in the DNS.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn record() -> impl Strategy<Value = Record> {
    let parameters = vec((".{0,20}", ".{0,40}"), 0..3);
    prop_oneof![
        (any::<bool>(), "(issue|issuewild|iodef|.{0,8})", proptest::option::of(".{0,40}"), parameters)
            .prop_map(|(critical, tag, issuer, parameters)| property(
                critical,
                &tag,
                CaaValue::Issue { issuer, parameters }
            )),
        (any::<bool>(), ".{0,8}", ".{0,80}").prop_map(|(critical, tag, text)| property(
            critical,
            &tag,
            CaaValue::Malformed { text }
        )),
        vec(vec(any::<u8>(), 0..80), 0..4).prop_map(|strings| Record::Txt(TxtRecord { strings })),
        "[ -~]{0,60}".prop_map(|text| txt(&text)),
        (any::<u16>(), "[ -~]{0,40}|[.]|mx[.]example[.]jp")
            .prop_map(|(preference, host)| mx(preference, &host)),
        any::<u32>().prop_map(|bits| Record::Address(IpAddr::V4(Ipv4Addr::from_bits(bits)))),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let failure = prop_oneof![
        Just(Failure::ServFail),
        Just(Failure::Bogus),
        Just(Failure::Refused),
        Just(Failure::Malformed),
        Just(Failure::Timeout),
        Just(Failure::Unreachable),
        Just(Failure::NotAsked),
    ];
    prop_oneof![
        3 => vec(record(), 0..6).prop_map(Outcome::Records),
        1 => Just(Outcome::NoData),
        1 => Just(Outcome::NxDomain),
        1 => failure.prop_map(Outcome::Failed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// R86, R29: any answers at all make findings without a panic, each with both languages and short evidence, and
    /// never with a whole local part.
    #[test]
    fn anything_is_judged(
        outcomes in vec((outcome(), vec(".{0,30}", 0..3)), 64),
        by_txt in any::<bool>(),
        hosted in any::<bool>(),
    ) {
        let names = ["*.a.example.jp", "www.example.jp", "example.co.jp"];
        let product = Product::DigicertSecureServerId;
        let mut order = if by_txt { by_contact(product, &names) } else { postmaster(product, &names) };
        order.dns = if hosted { crate::application::Hosting::Provider } else { crate::application::Hosting::External };
        let mut answers = outcomes.into_iter();
        let mut seen = Observations::default();
        for round in 0..2 {
            let questions = if round == 0 { first(&order) } else { next(&order, &seen) };
            for question in questions {
                if let Some((outcome, aliases)) = answers.next() {
                    seen.add(question, Seen { aliases, ..Seen::plain(outcome) });
                }
            }
        }
        for finding in judge(&order, &seen, &Settings::default(), samples::now()) {
            prop_assert!(!finding.message.ja.is_empty() && !finding.message.en.is_empty());
            prop_assert!(!finding.remedy.ja.is_empty() && !finding.remedy.en.is_empty());
            prop_assert!(finding.evidence.unwrap_or_default().chars().count() < 4_000);
        }
    }

    /// R29: a local part never shows whole, whatever surrounds it.
    #[test]
    fn local_parts_stay_hidden(local in "[a-z0-9.]{6,20}", before in "[ \"':;<(a-z=]{0,10}", after in "[ \"',;>)]{0,5}") {
        let text = format!("{before}{local}@example.jp{after}");
        prop_assert!(!crate::preflight::evidence::masked(&text, true).contains(&local));
        prop_assert!(!crate::preflight::evidence::masked(&text, false).contains(&local));
    }
}
