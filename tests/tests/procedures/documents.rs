//! A sole proprietor's documents (R58–R86).

use certflow::demo::cast::papers_of_the_second_year;
use procedure::documents::Telegram;
use procedure::notice::Notice;
use procedure::order::{Check, Stage};
use procedure::{Party, Product, Validation};
use simulation::When;
use simulation::customers::Habit;
use simulation::examination::{Enquiry, EnquiryKind, Plan, What};

use super::support::{Play, letters, sent, sole_proprietor, story};

fn wants_documents() -> Plan {
    let enquiry = Enquiry {
        when: When::business_day(1, 13),
        kind: EnquiryKind::Documents,
        text: "必要書類をご送付ください。".to_owned(),
    };
    Plan { enquiry: Some(enquiry), ..Plan::usual(Validation::Ov) }
}

/// R58, R60, R66–R72, R78–R81, R86: asked for, sent, one refused with its reason, the telegram instead, all of it
/// before the certificate.
#[tokio::test]
async fn documents_one_refused_and_the_telegram() {
    let mut alone = sole_proprietor(Product::Bizcert).at_vendor([wants_documents()]);
    alone.papers = papers_of_the_second_year().unwrap();
    let mut play = Play::of(vec![alone]).await;
    play.run_new().await;
    let case = play.new_order(0);
    assert_eq!(case.order.stage(), Stage::Issued);
    let refused = case.letters.iter().filter_map(|sent| match &sent.letter.notice {
        Notice::DocumentRefused { document } => Some((document.as_str(), &sent.text)),
        _ => None,
    });
    let refused: Vec<_> = refused.collect();
    assert_eq!(refused.len(), 1);
    assert!(refused[0].0 == "phone-bill" && refused[0].1.contains("電話会社請求書"), "{refused:?}");
    assert!(matches!(case.order.documents.telegram(), Some(Telegram::Answered { .. })));
    assert!(matches!(case.order.checks().unwrap().common().documents, Check::Passed { .. }));
    let happenings = play.world.outside.desk.happenings(0);
    let at = |what: &What| happenings.iter().find(|happening| happening.what == *what).unwrap().at;
    let steps = [
        sent(case, "documents_needed"),
        sent(case, "document_refused"),
        at(&What::EnquiryAnswered),
        at(&What::Issued),
    ];
    assert!(steps.is_sorted(), "{steps:?}");
}

/// R88: documents that do not come are reminded of; then staff owe a call.
#[tokio::test]
async fn documents_that_do_not_come() {
    let mut alone = sole_proprietor(Product::CybertrustSureServer)
        .at_vendor([wants_documents()])
        .with_habits(|habits| habits.sends_documents = Habit::Never);
    alone.papers = papers_of_the_second_year().unwrap();
    alone.heeds_calls = false;
    let mut play = Play::of(vec![alone]).await;
    play.run_while(60, |_| true).await;
    let case = play.new_order(0);
    let owed: Vec<_> = case.order.acts().into_iter().map(|act| (act.by, act.code)).collect();
    assert_eq!(owed, [(Party::Provider, "send_documents".to_owned())], "{:?}", letters(case));
    assert!(case.letters.len() <= 9, "{:?}", letters(case));
}

/// R58: a corporation is asked for no documents.
#[tokio::test]
async fn a_corporation_sends_none() {
    let mut play = Play::of(vec![story(Product::Bizcert)]).await;
    play.run_new().await;
    assert!(!letters(play.new_order(0)).contains(&"documents_needed"));
}
