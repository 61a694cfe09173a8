//! Enquiries, holds, and orders that end without a certificate.

use certflow::demo::world::{Event, Milestone};
use jiff::SignedDuration;
use procedure::order::{EnquiryState, Stage};
use procedure::{Product, Validation};
use simulation::When;
use simulation::certcentral::OrderStatus;
use simulation::customers::Habit;
use simulation::desk::ReceptionStatus;
use simulation::examination::{Enquiry, EnquiryKind, Plan, Rejection, What};

use super::support::{Play, letters, sent, story};

/// R15, R17, R19: the vendor's question goes to the customer, the answer to the vendor, and only then is it issued.
#[tokio::test]
async fn an_enquiry_is_relayed_both_ways() {
    let question = "申請組織の英語表記をご確認ください。";
    let enquiry =
        Enquiry { when: When::business_day(1, 13), kind: EnquiryKind::Details, text: question.to_owned() };
    let plan = Plan { enquiry: Some(enquiry), ..Plan::usual(Validation::Ov) };
    let mut play = Play::of(vec![story(Product::DigicertSecureServerId).at_vendor([plan])]).await;
    play.run_new().await;
    let case = play.new_order(0);
    let states: Vec<_> = case.order.enquiries.iter().map(|enquiry| &enquiry.state).collect();
    assert!(matches!(states[..], [EnquiryState::Closed { .. }]), "{states:?}");
    let letter = case.letters.iter().find(|sent| sent.letter.notice.code() == "enquiry_relayed").unwrap();
    assert!(letter.text.contains(question));
    let happenings = play.world.outside.certcentral.happenings(0);
    let at = |what: &What| happenings.iter().find(|happening| happening.what == *what).unwrap().at;
    let steps = [letter.at, at(&What::EnquiryAnswered), at(&What::Issued), sent(case, "issued")];
    assert!(steps.is_sorted(), "{steps:?}");
}

/// R19, A26: what the vendor turns down is told with the reason, and nothing is issued.
#[tokio::test]
async fn a_rejection_ends_it() {
    for product in [Product::GeotrustTrueBusinessId, Product::CybertrustSureServer] {
        let reason = "申請組織の実在を確認できませんでした。";
        let rejection = Rejection { when: When::business_day(2, 15), reason: reason.to_owned() };
        let plan = Plan {
            organisation: When::business_day(9, 10),
            rejection: Some(rejection),
            ..Plan::usual(Validation::Ov)
        };
        let mut play = Play::of(vec![story(product).at_vendor([plan])]).await;
        play.run_new().await;
        let case = play.new_order(0);
        assert_eq!((case.order.stage(), case.order.certificate()), (Stage::Rejected, None));
        assert_eq!(letters(case).last(), Some(&"rejected"));
        play.run_while(40, |_| true).await;
        assert_eq!(letters(play.new_order(0)).last(), Some(&"rejected"), "nothing follows");
    }
}

/// A26: a cancelled order is cancelled at the vendor too.
#[tokio::test]
async fn a_cancellation_reaches_the_vendor() {
    for product in [Product::GeotrustTrueBusinessId, Product::Bizcert] {
        let cancelled = Event::Cancelled { reason: "不要になりました。" };
        let story = story(product).with_turn(Milestone::Examining, SignedDuration::from_hours(3), cancelled);
        let mut play = Play::of(vec![story]).await;
        play.run_new().await;
        play.run_while(5, |_| true).await;
        let case = play.new_order(0);
        assert_eq!(case.order.stage(), Stage::Cancelled);
        assert_eq!(letters(case).last(), Some(&"cancelled"));
        let orders = play.world.outside.certcentral.orders();
        assert!(orders.iter().all(|order| order.status == OrderStatus::Canceled), "{orders:?}");
        let receptions = play.world.outside.desk.receptions();
        assert!(receptions.iter().all(|r| r.status == ReceptionStatus::Cancelled), "{receptions:?}");
        assert_eq!(orders.len() + receptions.len(), 1);
    }
}

/// R88: on hold nothing is sent; once released it goes on where it was.
#[tokio::test]
async fn a_hold_is_silent() {
    let (after, lasting) = (SignedDuration::from_hours(1), SignedDuration::from_hours(24 * 9));
    let held = Event::Held { comment: "ご契約内容を確認中", lasting };
    let story = story(Product::DigicertSecureServerId)
        .with_habits(|habits| habits.approves_domain = Habit::AfterReminder)
        .with_turn(Milestone::Examining, after, held);
    let mut play = Play::of(vec![story]).await;
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Issued);
    let placed = case.reached(Stage::Examining).unwrap();
    let during = |at| at > placed + after && at < placed + after + lasting;
    let reminders =
        case.letters.iter().filter(|sent| sent.letter.notice.code() == "reminder" && during(sent.at));
    assert_eq!(reminders.count(), 0, "{:?}", letters(case));
    assert!(case.issued_at().unwrap() > placed + after + lasting);
}

/// R88, A26: an application that nobody mends is reminded of and ends; the vendor never hears of it.
#[tokio::test]
async fn an_application_that_nobody_mends() {
    let mut wildcard = story(Product::DigicertSecureServerIdEv);
    wildcard.draft.names = vec!["*.example.jp".to_owned()];
    let mut play = Play::of(vec![wildcard]).await;
    play.run_while(60, |_| true).await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Lapsed);
    let codes = letters(case);
    assert!(codes.len() <= 5 && codes.last() == Some(&"cancelled"), "{codes:?}");
    assert!(codes.iter().rev().skip(1).all(|code| *code == "application_returned"), "{codes:?}");
    assert_eq!(play.world.outside.certcentral.orders().len(), 0);
}

/// R9, A27: an application that comes back is mended, and the mended one is what the vendor gets.
#[tokio::test]
async fn an_application_that_is_mended() {
    let mut mended = story(Product::DigicertSecureServerIdEv);
    mended.mended = Some(mended.draft.clone());
    mended.draft.names = vec!["*.example.jp".to_owned()];
    let mut play = Play::of(vec![mended]).await;
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Issued);
    assert_eq!(letters(case)[..2], ["application_returned", "application_received"]);
    assert_eq!(play.world.outside.certcentral.orders()[0].common_name, "www.example.jp");
}
