//! Whatever a server sends.

use hickory_resolver::proto::op::{Message, OpCode, Query};
use hickory_resolver::proto::rr::rdata::NULL;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use procedure::preflight::{CaaValue, Kind, Record};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::resolver::stand_in::{caa_data, cname, record};
use crate::resolver::{record as read, reply};

const KINDS: [Kind; 4] = [Kind::Caa, Kind::Txt, Kind::Mx, Kind::Address];

fn label() -> impl Strategy<Value = String> {
    "[a-c]"
}

proptest! {
    /// P1: any CAA value is read without a panic; blanks around its parts change nothing.
    #[test]
    fn any_caa_value(tag in "(issue|issuewild|IODEF|.{0,4})", value in vec(any::<u8>(), 0..200)) {
        read::caa(&caa_data(true, &tag, &value));
    }

    /// P1: any octets for a CAA record's data, over the wire, are read without a panic, and a tag of letters never is lost.
    #[test]
    fn any_caa_data(flags in any::<u8>(), tag in "[a-z-]{1,60}", value in vec(any::<u8>(), 0..40), cut in 0..60_usize) {
        let data = [&[flags, u8::try_from(tag.len()).unwrap()], tag.as_bytes(), &value].concat();
        let mut message = Message::response(1, OpCode::Query);
        message.add_query(Query::query(Name::from_ascii("example.jp.").unwrap(), RecordType::CAA));
        let stand_in = RData::Unknown { code: RecordType::CAA, rdata: NULL::with(data) };
        message.add_answers([record("example.jp", stand_in)]);
        let wire = message.to_vec().unwrap();
        let seen = crate::resolver::read_response(Kind::Caa, &wire);
        prop_assert_eq!(seen.caa().map(|caa| (caa.critical, caa.tag.clone())).collect::<Vec<_>>(), [(flags >= 128, tag)]);
        crate::resolver::read_response(Kind::Caa, &wire[..wire.len().saturating_sub(cut)]);
    }

    /// P1: what the grammar allows is read the same with and without the blanks it allows.
    #[test]
    fn blanks_change_nothing(
        issuer in "([a-z0-9]{1,5}[.]){1,3}[a-z]{2,4}",
        parameters in vec(("[a-z][a-z0-9]{0,5}", "[!-:<-~]{0,10}"), 0..3),
        blanks in vec("[ \t]{0,2}", 16),
    ) {
        let mut blank = blanks.into_iter();
        let mut space = move || blank.next().unwrap_or_default();
        let mut tight = issuer.clone();
        let mut loose = format!("{}{issuer}{}", space(), space());
        for (name, value) in &parameters {
            tight.push_str(&format!(";{name}={value}"));
            loose.push_str(&format!(";{}{name}{}={}{value}{}", space(), space(), space(), space()));
        }
        let read = |value: &str| read::caa(&caa_data(false, "issue", value.as_bytes()));
        prop_assert_eq!(read(&tight), read(&loose));
        let Record::Caa(caa) = read(&loose) else { unreachable!() };
        prop_assert_eq!(caa.value, CaaValue::Issue { issuer: Some(issuer), parameters });
    }

    /// P4: any octets that make a message, and any tangle of CNAMEs, are read without a panic or an endless loop.
    #[test]
    fn any_message(octets in vec(any::<u8>(), 0..300), links in vec((label(), label()), 0..12)) {
        if let Ok(message) = Message::from_vec(&octets) {
            for kind in KINDS {
                reply::read(kind, &message);
            }
        }
        let mut message = Message::response(1, OpCode::Query);
        message.add_query(Query::query(Name::from_ascii("a.").unwrap(), RecordType::TXT));
        message.add_answers(links.iter().map(|(from, to)| cname(from, &format!("{to}."))));
        message.add_answers([record("b", RData::TXT(hickory_resolver::proto::rr::rdata::TXT::new(vec![String::new()])))]);
        for kind in KINDS {
            let seen = reply::read(kind, &message);
            prop_assert!(seen.aliases.len() <= 8);
        }
    }
}
