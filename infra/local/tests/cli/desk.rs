//! The desk: what staff have to do, the most urgent first, and the sheets to enter orders from.

use procedure::{Product, samples};

use super::support::{Place, draft_for, text};

/// R12: what does not fit on the list is counted, and the most urgent is never what is left out: a key that others may
/// know is revoked within a day (BR 4.9.1.1).
#[test]
fn nothing_is_left_out_in_silence() {
    let place = Place::new();
    for name in ["a.example.jp", "b.example.jp"] {
        place.submit_as(&draft_for(Product::Bizcert, name));
    }
    let issued = place.issued(Product::CybertrustSureServer);
    place.done(&["revoke", &issued, "--key-compromised"]);
    place.done(&["hold", &issued, "--comment", "お客様に確認中"]);
    let all = place.done(&["desk"]);
    let tasks = |desk: &serde_json::Value| {
        let work = desk["work"].as_array().unwrap().iter();
        work.map(|work| work["task"]["task"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tasks(&all), ["revoke", "enter", "enter"]);
    assert_eq!((&all["left_out"], &all["more"]), (&0.into(), &false.into()));
    let first = place.done(&["desk", "--limit", "1"]);
    assert_eq!(
        (tasks(&first), &first["left_out"], &first["more"]),
        (vec!["revoke".to_owned()], &2.into(), &true.into())
    );
    let page = place.run(&["desk", "--limit", "1", "--lang", "ja"]).stdout;
    assert!(page.contains("ほかに 2 件の注文があります"), "{page}");
    let page = place.run(&["desk", "--limit", "1", "--lang", "en"]).stdout;
    assert!(page.contains("2 more orders wait for staff"), "{page}");
}

/// R16, R79, R82: a sole proprietor's documents are on the desk with age and deadline until staff have handed them on.
#[test]
fn documents_are_handed_on_from_the_desk() {
    let place = Place::new();
    let order = place.submit_as(&samples::sole_proprietor_draft(Product::Bizcert));
    place.done(&["placed", &order, "--vendor-order", "V-1"]);
    let record = |arguments: &[&str]| {
        let command = [&["document", &order][..], arguments, &["--no-my-number"]].concat();
        place.done(&command);
    };
    record(&["--kind", "tax_return_data_service", "--tax-year", "2025", "--trade-name", "yes"]);
    record(&[
        "--kind",
        "resident_record",
        "--id",
        "juminhyo",
        "--issued",
        "2026-11-05",
        "--form",
        "posted_original",
    ]);
    record(&["--kind", "phone_bill", "--id", "bill", "--issued", "2026-11-05", "--web-download", "no"]);
    let work = || place.done(&["desk"])["work"].clone();
    let tasks = || {
        let work = work().as_array().unwrap().clone();
        work.iter().map(|work| work["task"]["task"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tasks(), ["hand_documents_over", "forward_original"]);
    assert!(work()[0]["until"].is_string() && work()[0]["age_hours"] == 0);
    let page = place.run(&["desk", "--lang", "ja"]).stdout;
    assert!(
        page.contains("書類のベンダーへの提出") && page.contains("tax_return_data_service, bill"),
        "{page}"
    );
    assert_eq!(
        place.refused(&["document", "hand-over", &order, "--id", "juminhyo"]),
        "documents.not_to_be_handed_over"
    );
    place.done(&["document", "hand-over", &order]);
    assert_eq!(tasks(), ["forward_original"]);
    place.done(&["document", "forward", &order, "--id", "juminhyo", "--arrives", "2026-11-27"]);
    assert_eq!(tasks(), [""; 0]);
    let acts = place.show(&order)["acts"].clone();
    let sent = acts.as_array().unwrap().iter().find(|act| act["code"] == "send_documents").unwrap();
    assert_eq!(sent["by"], "vendor", "{acts}");
}

/// R12, R88: what is past its deadline says so, and each thing to do by which command it is recorded.
#[test]
fn what_is_late_says_so() {
    let mut place = Place::new();
    place.submit(Product::Bizcert);
    assert!(!place.run(&["desk", "--lang", "ja"]).stdout.contains("超過"));
    place.now = Some("2026-12-10T10:00".to_owned());
    assert_eq!(place.done(&["desk"])["work"][0]["overdue"], true);
    let page = place.run(&["desk", "--lang", "ja"]).stdout;
    assert!(
        page.contains("18:00 超過") && page.contains("16 日") && page.contains("certflow placed"),
        "{page}"
    );
    place.done(&["sweep"]);
    let told = place.done(&["desk"])["attention"].clone();
    assert_eq!(told[0]["findings"][0]["code"], "placing.late", "{told}");
}

/// R13: the CSR comes as a file too, and no file is overwritten.
#[test]
fn the_csr_is_attached() {
    let place = Place::new();
    let order = place.submit(Product::Bizcert);
    let file = place.data().join("../order.csr");
    let ran = place.run(&["desk", "sheet", &order, "--csr", text(&file)]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let csr = std::fs::read_to_string(&file).unwrap();
    assert_eq!(csr.trim(), samples::CSR.trim());
    assert!(ran.stdout.contains(&format!("\n{}\n", csr.trim())), "{ran:?}");
    assert_eq!(place.run(&["desk", "sheet", &order, "--csr", text(&file)]).status, 2, "it is there already");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), csr);
}
