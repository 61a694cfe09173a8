use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::calendar::{Calendar, japan_date};
use crate::rules::validity;
use crate::{ContractTerm, Product};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn usual(not_before: &str, not_after: &str, product: Product, term: ContractTerm) -> Schedule {
    let (policy, calendar) = (Policy::default(), Calendar::default());
    schedule(time(not_before), time(not_after), product, term, &policy, &calendar)
}

/// Every date but the end, in Japan time.
fn dates(schedule: &Schedule) -> Vec<String> {
    let shown = |at: &Timestamp| crate::calendar::JAPAN.to_datetime(*at).strftime("%m-%d %H:%M").to_string();
    let steps =
        [schedule.last_call_at, schedule.prescribed_date, schedule.submit_at, schedule.expired_notice_at];
    [schedule.opens_at].iter().chain(&schedule.reminders).chain(&steps).map(shown).collect()
}

/// R8, A4, P16: OV opens 60 days ahead and is due 30 days ahead, each moved off weekends and Golden Week.
#[test]
fn ov_of_199_days() {
    let ov = usual(
        "2026-11-22T00:00:00Z",
        "2027-06-08T23:59:59Z",
        Product::DigicertSecureServerId,
        ContractTerm::OneYear,
    );
    let expected = [
        "04-12 10:00",
        "04-26 10:00",
        "04-30 10:00",
        "05-07 10:00",
        "05-10 18:00",
        "05-11 10:00",
        "06-10 10:00",
    ];
    assert_eq!(dates(&ov), expected);
    assert_eq!(ov.expires_at, time("2027-06-08T23:59:59Z"));
}

/// A4, R46: EV of the same certificate comes earlier; its 75 days shrink to a third of the lifetime.
#[test]
fn ev_of_199_days() {
    let ev = usual(
        "2026-11-22T00:00:00Z",
        "2027-06-08T23:59:59Z",
        Product::DigicertSecureServerIdEv,
        ContractTerm::OneYear,
    );
    let expected = [
        "04-05 10:00",
        "04-16 10:00",
        "04-23 10:00",
        "04-28 10:00",
        "04-30 18:00",
        "04-30 18:00",
        "06-10 10:00",
    ];
    assert_eq!(dates(&ev), expected);
}

/// A4: a certificate of 46 days is renewed within its last third, every step shrunk alike.
#[test]
fn ov_of_46_days() {
    let ov = usual(
        "2029-03-15T00:00:00Z",
        "2029-04-29T23:59:59Z",
        Product::CybertrustSureServer,
        ContractTerm::OneYear,
    );
    let expected = [
        "04-16 10:00",
        "04-17 10:00",
        "04-18 10:00",
        "04-20 10:00",
        "04-20 18:00",
        "04-20 18:00",
        "05-01 10:00",
    ];
    assert_eq!(dates(&ov), expected);
}

/// R4, A1: BIZCERT by the month follows the certificate's end; only its own lead differs from the yearly one.
#[test]
fn bizcert_follows_the_certificate() {
    let policy = Policy::default();
    let lead = |product, term| policy.lead(product, term).prescribed();
    assert_eq!(lead(Product::Bizcert, ContractTerm::OneMonth), 21);
    assert_eq!(lead(Product::Bizcert, ContractTerm::OneYear), 30);
    assert_eq!(lead(Product::GeotrustTrueBusinessIdEv, ContractTerm::OneYear), 45);
    let (start, end) = ("2026-11-22T00:00:00Z", "2027-04-30T23:59:59+09:00");
    let monthly = usual(start, end, Product::Bizcert, ContractTerm::OneMonth);
    let yearly = usual(start, end, Product::Bizcert, ContractTerm::OneYear);
    assert_eq!(monthly.expires_at, yearly.expires_at);
    assert!(monthly.opens_at > yearly.opens_at && monthly.prescribed_date > yearly.prescribed_date);
    assert_eq!(dates(&monthly)[0], "03-17 10:00");
}

/// A4, P16: over the new year a shrunken lead holds no business day; the customer still has two to answer.
#[test]
fn the_new_year_leaves_time_to_answer() {
    let over = usual(
        "2030-11-27T00:00:00Z",
        "2031-01-11T23:59:59Z",
        Product::CybertrustSureServer,
        ContractTerm::OneYear,
    );
    let expected = ["01-06 10:00", "01-08 10:00", "01-08 18:00", "01-08 18:00", "01-14 10:00"];
    assert_eq!(dates(&over), expected);
}

/// A4: the table is configuration; leads whose steps are out of order are refused.
#[test]
fn policies_are_configured() {
    let stored = serde_json::to_string(&Policy::default()).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&stored).unwrap(), Policy::default());
    let lead = |change: &str, value: serde_json::Value| {
        let mut lead = json!({"opens": 60, "reminders": [14, 7], "last_call": 2, "prescribed": 30, "submit": 29, "expired_notice": 1});
        lead[change] = value;
        serde_json::from_value::<Lead>(lead)
    };
    assert!(lead("opens", json!(60)).is_ok());
    for (field, value) in [
        ("opens", json!(0)),
        ("opens", json!(181)),
        ("opens", json!(30)),
        ("prescribed", json!(28)),
        ("prescribed", json!(70)),
        ("submit", json!(0)),
        ("submit", json!(31)),
        ("reminders", json!([30])),
        ("reminders", json!([1])),
        ("reminders", json!([3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3])),
        ("last_call", json!(8)),
        ("expired_notice", json!(181)),
        ("unknown", json!(1)),
    ] {
        assert!(lead(field, value.clone()).is_err(), "{field} {value}");
    }
    let error = lead("submit", json!(0)).unwrap_err().to_string();
    assert!(error.contains("out of order") && error.contains("A4"), "{error}");
    assert!(serde_json::from_value::<Policy>(json!({"lifetime_share": 0})).is_err());
    let exception = json!({"exceptions": [{"product": "CT-SS", "lead": lead("opens", json!(61)).unwrap()}]});
    let policy: Policy = serde_json::from_value(exception).unwrap();
    assert_eq!(policy.lead(Product::CybertrustSureServer, ContractTerm::OneYear).opens(), 61);
    assert_eq!(policy.lead(Product::Bizcert, ContractTerm::OneMonth).opens(), 60);
}

