//! Where orders wait too long.

use ::procedure::Product;
use serde_json::Value;

use super::support::{Place, draft_for};

fn step<'a>(answer: &'a Value, code: &str) -> &'a Value {
    let steps = answer["steps"].as_array().unwrap();
    steps.iter().find(|step| step["code"] == code).unwrap_or_else(|| panic!("{code}: {answer}"))
}

/// R12, R88: every waiting order counts under its step by age; what is late is named; what the sweep has not started
/// for an hour is certflow's own debt.
#[test]
fn orders_are_counted_per_step_and_age() {
    let mut place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    place.now = Some("2026-11-26T10:00".to_owned());
    place.submit_as(&draft_for(Product::CybertrustSureServer, "second.example.jp"));

    let answer = place.done(&["stuck"]);
    assert_eq!(step(&answer, "place")["ages"], serde_json::json!([1, 0, 0, 0, 0]));
    assert_eq!(step(&answer, "approve_domain")["ages"], serde_json::json!([0, 1, 0, 0, 0]));
    assert_eq!(step(&answer, "approve_domain")["by"], "customer");
    assert!(answer["orders"].as_array().unwrap().is_empty(), "{answer}");
    assert!(
        answer["left"].as_array().unwrap().iter().all(|left| left["order"] == order.as_str()),
        "{answer}"
    );

    // Three weeks in which nobody swept.
    place.now = Some("2026-12-17T10:00".to_owned());
    let answer = place.done(&["stuck"]);
    assert_eq!(step(&answer, "approve_domain")["ages"], serde_json::json!([0, 0, 0, 0, 1]));
    assert_eq!(step(&answer, "approve_domain")["late"], 1);
    let named = answer["orders"].as_array().unwrap();
    assert!(named.iter().any(|row| row["order"] == order.as_str() && row["late"] == true), "{answer}");
    assert!(named.iter().all(|row| row["days"].as_i64().unwrap() >= 14 || row["late"] == true), "{answer}");
    let left = answer["left"].as_array().unwrap();
    assert!(left.iter().any(|left| left["order"] == order.as_str() && left["kind"] == "order"), "{answer}");

    let customers = place.done(&["stuck", "--waiting-on", "customer", "--limit", "1"]);
    assert!(
        customers["steps"].as_array().unwrap().iter().all(|step| step["by"] == "customer"),
        "{customers}"
    );
    assert_eq!(customers["orders"].as_array().unwrap().len(), 1);
    for (lang, words) in [("en", "OLDER"), ("ja", "14日以上")] {
        let page = place.run(&["stuck", "--lang", lang]).stdout;
        assert!(page.contains(words) && page.contains(&order), "{page}");
    }

    // The sweep pays the debt.
    place.done(&["sweep"]);
    assert!(place.done(&["stuck"])["left"].as_array().unwrap().is_empty());
}

#[test]
fn nothing_waits_in_an_empty_folder() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).unwrap();
    assert!(place.run(&["stuck"]).stdout.contains("No order waits"));
    assert_eq!(place.run(&["stuck", "--older-than", "1001"]).status, 2);
}
