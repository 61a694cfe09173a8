use proptest::prelude::*;

use super::*;
use crate::{Severity, Validation};

fn name(text: &str) -> DnsName {
    text.parse().unwrap()
}

fn code(text: &str) -> String {
    text.parse::<DnsName>().unwrap_err().code.into_owned()
}

/// A7, A13: U-labels, full-width letters, ideographic dots, capitals and the root dot all read as one A-label form.
#[test]
fn one_form_for_every_spelling() {
    for (text, expected) in [
        ("WWW.Example.JP", "www.example.jp"),
        (" www.example.jp. ", "www.example.jp"),
        ("ｗｗｗ．ｅｘａｍｐｌｅ．ｊｐ", "www.example.jp"),
        ("www。example｡jp", "www.example.jp"),
        ("例え.jp", "xn--r8jz45g.jp"),
        ("例え。テスト．jp", "xn--r8jz45g.xn--zckzah.jp"),
        ("faß.de", "xn--fa-hia.de"),
        ("XN--R8JZ45G.jp", "xn--r8jz45g.jp"),
    ] {
        assert_eq!(name(text).as_str(), expected, "{text}");
    }
    assert_eq!(name("www.xn--r8jz45g.jp").to_unicode(), "www.例え.jp");
    assert_eq!("*.xn--r8jz45g.jp".parse::<CertificateName>().unwrap().to_unicode(), "*.例え.jp");
}

