//! The template deployed onto a local stand-in for AWS, with the real binaries behind real event source mappings,
//! until certificates are issued. One run serves every test here.

mod conformance;
mod copies;
mod deployed;
mod gate;
mod kept;
mod news;
mod papers;
mod past;
mod process;
mod run;
mod stack;
mod staff;
mod stories;
mod under_development;
mod wait;
mod watch;
mod world;

use std::time::Duration;

use copies::SetAside;
use procedure::order::{Life, OrderKind, Phase};
use run::{Record, record};

/// The longest that the run may take once everything is built: far more than it does, for machines with much else to do.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// A client that goes straight to loopback, whatever proxy the machine has.
fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// R7, R13, R18, R22, R41, R52: a signed webhook becomes a certificate of CertCentral's, placed once though every message
/// came twice.
#[test]
fn an_ov_order_is_issued() {
    let Record { ov, .. } = record();
    assert!(matches!(&ov.phase, Phase::Issued(issued) if issued.certificate.chain_pem().contains("BEGIN")));
}

/// From the deployment's beginning to its last order, message and letter: what everything else here is asserted of.
#[test]
fn the_run_is_over_in_minutes() {
    let Record { lasted, .. } = record();
    assert!(*lasted <= LONGEST, "{lasted:?}");
}

/// R8, R14, R47: the sweep opens the renewal of an EV certificate that is near its end; confirmed, it is issued.
#[test]
fn an_ev_certificate_is_renewed() {
    let Record { ev, renewal, .. } = record();
    let Phase::Issued(old) = &ev.phase else { panic!("{:?}", ev.stage()) };
    let Phase::Issued(new) = &renewal.phase else { panic!("{:?}", renewal.stage()) };
    assert!(matches!(&old.life, Life::Succeeded { by, .. } if *by == renewal.id));
    assert!(matches!(&renewal.kind, OrderKind::Renewal { of, .. } if *of == ev.id));
    assert!(new.certificate.not_after() > old.certificate.not_after());
}

/// R58, R60, R66: a sole proprietor's BIZCERT order passes the desk and its documents.
#[test]
fn a_bizcert_order_is_issued_with_documents() {
    let Record { bizcert, .. } = record();
    assert!(matches!(bizcert.phase, Phase::Issued(_)), "{:?}", bizcert.stage());
    assert_eq!(bizcert.documents.documents().count(), 3);
}

/// R22, R25, R41: a copy that the customer's mail server redirected moves the order and is told of once the vendor's
/// signature proves it; what proves nothing is put aside with its reasons, and the customer hears nothing of it.
#[test]
fn a_copy_is_believed_on_the_vendors_signature() {
    let Record { copied, set_aside: SetAside { reasons, seen, told }, .. } = record();
    assert_eq!(reasons, &["mail.copy_unproven", "mail.authentication mail.copy_unproven"]);
    assert_eq!((*seen, *told, record().told), (false, 0, 1));
    assert!(matches!(copied.phase, Phase::Issued(_)), "{:?}", copied.stage());
}

/// R89: a record that nobody can read ends with the dead letters, alone; its neighbours in the batch were handled.
#[test]
fn poison_ends_with_the_dead_letters_alone() {
    let record = record();
    let dead: Vec<_> = record.left.iter().collect();
    assert_eq!(dead, [(&"certflow-order-submitted-dead".to_owned(), &vec!["poison".to_owned()])]);
    // One line of metrics is one batch.
    let batches = record.logs.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut ours = batches.filter(|line| line["function"] == "certflow-order-submitted");
    let mixed = ours.any(|line| line["Failed"] == 1 && line["Handled"].as_u64().is_some_and(|n| n >= 2));
    assert!(mixed, "the poison was in no batch with its neighbours");
}

/// R89: each message came twice at once, and once more when all was over: each order was placed once, each letter
/// sent once, nothing changed.
#[test]
fn what_comes_twice_happens_once() {
    let record = record();
    assert!(record.redelivered > 30, "{} messages", record.redelivered);
    assert_eq!(record.at_certcentral, 3, "the renewal is a reissue of its order (A3)");
    assert_eq!(record.at_desk, 1);
    assert_eq!(record.before, record.after, "orders changed by what they knew");
    let ids = &record.message_ids;
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert_eq!(record.letters, ids.len(), "SES was given what functions sent");
}

/// P5, R88: SES's news of a bounce reach the order by its tags, and the other contact is told.
#[test]
fn a_bounce_is_told_to_the_other_contact() {
    assert_eq!(record().bounced, 1);
}

/// R90: each function's role allows all it did; no call was denied.
#[test]
fn no_function_lacks_a_right() {
    let Record { denied, operations, .. } = record();
    assert_eq!(*denied, Vec::<String>::new());
    for operation in
        ["GetSecretValue", "SendMessage", "TransactWriteItems", "BatchGetItem", "SendRawEmail", "GET"]
    {
        assert!(operations.iter().any(|made| made.ends_with(operation)), "{operation}: {operations:?}");
    }
}
