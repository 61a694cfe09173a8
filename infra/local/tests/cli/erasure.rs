//! Erasing personal data on demand.

use ::procedure::Product;

use crate::support::Place;

/// A26, R90: an order that is over, at its vendor too, is erased once asked for with --yes, shows as erased, and stays so.
#[test]
fn an_order_that_is_over_is_erased() {
    let place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    place.done(&["cancel", &order, "--reason", "no longer needed"]);
    let early = place.run(&["erase", &order, "--yes", "--json"]);
    assert_eq!(early.json()["orders"][0]["findings"][0]["code"], "erasure.withdrawal_open", "{early:?}");
    assert_eq!(
        place.done(&["desk"])["work"][0]["task"]["task"],
        "withdraw",
        "A26: the desk has not forgotten it"
    );
    place.done(&["report", &order, "--status", "cancelled"]);
    let unsure = place.run(&["erase", &order]);
    assert_eq!(unsure.status, 2, "{unsure:?}");
    assert!(unsure.stderr.contains("--yes"), "{unsure:?}");
    assert_eq!(place.show(&order)["stage"], "cancelled");

    let answer = place.done(&["erase", &order, "--yes", "--by-customer"]);
    assert_eq!(answer["orders"][0]["outcome"], "erased", "{answer}");
    let page = place.show(&order);
    assert_eq!((&page["stage"], &page["kept"]["stage"]), (&"erased".into(), &"cancelled".into()));
    assert_eq!((&page["kept"]["by"], &page["kept"]["vendor_order"]), (&"customer".into(), &"V-1".into()));
    let told = place.run(&["show", &order]);
    assert!(told.stdout.contains("消去済み") || told.stdout.contains("erased"), "{told:?}");
    for list in [&["list", "--customer", "C-1001"][..], &["list", "--all"]] {
        let rows = place.done(list)["orders"].clone();
        assert_eq!(
            (rows[0]["order"].as_str(), rows[0]["stage"].as_str()),
            (Some(&*order), Some("erased")),
            "{rows}"
        );
    }
    assert!(!place.data().join("outbox").join(&order).exists());

    assert_eq!(place.done(&["erase", &order, "--yes"])["orders"][0]["outcome"], "already");
    for refused in [&["hold", &order, "--comment", "x"][..], &["desk", "sheet", &order]] {
        assert_eq!(place.refused(refused), "order.erased");
    }
}

/// A26, R90: of a customer's orders those that are over are erased; the others are refused with what to do first.
#[test]
fn what_still_runs_is_refused() {
    let place = Place::new();
    let over = place.submit(Product::Bizcert);
    place.done(&["cancel", &over, "--reason", "no longer needed"]);
    let runs = place.issued(Product::DigicertSecureServerId);
    let ran = place.run(&["erase", "--customer", "C-1001", "--yes", "--json"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    let answer = ran.json();
    let row = |order: &str| {
        answer["orders"].as_array().unwrap().iter().find(|row| row["order"] == *order).unwrap().clone()
    };
    assert_eq!(row(&over)["outcome"], "erased");
    assert_eq!(row(&runs)["outcome"], "refused");
    assert_eq!(row(&runs)["findings"][0]["code"], "erasure.order_runs");
    assert!(row(&runs)["findings"][0]["remedy"]["en"].as_str().unwrap().contains("certflow revoke"));
    assert_eq!(place.show(&runs)["stage"], "issued");
}

#[test]
fn what_is_not_there_cannot_be_erased() {
    let place = Place::new();
    place.submit(Product::Bizcert);
    let ran = place.run(&["erase", "CF-NONE", "--yes", "--json"]);
    assert_eq!((ran.status, &ran.json()["orders"][0]["findings"][0]["code"]), (1, &"order.unknown".into()));
    let nobody = place.done(&["erase", "--customer", "C-9", "--yes"]);
    assert_eq!(nobody["orders"].as_array().map(Vec::len), Some(0));
    assert_eq!(place.run(&["erase", "--yes"]).status, 2);
}

/// R90: beside a running `certflow serve`, which does the work.
#[test]
fn it_works_beside_serve() {
    let place = Place::in_real_time();
    let mut serving = place.serve();
    let order = place.placed(Product::CybertrustSureServer);
    place.done(&["cancel", &order, "--reason", "no longer needed"]);
    place.done(&["report", &order, "--status", "cancelled"]);
    let answer = place.done(&["erase", &order, "--yes"]);
    assert_eq!(answer["orders"][0]["outcome"], "erased", "{answer}");
    assert_eq!(place.show(&order)["stage"], "erased");
    assert!(!place.data().join("outbox").join(&order).exists());
    let left = || {
        let files = std::fs::read_dir(place.data()).unwrap().map(|file| file.unwrap().path());
        let known = |bytes: Vec<u8>| bytes.windows(11).any(|part| part == b"taro.yamada");
        files.filter(|file| file.is_file() && known(std::fs::read(file).unwrap_or_default())).count()
    };
    assert!(left() > 0, "nothing was there to be erased");
    assert_eq!(serving.terminate(), 0);
    // What serve has not taken out of the file by then is taken out by whoever holds the folder next.
    place.done(&["sweep"]);
    assert_eq!(left(), 0);
}

/// R90: what a customer asked for and nobody has handled is withdrawn with its data: an application, and a reissue of one
/// of their certificates; another customer's is not.
#[tokio::test]
async fn what_waits_of_a_customer_is_withdrawn() {
    use ::procedure::event::{Event, OrderSubmitted, ReissueRequested};
    use ::procedure::samples;
    use certflow::machine::{FixedClock, Machine};
    use platform::envelope::{Digest, Kind};
    use platform::store::{EventKey, Payload, Received};

    let place = Place::new();
    let order = place.issued(Product::DigicertSecureServerId);
    let waits = |of: &str| {
        Event::from(ReissueRequested {
            of: of.parse().unwrap(),
            csr: samples::CSR_RENEWED.to_owned(),
            key_compromised: false,
        })
    };
    let application = samples::draft(Product::Bizcert);
    let applies = OrderSubmitted { customer: "C-2002".parse().unwrap(), application };
    let clock = std::sync::Arc::new(FixedClock("2026-11-24T01:00:00Z".parse().unwrap()));
    let machine = Machine::open(&place.data(), clock).await.unwrap();
    for (id, event) in [("r1", waits(&order)), ("r2", waits("CF-NONE")), ("a1", applies.into())] {
        let (kind, data) = (Kind::Event(event.kind()), event.data());
        let received = Received {
            key: EventKey { source: "urn:test".parse().unwrap(), id: id.parse().unwrap() },
            kind,
            subject: None,
            digest: Digest::of(kind, None, &data),
            data: Payload(data),
            at: machine.now(),
            requeue_at: machine.now(),
        };
        machine.store().receive(&received).await.unwrap();
    }
    machine.close().await;
    let answer = place.run(&["erase", "--customer", "C-1001", "--yes", "--json"]).json();
    assert_eq!(answer["applications"], 1, "{answer}");
    let answer = place.run(&["erase", "--customer", "C-2002", "--yes", "--json"]).json();
    assert_eq!(answer["applications"], 1, "{answer}");
    let answer = place.run(&["erase", "--customer", "C-2002", "--yes", "--json"]).json();
    assert_eq!(answer["applications"], 0, "{answer}");
}
