//! Pre-flight in the DNS, by `check` and `submit`, against a name server on loopback.

use ::procedure::{Product, samples};
use platform::resolver::stand_in::{Answer, Server, Type, a, caa, mx};
use serde_json::Value;

use super::support::{Place, text};

/// A name server for `example.jp`, whose CAA lets `issuer` alone issue.
fn zone(issuer: &'static str) -> Server {
    Server::start(move |ask| match (ask.name.as_str(), ask.kind) {
        ("example.jp", Type::CAA) => Answer::records([caa("example.jp", "issue", issuer)]),
        (_, Type::MX) => Answer::records([mx(&ask.name, 10, "mx.example.jp.")]),
        (_, Type::A) => Answer::records([a(&ask.name)]),
        _ => Answer::none(),
    })
}

/// That, and a place that asks it.
fn place(issuer: &'static str) -> (Place, Server) {
    let server = zone(issuer);
    (Place::new().asking(&server.address().to_string()), server)
}

fn finding<'a>(answer: &'a Value, code: &str) -> Option<&'a Value> {
    answer["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == code)
}

/// P1, R12, R87: `check` says what the DNS says, how much it matters, the record seen and from where, the remedy and
/// who acts, in both languages and as JSON; offline it asks nobody and says so.
#[test]
fn a_check_shows_the_record_and_who_acts() {
    let (place, server) = place("other.example");
    let file = place.draft("a.json", &samples::draft(Product::DigicertSecureServerId));
    let ran = place.run(&["check", text(&file), "--json"]);
    let answer = ran.json();
    assert_eq!((ran.status, &answer["outcome"]), (1, &"returned".into()), "{answer}");
    let found = finding(&answer, "caa.forbidden").unwrap();
    let record = format!("example.jp. CAA 0 issue \"other.example\" (TTL 300, from {})", server.address());
    assert!(found["evidence"].as_str().unwrap().starts_with(&record), "{found}");
    assert_eq!((&found["severity"], &found["acts"]), (&"stop".into(), &"customer".into()));
    assert!(finding(&answer, "approval.address").is_some(), "A7: where the mail will go: {answer}");
    for (language, words) in [
        ("ja", ["要修正", "お客様", "CAA レコード", "digicert.com"]),
        ("en", ["stop", "Customer", "CAA", "digicert.com"]),
    ] {
        let page = place.run(&["check", text(&file), "--lang", language]).stderr;
        assert!(page.contains(&record), "{page}");
        for word in words {
            assert!(page.contains(word), "{word} in {page}");
        }
    }
    let asked = server.asked().len();
    let offline = place.done(&["check", text(&file), "--offline"]);
    assert_eq!(offline["outcome"], "accepted", "{offline}");
    assert_eq!(finding(&offline, "dns.offline").unwrap()["severity"], "note");
    assert_eq!(server.asked().len(), asked, "offline asks nobody");
    assert!(!place.data().exists(), "a check keeps nothing");
}

/// P13, P16: `check` says whether the certificate to be replaced ends too soon, or too late for the vendor's window.
#[test]
fn a_check_minds_the_certificate_it_replaces() {
    let place = Place::new();
    let file = place.draft("a.json", &samples::draft(Product::DigicertSecureServerId));
    for (ends, code) in [
        ("2026-11-26T10:00", Some("timing.late")),
        ("2026-12-30T10:00", None),
        ("2027-06-08T23:59", Some("timing.early")),
    ] {
        let answer = place.done(&["check", text(&file), "--offline", "--replaces", ends]);
        let findings = answer["findings"].as_array().unwrap().iter();
        let codes: Vec<&str> = findings.filter_map(|finding| finding["code"].as_str()).collect();
        let timing: Vec<&str> = codes.into_iter().filter(|code| code.starts_with("timing.")).collect();
        assert_eq!(timing, code.into_iter().collect::<Vec<_>>(), "{ends}");
    }
}

/// P1, R88: `submit` looks by itself, and what `check` said is what the order says.
#[test]
fn a_submitted_application_is_looked_at() {
    let (place, _server) = place("other.example");
    let file = place.draft("a.json", &samples::draft(Product::DigicertSecureServerId));
    let ran = place.run(&["submit", text(&file), "--customer", "C-1001", "--json"]);
    assert_eq!((ran.status, &ran.json()["outcome"]), (1, &"returned".into()), "{ran:?}");
    assert_eq!(ran.code(), "caa.forbidden");
    let order = ran.json()["order"].as_str().unwrap().to_owned();
    let letters = place.done(&["letters", &order]);
    let name = letters["letters"][0]["letter"].as_str().unwrap().to_owned();
    let letter = place.done(&["letters", &order, &name]).to_string();
    assert!(letter.contains("CAA") && letter.contains("other.example"), "R86: {letter}");

    let mended = zone("digicert.com");
    let place = place.asking(&mended.address().to_string());
    let answer = place.done(&["amend", &order, text(&file)]);
    assert_eq!(answer["stage"], "submitting", "{answer}");
}

/// P4: a resolver that nobody runs is no reason to take no order: it goes on, and the desk has something to look into.
#[test]
fn without_a_resolver_orders_are_taken() {
    // The discard service, which no machine runs.
    let place = Place::new().asking("127.0.0.1:9");
    let order = place.submit(Product::DigicertSecureServerId);
    let page = place.show(&order);
    assert_eq!(page["attention"][0]["code"], "dns.unavailable", "{page}");
    assert!(page["acts"].as_array().unwrap().iter().any(|act| act["code"] == "look_into"), "{page}");
}

/// R12: an address that is none is a fault of the settings, said with its variable.
#[test]
fn a_resolver_that_is_none_is_said() {
    let place = Place::new().asking("ns.example.jp");
    let file = place.draft("a.json", &samples::draft(Product::Bizcert));
    let ran = place.run(&["check", text(&file)]);
    assert_ne!(ran.status, 0);
    assert!(ran.stderr.contains("CERTFLOW_RESOLVER"), "{ran:?}");
}
