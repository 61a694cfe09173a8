mod numbers;
mod responsible;

use serde_json::{Value, json};

use super::*;
use crate::{Finding, Severity, Validation, Vendor};

fn company() -> Value {
    json!({
        "applicant": "corporation",
        "name": "株式会社例示",
        "address": {"postal_code": "100-0001", "prefecture": "東京都", "city": "千代田区", "street": "千代田1-1"},
        "main_phone": "03-1234-5678",
        "listing": "tdb",
        "identifiers": {"corporate_number": "7123456789012"}
    })
}

/// The company with some fields replaced, checked.
fn findings(changes: Value, validation: Validation, vendor: Vendor) -> Vec<Finding> {
    let mut value = company();
    for (field, change) in changes.as_object().unwrap() {
        value[field] = change.clone();
    }
    serde_json::from_value::<Organisation>(value).unwrap().check(validation, vendor)
}

fn codes(findings: &[Finding]) -> Vec<(&str, &str, Severity)> {
    findings.iter().map(|f| (f.code.as_ref(), f.field.as_ref(), f.severity)).collect()
}

/// R44, R58: a complete company passes for every vendor and both classes, and is stored as it decodes.
#[test]
fn a_complete_company_passes() {
    for vendor in Vendor::ALL {
        for validation in [Validation::Ov, Validation::Ev] {
            assert_eq!(findings(json!({}), validation, vendor), []);
        }
    }
    let organisation: Organisation = serde_json::from_value(company()).unwrap();
    let stored = serde_json::to_value(&organisation).unwrap();
    assert_eq!(serde_json::from_value::<Organisation>(stored).unwrap(), organisation);
    let other: Listing = serde_json::from_value(json!({"other": "業界名鑑"})).unwrap();
    assert!(matches!(other, Listing::Other(_)));
}

/// R44, P6, P7, A24: each mistake of an organisation is found once, on its field, with its weight.
#[test]
fn mistakes_are_found() {
    use Severity::{Note, Stop, Warning};
    use Validation::{Ev, Ov};
    use Vendor::{Cybertrust, Digicert};
    let address = |city: &str, street: &str| json!({"address": {"postal_code": "1000001", "prefecture": "Tokyo", "city": city, "street": street}});
    for (changes, validation, vendor, expected) in [
        (json!({"name": "㈱例示"}), Ov, Digicert, ("organisation.abbreviated", "name", Warning)),
        (json!({"name": "例示（株）"}), Ov, Digicert, ("organisation.abbreviated", "name", Warning)),
        (json!({"name": "例示"}), Ov, Digicert, ("organisation.no_legal_form", "name", Warning)),
        (json!({"name": "株式会社ﾚｲｼﾞ"}), Ov, Digicert, ("organisation.half_width_kana", "name", Warning)),
        (json!({"name": "株式会社ＡＢＣ"}), Ov, Digicert, ("organisation.full_width", "name", Note)),
        (json!({"name_en": "Reiji 株式会社"}), Ov, Digicert, ("organisation.name_en", "name_en", Stop)),
        (
            json!({"name": format!("{}会社", "例".repeat(63))}),
            Ov,
            Cybertrust,
            ("organisation.too_long", "name", Stop),
        ),
        (json!({"trade_name": "なし"}), Ov, Digicert, ("organisation.placeholder", "trade_name", Stop)),
        (json!({"trade_name": "－"}), Ov, Digicert, ("organisation.placeholder", "trade_name", Stop)),
        (
            json!({"trade_name": "屋".repeat(56)}),
            Ov,
            Cybertrust,
            ("organisation.names_too_long", "trade_name", Stop),
        ),
        (address(&"市".repeat(65), "1-1"), Ov, Digicert, ("organisation.too_long", "address.city", Stop)),
        (address(&"市".repeat(129), "1-1"), Ov, Cybertrust, ("organisation.too_long", "address.city", Stop)),
        (
            address("千代田区", "私書箱 12 号"),
            Ov,
            Digicert,
            ("organisation.post_box", "address.street", Warning),
        ),
        (address("千代田区", "P.O. Box 12"), Ev, Digicert, ("organisation.post_box", "address.street", Stop)),
        (
            json!({"main_phone": "090-1234-5678"}),
            Ov,
            Digicert,
            ("phone.not_a_main_number", "main_phone", Warning),
        ),
        (json!({"listing": null}), Ov, Digicert, ("organisation.unlisted", "listing", Warning)),
        (
            json!({"identifiers": {}}),
            Ev,
            Digicert,
            ("organisation.no_registration_number", "identifiers.registration_number", Warning),
        ),
        (
            json!({"identifiers": {"corporate_number": "7123456789012", "registration_number": "0100-01-008844"}}),
            Ov,
            Digicert,
            ("organisation.numbers_differ", "identifiers.registration_number", Stop),
        ),
        (json!({"applicant": "other_group"}), Ev, Digicert, ("organisation.ev_applicant", "applicant", Stop)),
        (
            json!({"applicant": "sole_proprietor", "identifiers": {}}),
            Ov,
            Cybertrust,
            ("organisation.no_trade_name", "trade_name", Warning),
        ),
        (
            json!({"applicant": "sole_proprietor", "trade_name": "例示堂"}),
            Ov,
            Cybertrust,
            ("organisation.not_a_corporation", "identifiers", Stop),
        ),
    ] {
        let found = findings(changes.clone(), validation, vendor);
        assert_eq!(codes(&found), [expected], "{changes}");
    }
}

/// P7: what is at a limit passes: 64 characters of name, 61 of name and trade name, 64 or 128 of city.
#[test]
fn limits_count_characters() {
    let name = format!("{}会社", "例".repeat(62));
    assert_eq!(findings(json!({"name": name}), Validation::Ov, Vendor::Digicert), []);
    let trade = json!({"trade_name": "屋".repeat(55)});
    assert_eq!(findings(trade, Validation::Ov, Vendor::Digicert), []);
    for (vendor, limit) in [(Vendor::Digicert, 64), (Vendor::Cybertrust, 128)] {
        let address = json!({"address": {"postal_code": "100-0001", "prefecture": "東京都", "city": "市".repeat(limit), "street": "1"}});
        assert_eq!(findings(address, Validation::Ov, vendor), []);
    }
}

/// A24, R58: only registered bodies may have EV; only sole proprietors owe documents unasked.
#[test]
fn applicant_types() {
    for kind in ApplicantType::ALL {
        let ev =
            matches!(kind, ApplicantType::Corporation | ApplicantType::Government | ApplicantType::School);
        assert_eq!((kind.ev_eligible(), kind.needs_documents()), (ev, kind == ApplicantType::SoleProprietor));
    }
}

/// R85: a My Number in a free text is refused on its field, and never echoed.
#[test]
fn my_numbers_are_refused() {
    let found = findings(json!({"trade_name": "例示堂 123456789018"}), Validation::Ov, Vendor::Digicert);
    assert_eq!(codes(&found), [("text.my_number", "trade_name", Severity::Stop)]);
    assert!(!format!("{found:?}").contains("9018"));
}

/// R90: an organisation logged by mistake shows neither name nor address nor number.
#[test]
fn debug_is_masked() {
    let mut value = company();
    value["trade_name"] = json!("例示堂");
    let shown = format!("{:?}", serde_json::from_value::<Organisation>(value).unwrap());
    for secret in ["例示", "千代田", "100-0001", "12345678\"", "0312345678"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
