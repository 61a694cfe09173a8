//! Records in pre-flight's words.

use procedure::preflight::{CaaValue, Exchange, Record};

use crate::resolver::record;
use crate::resolver::stand_in::caa_data;
use crate::resolver::{MAX_SERVERS, Servers};

fn read(tag: &str, value: &[u8]) -> CaaValue {
    match record::caa(&caa_data(false, tag, value)) {
        Record::Caa(caa) => caa.value,
        other => panic!("{other:?}"),
    }
}

fn shown(value: &str) -> String {
    match read("issue", value.as_bytes()) {
        CaaValue::Issue { issuer, parameters } => {
            let parameters: Vec<String> =
                parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} [{}]", issuer.as_deref().unwrap_or("nobody"), parameters.join(" "))
        }
        CaaValue::Malformed { .. } => "malformed".to_owned(),
        CaaValue::Other => "other".to_owned(),
    }
}

/// P1: values as RFC 8659 §4.2 writes them, its blanks included, and what its grammar leaves out.
#[test]
fn issue_values() {
    for (value, expected) in [
        ("digicert.com", "digicert.com []"),
        ("DigiCert.com", "DigiCert.com []"),
        (" \tdigicert.com\t ", "digicert.com []"),
        ("ca1.example.net; account=230123", "ca1.example.net [account=230123]"),
        ("ca1.example.net ; account = 230123 ;  policy=ev ", "ca1.example.net [account=230123 policy=ev]"),
        (
            "ca.example;accounturi=https://ca.example/a?b=c;validationmethods=a,b",
            "ca.example [accounturi=https://ca.example/a?b=c validationmethods=a,b]",
        ),
        (";", "nobody []"),
        ("", "nobody []"),
        (" ; ", "nobody []"),
        ("; account=1", "nobody [account=1]"),
        ("digicert.com;", "digicert.com []"),
        ("%%%%%", "malformed"),
        ("digicert.com.", "malformed"),
        ("digi cert.com", "malformed"),
        ("https://digicert.com", "malformed"),
        ("\"digicert.com\"", "malformed"),
        ("digicert.com account=1", "malformed"),
        ("digicert.com; account", "malformed"),
        ("digicert.com; account=a b", "malformed"),
        ("デジサート", "malformed"),
    ] {
        assert_eq!(shown(value), expected, "{value:?}");
    }
    assert_eq!(shown(&format!("a.example; a={}", "x".repeat(5_000))), "malformed");
    assert!(matches!(read("ISSUEWILD", b"a.example"), CaaValue::Issue { .. }), "tags know no case");
}

/// P1: the values of other properties, which may be a person's address, are dropped where they are read.
#[test]
fn other_values_are_dropped() {
    for tag in ["iodef", "contactemail", "contactphone", "issuemail", "tbs"] {
        assert_eq!(read(tag, b"mailto:taro@example.jp"), CaaValue::Other, "{tag}");
    }
    match record::caa(&caa_data(true, "tbs", b"")) {
        Record::Caa(caa) => assert!(caa.critical && caa.is("TBS")),
        other => panic!("{other:?}"),
    }
}

/// R24: an exchange is a host, nowhere, or nothing that can be.
#[test]
fn exchanges() {
    use hickory_resolver::proto::rr::Name;
    use hickory_resolver::proto::rr::rdata::MX;
    let exchange = |name: Name| match record::mx(&MX::new(10, name)) {
        Record::Mx(mx) => mx.exchange,
        other => panic!("{other:?}"),
    };
    assert_eq!(exchange(Name::root()), Exchange::Null);
    let odd = Name::from_labels([b"a b".as_slice(), b"jp"]).unwrap();
    assert_eq!(exchange(odd), Exchange::Impossible);
    assert!(
        matches!(exchange(Name::from_ascii("MX1.example.jp.").unwrap()), Exchange::Host(host) if host.as_str() == "mx1.example.jp")
    );
}

/// A26: resolvers are set by address; what is no address is refused with an example.
#[test]
fn servers_are_addresses() {
    let read = |text: &str| {
        text.parse::<Servers>()
            .map(|servers| servers.addresses().iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(read("192.0.2.53").unwrap(), "192.0.2.53:53");
    assert_eq!(
        read("127.0.0.1:5353, 2001:db8::53 [2001:db8::54]:54").unwrap(),
        "127.0.0.1:5353 [2001:db8::53]:53 [2001:db8::54]:54"
    );
    let many = "192.0.2.53 ".repeat(MAX_SERVERS + 1);
    for text in ["", " , ", "dns.example.jp", "192.0.2.53:x", "192.0.2.53;192.0.2.54", &many] {
        let finding = read(text).unwrap_err();
        assert_eq!(finding.code, "resolver.address", "{text:?}");
    }
}
