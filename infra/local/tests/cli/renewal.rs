//! The sweep at a given time.

use ::procedure::Product;

use super::support::{Place, text};

/// R8, R10, A4: the renewal opens, silence at its prescribed date goes on, and running the sweep twice changes nothing.
#[test]
fn a_renewal_opens_and_silence_goes_on() {
    let place = Place::new();
    let order = place.issued(Product::CybertrustSureServer);
    let opens = place.show(&order)["certificate"]["renewal_opens_at"].as_str().unwrap().to_owned();
    assert!(place.done(&["sweep"])["changes"].as_array().unwrap().is_empty());
    let swept = place.done(&["sweep", "--at", &opens]);
    assert_eq!(swept["orders"], 1, "{swept}");
    let page = place.show(&order);
    let renewal = page["certificate"]["successor"].as_str().unwrap().to_owned();
    let again = place.done(&["sweep", "--at", &opens]);
    assert!(again["changes"].as_array().unwrap().is_empty(), "{again}");

    let page = place.show(&renewal);
    assert_eq!((&page["kind"], &page["stage"]), (&"renewal".into(), &"confirming".into()));
    let until = page["acts"][0]["until"].as_str().unwrap().to_owned();
    let swept = place.done(&["sweep", "--at", &until]);
    let told = swept["changes"].as_array().unwrap().iter().any(|line| line["order"] == renewal.as_str());
    assert!(told, "{swept}");
    assert_eq!(place.show(&renewal)["stage"], "submitting");
    let late = place.draft("late.json", &::procedure::samples::draft(Product::CybertrustSureServer));
    assert_eq!(place.refused(&["amend", &renewal, text(&late)]), "order.out_of_phase");
}

/// R9: before its prescribed date a renewal can be confirmed.
#[test]
fn a_renewal_is_confirmed() {
    let mut place = Place::new();
    let order = place.issued(Product::Bizcert);
    let opens = place.show(&order)["certificate"]["renewal_opens_at"].as_str().unwrap().to_owned();
    place.done(&["sweep", "--at", &opens]);
    place.now = Some(opens);
    let renewal = place.show(&order)["certificate"]["successor"].as_str().unwrap().to_owned();
    let answer = place.done(&["confirm", &renewal]);
    assert_eq!(answer["stage"], "submitting");
    assert_eq!(place.done(&["confirm", &renewal])["outcome"], "ignored");
}

/// R88: a customer who does not act is reminded, and past the deadline staff look into it.
#[test]
fn a_late_customer_is_reminded_and_then_staff_act() {
    let place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    let until = place.show(&order)["checks"][0]["until"].as_str().unwrap().to_owned();
    let mut reminded = 0;
    for day in 25..=30 {
        let at = format!("2026-11-{day}T12:00");
        let swept = place.done(&["sweep", "--at", &at]);
        let sent =
            swept["changes"].as_array().unwrap().iter().flat_map(|line| line["sent"].as_array().unwrap());
        reminded += sent.filter(|send| send["what"] == "reminder").count();
    }
    assert!(reminded >= 1, "{until}");
    place.done(&["sweep", "--at", "2026-12-10T12:00"]);
    assert!(place.show(&order)["waits_for"].as_array().unwrap().contains(&"provider".into()));
}
