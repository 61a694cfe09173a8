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
