use std::collections::BTreeSet;
use std::time::Instant;

use jiff::ToSpan;
use tempfile::TempDir;

use super::*;
use crate::embedded::Stopped;
use crate::embedded::fixture::*;

const NOW: Duration = Duration::ZERO;
const HIDE: Duration = Duration::from_secs(30);

fn start() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// `seconds` after the start.
fn at(seconds: i64) -> Timestamp {
    start() + seconds.seconds()
}

fn tries(max: u32) -> NonZeroU32 {
    NonZeroU32::new(max).unwrap()
}

async fn memory() -> Queue {
    Queue::open(None, tries(3)).await.unwrap()
}

async fn bodies(queue: &Queue, name: &str, now: Timestamp) -> Vec<String> {
    let messages = queue.receive(name, MAX_BATCH, HIDE, now).await.unwrap();
    messages.into_iter().map(|message| message.body).collect()
}

#[tokio::test]
async fn a_message_is_received_hidden_and_deleted() {
    let queue = memory().await;
    let id = queue.send("orders", "{}", NOW, at(0)).await.unwrap();
    assert!(bodies(&queue, "others", at(1)).await.is_empty());

    let [message] = queue.receive("orders", 10, HIDE, at(1)).await.unwrap().try_into().unwrap();
    assert_eq!((message.id, message.body.as_str(), message.attempts), (id, "{}", 1));
    assert_eq!((message.sent, message.first_received), (at(0), at(1)));
    assert!(bodies(&queue, "orders", at(30)).await.is_empty());
    assert!(queue.delete(&message.receipt).await.unwrap());
    assert!(!queue.delete(&message.receipt).await.unwrap());
    assert!(bodies(&queue, "orders", at(1000)).await.is_empty());
}

#[tokio::test]
async fn an_undeleted_message_comes_back_and_the_old_receipt_is_worth_nothing() {
    let queue = memory().await;
    queue.send("orders", "{}", NOW, at(0)).await.unwrap();
    let [first] = queue.receive("orders", 10, HIDE, at(0)).await.unwrap().try_into().unwrap();
    let [second] = queue.receive("orders", 10, HIDE, at(30)).await.unwrap().try_into().unwrap();
    assert_eq!((second.attempts, second.first_received), (2, at(0)));

    assert!(!queue.delete(&first.receipt).await.unwrap());
    assert!(!queue.change_visibility(&first.receipt, NOW, at(31)).await.unwrap());
    assert!(queue.delete(&second.receipt).await.unwrap());
}

#[tokio::test]
async fn a_late_delete_counts_until_the_next_receive() {
    let queue = memory().await;
    queue.send("orders", "{}", NOW, at(0)).await.unwrap();
    let [message] = queue.receive("orders", 10, HIDE, at(0)).await.unwrap().try_into().unwrap();
    assert_eq!(queue.counts(at(60)).await.unwrap()["orders"].visible, 1);
    assert!(queue.delete(&message.receipt).await.unwrap());
    assert!(bodies(&queue, "orders", at(60)).await.is_empty());
}

#[tokio::test]
async fn a_delay_and_a_changed_visibility_are_kept_to_the_second() {
    let queue = memory().await;
    queue.send("orders", "late", Duration::from_secs(60), at(0)).await.unwrap();
    assert!(bodies(&queue, "orders", at(59)).await.is_empty());
    assert_eq!(queue.next_visible(None).await.unwrap(), Some(at(60)));
    let [message] = queue.receive("orders", 1, HIDE, at(60)).await.unwrap().try_into().unwrap();

    assert!(queue.change_visibility(&message.receipt, Duration::from_secs(300), at(61)).await.unwrap());
    assert!(bodies(&queue, "orders", at(360)).await.is_empty());
    assert_eq!(queue.next_visible(Some("orders")).await.unwrap(), Some(at(361)));
    assert!(queue.change_visibility(&message.receipt, NOW, at(360)).await.unwrap());
    assert_eq!(bodies(&queue, "orders", at(360)).await, ["late"]);
}

