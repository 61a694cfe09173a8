//! Customers who act, act late, or never do.

use jiff::SignedDuration;
use procedure::notice::Notice;
use procedure::order::{CheckKind, Stage};
use procedure::{Party, Product};
use simulation::customers::Habit;

use super::support::{Play, letters, sent, story};

/// R88: a customer who approves only when reminded is reminded, and the order goes on.
#[tokio::test]
async fn a_customer_who_acts_when_reminded() {
    let late = story(Product::DigicertSecureServerId)
        .with_habits(|habits| habits.approves_domain = Habit::AfterReminder);
    let mut play = Play::of(vec![late]).await;
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Issued);
    assert_eq!(case.count(&Notice::Reminder { check: CheckKind::Domain }), 1);
    let (asked, reminded) = (sent(case, "approval_mail_expected"), sent(case, "reminder"));
    assert!(reminded.duration_since(asked) < SignedDuration::from_hours(3 * 24));
    assert!(case.tally.of(Party::Customer) > SignedDuration::from_hours(36));
}

/// R88, A26: a customer who never acts is reminded three times; then staff owe a call, and after it the order goes on.
#[tokio::test]
async fn a_customer_who_acts_when_called() {
    let later =
        story(Product::CybertrustSureServer).with_habits(|habits| habits.approves_domain = Habit::Never);
    let mut play = Play::of(vec![later]).await;
    play.run_while(30, |world| {
        world.cases().all(|case| {
            !case.order.waits_for().contains(&Party::Provider) || case.order.stage() != Stage::Examining
        })
    })
    .await;
    let case = play.new_order(0);
    let owed = case.order.acts().into_iter().find(|act| act.by == Party::Provider).unwrap();
    assert_eq!(owed.code, "approve_domain");
    let reminders = case.count(&Notice::Reminder { check: CheckKind::Domain });
    assert!((2..=3).contains(&reminders), "{:?}", letters(case));
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Issued);
    assert_eq!(
        case.count(&Notice::Reminder { check: CheckKind::Domain }),
        reminders,
        "no letter after the call"
    );
}

/// R88: who never does anything is not written to for ever, and the order waits for staff, not in silence.
#[tokio::test]
async fn a_customer_who_never_acts() {
    let mut never = story(Product::DigicertSecureServerId).with_habits(|habits| {
        habits.approves_domain = Habit::Never;
        habits.answers_phone = Habit::Never;
    });
    never.heeds_calls = false;
    let mut play = Play::of(vec![never]).await;
    play.run_while(60, |_| true).await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Examining);
    assert!(case.order.waits_for().contains(&Party::Provider));
    assert!(case.letters.len() <= 10, "{:?}", letters(case));
    play.every_letter_went_out_once();
}

/// R42, R45, R51: a call that reaches nobody is told, the next one is answered.
#[tokio::test]
async fn a_call_that_reaches_nobody() {
    use simulation::When;
    use simulation::examination::{Call, Line, Phone, Plan};
    let call = |day, line| Call { when: When::business_day(day, 11), line };
    let calls = vec![call(1, Line::Unreachable), call(2, Line::Customer)];
    let plan = Plan { phone: Phone::Calls(calls), ..Plan::usual(procedure::Validation::Ov) };
    let mut play = Play::of(vec![story(Product::GeotrustTrueBusinessId).at_vendor([plan])]).await;
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.count(&Notice::PhoneUnreachable), 1);
    let calls: Vec<_> =
        case.order.checks().unwrap().common().phone.calls.iter().map(|call| call.outcome).collect();
    use procedure::order::CallOutcome::{Completed, Reached, Unreachable};
    assert_eq!(calls, [Unreachable, Reached, Completed]);
}
