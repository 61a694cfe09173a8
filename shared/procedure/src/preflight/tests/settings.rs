//! What depends on the vendor and the day is data.

use super::*;

/// P1: account and methods bind every CA from 2027-03-15; the account's own URI and the mail's own label pass.
#[test]
fn parameters_bind_from_their_day() {
    let mut settings = Settings::default();
    settings.vendors[0].account_uris = vec!["https://ca.example/acct/1".to_owned()];
    let severity = |application: &Application, parameters: &[(&str, &str)], at: &str| {
        let set = records([issue("issue", "digicert.com", parameters)]);
        let zone = Zone::good().with("example.jp", Kind::Caa, set);
        let at: Timestamp = at.parse().unwrap();
        let findings = find_at(application, &zone, &settings, at);
        findings.into_iter().find(|finding| finding.code == "caa.parameters").map(|finding| finding.severity)
    };
    let names = ["www.example.jp"];
    let constructed = postmaster(Product::DigicertSecureServerId, &names);
    let contact = by_contact(Product::DigicertSecureServerId, &names);
    let (before, after) = ("2027-03-14T23:59:59Z", "2027-03-15T00:00:00Z");
    let other = [("accounturi", "https://ca.example/acct/2")];
    assert_eq!(severity(&constructed, &other, before), Some(Severity::Warning));
    assert_eq!(severity(&constructed, &other, after), Some(Severity::Stop));
    let own = ("accounturi", "https://ca.example/acct/1");
    assert_eq!(severity(&constructed, &[own], after), None);
    assert_eq!(severity(&constructed, &[own, own], after), Some(Severity::Stop), "two URIs match no account");
    assert_eq!(severity(&constructed, &[("validationmethods", "ca-tbr-4")], after), None);
    assert_eq!(severity(&contact, &[("validationmethods", "ca-tbr-4")], after), Some(Severity::Stop));
    assert_eq!(severity(&contact, &[("validationmethods", "CA-TBR-14,dns-01")], after), None);
}

/// P1: an account's URI stops nothing while our own is not configured.
#[test]
fn an_unknown_account_is_a_warning() {
    let order = postmaster(Product::DigicertSecureServerId, &["www.example.jp"]);
    let set = records([issue("issue", "digicert.com", &[("accounturi", "https://ca.example/acct/2")])]);
    let zone = Zone::good().with("example.jp", Kind::Caa, set);
    let findings = find_at(&order, &zone, &Settings::default(), "2027-03-15T00:00:00Z".parse().unwrap());
    let finding = findings.iter().find(|finding| finding.code == "caa.parameters").unwrap();
    assert_eq!(finding.severity, Severity::Warning);
}

/// R2, A2: what a vendor goes by is data: another identifier, or none, changes the finding without a line of code.
#[test]
fn identifiers_are_data() {
    let order = postmaster(Product::Bizcert, &["www.example.jp"]);
    let zone = Zone::good().with("example.jp", Kind::Caa, records([issue("issue", "other.example", &[])]));
    let codes = |json: &str| -> Vec<(String, Severity)> {
        let settings: Settings = serde_json::from_str(json).unwrap();
        let findings = find_at(&order, &zone, &settings, samples::now());
        let caa = findings.into_iter().filter(|finding| finding.code.starts_with("caa."));
        caa.map(|finding| (finding.code.into_owned(), finding.severity)).collect()
    };
    let none = r#"{"vendors": []}"#;
    assert_eq!(codes(none), [("caa.unverified".to_owned(), Severity::Warning)]);
    let with = |name: &str| {
        let vendor = format!(
            r#"{{"vendor": "cybertrust", "caa_identifiers": ["{name}"], "caa_verified": true, "mail_scope": "any"}}"#
        );
        codes(&format!(r#"{{"vendors": [{vendor}]}}"#))
    };
    assert_eq!(with("other.example"), []);
    assert_eq!(with("ca.example"), [("caa.forbidden".to_owned(), Severity::Stop)]);
}

/// P1: settings are data with defaults: an empty object is the default, an unknown member an error.
#[test]
fn settings_are_data() {
    assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), Settings::default());
    let written = serde_json::to_string(&Settings::default()).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&written).unwrap(), Settings::default());
    assert!(serde_json::from_str::<Settings>(r#"{"vendor": []}"#).is_err());
}
