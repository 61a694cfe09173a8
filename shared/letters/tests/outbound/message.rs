//! The message as it goes over the wire, read back by another implementation.

use letters::{Addresses, Error, Rendered, Sender, compose};
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

use crate::cases;
use crate::context::{now, rendered};

const ID: &str = "<CF-560Q-AT1R-DJX0.17@mail.hosting.example>";

fn addresses() -> Addresses {
    Addresses {
        from: Sender {
            name: "例ホスティング サポート窓口".to_owned(),
            address: "noreply@hosting.example".to_owned(),
        },
        to: vec!["tanto@example.jp".to_owned(), "soumu@example.jp".to_owned()],
        reply_to: Some("support@hosting.example".to_owned()),
    }
}

fn letter() -> Rendered {
    rendered(&cases::all()[0])
}

/// RFC 5322, RFC 2045–2047, RFC 3834: every letter survives the way through another's parser, and fits its lines.
#[test]
fn a_message_reads_back_as_it_was_written() {
    for case in cases::all() {
        let letter = rendered(&case);
        let bytes = compose(&letter, &addresses(), ID, now()).unwrap();
        assert!(bytes.is_ascii(), "{}", case.name);
        for line in bytes.split(|b| *b == b'\n') {
            assert!(line.len() <= 999, "{}: a line of {} bytes", case.name, line.len());
        }
        let message = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(message.subject(), Some(letter.subject.as_str()));
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), letter.text);
        assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n"), letter.html);
        assert_eq!(message.message_id(), Some(ID.trim_matches(['<', '>'])));
        assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        assert_eq!(message.date().unwrap().to_timestamp(), now().as_second());
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("例ホスティング サポート窓口"));
        assert_eq!(from.address(), Some("noreply@hosting.example"));
        let to: Vec<_> = message.to().unwrap().iter().filter_map(|to| to.address()).collect();
        assert_eq!(to, ["tanto@example.jp", "soumu@example.jp"]);
        assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("support@hosting.example"));
        assert_eq!(message.content_type().unwrap().subtype(), Some("alternative"));
    }
}

/// RFC 2047 §2: encoded words of at most 75 characters on lines of at most 76; RFC 5322 §2.1.1: lines of at most 78.
#[test]
fn header_lines_are_folded() {
    let bytes = compose(&letter(), &addresses(), ID, now()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (headers, _) = text.split_once("\r\n\r\n").unwrap();
    for line in headers.lines() {
        assert!(line.len() <= if line.contains("=?") { 76 } else { 78 }, "{line}");
        assert!(line.split(' ').filter(|word| word.starts_with("=?")).all(|word| word.len() <= 75), "{line}");
    }
}

/// The same letter is the same bytes: what was sent can be shown again.
#[test]
fn a_message_is_deterministic() {
    let message = || String::from_utf8(compose(&letter(), &addresses(), ID, now()).unwrap()).unwrap();
    assert_eq!(message(), message());
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("message.eml", message().replace("\r\n", "\n")));
}

/// A name or a subject cannot leave its header.
#[test]
fn no_header_is_injected() {
    let mut addresses = addresses();
    addresses.from.name = "窓口\r\nBcc: evil@evil.example\r\n\r\nbody".to_owned();
    let hostile = Rendered { subject: "件名\r\nBcc: evil@evil.example".to_owned(), ..letter() };
    let bytes = compose(&hostile, &addresses, ID, now()).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert!(message.bcc().is_none());
    assert_eq!(message.subject(), Some("件名 Bcc: evil@evil.example"));
    assert_eq!(message.from().unwrap().first().unwrap().name(), Some("窓口 Bcc: evil@evil.example body"));
}

/// An address that could be more than an address is refused, and the error does not repeat it.
#[test]
fn a_bad_address_is_refused() {
    for bad in [
        "",
        "no-at-sign",
        "a@example.jp\r\nBcc: b@example.jp",
        "a@example.jp, b@example.jp",
        "<a@example.jp>",
        "\"a b\"@example.jp",
        "ご担当@example.jp",
    ] {
        let mut to = addresses();
        to.to = vec![bad.to_owned()];
        let error = compose(&letter(), &to, ID, now()).unwrap_err();
        assert!(matches!(error, Error::Address { field: "to" }), "{bad:?}");
        assert!(bad.is_empty() || !error.to_string().contains(bad));
        let mut from = addresses();
        from.from.address = bad.to_owned();
        assert!(matches!(compose(&letter(), &from, ID, now()), Err(Error::Address { field: "from" })));
        let mut reply = addresses();
        reply.reply_to = Some(bad.to_owned());
        assert!(matches!(compose(&letter(), &reply, ID, now()), Err(Error::Address { field: "reply_to" })));
    }
    let nobody = Addresses { to: Vec::new(), ..addresses() };
    assert!(matches!(compose(&letter(), &nobody, ID, now()), Err(Error::NoRecipient)));
}

/// RFC 5322 §3.6.4: a Message-ID is one, or there is no message.
#[test]
fn a_bad_message_id_is_refused() {
    for bad in ["", "a@b", "<a b@c>", "<a@b>\r\nX: y", "<a@>", "<@b>", "<a@b@c>", "<あ@b>"] {
        assert!(matches!(compose(&letter(), &addresses(), bad, now()), Err(Error::MessageId)), "{bad:?}");
    }
    let long = format!("<{}@b>", "a".repeat(300));
    assert!(matches!(compose(&letter(), &addresses(), &long, now()), Err(Error::MessageId)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the subject and the name, the message parses to them and to nothing more.
    #[test]
    fn any_subject_survives(subject in "[\\PC\r\n\t]{1,120}", name in "[\\PC\r\n]{1,60}") {
        let mut addresses = addresses();
        addresses.from.name = name;
        let text = Rendered { subject: subject.clone(), text: "本文\n".to_owned(), html: "<p>本文</p>\n".to_owned(), template: "" };
        let bytes = compose(&text, &addresses, ID, now()).unwrap();
        let message = MessageParser::default().parse(&bytes).unwrap();
        let words = |text: &str| text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(message.subject().unwrap_or_default(), words(&subject));
        prop_assert_eq!(message.body_text(0).unwrap().into_owned(), "本文\r\n");
        prop_assert!(message.bcc().is_none() && message.cc().is_none());
    }
}
