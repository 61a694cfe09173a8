//! What staff are told when the vendor is late.

use jiff::{SignedDuration, Timestamp};

use super::super::{Due, Ending, EnquiryText, Lane, Life, MAX_ATTENTION, Order, Phase};
use crate::policy::Policy;
use crate::{Finding, Party, Product, Text, samples};

fn at(hours: i64) -> Timestamp {
    samples::now() + SignedDuration::from_hours(hours)
}

fn before(at: Timestamp) -> Timestamp {
    at - SignedDuration::from_secs(1)
}

fn text(text: &str) -> EnquiryText {
    EnquiryText::new("text", text).unwrap()
}

fn to_be_revoked(product: Product, key_compromised: bool) -> Order {
    let mut order = samples::issued(product, 150);
    order.ask_revocation(key_compromised, at(1)).unwrap();
    order
}

fn to_be_withdrawn() -> Order {
    let mut order = samples::examining(Product::Bizcert);
    order.end(Ending::Cancelled, Some(text("不要")), at(1)).unwrap();
    order.withdraw_by(at(30));
    order
}

fn due(order: &Order) -> Timestamp {
    let Due { at, lane } = order.due(&Policy::default()).unwrap();
    assert_eq!(lane, Lane::Expiry);
    at
}

fn codes(order: &Order) -> Vec<&str> {
    order.attention.iter().map(|known| &*known.code).collect()
}

/// BR 4.9.1.1, R88: a revocation is due at its deadline, staff are told once, and no more when it is confirmed.
#[test]
fn a_revocation_that_is_late_is_told_once() {
    for (key_compromised, deadline) in [(true, at(25)), (false, at(121))] {
        let mut order = to_be_revoked(Product::DigicertSecureServerId, key_compromised);
        assert_eq!(due(&order), deadline);
        assert_eq!(order.tell_overdue(before(deadline)), None);
        let told = order.tell_overdue(deadline).unwrap();
        assert_eq!((&*told.code, told.acts), ("revocation.overdue", Party::Provider));
        assert_eq!(told.evidence, Some(deadline.to_string()));
        assert_eq!(order.attention, [told]);
        assert_eq!(order.tell_overdue(at(500)), None, "once");
        assert_eq!(due(&order), order.certificate().unwrap().not_after(), "the next is its expiry");
        assert_eq!(order.revoked(at(501)), Ok(true));
        assert_eq!(order.attention, []);
        assert_eq!(due(&order), order.erasable_at(&Policy::default()).unwrap());
    }
}

/// A26, R88: a withdrawal is due at its deadline, staff are told once, and no more when the vendor has done it.
#[test]
fn a_withdrawal_that_is_late_is_told_once() {
    let mut order = to_be_withdrawn();
    let erasure = order.erasable_at(&Policy::default()).unwrap();
    assert_eq!((due(&order), order.tell_overdue(before(at(30)))), (at(30), None));
    assert_eq!(order.tell_overdue(at(30)).unwrap().code, "withdrawal.overdue");
    assert_eq!(order.tell_overdue(at(31)), None, "once");
    assert_eq!(codes(&order), ["withdrawal.overdue"]);
    assert_eq!(due(&order), erasure);
    assert!(order.withdrawn(at(32)));
    assert_eq!((order.attention.len(), due(&order)), (0, erasure));
}

/// A26: what was done in time is never told of; an order that ended before deadlines were kept has none.
#[test]
fn what_is_done_in_time_is_not_told() {
    let mut revoked = to_be_revoked(Product::Bizcert, true);
    revoked.revoked(at(2)).unwrap();
    let mut withdrawn = to_be_withdrawn();
    withdrawn.withdrawn(at(2));
    let mut of_old = to_be_withdrawn();
    if let Phase::Ended(ended) = &mut of_old.phase {
        ended.withdraw_until = None;
    }
    for mut order in [revoked, withdrawn, of_old] {
        assert_eq!(due(&order), order.erasable_at(&Policy::default()).unwrap());
        assert_eq!(order.tell_overdue(at(1000)), None);
    }
}