/// A27: what BR 7.1.2.7.12 forbids is refused by name, with the rule it breaks.
#[test]
fn refuses_what_is_no_name() {
    let long_label = format!("{}.jp", "a".repeat(64));
    let long_name = format!("{}jp", "abcdefg.".repeat(32));
    for (text, expected) in [
        ("", "name.empty"),
        ("　", "name.empty"),
        ("192.0.2.1", "name.ip_address"),
        ("１９２.0.2.1", "name.ip_address"),
        ("[2001:db8::1]", "name.ip_address"),
        ("www.example.1", "name.ip_address"),
        ("localhost", "name.single_label"),
        ("www..example.jp", "name.empty_label"),
        (".example.jp", "name.empty_label"),
        ("www.example.jp..", "name.empty_label"),
        (".", "name.empty_label"),
        ("my_host.example.jp", "name.underscore"),
        ("_dmarc.example.jp", "name.underscore"),
        ("https://www.example.jp/", "name.character"),
        ("www example.jp", "name.character"),
        ("*.example.jp", "name.character"),
        ("taro@example.jp", "name.character"),
        ("-www.example.jp", "name.hyphen"),
        ("www-.example.jp", "name.hyphen"),
        ("ab--cd.example.jp", "name.reserved_label"),
        ("xn--.example.jp", "name.hyphen"),
        ("xn--a-é.example.jp", "name.idna"),
        ("xn--999999999.example.jp", "name.punycode"),
        (&long_label, "name.label_too_long"),
        (&long_name, "name.too_long"),
        (&"あ".repeat(400), "name.too_long"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
    assert_eq!(format!("{}jp", "abcdefg.".repeat(31)).parse::<DnsName>().unwrap().as_str().len(), 250);
}

/// A27: reserved, internal and registry names parse, so that old data decodes, and are stopped by `check`.
#[test]
fn checks_what_may_be_ordered() {
    for (text, expected) in [
        ("www.example.jp", None),
        ("example.co.jp", None),
        ("www.xn--r8jz45g.jp", None),
        ("www.city.kawasaki.jp", None),
        ("customer.github.io", None),
        ("shop.xn--q9jyb4c", None),
        ("server.local", Some("name.reserved")),
        ("www.example", Some("name.reserved")),
        ("www.test", Some("name.reserved")),
        ("1.2.0.192.in-addr.arpa", Some("name.reserved")),
        ("intranet.corp", Some("name.internal")),
        ("www.nosuchtopleveldomain", Some("name.internal")),
        ("co.jp", Some("name.public_suffix")),
        ("tokyo.jp", Some("name.public_suffix")),
        ("xn--vermgensberater-ctb.co.jp", None),
    ] {
        let finding = name(text).check("names[0]");
        assert_eq!(finding.as_ref().map(|f| f.code.as_ref()), expected, "{text}");
        if let Some(finding) = finding {
            assert_eq!((finding.field.as_ref(), finding.severity), ("names[0]", Severity::Stop));
            assert_eq!(finding.evidence.as_deref(), Some(text));
        }
    }
}

/// A27: an A-label that decodes but breaks IDNA is syntax, so it is kept, but it may not be ordered.
#[test]
fn a_p_label_that_breaks_idna_is_stopped_by_check() {
    // IDNA maps the capital to `é` and so never encodes it.
    let text = format!("xn--{}.example.jp", idna::punycode::encode_str("É").unwrap());
    let name = name(&text);
    assert_eq!(name.to_unicode(), text);
    assert_eq!(name.check("names[0]").unwrap().code, "name.idna");
}

/// A7: the candidates run from the name itself down to the base domain of the ICANN section, no further.
#[test]
fn candidates_stop_at_the_base_domain() {
    for (text, expected) in [
        ("www.example.jp", vec!["www.example.jp", "example.jp"]),
        ("example.jp", vec!["example.jp"]),
        ("a.b.example.co.jp", vec!["a.b.example.co.jp", "b.example.co.jp", "example.co.jp"]),
        ("www.shop.chuo.tokyo.jp", vec!["www.shop.chuo.tokyo.jp", "shop.chuo.tokyo.jp"]),
        ("www.city.kawasaki.jp", vec!["www.city.kawasaki.jp", "city.kawasaki.jp"]),
        ("x.customer.github.io", vec!["x.customer.github.io", "customer.github.io", "github.io"]),
        ("co.jp", vec!["co.jp"]),
        ("a.b.local", vec!["a.b.local"]),
    ] {
        let candidates: Vec<String> =
            name(text).authorization_candidates().iter().map(ToString::to_string).collect();
        assert_eq!(candidates, expected, "{text}");
    }
    let wildcard: CertificateName = "*.www.example.jp".parse().unwrap();
    assert_eq!(wildcard.authorization_candidates(), name("www.example.jp").authorization_candidates());
}

/// The public suffix by the ICANN section, as the list of another crate has it.
fn icann_suffix_elsewhere(name: &str) -> Option<&str> {
    let found = psl::suffix(name.as_bytes())?;
    let suffix = &name[name.len() - found.as_bytes().len()..];
    match found.typ()? {
        psl::Type::Icann => Some(suffix),
        psl::Type::Private => icann_suffix_elsewhere(suffix.split_once('.')?.1),
    }
}

/// Labels with a part in rules of every sort: by registry, by city, wildcards, exceptions, private.
const LABELS: &str = "jp|co|or|ne|tokyo|chuo|kawasaki|kobe|city|uk|com|ck|www|github|io|compute|amazonaws|er|bd|\
                      xn--p1ai|blogspot|example|local|zz";

proptest! {
    /// A7: where registration begins is the same by two readings of the public suffix list.
    #[test]
    fn two_lists_agree(labels in prop::collection::vec(LABELS, 1..6)) {
        let name = labels.join(".");
        prop_assert_eq!(eligible::icann_suffix(&name), icann_suffix_elsewhere(&name), "{}", name);
    }
}

/// A27: a wildcard is `*.` before a whole name, nothing else, and covers exactly one label.
#[test]
fn wildcards() {
    for text in ["*.example.jp", "＊．example.jp", " *.EXAMPLE.jp. "] {
        let parsed: CertificateName = text.parse().unwrap();
        assert_eq!((parsed.to_string().as_str(), parsed.is_wildcard()), ("*.example.jp", true), "{text}");
    }
    for text in ["*", "*.", "*example.jp", "w*.example.jp", "www.*.jp", "*.*.example.jp", "*. example.jp"] {
        assert!(text.parse::<CertificateName>().is_err(), "{text}");
    }
    let wildcard: CertificateName = "*.example.jp".parse().unwrap();
    assert!(wildcard.covers(&name("www.example.jp")));
    assert!(!wildcard.covers(&name("example.jp")));
    assert!(!wildcard.covers(&name("a.www.example.jp")));
    let suffix: CertificateName = "*.co.jp".parse().unwrap();
    assert_eq!(suffix.check("names[0]").unwrap().code, "name.public_suffix");
    let longest = format!("*.{}abc.jp", "abcdefg.".repeat(30));
    assert!(longest.parse::<CertificateName>().is_ok());
    let too_long = format!("*.{}abcdefgh.jp", "abcdefg.".repeat(30));
    assert_eq!(too_long.len(), 253);
    assert!(format!("*.a{}abcdefgh.jp", "abcdefg.".repeat(30)).parse::<CertificateName>().is_err());
}

/// A27: 1 to 50 names, each once, and every fault is told with its place in the list.
#[test]
fn names_are_counted_and_unique() {
    let refusal = Names::parse(["www.example.jp", "my_host.example.jp", "localhost"]).unwrap_err();
    let found: Vec<_> = refusal.findings().iter().map(|f| (f.field.as_ref(), f.code.as_ref())).collect();
    assert_eq!(found, [("names[1]", "name.underscore"), ("names[2]", "name.single_label")]);
    let refusal = Names::parse(["www.example.jp", "WWW.example.jp."]).unwrap_err();
    assert_eq!((refusal.code(), refusal.findings()[0].field.as_ref()), ("names.duplicate", "names[1]"));
    assert_eq!(Names::parse([]).unwrap_err().code(), "names.count");
    let many: Vec<String> = (0..=MAX_NAMES).map(|n| format!("h{n}.example.jp")).collect();
    assert_eq!(Names::parse(many.iter().map(String::as_str)).unwrap_err().code(), "names.count");
    assert_eq!(Names::parse(many[1..].iter().map(String::as_str)).unwrap().count(), MAX_NAMES);
    assert!(serde_json::from_str::<Names>(r#"["a.example.jp","a.example.jp"]"#).is_err());
    assert!(serde_json::from_str::<Names>("[]").is_err());
    let schema = serde_json::to_value(schemars::schema_for!(Names)).unwrap();
    assert_eq!(
        (&schema["minItems"], &schema["maxItems"], &schema["type"]),
        (&1.into(), &50.into(), &"array".into())
    );
}

/// A27: EV carries no wildcard; a first name beyond 64 characters leaves the certificate without common name.
#[test]
fn names_are_checked_for_the_product() {
    let names = Names::parse(["www.example.jp", "*.example.jp"]).unwrap();
    assert_eq!(names.check(Validation::Ov), []);
    let found = names.check(Validation::Ev);
    assert_eq!((found[0].code.as_ref(), found[0].field.as_ref()), ("names.ev_wildcard", "names[1]"));
    assert_eq!(names.common_name(), Some(names.first()));

    let at_limit = format!("{}.example.jp", "a".repeat(53));
    let beyond = format!("{}.example.jp", "a".repeat(54));
    assert!(Names::parse([at_limit.as_str()]).unwrap().common_name().is_some());
    let names = Names::parse([beyond.as_str()]).unwrap();
    assert_eq!(names.common_name(), None);
    let found = names.check(Validation::Ov);
    assert_eq!((found[0].code.as_ref(), found[0].severity), ("names.no_common_name", Severity::Note));
}

proptest! {
    /// A13: any text is read or refused, never a panic; what is read prints, decodes and checks as itself.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,80}|([a-zA-Z0-9あ-んー.。_*-]{0,12}[.。]){0,4}(jp|co\\.jp|com|みんな)") {
        if let Ok(name) = text.parse::<CertificateName>() {
            let printed = name.to_string();
            prop_assert_eq!(&printed.parse::<CertificateName>().unwrap(), &name);
            let stored = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(&serde_json::from_str::<CertificateName>(&stored).unwrap(), &name);
            prop_assert!(printed.len() <= 253 && printed.is_ascii());
            let _ = (name.check("n"), name.to_unicode());
            let candidates = name.authorization_candidates();
            prop_assert_eq!(&candidates[0], name.domain());
            for candidate in &candidates {
                prop_assert!(name.domain().is_within(candidate));
            }
        }
    }

    /// A13: the form people read leads back to the same name whenever the name may be ordered.
    #[test]
    fn unicode_form_leads_back(text in "([a-z0-9ぁ-ん一-十]{1,8}\\.){1,3}jp") {
        if let Ok(name) = text.parse::<DnsName>() && name.check("n").is_none() {
            prop_assert_eq!(name.to_unicode().parse::<DnsName>().unwrap(), name);
        }
    }
}