#[tokio::test]
async fn after_its_last_try_a_message_goes_to_the_dlq_with_the_reason() {
    let queue = memory().await;
    let id = queue.send("orders", "poison", NOW, at(0)).await.unwrap();
    for attempt in 1..=3_u32 {
        let now = at(i64::from(attempt) * 100);
        let [message] = queue.receive("orders", 10, HIDE, now).await.unwrap().try_into().unwrap();
        assert_eq!(message.attempts, attempt);
        let reason = format!("store: try {attempt}");
        assert!(queue.fail(&message.receipt, Duration::from_secs(10), &reason, now).await.unwrap());
    }
    queue.send("orders", "healthy", NOW, at(310)).await.unwrap();
    assert!(queue.peek("orders", 10).await.unwrap().is_empty());

    // The dead one does not take the place of a live one.
    let [healthy] = queue.receive("orders", 1, HIDE, at(310)).await.unwrap().try_into().unwrap();
    assert_eq!(healthy.body, "healthy");
    let [dead] = queue.peek("orders", 10).await.unwrap().try_into().unwrap();
    assert_eq!((dead.id, dead.body.as_str(), dead.attempts), (id, "poison", 3));
    assert_eq!((dead.sent, dead.first_received, dead.since), (at(0), Some(at(100)), at(310)));
    assert_eq!(dead.reason, "store: try 3");
    assert_eq!(queue.next_visible(None).await.unwrap(), Some(at(340)));
}

#[tokio::test]
async fn a_receiver_that_dies_silently_leaves_a_reason_too() {
    let queue = memory().await;
    queue.send("orders", "poison", NOW, at(0)).await.unwrap();
    for attempt in 0..4 {
        bodies(&queue, "orders", at(attempt * 100)).await;
    }
    let [dead] = queue.peek("orders", 10).await.unwrap().try_into().unwrap();
    assert!(dead.reason.contains("no failure was reported"), "{}", dead.reason);
}