/// BR 4.9.1.1, A26: a revocation waits for no hold, neither for its deadline nor for what is told; a renewal does.
#[test]
fn a_hold_gives_the_vendor_no_more_time() {
    let policy = Policy::default();
    for (key_compromised, deadline) in [(true, at(25)), (false, at(121))] {
        let mut order = to_be_revoked(Product::DigicertSecureServerId, key_compromised);
        order.put_on_hold(text("確認中"), at(2)).unwrap();
        assert_eq!(due(&order), deadline);
        assert!(order.tell_overdue(deadline).is_some());
        assert_eq!(order.due(&policy), None, "nothing else is due on hold");
    }
}

/// R88: a release for another reason does not hide that the vendor is late; it is not told again either.
#[test]
fn a_release_hides_nothing() {
    let mut order = to_be_revoked(Product::Bizcert, true);
    order.put_on_hold(text("確認中"), at(2)).unwrap();
    let other = Text::fixed("確認してください。", "Look into it.");
    for n in 0..MAX_ATTENTION + 3 {
        let field = format!("application.names[{n}]");
        order.needs_attention(Finding::warning("caa.forbidden", field, "R88", other.clone(), other.clone()));
    }
    order.tell_overdue(at(25)).unwrap();
    assert!(codes(&order).contains(&"revocation.overdue"), "it stands beside what there is no room for");
    assert!(order.release());
    assert_eq!((codes(&order), order.attention_left_out.len()), (vec!["revocation.overdue"], 0));
    assert_eq!(order.tell_overdue(at(26)), None);
    assert!(!order.release(), "nothing is left to release");
}

/// BR 4.9.1.1: once a key turns out to be compromised the 24 hours count, and staff are told of them.
#[test]
fn a_revocation_asked_anew_has_its_own_deadline() {
    let mut order = to_be_revoked(Product::Bizcert, false);
    order.tell_overdue(at(121)).unwrap();
    assert_eq!(order.ask_revocation(true, at(130)), Ok(true));
    assert_eq!((order.attention.len(), due(&order)), (0, at(154)));
    assert!(order.tell_overdue(at(154)).unwrap().message.en.contains("24 hours"));
}

/// R12, R88: past the deadline the revocation is staff's to see to, whoever was asked, and the most urgent.
#[test]
fn a_late_revocation_is_owed_by_staff() {
    let mut order = to_be_revoked(Product::DigicertSecureServerId, true);
    let owed = |order: &Order| order.acts().into_iter().find(|act| act.code == "revoke").unwrap();
    assert_eq!(owed(&order).by, Party::Vendor);
    order.tell_overdue(at(25)).unwrap();
    assert_eq!((owed(&order).by, owed(&order).until), (Party::Provider, Some(at(25))));
    let first = order.acts().into_iter().find(|act| act.by == Party::Provider).unwrap();
    assert_eq!(first.code, "revoke");
}

/// R4, A26: a certificate that is to be revoked is not renewed, and expires when it does.
#[test]
fn what_is_to_be_revoked_expires_all_the_same() {
    let policy = Policy::default();
    let mut order = to_be_revoked(Product::Bizcert, false);
    order.tell_overdue(at(121)).unwrap();
    let end = order.certificate().unwrap().not_after();
    order.remind(&policy, end + SignedDuration::from_secs(1));
    let Phase::Issued(issued) = &order.phase else { panic!() };
    assert!(matches!(issued.life, Life::Expired { .. }));
    assert_eq!(due(&order), order.erasable_at(&policy).unwrap());
    assert!(order.is_to_be_revoked());
}

/// R87: staff are told in both languages, by which command they record it, and in few words: the state is written anew with
/// every event.
#[test]
fn what_is_told_is_short() {
    for mut order in
        [to_be_revoked(Product::Bizcert, true), to_be_revoked(Product::Bizcert, false), to_be_withdrawn()]
    {
        let told = order.tell_overdue(at(1000)).unwrap();
        let bytes = serde_json::to_vec(&told).unwrap().len();
        assert!(bytes < 800, "{}: {bytes} bytes", told.code);
        assert!(told.message.en.is_ascii() && told.remedy.en.is_ascii());
        assert!(
            [&told.remedy.ja, &told.remedy.en].iter().all(|text| text.contains("`certflow report --status "))
        );
    }
}
