//! README's "Functions under development": what `certflow stand-in` makes and writes is all that the functions need, and
//! `certflow pump` brings them their messages.

use std::path::Path;
use std::process::{Command, Output};

use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use procedure::event::Room;
use procedure::{OrderId, samples};
use serde_json::Value;

use super::process::{REGION, StandIn};
use super::stack::config;
use super::staff::program;
use super::wait::until;
use super::watch::Watch;
use crate::tools::{binaries, succeed, target};

/// What README has its reader export.
fn exported(stand_in: &StandIn) -> [(String, String); 4] {
    [
        ("AWS_ENDPOINT_URL", stand_in.endpoint.as_str()),
        ("AWS_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// The lines `NAME='VALUE'` of a file for `cargo lambda watch --env-file`.
fn variables(file: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().map(|line| {
        let (name, value) = line.split_once('=').unwrap();
        let value = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).unwrap();
        (name.to_owned(), value.to_owned())
    });
    lines.collect()
}

/// R89, R90: every function starts with the variables that `certflow stand-in` wrote and asks for its first event, so
/// that none is missing there; and a message that `certflow pump` moves goes through as many functions as it has to.
#[tokio::test(flavor = "multi_thread")]
async fn every_function_starts_with_what_the_stand_in_has() {
    let (binaries, program) = (binaries(), program());
    let stand_in = StandIn::start("stand-in-watch", "http://127.0.0.1:9").await;
    let exported = exported(&stand_in);
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("stand-in");
    let certflow = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["--json"]).args(arguments).env_clear().envs(exported.clone());
        command.env("CERTFLOW_DATA", folder.path().join("no-data"));
        command
    };
    succeed(certflow(&["stand-in", made.to_str().unwrap()]).current_dir(folder.path()));
    let file = made.join("functions.env");

    let log = target().join("functions-under-development.log");
    let set: Vec<_> = variables(&file).into_iter().chain(exported.clone()).collect();
    let names = Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"]);
    let mut watch = Watch::start(names, &binaries, &set, &log).await;
    until("the functions' first polls", async || {
        let silent = watch.silent();
        let logged = || std::fs::read_to_string(&log).unwrap();
        assert!(!watch.has_lost_one(), "of {silent:?} one ended: {}", logged());
        silent.is_empty().then_some(())
    })
    .await;

    let sample = include_str!("../../../events/order-submitted.json");
    let sample: Value = serde_json::from_str(sample).unwrap();
    let sqs = aws_sdk_sqs::Client::from_conf(config!(aws_sdk_sqs, &stand_in.endpoint).build());
    let queue = sqs.get_queue_url().queue_name("certflow-order-submitted").send().await.unwrap();
    let send = sqs.send_message().set_queue_url(queue.queue_url);
    // As the portal's webhook would queue it: with the order that it opens.
    let mut event: Value = serde_json::from_str(sample["Records"][0]["body"].as_str().unwrap()).unwrap();
    let order = OrderId::derived(event["source"].as_str().unwrap(), &samples::id("sample-order-submitted"));
    event["subject"] = order.as_str().into();
    send.message_body(event.to_string()).send().await.unwrap();
    let file = file.to_str().unwrap().to_owned();
    let mut pump = certflow(&["--stack", &file, "pump", "--until-empty", "--watch", &watch.url]);
    let Output { status, stdout, stderr } =
        tokio::task::spawn_blocking(move || pump.output().unwrap()).await.unwrap();
    let (moved, said) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{moved}\n{said}");
    let moved: Vec<Value> = moved.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for room in [Room::OrderSubmitted, Room::VendorReviewRequested] {
        let handled = |line: &&Value| line["function"] == room.name() && line["handled"] == 1;
        assert!(moved.iter().any(|line| handled(&line)), "{}: {moved:?}\n{said}", room.name());
    }
    let listed = succeed(&mut certflow(&["--stack", &file, "list"]));
    assert!(listed.contains(order.as_str()), "{listed}");
}
