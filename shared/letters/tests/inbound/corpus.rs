//! Mails as vendors, mail programs and gateways write them.

use letters::inbound::{Judgement, Receipt, domains, judge};
use mail_parser::MessageParser;
use procedure::{Product, Vendor, samples};

use crate::support::{
    GENUINE, codes, corpus, policy_with_hosts, read_mail, receipt_of, received, results_of, sent,
};

const ALL: [&str; 19] = [
    "utf8",
    "iso-2022-jp",
    "html-only",
    "words-cut-in-shift-state",
    "words-cut-in-character",
    "words-cut-in-cp932",
    "body-without-charset",
    "utf8-labelled-iso-2022-jp",
    "label-cp932",
    "label-windows-31j",
    "label-iso-2022-jp-ms",
    "raw-shift-jis",
    "raw-euc-jp",
    "raw-iso-2022-jp",
    "raw-utf8",
    "order-number",
    "older",
    "english",
    "full-width",
];

/// R30–R37, A13: whatever its bytes and labels, the mail is read, its order is found, and it is believed.
#[test]
fn every_mail_is_read() {
    let policy = policy_with_hosts(&["approval.example.com"]);
    for name in ALL {
        let mail = read_mail(&corpus(name));
        let vendor = mail.vendor().unwrap_or_else(|| panic!("{name}: {}", mail.subject()));
        let product = match vendor {
            Vendor::Digicert => Product::GeotrustTrueBusinessId,
            Vendor::Cybertrust => Product::CybertrustSureServer,
        };
        assert_eq!(
            domains(&mail).iter().map(|name| name.as_str()).collect::<Vec<_>>(),
            ["www.example.jp"],
            "{name}"
        );
        assert!(mail.subject().contains("www.example.jp") && !mail.subject().contains('\u{fffd}'), "{name}");
        assert_eq!(mail.date(), Some(sent()), "{name}");
        let hosts: Vec<&str> = mail.links().hosts().into_iter().map(|host| host.as_str()).collect();
        assert_eq!((mail.links().count(), hosts), (1, vec!["approval.example.com"]), "{name}");
        assert!(mail.links().facts()[0].https && mail.links().complete(), "{name}");
        let mut order = samples::accepted(product);
        order.intend_placement(&policy, samples::now()).unwrap();
        order.placed(&samples::id("1234567890"), &policy, samples::now()).unwrap();
        let from = mail.senders().only().unwrap().domain().as_str();
        let receipt = receipt_of("postmaster@www.example.jp", GENUINE, Some(&results_of(from)));
        let judgement = judge(&mail, &receipt, &order, &policy, received());
        assert_eq!(codes(&judgement), ("seen", vec![]), "{name}");
    }
}

/// A13: the name of an internationalised domain in its two forms is the same name.
#[test]
fn internationalised_names() {
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.names = vec!["例え.jp".to_owned()];
    let order = samples::placed(samples::accepted_from(&draft));
    let policy = policy_with_hosts(&["approval.example.com"]);
    for name in ["u-label", "a-label"] {
        let mail = read_mail(&corpus(name));
        let receipt = Receipt::by_staff(&mail);
        let Judgement::Seen { name, .. } = judge(&mail, &receipt, &order, &policy, received()) else {
            panic!("{name} is not believed");
        };
        assert_eq!(name.as_str(), "xn--r8jz45g.jp");
    }
}

/// A13, A29: a mail with another number than this order's is somebody else's application for the same name.
#[test]
fn order_numbers() {
    let policy = policy_with_hosts(&["approval.example.com"]);
    let mut ours = samples::accepted(Product::GeotrustTrueBusinessId);
    ours.intend_placement(&policy, samples::now()).unwrap();
    ours.placed(&samples::id("1234567890"), &policy, samples::now()).unwrap();
    let theirs = samples::examining(Product::GeotrustTrueBusinessId);
    for name in ["order-number", "older"] {
        let mail = read_mail(&corpus(name));
        assert_eq!(mail.order_numbers(), ["1234567890"], "{name}");
        let receipt = receipt_of("postmaster@www.example.jp", GENUINE, None);
        let judged = |order| codes(&judge(&mail, &receipt, order, &policy, received()));
        assert_eq!(judged(&ours), ("seen", vec![]), "{name}");
        assert_eq!(judged(&theirs), ("quarantined", vec!["mail.other_number".to_owned()]), "{name}");
    }
    assert!(read_mail(&corpus("utf8")).order_numbers().is_empty());
}

/// A13: the corpus holds what the library alone does not read; when it learns to, these repairs can go.
#[test]
fn the_faults_are_real() {
    let garbled: Vec<&str> = ALL
        .into_iter()
        .filter(|name| {
            let raw = corpus(name);
            let message = MessageParser::default().parse(&raw).unwrap();
            let body = message.body_text(0).unwrap_or_default();
            let subject = message.subject().unwrap_or_default();
            let readable =
                ["ドメイン名", "domain name", "証明書申請"].iter().any(|words| subject.contains(words));
            !readable || !body.contains("ドメイン名")
        })
        .collect();
    assert_eq!(
        garbled,
        [
            "words-cut-in-shift-state",
            "words-cut-in-character",
            "words-cut-in-cp932",
            "body-without-charset",
            "utf8-labelled-iso-2022-jp",
            "label-cp932",
            "label-iso-2022-jp-ms",
            "raw-shift-jis",
            "raw-euc-jp",
            "raw-iso-2022-jp",
        ]
    );
}

/// R89: the same mail has the same digest, another mail has another.
#[test]
fn message_ids_are_digests() {
    let digests: Vec<String> =
        ALL.iter().filter_map(|name| read_mail(&corpus(name)).message_id().map(str::to_owned)).collect();
    let distinct: std::collections::BTreeSet<&String> = digests.iter().collect();
    assert_eq!((digests.len(), distinct.len()), (ALL.len(), ALL.len()));
    assert!(digests.iter().all(|digest| digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit())));
    assert_eq!(read_mail(&corpus("utf8")).message_id(), digests.first().map(String::as_str));
}
