//! `certflow serve`: beside other commands, through `kill -9`, to its end.

use ::procedure::Product;
use serde_json::Value;

use super::support::{Place, draft_for, eventually, text};
use super::webhooks::{send, submitted};

#[tokio::test]
async fn other_commands_work_beside_it() {
    let place = Place::in_real_time();
    let mut serving = place.serve();
    let order = place.submit(Product::CybertrustSureServer);
    let placed = place.done(&["placed", &order, "--vendor-order", "V-1"]);
    assert_eq!((&placed["outcome"], &placed["stage"]), (&"applied".into(), &"examining".into()));
    let sent = placed["changes"][0]["sent"].as_array().unwrap();
    assert!(sent.iter().all(|send| send["delivery"]["state"] == "sent"), "{placed}");
    assert_eq!(place.refused(&["placed", &order, "--vendor-order", "V-2"]), "order.placed_twice");
    assert_eq!(place.done(&["list"])["orders"].as_array().unwrap().len(), 1);
    assert_eq!(place.done(&["sweep"])["served"], true);
    let ran = place.run(&["sweep", "--at", "2030-01-01T00:00"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stderr.contains("stop it first"), "{ran:?}");
    let second = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status, 1, "{second:?}");
    assert_eq!(serving.terminate(), 0);
    assert_eq!(place.show(&order)["stage"], "examining");
}

/// R89: what was answered 202 is there after `kill -9`, once, and moves on.
#[tokio::test]
async fn nothing_accepted_is_lost_by_a_kill() {
    let place = Place::in_real_time();
    std::fs::create_dir_all(place.data()).unwrap();
    // An event in the middle of its handling is taken up again once its lease is over.
    std::fs::write(place.data().join("certflow.toml"), "[work]\nlease_seconds = 5\n").unwrap();
    let mut serving = place.serve();
    let secret = serving.secret();
    let mut orders = Vec::new();
    for n in 0..20 {
        let draft = draft_for(Product::CybertrustSureServer, &format!("shop{n}.example{n}.jp"));
        let id = format!("P-{n}");
        let response = send(&serving, &id, submitted(&id, &draft), &secret).await;
        assert_eq!(response.status().as_u16(), 202);
        let answer: Value = response.json().await.unwrap();
        orders.push(answer["order"].as_str().unwrap().to_owned());
    }
    serving.kill();

    let mut serving = place.serve();
    let at_the_desk = || {
        let list = place.run(&["list", "--limit", "100", "--json"]).json();
        let rows = list["orders"].as_array().unwrap().clone();
        orders.iter().all(|order| {
            rows.iter().any(|row| row["order"] == order.as_str() && row["waits"][0]["code"] == "place")
        })
    };
    eventually("every accepted order is at the desk", at_the_desk).await;
    assert_eq!(serving.terminate(), 0);
    for order in &orders {
        let letters = place.done(&["letters", order]);
        let letters = letters["letters"].as_array().unwrap();
        assert_eq!(letters.len(), 1, "one letter, however often it was tried: {letters:?}");
    }
    assert_eq!(place.done(&["list", "--limit", "100"])["orders"].as_array().unwrap().len(), 20);
}

/// An idle `certflow serve` is small: at most 50 MB resident. The unoptimised program is itself some 40 MB, so of that
/// only what it allocates is held to a limit.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_idle_server_is_small() {
    let place = Place::in_real_time();
    place.submit(Product::CybertrustSureServer);
    let serving = place.serve();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let (whole, own) = (serving.memory_mib("VmRSS"), serving.memory_mib("RssAnon"));
    assert!(own <= 16, "{own} MiB");
    assert!(cfg!(debug_assertions) || whole <= 47, "{whole} MiB");
}

/// A command that waits for the folder's holder gets it.
#[test]
fn two_commands_at_once_both_succeed() {
    let place = Place::new();
    let files: Vec<_> = (0..4)
        .map(|n| {
            let draft = draft_for(Product::CybertrustSureServer, &format!("at{n}.example.jp"));
            place.draft(&format!("{n}.json"), &draft)
        })
        .collect();
    std::thread::scope(|scope| {
        let running: Vec<_> =
            files.iter().map(|file| scope.spawn(|| place.run(&["submit", text(file), "--json"]))).collect();
        for ran in running {
            let ran = ran.join().unwrap();
            assert_eq!(ran.status, 0, "{ran:?}");
        }
    });
    assert_eq!(place.done(&["list"])["orders"].as_array().unwrap().len(), 4);
}