#[tokio::test]
async fn redrive_gives_every_try_back_and_discard_deletes() {
    let queue = memory().await;
    for body in ["a", "b", "c"] {
        queue.send("orders", body, NOW, at(0)).await.unwrap();
    }
    for attempt in 0..4 {
        bodies(&queue, "orders", at(attempt * 100)).await;
    }
    let dead = queue.peek("orders", 10).await.unwrap();
    assert_eq!(dead.iter().map(|dead| dead.body.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(queue.peek("orders", 2).await.unwrap().len(), 2);

    assert!(queue.discard("orders", dead[0].id).await.unwrap());
    assert!(!queue.discard("orders", dead[0].id).await.unwrap());
    assert!(!queue.discard("others", dead[1].id).await.unwrap());
    assert_eq!(queue.redrive("others", None, at(500)).await.unwrap(), 0);
    assert_eq!(queue.redrive("orders", Some(dead[2].id), at(500)).await.unwrap(), 1);
    assert_eq!(queue.redrive("orders", None, at(501)).await.unwrap(), 1);
    assert_eq!(queue.redrive("orders", None, at(502)).await.unwrap(), 0);

    let back = queue.receive("orders", 10, HIDE, at(600)).await.unwrap();
    assert_eq!(back.iter().map(|m| (m.body.as_str(), m.attempts)).collect::<Vec<_>>(), [("c", 1), ("b", 1)]);
    assert_eq!(back[0].first_received, at(600));
}

#[tokio::test]
async fn counts_tell_each_queue_apart() {
    let queue = memory().await;
    for body in ["a", "b", "c", "d"] {
        queue.send("orders", body, NOW, at(0)).await.unwrap();
    }
    queue.send("orders", "later", Duration::from_secs(600), at(0)).await.unwrap();
    queue.send("letters", "e", NOW, at(0)).await.unwrap();
    queue.receive("orders", 1, Duration::from_secs(900), at(0)).await.unwrap();
    let counts = queue.counts(at(1)).await.unwrap();
    assert_eq!(counts["orders"], Counts { visible: 3, in_flight: 1, delayed: 1, dead: 0 });
    assert_eq!(counts["letters"], Counts { visible: 1, ..Counts::default() });
}

#[tokio::test]
async fn a_batch_is_bounded_and_oldest_first() {
    let queue = memory().await;
    for number in 0..25 {
        queue.send("orders", number.to_string(), NOW, at(number)).await.unwrap();
    }
    assert_eq!(bodies(&queue, "orders", at(100)).await, (0..10).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(bodies(&queue, "orders", at(100)).await.len(), 10);
    assert_eq!(bodies(&queue, "orders", at(100)).await.len(), 5);
}

#[tokio::test]
async fn what_sqs_would_refuse_is_refused() {
    let queue = memory().await;
    let receipt = {
        queue.send("orders", "x".repeat(MAX_BODY), MAX_DELAY, at(0)).await.unwrap();
        queue.receive("orders", 1, MAX_VISIBILITY, at(900)).await.unwrap()[0].receipt.clone()
    };
    let second = Duration::from_secs(1);
    let refused = [
        queue.send("orders", "x".repeat(MAX_BODY + 1), NOW, at(0)).await.unwrap_err(),
        queue.send("orders", "", NOW, at(0)).await.unwrap_err(),
        queue.send("orders", "a\u{0}b", NOW, at(0)).await.unwrap_err(),
        queue.send("orders", "{}", MAX_DELAY + second, at(0)).await.unwrap_err(),
        queue.send("", "{}", NOW, at(0)).await.unwrap_err(),
        queue.send("or.ders", "{}", NOW, at(0)).await.unwrap_err(),
        queue.send(&"q".repeat(81), "{}", NOW, at(0)).await.unwrap_err(),
        queue.send("orders", "{}", HIDE, Timestamp::MAX).await.unwrap_err(),
        queue.receive("orders", 0, HIDE, at(0)).await.unwrap_err(),
        queue.receive("orders", 11, HIDE, at(0)).await.unwrap_err(),
        queue.receive("orders", 1, MAX_VISIBILITY + second, at(0)).await.unwrap_err(),
        queue.change_visibility(&receipt, MAX_VISIBILITY + second, at(0)).await.unwrap_err(),
    ];
    for error in refused {
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        assert!(!error.text().ja.is_ascii() && error.text().en.is_ascii(), "{:?}", error.text());
    }
    let counts = queue.counts(at(0)).await.unwrap();
    assert_eq!(counts.keys().collect::<Vec<_>>(), ["orders"]);
}

#[tokio::test]
async fn a_long_reason_is_cut_between_characters() {
    let queue = memory().await;
    queue.send("orders", "{}", NOW, at(0)).await.unwrap();
    for attempt in 0..3 {
        let [message] =
            queue.receive("orders", 1, HIDE, at(attempt * 100)).await.unwrap().try_into().unwrap();
        queue.fail(&message.receipt, NOW, &"理".repeat(1000), at(attempt * 100)).await.unwrap();
    }
    bodies(&queue, "orders", at(500)).await;
    assert_eq!(queue.peek("orders", 1).await.unwrap()[0].reason, "理".repeat(MAX_REASON / 3));
}

#[tokio::test]
async fn a_file_is_shared_and_no_message_is_received_twice_at_a_time() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("queue.db");
    let one = Queue::open(Some(&path), tries(5)).await.unwrap();
    let two = Queue::open(Some(&path), tries(5)).await.unwrap();
    for number in 0..60 {
        let sender = if number % 2 == 0 { &one } else { &two };
        sender.send("orders", number.to_string(), NOW, at(0)).await.unwrap();
    }
    let drain = |queue: Queue| async move {
        let mut all = Vec::new();
        loop {
            let batch = bodies(&queue, "orders", at(1)).await;
            if batch.is_empty() {
                return all;
            }
            all.extend(batch);
        }
    };
    let (a, b) = tokio::join!(tokio::spawn(drain(one.clone())), tokio::spawn(drain(two)));
    let all: Vec<_> = [a.unwrap(), b.unwrap()].concat();
    assert_eq!(all.len(), 60);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 60);

    one.close().await;
    let again = Queue::open(Some(&path), tries(5)).await.unwrap();
    assert_eq!(again.counts(at(1)).await.unwrap()["orders"].in_flight, 60);
}

#[tokio::test]
async fn a_closed_queue_says_so() {
    let queue = memory().await;
    let clone = queue.clone();
    queue.close().await;
    let error = clone.send("orders", "{}", NOW, at(0)).await.unwrap_err();
    assert!(matches!(error, Error::Stopped(Stopped::Closed)), "{error:?}");
}

#[tokio::test]
async fn what_cannot_be_opened_is_said() {
    let folder = TempDir::new().unwrap();
    let foreign = folder.path().join("foreign.db");
    std::fs::write(&foreign, "no database ".repeat(100)).unwrap();
    assert!(matches!(Queue::open(Some(&foreign), tries(1)).await.unwrap_err(), Error::Database(_)));

    let newer = folder.path().join("newer.db");
    Queue::open(Some(&newer), tries(1)).await.unwrap().close().await;
    let connection = rusqlite::Connection::open(&newer).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    assert!(matches!(Queue::open(Some(&newer), tries(1)).await.unwrap_err(), Error::Newer { found: 99 }));

    let nowhere = folder.path().join("missing").join("queue.db");
    assert!(matches!(Queue::open(Some(&nowhere), tries(1)).await.unwrap_err(), Error::File { .. }));
}

#[cfg(unix)]
#[tokio::test]
async fn its_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let queue = Queue::open(Some(&folder.path().join("queue.db")), tries(1)).await.unwrap();
    queue.send("orders", "{}", NOW, at(0)).await.unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn in_memory_a_receiver_sleeps_until_it_is_woken_or_its_time_has_come() {
    let queue = memory().await;
    let mut wake = queue.wake("orders");
    let begun = tokio::time::Instant::now();
    wake.wait(Duration::from_secs(3600)).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(3600));

    // A send between the look and the wait is not missed.
    queue.send("orders", "{}", NOW, at(0)).await.unwrap();
    wake.wait(Duration::from_secs(3600)).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(3600));

    // A send to another queue wakes nobody here; a message given back does.
    let [message] = queue.receive("orders", 1, HIDE, at(0)).await.unwrap().try_into().unwrap();
    queue.send("letters", "{}", NOW, at(0)).await.unwrap();
    let give_back = async {
        tokio::time::sleep(Duration::from_secs(60)).await;
        queue.fail(&message.receipt, NOW, "try again", at(60)).await.unwrap();
    };
    let (waited, ()) = tokio::join!(wake.wait(Duration::from_secs(3600)), give_back);
    waited.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(3660));
}

