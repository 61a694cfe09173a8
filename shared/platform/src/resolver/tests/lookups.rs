//! One question at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{RData, RecordType};
use procedure::preflight::{CaaValue, Failure, Kind, Outcome, Record};
use tokio::time::Instant;

use super::{Limits, Lookup, Resolver, Servers, ask, question};
use crate::resolver::stand_in::{Answer, Server, a, caa, caa_data, cname, ds, mx, record, txt};

/// A7: P1–P4: records, aliases, time to live and the resolver's own validation are read; the question wants the AD bit.
#[tokio::test]
async fn reads_answers() {
    let server = Server::start(|ask| match (ask.name.as_str(), ask.kind) {
        ("www.example.jp", RecordType::CAA) => Answer::Message {
            code: ResponseCode::NoError,
            records: vec![
                cname("www.example.jp", "cdn.example.net."),
                caa("cdn.example.net", "issue", "digicert.com; account=7"),
                caa("unasked.example.net", "issue", "other.example"),
            ],
            truncated: false,
            proven: true,
        },
        ("example.jp", RecordType::MX) => {
            Answer::records([mx("example.jp", 10, "MX.example.jp."), mx("example.jp", 0, ".")])
        }
        ("example.jp", RecordType::TXT) => Answer::records([txt("example.jp", &["one", "two"])]),
        ("mx.example.jp", RecordType::A) => Answer::records([a("mx.example.jp")]),
        ("gone.example.jp", _) => Answer::code(ResponseCode::NXDomain),
        ("broken.example.jp", _) => Answer::Message {
            code: ResponseCode::NXDomain,
            records: vec![cname("broken.example.jp", "gone.example.jp.")],
            truncated: false,
            proven: false,
        },
        _ => Answer::none(),
    });
    let seen = ask(&server, "www.example.jp", Kind::Caa).await;
    assert_eq!(
        (seen.aliases.as_slice(), seen.ttl, seen.authenticated),
        (&["cdn.example.net.".to_owned()][..], Some(300), true)
    );
    assert_eq!(seen.resolver, server.address().to_string());
    let values: Vec<&CaaValue> = seen.caa().map(|caa| &caa.value).collect();
    let parameters = vec![("account".to_owned(), "7".to_owned())];
    assert_eq!(values, [&CaaValue::Issue { issuer: Some("digicert.com".to_owned()), parameters }]);
    let seen = ask(&server, "example.jp", Kind::Mx).await;
    let shown: Vec<String> = seen.mx().map(|mx| format!("{} {:?}", mx.preference, mx.exchange)).collect();
    assert_eq!(shown, ["10 Host(Owner(\"mx.example.jp\"))", "0 Null"]);
    let seen = ask(&server, "example.jp", Kind::Txt).await;
    assert_eq!(seen.txt().map(|txt| txt.strings.len()).collect::<Vec<_>>(), [2]);
    let seen = ask(&server, "mx.example.jp", Kind::Address).await;
    assert!(matches!(seen.records(), [Record::Address(_)]), "an A alone is enough");
    assert_eq!(ask(&server, "example.jp", Kind::Caa).await.outcome, Outcome::NoData);
    assert_eq!(ask(&server, "gone.example.jp", Kind::Address).await.outcome, Outcome::NxDomain);
    let seen = ask(&server, "broken.example.jp", Kind::Txt).await;
    assert_eq!((seen.outcome, seen.aliases.len()), (Outcome::NxDomain, 1));
    assert!(server.asked().iter().all(|ask| ask.wants_proof && !ask.unchecked));
}

