//! What staff have to do at a vendor.

use jiff::{SignedDuration, Timestamp};
use procedure::documents::Duty;
use procedure::order::{Ending, EnquiryText, Order};
use procedure::policy::Policy;
use procedure::{Product, samples};
use vendors::desk::{Channel, Task, Work, work};

const CT: Product = Product::CybertrustSureServer;

fn at(hours: i64) -> Timestamp {
    samples::now() + SignedDuration::from_hours(hours)
}

fn text(text: &str) -> EnquiryText {
    EnquiryText::new("text", text).unwrap()
}

fn tasks(order: &Order, channel: Channel) -> Vec<&'static str> {
    work(order, channel).iter().map(|work| work.task.code()).collect()
}

fn only(order: &Order) -> Work {
    let mut all = work(order, Channel::Desk);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn placing() -> Order {
    let mut order = samples::accepted(CT);
    order.intend_placement(&Policy::default(), at(0)).unwrap();
    order
}

/// R13: an order lies at the desk from its submission until its number is recorded, with its deadline; the API needs
/// nobody.
#[test]
fn an_order_is_entered() {
    let order = placing();
    let entry = only(&order);
    assert_eq!((entry.task.clone(), entry.since, entry.vendor_order.clone()), (Task::Enter, at(0), None));
    assert_eq!(entry.until, Some(Policy::default().placing_until(at(0))));
    assert_eq!(tasks(&order, Channel::Api), [""; 0]);
    assert_eq!(tasks(&samples::accepted(CT), Channel::Desk), [""; 0]);
    assert_eq!(tasks(&samples::examining(CT), Channel::Desk), [""; 0]);
}

/// R88, A26: on hold nothing is entered; a refused order is looked into elsewhere.
#[test]
fn a_held_or_refused_order_is_not_entered() {
    let mut order = placing();
    order.put_on_hold(text("登記を確認中"), at(1)).unwrap();
    assert_eq!(tasks(&order, Channel::Desk), [""; 0]);
    order.release();
    assert_eq!(tasks(&order, Channel::Desk), ["enter"]);
    order.placement_refused(vec![EnquiryText::new("text", "").unwrap_err()]).unwrap();
    assert_eq!(tasks(&order, Channel::Desk), [""; 0]);
}

/// R17: an answer is passed on by staff, whatever the vendor, until the enquiry is closed; each enquiry is its own
/// work.
#[test]
fn answers_are_passed_on() {
    for (product, channel) in [(CT, Channel::Desk), (Product::DigicertSecureServerId, Channel::Api)] {
        let mut order = samples::examining(product);
        for (n, id) in ["Q-1", "Q-2", "Q-3"].into_iter().enumerate() {
            order.enquiries.raise(samples::id(id), text("登記簿の住所は？"), at(1), at(100)).unwrap();
            if n < 2 {
                let at_hour = 3 - n as i64;
                let (answer, until) = (text("千代田1-1 です"), at(at_hour + 24));
                order.enquiries.answer(&samples::id(id), answer, at(at_hour), until).unwrap();
            }
        }
        let all = work(&order, channel);
        let told: Vec<_> = all
            .iter()
            .map(|work| match &work.task {
                Task::PassAnswerOn { enquiry, answer, .. } => {
                    (enquiry.as_str(), answer.expose(), work.since, work.until)
                }
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            told,
            [("Q-2", "千代田1-1 です", at(2), Some(at(26))), ("Q-1", "千代田1-1 です", at(3), Some(at(27))),]
        );
        assert!(!format!("{all:?}").contains("千代田"));
        order.enquiries.close(&samples::id("Q-2"), at(4)).unwrap();
        assert_eq!(tasks(&order, channel), ["pass_answer_on"]);
        order.put_on_hold(text("確認中"), at(5)).unwrap();
        assert_eq!(tasks(&order, channel), [""; 0]);
    }
}

/// A26: an order that the customer or staff ended is withdrawn where the vendor has it; one that the vendor ended, or
/// that never was there, is not.
#[test]
fn an_ended_order_is_withdrawn() {
    let ended = |order: Order, how, reason: Option<&str>| {
        let mut order = order;
        order.end(how, reason.map(text), at(9)).unwrap();
        order.withdraw_by(at(33));
        order
    };
    for how in [Ending::Cancelled, Ending::Rejected] {
        let withdrawal = only(&ended(samples::examining(CT), how, Some("不要になった")));
        assert_eq!((withdrawal.task, withdrawal.since), (Task::Withdraw, at(9)));
        assert_eq!(withdrawal.until, Some(at(33)));
        assert_eq!(withdrawal.vendor_order, Some(samples::id("V-1")));
        assert_eq!(tasks(&ended(samples::examining(CT), how, Some("不要")), Channel::Api), [""; 0]);
        assert_eq!(tasks(&ended(samples::examining(CT), how, None), Channel::Desk), [""; 0]);
        assert_eq!(tasks(&ended(placing(), how, Some("不要")), Channel::Desk), [""; 0]);
    }
}

/// A26: a withdrawal leaves the list once it is done.
#[test]
fn a_withdrawal_is_done_once() {
    let mut order = samples::examining(CT);
    order.end(Ending::Cancelled, Some(text("不要")), at(9)).unwrap();
    assert_eq!(tasks(&order, Channel::Desk), ["withdraw"]);
    assert!(order.withdrawn(at(10)));
    assert_eq!(tasks(&order, Channel::Desk), [""; 0]);
    assert!(!order.withdrawn(at(11)), "once");
    assert!(!samples::examining(CT).withdrawn(at(9)), "it did not end");
    let mut never_placed = placing();
    never_placed.end(Ending::Cancelled, Some(text("不要")), at(9)).unwrap();
    assert!(!never_placed.withdrawn(at(10)));
}

/// R90: an ended order that was stored before withdrawals were recorded still reads, as not yet withdrawn.
#[test]
fn an_older_ended_order_reads() {
    let mut order = samples::examining(CT);
    order.end(Ending::Rejected, Some(text("不要")), at(9)).unwrap();
    let stored = serde_json::to_value(&order).unwrap();
    assert!(stored["phase"].get("withdrawn_at").is_none(), "the form of old is the form of now");
    let read: Order = serde_json::from_value(stored).unwrap();
    assert_eq!(tasks(&read, Channel::Desk), ["withdraw"]);
    order.withdrawn(at(10));
    let again: Order = serde_json::from_value(serde_json::to_value(&order).unwrap()).unwrap();
    assert_eq!(again, order);
}

/// A26, BR 4.9.1.1: a certificate whose key is compromised is revoked within a day, any other within five, on hold or
/// not.
#[test]
fn a_certificate_is_revoked_in_time() {
    for (key_compromised, hours) in [(true, 24), (false, 120)] {
        let mut order = samples::issued(CT, 150);
        assert_eq!(tasks(&order, Channel::Desk), [""; 0]);
        order.ask_revocation(key_compromised, at(9)).unwrap();
        order.put_on_hold(text("確認中"), at(10)).unwrap();
        let revocation = only(&order);
        let serial = order.certificate().unwrap().serial().to_owned();
        assert_eq!(revocation.task, Task::Revoke { serial, key_compromised });
        assert_eq!((revocation.since, revocation.until), (at(9), Some(at(9 + hours))));
        assert_eq!(tasks(&order, Channel::Api), [""; 0]);
        order.revoked(at(11)).unwrap();
        assert_eq!(tasks(&order, Channel::Desk), [""; 0]);
    }
}

/// R16, R79, R82: documents are handed over, posted and asked about by staff at every vendor, until it is done with them.
#[test]
fn documents_are_handed_on_by_staff() {
    for channel in [Channel::Api, Channel::Desk] {
        let mut order = samples::placed(samples::accepted_from(&samples::sole_proprietor_draft(CT)));
        assert_eq!(tasks(&order, channel), [""; 0]);
        let [copies, original] = [vec![samples::id("bill")], vec![samples::id("juminhyo")]];
        let duties = vec![
            Duty::HandOver { documents: copies.clone() },
            Duty::ForwardOriginal { document: original[0].clone() },
            Duty::RequestTelegram,
        ];
        order.documents.owe(duties, at(1), at(25));
        let all = work(&order, channel);
        assert_eq!(tasks(&order, channel), ["hand_documents_over", "forward_original", "request_telegram"]);
        assert!(all.iter().all(|work| (work.since, work.until) == (at(1), Some(at(25)))));
        assert_eq!([all[0].task.about(), all[1].task.about()], ["bill", "juminhyo"]);
        let json = serde_json::to_value(&all[0]).unwrap();
        assert_eq!(json["task"]["documents"], serde_json::json!(["bill"]));
        order.put_on_hold(text("確認中"), at(2)).unwrap();
        assert_eq!(tasks(&order, channel), [""; 0]);
        order.release();
        order.end(Ending::Cancelled, None, at(3)).unwrap();
        assert_eq!(tasks(&order, channel), [""; 0]);
    }
}
