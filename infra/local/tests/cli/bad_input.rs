//! Bad input: each has its own clear answer, and every other order goes on.

use ::procedure::application::ApplicationDraft;
use ::procedure::{Product, samples};

use super::support::{Place, chain, draft_for, text};

#[test]
fn malformed_json_is_answered_with_its_line() {
    let place = Place::new();
    for (content, field) in [
        ("{", "input"),
        ("", "input"),
        ("[]", "input"),
        (r#"{"product": "DC-OV", "names": "www.example.jp"}"#, "names"),
        (r#"{"product": "DC-OV", "colour": "red"}"#, "colour"),
        (r#"{"product": "DC-OV"}"#, "input"),
    ] {
        let file = place.file("bad.json", content);
        for command in ["submit", "check"] {
            let ran = place.run(&[command, text(&file), "--json"]);
            assert_eq!((ran.status, ran.code().as_str()), (1, "input.malformed"), "{content}: {ran:?}");
            assert_eq!(ran.json()["findings"][0]["field"], field, "{content}");
        }
    }
    let file = place.file("bad.json", b"{\"product\": \"\xff\"}");
    assert_eq!(place.refused(&["submit", text(&file)]), "input.not_text");
}

#[test]
fn an_oversized_input_is_refused_before_it_is_read_whole() {
    let place = Place::new();
    let file = place.file("big.json", vec![b' '; 256 * 1024 + 1]);
    assert_eq!(place.refused(&["submit", text(&file)]), "input.too_large");
    let ran = place.run_with(&["submit", "-", "--json"], &"x".repeat(300 * 1024));
    assert_eq!((ran.status, ran.code().as_str()), (1, "input.too_large"));
}

/// R6: any other product is refused with the six codes.
#[test]
fn an_unknown_product_is_refused_with_those_there_are() {
    let place = Place::new();
    let draft =
        ApplicationDraft { product: "DV-1".to_owned(), ..samples::draft(Product::CybertrustSureServer) };
    let file = place.draft("a.json", &draft);
    let ran = place.run(&["submit", text(&file)]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("BIZCERT") && ran.stderr.contains("R6"), "{ran:?}");
    assert_eq!(place.refused(&["submit", text(&file)]), "product.unknown");
    assert_eq!(place.done(&["list", "--all"])["orders"].as_array().unwrap().len(), 0);
}

/// R89: another event under an id that was used is refused.
#[test]
fn an_event_id_used_for_another_event_is_refused() {
    let place = Place::new();
    let one = place.draft("1.json", &draft_for(Product::CybertrustSureServer, "one.example.jp"));
    let two = place.draft("2.json", &draft_for(Product::CybertrustSureServer, "two.example.jp"));
    place.done(&["submit", text(&one), "--event-id", "E-1"]);
    assert_eq!(place.refused(&["submit", text(&two), "--event-id", "E-1"]), "event.reused");
    place.done(&["submit", text(&two), "--event-id", "E-2"]);
}

#[test]
fn an_event_for_an_unknown_or_finished_order_is_refused_and_others_go_on() {
    let place = Place::new();
    let other = place.submit_as(&draft_for(Product::Bizcert, "other.example.jp"));
    for unknown in [
        &["phone", "CF-0", "--callee", "responsible-person", "--outcome", "completed"][..],
        &["hold", "CF-0", "--comment", "x"],
        &["show", "CF-0"],
        &["letters", "CF-0"],
        &["desk", "sheet", "CF-0"],
        &["report", "CF-0", "--passed", "phone"],
        &["enquiry", "close", "CF-0", "--enquiry", "Q-1"],
    ] {
        assert_eq!(place.refused(unknown), "order.unknown", "{unknown:?}");
    }
    let order = place.submit(Product::CybertrustSureServer);
    place.done(&["cancel", &order, "--reason", "no longer needed", "--by-customer"]);
    for finished in [
        &["phone", &order, "--callee", "responsible-person", "--outcome", "completed"][..],
        &["hold", &order, "--comment", "x"],
        &["installed", &order],
        &["reject", &order, "--reason", "x"],
    ] {
        assert_eq!(place.refused(finished), "order.finished", "{finished:?}");
    }
    assert_eq!(place.show(&order)["ended"]["how"], "cancelled");
    place.done(&["placed", &other, "--vendor-order", "V-2"]);
    assert_eq!(place.show(&other)["stage"], "examining");
}

/// R52: a certificate that is not the one applied for is not recorded.
#[test]
fn a_certificate_for_another_key_is_refused() {
    let place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    let another = ApplicationDraft {
        csr: samples::CSR_RENEWED.to_owned(),
        ..samples::draft(Product::CybertrustSureServer)
    };
    let file = place.file("other.pem", chain(&another, 199));
    assert_eq!(place.refused(&["certificate", &order, "--chain", text(&file)]), "certificate.key_mismatch");
    let file = place.file("none.pem", "no certificate");
    assert_eq!(place.refused(&["certificate", &order, "--chain", text(&file)]), "certificate.not_pem");
    assert_eq!(place.refused(&["certificate", &order]), "certificate.missing");
    assert_eq!(place.show(&order)["stage"], "examining");
    let file = place.file("right.pem", chain(&samples::draft(Product::CybertrustSureServer), 199));
    place.done(&["certificate", &order, "--chain", text(&file)]);
    assert_eq!(place.show(&order)["stage"], "issued");
}

/// R85: a document that shows a My Number is refused, and nothing read off it is kept.
#[test]
fn a_my_number_leaves_no_trace() {
    let place = Place::new();
    let order = place.submit_as(&samples::sole_proprietor_draft(Product::CybertrustSureServer));
    place.done(&["placed", &order, "--vendor-order", "V-1"]);
    let scan = place.file("scan.pdf", "a resident record with a number");
    let recorded = ["document", &order, "--kind", "resident_record", "--form", "posted_original"];
    let seen = ["--my-number", "--issued", "2026-11-01", "--scan", text(&scan)];
    let answer = place.done(&[&recorded[..], &seen].concat());
    assert_eq!(answer["outcome"], "applied");
    let sent = &answer["changes"][0]["sent"][0];
    assert_eq!(sent["what"], "document_refused", "R86: {answer}");
    let owes = |code: &str| place.show(&order)["acts"].to_string().contains(code);
    assert!(owes("destroy_document"), "{}", place.show(&order)["acts"]);
    assert_eq!(place.show(&order)["attention"][0]["field"], "documents.resident_record");
    place.done(&["document", "destroyed", &order, "--id", "resident_record"]);
    assert!(!owes("destroy_document"));
    for file in ["certflow.db", "certflow.db-wal"] {
        let bytes = std::fs::read(place.data().join(file)).unwrap_or_default();
        let digest = b"\"file\"";
        assert!(!bytes.windows(digest.len()).any(|window| window == digest), "{file}");
    }
}

#[test]
fn texts_have_their_limits() {
    let place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    let number = "個人番号は 1234 5678 9018 です";
    for (text, code) in
        [("", "text.length"), (&*"長".repeat(4_001), "text.length"), (number, "text.my_number")]
    {
        assert_eq!(place.refused(&["hold", &order, "--comment", text]), code);
        assert_eq!(place.refused(&["enquiry", "raise", &order, "--enquiry", "Q-1", "--text", text]), code);
    }
}

/// R85: an application with a My Number is not taken to be mended, and is told so in both languages.
#[test]
fn an_application_with_a_my_number_is_not_kept() {
    let place = Place::new();
    let mut draft = samples::sole_proprietor_draft(Product::CybertrustSureServer);
    draft.organisation.trade_name = Some("屋号堂 1234-5678-9018".to_owned());
    let file = place.draft("number.json", &draft);
    assert_eq!(place.refused(&["submit", text(&file)]), "text.my_number");
    for (lang, words) in [("ja", "番号を削除してください"), ("en", "Remove the number")] {
        let told = place.run(&["submit", text(&file), "--lang", lang]);
        assert_eq!(told.status, 1, "{told:?}");
        assert!(told.stderr.contains(words) || told.stdout.contains(words), "{told:?}");
        assert!(!format!("{told:?}").contains("5678-9018"), "{told:?}");
    }
    assert!(place.done(&["list", "--all"])["orders"].as_array().unwrap().is_empty());
}