/// A8: P2: what a validating resolver refuses but answers unchecked is bogus, where the zone should be signed: its own, or
/// the one that its alias leads to. What fails either way, or has no signature to fail, is not known to be.
#[tokio::test]
async fn tells_bogus_from_broken() {
    let server = Server::start(|ask| match ask.name.as_str() {
        "example.jp" | "signed.jp" if ask.kind == RecordType::DS => Answer::records([ds(&ask.name)]),
        _ if ask.kind == RecordType::DS => Answer::none(),
        "www.overloaded.jp" if ask.unchecked => {
            Answer::records([caa("www.overloaded.jp", "issue", "digicert.com")])
        }
        "alias.overloaded.jp" if ask.unchecked => {
            Answer::records([cname("alias.overloaded.jp", "www.signed.jp.")])
        }
        "bogus.example.jp" if ask.unchecked => {
            Answer::records([caa("bogus.example.jp", "issue", "digicert.com")])
        }
        "denied.example.jp" if ask.unchecked => Answer::code(ResponseCode::NXDomain),
        _ => Answer::code(ResponseCode::ServFail),
    });
    let outcome = |owner: &'static str| {
        let server = &server;
        async move { ask(server, owner, Kind::Caa).await.outcome }
    };
    assert_eq!(outcome("bogus.example.jp").await, Outcome::Failed(Failure::Bogus));
    assert_eq!(outcome("denied.example.jp").await, Outcome::Failed(Failure::Bogus));
    assert_eq!(outcome("broken.example.jp").await, Outcome::Failed(Failure::ServFail));
    assert_eq!(outcome("www.overloaded.jp").await, Outcome::Failed(Failure::ServFail));
    assert_eq!(outcome("alias.overloaded.jp").await, Outcome::Failed(Failure::Bogus));
}

/// A8: P2: a SERVFAIL that passes is no finding: the second try holds.
#[tokio::test]
async fn tries_again_after_servfail() {
    let tries = AtomicUsize::new(0);
    let server = Server::start(move |ask| match ask.unchecked {
        false if tries.fetch_add(1, Ordering::SeqCst) == 0 => Answer::code(ResponseCode::ServFail),
        _ => Answer::records([txt("example.jp", &["x"])]),
    });
    assert_eq!(ask(&server, "example.jp", Kind::Txt).await.failure(), None);
}

/// P4: what is truncated is asked for again over TCP; a server that truncates even there is no answer.
#[tokio::test]
async fn follows_truncation_to_tcp() {
    let server = Server::start(|ask| {
        let records: Vec<_> =
            (0..40).map(|n| caa("example.jp", "issue", &format!("ca{n}.example"))).collect();
        let whole = ask.tcp && ask.name == "example.jp";
        Answer::Message {
            code: ResponseCode::NoError,
            records: if whole { records } else { Vec::new() },
            truncated: !whole,
            proven: false,
        }
    });
    assert_eq!(ask(&server, "example.jp", Kind::Caa).await.caa().count(), 40);
    assert!(server.asked().iter().any(|ask| ask.tcp));
    assert_eq!(ask(&server, "never.example.jp", Kind::Caa).await.failure(), Some(Failure::Malformed));
}

/// P2, P4: refusals, silence, garbage and a closed port each have a name, in the time given.
#[tokio::test]
async fn names_failures() {
    let server = Server::start(|ask| match ask.name.as_str() {
        "refused.example.jp" => Answer::code(ResponseCode::Refused),
        "notimp.example.jp" => Answer::code(ResponseCode::NotImp),
        "garbage.example.jp" => Answer::Garbage,
        _ => Answer::Silence,
    });
    assert_eq!(ask(&server, "refused.example.jp", Kind::Caa).await.failure(), Some(Failure::Refused));
    assert_eq!(ask(&server, "notimp.example.jp", Kind::Caa).await.failure(), Some(Failure::Refused));
    let short = |server: Servers, owner: &'static str| async move {
        let resolver = Resolver::new(Some(&server), &Limits::default()).unwrap();
        let started = Instant::now();
        let until = started + Duration::from_millis(600);
        let seen = resolver.look_up(&question(owner, Kind::Txt), until).await;
        assert!(started.elapsed() < Duration::from_millis(1_500), "{:?}", started.elapsed());
        seen.failure()
    };
    assert_eq!(short(server.address().into(), "silent.example.jp").await, Some(Failure::Timeout));
    let garbage = short(server.address().into(), "garbage.example.jp").await;
    assert!(matches!(garbage, Some(Failure::Timeout | Failure::Malformed)), "{garbage:?}");
    let closed = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closed = short(closed.into(), "example.jp").await;
    assert!(matches!(closed, Some(Failure::Timeout | Failure::Unreachable)), "{closed:?}");
}