/// A4: the ends of time bring no panic.
#[test]
fn the_ends_of_time() {
    let (policy, calendar) = (Policy::default(), Calendar::default());
    for not_before in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        for not_after in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            let s =
                schedule(not_before, not_after, Product::Bizcert, ContractTerm::OneMonth, &policy, &calendar);
            assert_eq!(s.expires_at, not_after);
        }
    }
}

fn leads() -> impl Strategy<Value = Lead> {
    (2_u16..=180).prop_flat_map(|opens| (Just(opens), 1..opens)).prop_flat_map(|(opens, prescribed)| {
        let gap = opens - prescribed;
        let reminders = proptest::collection::vec(0..gap, 0..10);
        (Just(opens), Just(prescribed), 1..=prescribed, reminders, 0..gap, 0_u16..=180).prop_map(
            |(opens, prescribed, submit, reminders, last_call, expired_notice)| {
                let last_call = reminders.iter().copied().chain([last_call]).min();
                let lead = json!({"opens": opens, "reminders": reminders, "last_call": last_call, "prescribed": prescribed, "submit": submit, "expired_notice": expired_notice});
                serde_json::from_value(lead).unwrap()
            },
        )
    })
}

prop_compose! {
    fn policies()(ov in leads(), ev in leads(), exception in leads(), window_days in 0_u16..120, share in 1_u8..8, answer_days in 0_u8..20) -> Policy {
        let exceptions = vec![Exception { product: Product::CybertrustSureServer, term: None, lead: exception }];
        Policy { ov, ev, exceptions, window_days, lifetime_share: share.try_into().unwrap(), answer_days }
    }
}

proptest! {
    /// R8, A4, P13, P16: whatever the table and the certificate, the steps come in order, inside the vendor's window
    /// and the certificate's share, and people are asked on business days.
    #[test]
    fn steps_come_in_order(
        policy in policies(),
        start in 1_640_995_200_i64..3_786_912_000,
        lifetime in 0_i64..400 * 86_400,
        product in proptest::sample::select(Product::ALL.to_vec()),
    ) {
        let calendar = Calendar::default();
        let not_before = Timestamp::from_second(start).unwrap();
        let not_after = Timestamp::from_second(start + lifetime).unwrap();
        let s = schedule(not_before, not_after, product, ContractTerm::OneYear, &policy, &calendar);

        let mut steps = vec![s.opens_at];
        steps.extend(&s.reminders);
        steps.extend([s.last_call_at, s.prescribed_date, s.submit_at, s.expires_at, s.expired_notice_at]);
        prop_assert!(steps.is_sorted(), "{s:?}");
        prop_assert!(s.reminders.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert_eq!(s.expires_at, not_after);

        let longest = SignedDuration::from_secs(lifetime / i64::from(policy.lifetime_share.get()));
        let window = SignedDuration::from_hours(24 * i64::from(policy.window_days));
        prop_assert!(not_after.duration_since(s.opens_at) <= longest.min(window));
        prop_assert!(s.opens_at >= not_before);

        for at in s.reminders.iter().chain([&s.expired_notice_at]) {
            prop_assert!(calendar.is_business_day(japan_date(*at)), "{at}");
        }
        // Steps pressed against their neighbour by a short certificate take its time; all others are business days.
        let pressed = [s.opens_at, s.expires_at];
        for at in [s.opens_at, s.last_call_at, s.prescribed_date, s.submit_at] {
            prop_assert!(pressed.contains(&at) || calendar.is_business_day(japan_date(at)), "{at} in {s:?}");
        }
    }

    /// A4: with the lifetimes the rules allow from 2026 on, EV never comes later than OV, the customer has a day or
    /// more to answer, and the vendor three days or more, over the new year too.
    #[test]
    fn the_default_policy_leaves_time(start in 1_773_532_800_i64..2_500_000_000, vendor_days in 46_u32..200) {
        let (policy, calendar) = (Policy::default(), Calendar::default());
        let not_before = Timestamp::from_second(start).unwrap();
        let days = vendor_days.min(validity::recommended_days(not_before));
        let not_after = Timestamp::from_second(start + i64::from(days) * 86_400 - 1).unwrap();
        let of = |product| schedule(not_before, not_after, product, ContractTerm::OneYear, &policy, &calendar);
        let (ov, ev) = (of(Product::GeotrustTrueBusinessId), of(Product::GeotrustTrueBusinessIdEv));
        prop_assert!(ev.opens_at <= ov.opens_at && ev.prescribed_date <= ov.prescribed_date);
        for s in [ov, ev] {
            prop_assert!(s.prescribed_date.duration_since(s.opens_at) >= SignedDuration::from_hours(24), "{s:?}");
            prop_assert!(not_after.duration_since(s.submit_at) >= SignedDuration::from_hours(3 * 24), "{s:?}");
        }
    }
}
