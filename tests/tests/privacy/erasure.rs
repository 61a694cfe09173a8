//! Nothing personal is left of an erased order, wherever it was.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use platform::store::Ask;
use procedure::event::{ErasureRequested, OrderReleased, OrderSubmitted};
use procedure::order::Actor;
use procedure::{OrderId, samples};

use crate::case::{cancel, draft, examined, late_answer, left_waiting, open, personal, send, write_settings};
use crate::places::{contains, files, found_in_files, items};

/// What stands in a folder before an erasure, so that finding none of it afterwards means something.
fn known(folder: &Path, some: &[&str]) {
    let found = found_in_files(folder, &personal());
    for text in some {
        assert!(found.iter().any(|(_, known)| known == text), "{text} is nowhere even before the erasure");
    }
    assert!(files(folder).iter().any(|(file, _)| file.contains("/outbox/")), "no letter was written");
}

/// Nothing of it is left: not in a file's bytes, not in an item, not in a queue.
async fn nothing_left(folder: &Path, order: &OrderId) {
    assert_eq!(found_in_files(folder, &personal()), []);
    let letters = format!("/outbox/{order}");
    assert!(!files(folder).iter().any(|(file, _)| file.contains(&letters)), "letters are left");
    let items = items(folder).await;
    assert!(items.len() >= 8, "the audit trail is gone: {} items", items.len());
    for item in &items {
        for text in personal() {
            assert!(!contains(item.text.as_bytes(), text.as_bytes()), "{text} in {} {}", item.pk, item.sk);
        }
        assert!(!item.text.contains("payload"), "the data of an event is left in {}", item.pk);
    }
    let state = items.iter().find(|item| item.sk == "STATE" && item.pk == format!("ORDER#{order}")).unwrap();
    for kept in ["erased", "www.example.jp", "C-1001", "V-77", "CT-SS", "cancelled"] {
        assert!(state.text.contains(kept), "{kept} is not kept: {}", state.text);
    }
}

fn at(hours: i64) -> Timestamp {
    samples::now() + SignedDuration::from_hours(hours)
}

/// R90: a customer demands erasure: the table, its index, events done and waiting, letters, mails and what the
/// database's file had of them are searched byte by byte, and nothing personal is found. A repetition changes nothing.
#[tokio::test]
async fn nothing_personal_is_left_of_an_order_erased_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_settings(folder, 90);
    let machine = open(folder, at(0)).await;
    let order = examined(&machine).await;
    let by = Actor::Customer;
    send(&machine, "too-early", Some(&order), ErasureRequested { by }).await;
    assert!(machine.store().order(&order).await.unwrap().is_some(), "a running order was erased");
    cancel(&machine, &order).await;
    left_waiting(&machine, "late", Some(&order), late_answer()).await;
    machine.close().await;
    known(folder, &["苗字谷", "幻通り", "namaeko.private", "照会の質問文", "取消の理由文", "未処理の回答文"]);

    let machine = open(folder, at(1)).await;
    send(&machine, "erase", Some(&order), ErasureRequested { by }).await;
    let record = machine.store().erased(&order).await.unwrap().unwrap();
    assert_eq!((record.pending, record.erased.by), (false, Actor::Customer));
    // Who did what kind of thing when is still told.
    let lines = machine.store().history(&order, &Ask::first(100)).await.unwrap().items;
    let actors: Vec<Actor> =
        lines.iter().filter_map(|line| line.entry.as_ref()).map(|entry| entry.actor).collect();
    assert!(actors.contains(&Actor::Staff) && actors.contains(&Actor::Customer), "{actors:?}");
    assert!(lines.iter().all(|line| line.outbox.is_empty()));
    // Whatever comes after is refused, and repeated demands change nothing.
    send(&machine, "after", Some(&order), OrderReleased {}).await;
    send(&machine, "again", Some(&order), ErasureRequested { by }).await;
    assert_eq!(machine.store().erased(&order).await.unwrap(), Some(record));
    assert_eq!(machine.store().unhandled(machine.now()).await.unwrap(), []);
    machine.close().await;
    nothing_left(folder, &order).await;
}

