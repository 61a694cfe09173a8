//! Time, number and concurrency.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RecordType;
use procedure::application::{Application, ApprovalDraft};
use procedure::name::MAX_NAMES;
use procedure::preflight::{Failure, Kind, MxRecord, Outcome, Question, Record, Seen};
use procedure::{Product, samples};
use tokio::time::Instant;

use super::{Limits, Lookup, resolver};
use crate::resolver::stand_in::{Answer, Server, a, mx};
use crate::resolver::{NoLookup, observe};

const SLOW: Duration = Duration::from_secs(1);
const MOST: Duration = Duration::from_secs(3);

/// Ten names of ten domains, by postmaster@ or a TXT contact.
fn ten_names(by_contact: bool) -> Application {
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.names = (0..10).map(|n| format!("www.shop.example{n}.jp")).collect();
    if by_contact {
        let email = Some("ssl@example.net".to_owned());
        draft.approval = ApprovalDraft { method: "txt_contact".to_owned(), email };
    }
    samples::application(&draft)
}

async fn timed(server: &Server, application: &Application) -> (Duration, procedure::preflight::Observations) {
    let resolver = resolver(server);
    let started = Instant::now();
    let seen = observe(&resolver, application, &Limits::default()).await;
    (started.elapsed(), seen)
}

/// A27: ten names of ten domains with a resolver that takes a second for everything: all is answered, in 3 s.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_resolver_is_in_time() {
    for by_contact in [false, true] {
        let server = Server::slow(SLOW, |ask| match ask.kind {
            RecordType::MX => Answer::records([mx(&ask.name, 10, &format!("mx.{}.", ask.name))]),
            RecordType::A => Answer::records([a(&ask.name)]),
            _ => Answer::none(),
        });
        let (time, seen) = timed(&server, &ten_names(by_contact)).await;
        assert!(time >= SLOW && time <= MOST, "{time:?}");
        let unanswered = seen.iter().filter(|(_, seen)| seen.failure().is_some()).count();
        assert_eq!(unanswered, 0, "of {}", seen.count());
        assert!(seen.iter().any(|(question, _)| question.kind == Kind::Address), "both rounds");
    }
}

/// A27: nor does one that says SERVFAIL after a second, which takes two tries, or never answers at all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_resolver_is_in_time() {
    let order = ten_names(false);
    let server = Server::slow(SLOW, |_| Answer::code(ResponseCode::ServFail));
    let (time, seen) = timed(&server, &order).await;
    assert!(time <= MOST, "{time:?}");
    assert!(seen.iter().all(|(_, seen)| seen.failure() == Some(Failure::ServFail)), "{seen:?}");
    let server = Server::start(|_| Answer::Silence);
    let (time, seen) = timed(&server, &order).await;
    assert!(time <= MOST, "{time:?}");
    assert!(seen.iter().all(|(_, seen)| seen.failure() == Some(Failure::Timeout)), "{seen:?}");
}

/// Answers MX everywhere and nothing else, counting.
#[derive(Default)]
struct Counting {
    now: AtomicUsize,
    most: AtomicUsize,
    asked: Mutex<BTreeMap<Question, usize>>,
    pause: Duration,
}

#[async_trait]
impl Lookup for Counting {
    async fn look_up(&self, question: &Question, _: Instant) -> Seen {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        *self.asked.lock().unwrap().entry(question.clone()).or_default() += 1;
        tokio::time::sleep(self.pause).await;
        self.now.fetch_sub(1, Ordering::SeqCst);
        Seen::plain(match question.kind {
            Kind::Mx => Outcome::Records(vec![Record::Mx(MxRecord::new(10, "mx.example.net."))]),
            _ => Outcome::NoData,
        })
    }
}

/// A27: each question is asked once in a run, whatever the answer was, and not more of them at once than allowed.
#[tokio::test(start_paused = true)]
async fn asks_once_and_a_few_at_a_time() {
    let lookup = Counting { pause: Duration::from_millis(10), ..Counting::default() };
    let limits = Limits { at_once: 4, ..Limits::default() };
    let seen = observe(&lookup, &ten_names(false), &limits).await;
    let asked = lookup.asked.lock().unwrap();
    // Three CAA and three MX for each name, the CAA of `jp`, the MX of the notification
    // address, the root's SOA, and the one host that all MX name.
    assert_eq!((asked.len(), seen.count()), (64, 64));
    assert!(asked.values().all(|times| *times == 1), "{asked:?}");
    assert_eq!(lookup.most.load(Ordering::SeqCst), 4);
}

