//! Vendors whose answers get lost, fail or come late.

use std::time::Duration;

use procedure::Product;
use procedure::order::Stage;
use simulation::certcentral::{Fault, Trouble};

use super::support::{Play, letters, story};

const PLACING: &str = "/order/certificate/ssl";

async fn issued_in_spite_of(troubles: &[Trouble]) -> Play {
    let mut play = Play::of(vec![story(Product::DigicertSecureServerId)]).await;
    for trouble in troubles {
        play.world.outside.certcentral.trouble(trouble.clone());
    }
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Issued, "{troubles:?}: {:?}", case.order.acts());
    assert_eq!(play.placed(case), 1, "{troubles:?}");
    assert_eq!(play.world.outside.certcentral.orders().len(), 1, "{troubles:?}");
    let expected = [
        "application_received",
        "approval_mail_expected",
        "phone_call_ahead",
        "approval_mail_arrived",
        "issued",
    ];
    assert_eq!(letters(case), expected, "{troubles:?}");
    play.every_letter_went_out_once();
    play
}

fn placing(times: u32, fault: Fault) -> Trouble {
    Trouble { method: "POST", path: PLACING.to_owned(), times, fault }
}

/// R13, R89: the reply to the placing is lost, or no reply at all: the vendor has the order, and has it once.
#[tokio::test]
async fn a_lost_reply_after_placing() {
    for fault in [Fault::LostReply, Fault::Garbage, Fault::DoneButRefused(500), Fault::DoneButRefused(504)] {
        issued_in_spite_of(&[placing(1, fault)]).await;
    }
}

/// R13, R89: the placing never arrives, once or several times: it is placed later, once.
#[tokio::test]
async fn a_placing_that_does_not_arrive() {
    for (times, fault) in
        [(1, Fault::LostRequest), (3, Fault::LostRequest), (1, Fault::Refused(500)), (3, Fault::Refused(503))]
    {
        issued_in_spite_of(&[placing(times, fault)]).await;
    }
}

/// R89: the vendor's rate limit delays and loses nothing.
#[tokio::test]
async fn a_rate_limit() {
    let limit = |method, path: &str, times| Trouble {
        method,
        path: path.to_owned(),
        times,
        fault: Fault::Refused(429),
    };
    issued_in_spite_of(&[limit("POST", PLACING, 2), limit("GET", "/order/certificate", 4)]).await;
}

/// R52, R89: reports and the certificate itself fail to come several times; the order is issued all the same, and its
/// letters go out once.
#[tokio::test]
async fn a_vendor_that_does_not_answer() {
    let get = |path: &str, times, fault| Trouble { method: "GET", path: path.to_owned(), times, fault };
    issued_in_spite_of(&[
        get("/order/certificate", 6, Fault::Refused(500)),
        get("/certificate", 3, Fault::LostReply),
        get("/order/certificate", 2, Fault::Garbage),
    ])
    .await;
}

/// R13: a slow vendor is waited for.
#[tokio::test]
async fn a_slow_vendor() {
    let slow = |method, path: &str| Trouble {
        method,
        path: path.to_owned(),
        times: 3,
        fault: Fault::Slow(Duration::from_millis(100)),
    };
    issued_in_spite_of(&[slow("POST", "/o"), slow("GET", "/o")]).await;
}