/// P1, RFC 8659 §3: eight CNAMEs are followed; a ninth, and a loop, are no answer, so that a climb does not go past them as if
/// there were no CAA. A chain that dangles is an empty set, from which it does.
#[tokio::test]
async fn follows_aliases_to_their_end() {
    let chain = |length: usize, last: Option<hickory_resolver::proto::rr::Record>| {
        let name = |n: usize| if n == 0 { "www.example.jp".to_owned() } else { format!("c{n}.example.net") };
        let links = (0..length).map(move |n| cname(&name(n), &format!("{}.", name(n + 1))));
        Answer::records(links.chain(last))
    };
    let server = Server::start(move |ask| {
        let answer = match ask.name.as_str() {
            "www.example.jp" => chain(8, Some(caa("c8.example.net", "issue", "digicert.com"))),
            "far.example.jp" => chain(9, Some(caa("c9.example.net", "issue", "digicert.com"))),
            "dangling.example.jp" => chain(3, None),
            "loop.example.jp" => Answer::records([
                cname("loop.example.jp", "back.example.jp."),
                cname("back.example.jp", "LOOP.example.jp."),
            ]),
            _ => Answer::records([cname("self.example.jp", "self.example.jp.")]),
        };
        let Answer::Message { code, mut records, truncated, proven } = answer else { return answer };
        if let Some(first) = records.first_mut() {
            first.name = hickory_resolver::proto::rr::Name::from_ascii(format!("{}.", ask.name)).unwrap();
        }
        Answer::Message { code, records, truncated, proven }
    });
    let seen = ask(&server, "www.example.jp", Kind::Caa).await;
    assert_eq!((seen.caa().count(), seen.aliases.len()), (1, 8));
    for (owner, outcome, aliases) in [
        ("far.example.jp", Outcome::Failed(Failure::Malformed), 8),
        ("loop.example.jp", Outcome::Failed(Failure::Malformed), 1),
        ("self.example.jp", Outcome::Failed(Failure::Malformed), 0),
        ("dangling.example.jp", Outcome::NoData, 3),
    ] {
        let seen = ask(&server, owner, Kind::Caa).await;
        assert_eq!((seen.outcome, seen.aliases.len()), (outcome, aliases), "{owner}");
    }
}

/// P1, RFC 8659 §4.1: a tag may have 255 octets, and a property so named may be critical: it is seen beside the others,
/// over the wire, in the time that any answer takes.
#[tokio::test]
async fn reads_tags_of_any_length() {
    let long = "x".repeat(200);
    let tags = ["sixteenoctetsxxx", "odd-tag", long.as_str()].map(str::to_owned);
    let sent = tags.clone();
    let server = Server::start(move |ask| {
        let odd = |tag: &String| record(&ask.name, RData::CAA(caa_data(true, tag, b"x")));
        Answer::records(sent.iter().map(odd).chain([caa(&ask.name, "issue", "digicert.com")]))
    });
    let started = Instant::now();
    let seen = ask(&server, "example.jp", Kind::Caa).await;
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    let known: Vec<(bool, &str)> = seen.caa().map(|caa| (caa.critical, caa.tag.as_str())).collect();
    let expected: Vec<(bool, &str)> =
        tags.iter().map(|tag| (true, tag.as_str())).chain([(false, "issue")]).collect();
    assert_eq!(known, expected);
    assert_eq!(seen.resolver, server.address().to_string());
}