/// R90: by policy, after the days that are set, and not before; the sweep finds it.
#[tokio::test]
async fn nothing_personal_is_left_once_the_days_are_over() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_settings(folder, 3);
    let machine = open(folder, at(0)).await;
    let order = examined(&machine).await;
    cancel(&machine, &order).await;
    machine.close().await;
    known(folder, &["苗字谷", "取消の理由文"]);

    for (hours, erased) in [(3 * 24 - 1, false), (3 * 24 + 1, true)] {
        let machine = open(folder, at(hours)).await;
        machine.sweeper().run(machine.now()).await.unwrap();
        let pumped = machine.pump(&machine.rooms().unwrap(), Duration::from_secs(60)).await.unwrap();
        assert_eq!((pumped.idle, pumped.failed), (true, 0), "{pumped:?}");
        let record = machine.store().erased(&order).await.unwrap();
        assert_eq!(record.is_some_and(|record| !record.pending && record.erased.by == Actor::System), erased);
        machine.close().await;
    }
    nothing_left(folder, &order).await;
}

/// R89: an erasure that broke off after its transaction is finished by the sweep.
#[tokio::test]
async fn a_broken_off_erasure_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_settings(folder, 90);
    let machine = open(folder, at(0)).await;
    let order = examined(&machine).await;
    cancel(&machine, &order).await;
    // Letters that cannot be deleted stand for the crash: the folder of the order is a file.
    let letters = folder.join("outbox").join(order.as_str());
    let aside = folder.join("outbox").join("aside");
    std::fs::rename(&letters, &aside).unwrap();
    std::fs::write(&letters, b"").unwrap();
    let rooms = machine.rooms().unwrap();
    let demand = ErasureRequested { by: Actor::Staff };
    let envelope = platform::envelope::Envelope {
        id: samples::id("erase"),
        source: crate::case::SOURCE.parse().unwrap(),
        kind: platform::envelope::Kind::Event(procedure::event::EventKind::ErasureRequested),
        subject: Some(order.clone()),
        time: None,
        content: platform::envelope::Content::Inline(procedure::event::Event::from(demand).data()),
        traceparent: None,
    };
    machine.intake().accept(envelope).await.unwrap();
    let pumped = machine.pump(&rooms, Duration::from_secs(60)).await.unwrap();
    assert_eq!(pumped.failed, 1, "{pumped:?}");
    assert!(machine.store().erased(&order).await.unwrap().unwrap().pending);
    std::fs::remove_file(&letters).unwrap();
    std::fs::rename(&aside, &letters).unwrap();
    machine.close().await;

    let machine = open(folder, at(2)).await;
    machine.sweeper().run(machine.now()).await.unwrap();
    machine.pump(&machine.rooms().unwrap(), Duration::from_secs(60)).await.unwrap();
    assert!(!machine.store().erased(&order).await.unwrap().unwrap().pending);
    machine.close().await;
    nothing_left(folder, &order).await;
}

/// R89: an application that was accepted and not handled can be withdrawn with its data.
#[tokio::test]
async fn a_waiting_application_is_withdrawn_with_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_settings(folder, 90);
    let machine = open(folder, at(0)).await;
    let submitted = OrderSubmitted { customer: samples::customer(), application: draft() };
    left_waiting(&machine, "waiting", None, submitted.into()).await;
    let [event] = &machine.store().unhandled(machine.now()).await.unwrap()[..] else { panic!() };
    let why = procedure::erase::erased_order(&samples::order_id());
    assert!(machine.store().withdraw(event, why.clone(), machine.now()).await.unwrap());
    assert!(!machine.store().withdraw(event, why, machine.now()).await.unwrap());
    assert_eq!(machine.store().unhandled(machine.now()).await.unwrap(), []);
    machine.close().await;
    for item in items(folder).await {
        assert!(!item.text.contains("苗字谷"), "{}", item.pk);
    }
}