/// A27: past the limit of number nothing more is asked, and it is said what was not.
#[tokio::test(start_paused = true)]
async fn stops_at_the_limit_of_number() {
    let lookup = Counting::default();
    let limits = Limits { lookups: 7, per_name: 0, ..Limits::default() };
    let seen = observe(&lookup, &ten_names(false), &limits).await;
    assert_eq!(lookup.asked.lock().unwrap().len(), 7);
    assert_eq!(seen.iter().filter(|(_, seen)| seen.failure() == Some(Failure::NotAsked)).count(), 56);
    let limits = Limits { most: 9, ..Limits::default() };
    let lookup = Counting::default();
    observe(&lookup, &ten_names(false), &limits).await;
    assert_eq!(lookup.asked.lock().unwrap().len(), 9, "however many names");
}

/// A27: fifty names, the most of an order, each of a domain of its own with a mail host of its own, are all asked about.
#[tokio::test(start_paused = true)]
async fn the_largest_order_is_asked_about() {
    struct OwnHosts;
    #[async_trait]
    impl Lookup for OwnHosts {
        async fn look_up(&self, question: &Question, _: Instant) -> Seen {
            let host = |n: u16| Record::Mx(MxRecord::new(n, &format!("mx{n}.{}", question.owner)));
            Seen::plain(match question.kind {
                Kind::Mx => Outcome::Records(vec![host(1), host(2)]),
                _ => Outcome::NoData,
            })
        }
    }
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.names = (0..MAX_NAMES).map(|n| format!("www.shop.example{n}.jp")).collect();
    let seen = observe(&OwnHosts, &samples::application(&draft), &Limits::default()).await;
    assert_eq!(seen.iter().filter(|(_, seen)| seen.failure().is_some()).count(), 0, "of {}", seen.count());
    assert!(seen.count() > 600, "{}", seen.count());
}

/// A27: a resolver is shared by every run: what it has no room for waits, and is not asked at all once time is up. A
/// silent one then holds the sockets of one run, whoever else asks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_share_the_room_of_their_resolver() {
    let server = Server::start(|_| Answer::Silence);
    let limits = Limits { at_once: 16, ..Limits::default() };
    let servers = crate::resolver::Servers::from(server.address());
    let resolver = crate::resolver::Resolver::new(Some(&servers), &limits).unwrap();
    let order = ten_names(false);
    let wide = Limits { at_once: 64, ..limits };
    let started = Instant::now();
    let runs = futures::future::join_all((0..4).map(|_| observe(&resolver, &order, &wide))).await;
    assert!(started.elapsed() <= MOST, "{:?}", started.elapsed());
    let of = |failure| {
        let answers = runs.iter().flat_map(|seen| seen.iter());
        answers.filter(|(_, seen)| seen.failure() == Some(failure)).count()
    };
    let asked: std::collections::BTreeSet<String> =
        server.asked().into_iter().map(|ask| format!("{} {}", ask.name, ask.kind)).collect();
    assert!(asked.len() <= 2 * 32, "{} at once, in two times of waiting", asked.len());
    assert!(
        of(Failure::Timeout) > 0 && of(Failure::NotAsked) > of(Failure::Timeout),
        "{}",
        of(Failure::NotAsked)
    );
}

/// A27: past the limit of time questions under way are given up and the others not begun.
#[tokio::test(start_paused = true)]
async fn stops_at_the_limit_of_time() {
    let lookup = Counting { pause: Duration::from_millis(800), ..Counting::default() };
    let limits = Limits { at_once: 1, ..Limits::default() };
    let started = Instant::now();
    let seen = observe(&lookup, &ten_names(true), &limits).await;
    assert_eq!(started.elapsed(), limits.total);
    let of = |failure| seen.iter().filter(|(_, seen)| seen.failure() == failure).count();
    assert_eq!((of(None), of(Some(Failure::Timeout))), (3, 1));
    assert!(of(Some(Failure::NotAsked)) > 50);
    let stuck = Counting { pause: Duration::from_secs(3_600), ..Counting::default() };
    let started = Instant::now();
    observe(&stuck, &ten_names(false), &Limits::default()).await;
    assert_eq!(
        started.elapsed(),
        Limits::default().per_lookup,
        "no question is begun that depends on lost answers"
    );
}

/// R12: offline nothing is asked.
#[tokio::test]
async fn offline_asks_nobody() {
    let seen = observe(&NoLookup, &ten_names(false), &Limits::default()).await;
    assert!(seen.count() > 0 && seen.iter().all(|(_, seen)| seen.failure() == Some(Failure::NotAsked)));
}
