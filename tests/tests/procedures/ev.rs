//! EV: the third person, then the confirmation, then the certificate (R46–R48).

use jiff::Timestamp;
use procedure::order::{Check, Checks, EvChecks, Stage};
use procedure::{Product, Validation};
use simulation::When;
use simulation::customers::Habit;
use simulation::examination::{Call, Line, Plan, What};

use super::support::{Play, sent, story};

fn happened(play: &Play, what: &What) -> Timestamp {
    let happenings = play.world.outside.certcentral.happenings(0);
    happenings.iter().find(|happening| happening.what == *what).unwrap_or_else(|| panic!("no {what:?}")).at
}

/// R46, R47, R48, A30: employment, then the letter and the mail to the responsible person, then the certificate.
#[tokio::test]
async fn employment_then_confirmation_then_issue() {
    let employment = vec![
        Call { when: When::business_day(2, 14), line: Line::Unreachable },
        Call { when: When::business_day(3, 14), line: Line::Answered },
    ];
    let plan = Plan { employment, ..Plan::usual(Validation::Ev) };
    let mut play = Play::of(vec![story(Product::DigicertSecureServerIdEv).at_vendor([plan])]).await;
    play.run_new().await;
    let case = play.new_order(0);
    let steps = [
        happened(&play, &What::EmploymentUnreached),
        happened(&play, &What::EmploymentConfirmed),
        sent(case, "confirmation_expected"),
        happened(&play, &What::IssuanceConfirmed),
        happened(&play, &What::Issued),
    ];
    assert!(steps.is_sorted(), "{steps:?}");
    assert!(happened(&play, &What::ConfirmationMailSent) > steps[1]);
    let Some(Checks::Ev { ev: EvChecks::Confirmation { employment, check }, .. }) = case.order.checks()
    else {
        panic!("{:?}", case.order.checks());
    };
    assert!(employment.by_call && matches!(check, Check::Passed { .. }));
    assert_eq!(case.letter_codes().iter().filter(|code| **code == "phone_unreachable").count(), 1);
}

/// R47, R92: without the responsible person's confirmation there is no certificate, however long it takes.
#[tokio::test]
async fn without_the_confirmation_nothing_is_issued() {
    let mut silent = story(Product::GeotrustTrueBusinessIdEv)
        .with_habits(|habits| habits.confirms_issuance = Habit::Never);
    silent.heeds_calls = false;
    let mut play = Play::of(vec![silent]).await;
    play.run_while(60, |_| true).await;
    let case = play.new_order(0);
    assert_eq!((case.order.stage(), case.order.certificate()), (Stage::Examining, None));
    let owed: Vec<_> = case.order.acts().into_iter().map(|act| act.code).collect();
    assert_eq!(owed, ["confirm_issuance"]);
}

/// R49: an OV order shows nothing of EV: no act, no letter, no check.
#[tokio::test]
async fn ov_shows_nothing_of_ev() {
    let mut play = Play::of(vec![story(Product::DigicertSecureServerId)]).await;
    play.run_new().await;
    let case = play.new_order(0);
    assert!(matches!(case.order.checks(), Some(Checks::Ov(_))));
    for letter in &case.letters {
        for word in ["在籍確認", "発行確認"] {
            assert!(!letter.text.contains(word), "{word} in {}", letter.letter.notice.code());
        }
    }
}