#[tokio::test]
async fn a_send_of_another_process_is_noticed_and_an_own_one_is_at_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("queue.db");
    let receiver = Queue::open(Some(&path), tries(5)).await.unwrap();
    // Another connection is to the file what another process is.
    let sender = Queue::open(Some(&path), tries(5)).await.unwrap();
    let mut wake = receiver.wake("orders");
    wake.wait(NOW).await.unwrap();

    for other in [true, false] {
        let send = async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let queue = if other { &sender } else { &receiver };
            queue.send("orders", "{}", NOW, at(0)).await.unwrap();
        };
        let begun = Instant::now();
        let (waited, ()) = tokio::join!(wake.wait(Duration::from_secs(60)), send);
        waited.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(30));
    }
    let begun = Instant::now();
    wake.wait(Duration::from_millis(300)).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(300), "woken by nothing");
}

#[tokio::test]
async fn every_answered_send_survives_a_kill_and_every_answered_delete_stays() {
    let folder = TempDir::new().unwrap();
    let last = kill_after("embedded::queue::tests::child_sends_until_killed", folder.path(), 60);

    let queue = Queue::open(Some(&folder.path().join("queue.db")), tries(5)).await.unwrap();
    let mut kept = BTreeSet::new();
    loop {
        let batch = bodies(&queue, "kept", at(1000)).await;
        if batch.is_empty() {
            break;
        }
        kept.extend(batch.iter().map(|body| body.parse::<u32>().unwrap()));
    }
    assert!(
        (0..=last).filter(|number| number % 3 != 0).all(|number| kept.contains(&number)),
        "{last}: {kept:?}"
    );
    for body in bodies(&queue, "deleted", at(1000)).await {
        assert!(body.parse::<u32>().unwrap() > last, "{body} of {last}");
    }
}

#[tokio::test]
#[ignore = "the child process of the test above"]
async fn child_sends_until_killed() {
    let Some(folder) = child_folder() else { return };
    let queue = Queue::open(Some(&folder.join("queue.db")), tries(5)).await.unwrap();
    for number in 0..100_000_u32 {
        let name = if number % 3 == 0 { "deleted" } else { "kept" };
        queue.send(name, number.to_string(), NOW, at(0)).await.unwrap();
        for message in queue.receive("deleted", 1, HIDE, at(0)).await.unwrap() {
            assert!(queue.delete(&message.receipt).await.unwrap());
        }
        report(number);
    }
}
