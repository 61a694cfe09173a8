//! What may be erased when, and what stays.

use jiff::SignedDuration;

use super::Erased;
use crate::order::{Actor, Ending, EnquiryText, Life, Order, Phase, RevocationAsked};
use crate::policy::Policy;
use crate::{Product, samples};

fn to_be_withdrawn() -> Order {
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let reason = EnquiryText::new("reason", "山田が退職したため").unwrap();
    order.end(Ending::Cancelled, Some(reason), samples::now()).unwrap();
    order
}

fn cancelled() -> Order {
    let mut order = to_be_withdrawn();
    assert!(order.withdrawn(samples::now()));
    order
}

fn issued(life: Life) -> Order {
    let mut order = samples::issued(Product::Bizcert, 199);
    if let Phase::Issued(issued) = &mut order.phase {
        issued.life = life;
    }
    order
}

/// R90: the skeleton names ids, product, domains, dates and the certificate, and nobody.
#[test]
fn the_skeleton_names_nobody() {
    let erased = cancelled().erase(Actor::Staff, samples::now()).unwrap();
    let text = serde_json::to_string(&erased).unwrap();
    for kept in ["C-1001", "DC-OV", "www.example.jp", "cancelled", "V-1", "staff"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    for gone in
        ["山田", "ヤマダ", "さくら", "Sakura", "tanto@", "taro.yamada", "1234-5678", "千代田", "BEGIN"]
    {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert_eq!(serde_json::from_str::<Erased>(&text).unwrap(), erased);
}

/// R90: of an issued order the certificate's serial number, fingerprint and dates stay, not the certificate.
#[test]
fn the_certificates_numbers_stay() {
    let order = issued(Life::Expired { at: samples::now() });
    let erased = order.erase(Actor::System, samples::now()).unwrap();
    let (trace, certificate) = (erased.certificate.unwrap(), order.certificate().unwrap());
    assert_eq!((&*trace.serial, &*trace.fingerprint), (certificate.serial(), certificate.fingerprint()));
    assert_eq!(trace.not_after, certificate.not_after());
}

/// A26, R90: what still runs keeps its data; the refusal says what to do first.
#[test]
fn what_runs_is_not_erased() {
    let watched = samples::issued(Product::Bizcert, 199);
    for (order, first) in [
        (samples::accepted(Product::Bizcert), "certflow cancel"),
        (samples::examining(Product::Bizcert), "certflow cancel"),
        (watched, "certflow revoke"),
    ] {
        let refusal = order.erase(Actor::Staff, samples::now()).unwrap_err();
        assert_eq!(refusal.code(), "erasure.order_runs");
        let remedy = &refusal.findings()[0].remedy;
        assert!(remedy.en.contains(first) && remedy.ja.contains(first), "{remedy:?}");
        assert_eq!((order.erasable_at(&Policy::default()), order.finished_at()), (None, None));
    }
    let mut asked = issued(Life::Expired { at: samples::now() });
    if let Phase::Issued(issued) = &mut asked.phase {
        issued.revocation = Some(RevocationAsked { at: samples::now(), key_compromised: false });
    }
    assert_eq!(asked.erase(Actor::Staff, samples::now()).unwrap_err().code(), "erasure.revocation_open");
    let here_alone = to_be_withdrawn().erase(Actor::Customer, samples::now()).unwrap_err();
    assert_eq!(
        here_alone.code(),
        "erasure.withdrawal_open",
        "the vendor would go on with it, and nobody would know"
    );
}

/// A26: an order that ended comes due after the days that are set, in the lane of what time does to orders.
#[test]
fn erasure_comes_due_after_the_days_that_are_set() {
    let mut policy = Policy::default();
    for days in [1_u16, 90, 400] {
        policy.erasure.after_days = days;
        let at = samples::now() + SignedDuration::from_hours(24 * i64::from(days));
        assert_eq!(cancelled().erasable_at(&policy), Some(at));
        assert_eq!(cancelled().due(&policy).unwrap().at, at);
        let revoked = issued(Life::Revoked { at: samples::now(), key_compromised: true });
        assert_eq!(revoked.due(&policy).unwrap().at, at);
    }
}

/// A26: a certificate that another order took over can still be revoked until it expires: its order waits so long.
#[test]
fn a_succeeded_order_waits_for_its_certificates_end() {
    let policy = Policy::default();
    let order = issued(Life::Succeeded { by: samples::id("CF-NEXT"), at: samples::now() });
    let end = order.certificate().unwrap().not_after();
    assert_eq!(order.erasable_at(&policy), Some(policy.erasure.due(end)));
}

/// R85: an order is not forgotten while staff still hold a document that shows a My Number.
#[test]
fn not_before_a_document_with_a_my_number_is_gone() {
    use crate::documents::FileDuty;
    use crate::order::DocumentNews;

    let mut order = cancelled();
    let facts = serde_json::json!({ "id": "D1", "kind": "passport", "form": "posted_copy",
        "received_at": samples::now(), "my_number_visible": true });
    order.documents.must_go(
        &serde_json::from_value(facts).unwrap(),
        FileDuty::Destroy,
        samples::now(),
        samples::now(),
    );
    let refused = order.erase(Actor::Customer, samples::now()).unwrap_err();
    assert_eq!(refused.code(), "erasure.document_kept");
    let gone = DocumentNews::Destroyed { id: "D1".parse().unwrap() };
    order.hear_of_document(&gone, &Policy::default(), samples::now()).unwrap();
    assert!(order.erase(Actor::Customer, samples::now()).is_ok());
}
