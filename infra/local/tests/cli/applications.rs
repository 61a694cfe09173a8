//! Applications: template, check, submit, amend.

use ::procedure::{Product, samples};

use super::support::{NAME, Place, text};

/// R1: the form of every product can be filled in, and is what `check` reads.
#[test]
fn a_template_with_a_csr_passes_the_check() {
    let place = Place::new();
    let csr = place.file("server.csr", samples::CSR);
    for product in Product::ALL {
        let form = place.run(&["template", product.code(), "--csr", text(&csr)]);
        let form = place.file("form.json", &form.stdout);
        let answer = place.done(&["check", text(&form)]);
        assert_eq!(answer["outcome"], "accepted", "{}: {answer}", product.code());
        let checks: Vec<&str> = answer["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["check"].as_str().unwrap())
            .collect();
        let ev = product.code().ends_with("EV");
        assert_eq!(checks.contains(&"employment"), ev, "R49: {checks:?}");
        assert_eq!(checks.contains(&"confirmation"), ev, "R49: {checks:?}");
    }
    assert!(!place.data().exists(), "a check keeps nothing");
}

/// R60: a sole proprietor learns from the check what to prepare.
#[test]
fn the_check_names_the_documents_to_prepare() {
    let place = Place::new();
    let csr = place.file("server.csr", samples::CSR);
    let form = place.run(&["template", "CT-SS", "--sole-proprietor", "--csr", text(&csr)]);
    let form = place.file("form.json", &form.stdout);
    let answer = place.done(&["check", text(&form)]);
    assert_eq!(answer["documents"].as_array().unwrap().len(), 3, "R66: {answer}");
    let page = place.run(&["check", text(&form), "--lang", "ja"]).stdout;
    assert!(page.contains("運転免許証") && page.contains("申告書"), "{page}");
}

/// R7, R13, R53: what changed, what was sent, who acts next.
#[test]
fn a_submitted_application_says_what_became_of_it() {
    let place = Place::new();
    let file = place.draft("a.json", &samples::draft(Product::CybertrustSureServer));
    let answer = place.done(&["submit", text(&file), "--customer", "C-1001"]);
    assert_eq!((&answer["outcome"], &answer["stage"]), (&"applied".into(), &"submitting".into()));
    let sent: Vec<&str> = (answer["changes"].as_array().unwrap().iter())
        .flat_map(|line| line["sent"].as_array().unwrap())
        .filter(|send| send["kind"] != "event")
        .map(|send| send["what"].as_str().unwrap())
        .collect();
    assert_eq!(sent, ["application_received", "place"]);
    assert_eq!(answer["acts"][0]["by"], "provider");

    let order = answer["order"].as_str().unwrap();
    let letters = place.done(&["letters", order]);
    assert_eq!(letters["letters"][0]["what"], "application_received");
    let name = letters["letters"][0]["letter"].as_str().unwrap();
    let letter = place.done(&["letters", order, name]);
    assert!(letter["subject"].as_str().unwrap().contains(NAME), "{letter}");
    assert_eq!(letter["to"][0], "tanto@example.jp");
    assert_eq!(place.refused(&["letters", order, "99.0"]), "letter.unknown");
}

/// R86, R9: an application that has to be mended comes back with what to mend, and can be amended.
#[test]
fn a_returned_application_is_mended() {
    let place = Place::new();
    let mut draft = samples::draft(Product::DigicertSecureServerIdEv);
    draft.organisation.main_phone = "090-1234-5678".to_owned();
    draft.organisation.name_en = None;
    draft.names = vec!["*.example.jp".to_owned()];
    let file = place.draft("a.json", &draft);
    let checked = place.run(&["check", text(&file), "--json"]);
    assert_eq!((checked.status, &checked.json()["outcome"]), (1, &"returned".into()));

    let ran = place.run(&["submit", text(&file), "--customer", "C-1001", "--json"]);
    assert_eq!((ran.status, &ran.json()["outcome"]), (1, &"returned".into()), "{ran:?}");
    let mut said = checked.json()["findings"].as_array().unwrap().clone();
    said.retain(|finding| finding["severity"] != "note");
    assert_eq!(ran.json()["findings"].as_array().unwrap(), &said, "notes are for who looks before");
    let order = ran.json()["order"].as_str().unwrap().to_owned();
    assert_eq!(place.show(&order)["acts"][0]["code"], "mend_application");

    let mended = place.draft("b.json", &samples::draft(Product::DigicertSecureServerIdEv));
    let answer = place.done(&["amend", &order, text(&mended)]);
    assert_eq!((&answer["outcome"], &answer["stage"]), (&"applied".into(), &"submitting".into()));
}

/// R89: the same command under the same id takes effect once.
#[test]
fn a_repeated_command_takes_effect_once() {
    let place = Place::new();
    let file = place.draft("a.json", &samples::draft(Product::CybertrustSureServer));
    let submit = ["submit", text(&file), "--customer", "C-1001", "--event-id", "portal-77"];
    let first = place.done(&submit);
    let second = place.done(&submit);
    assert_eq!(first["order"], second["order"]);
    assert_eq!((&first["repeated"], &second["repeated"]), (&false.into(), &true.into()));
    assert_eq!(place.done(&["list"])["orders"].as_array().unwrap().len(), 1);
    assert_eq!(place.show(first["order"].as_str().unwrap())["version"], 3);
}
