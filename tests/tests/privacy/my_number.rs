//! A My Number that somebody wrote is refused, and stands nowhere afterwards.

use std::time::Duration;

use platform::envelope::{Content, Envelope, Kind};
use platform::intake::IntakeError;
use platform::store::{EventKey, OutcomeKind};
use procedure::application::ApplicationDraft;
use procedure::event::{ApplicationAmended, Event, OrderSubmitted};
use procedure::samples;
use serde_json::json;

use crate::case::{SOURCE, draft, examined, left_waiting, open, write_settings};
use crate::places::{found_in_files, items};

/// The same number as a person may write it.
const NUMBERS: [&str; 3] = ["1234 5678 9018", "123456789018", "1234-5678-9018"];

fn events() -> Vec<(Event, &'static str)> {
    let with = |change: fn(&mut ApplicationDraft)| {
        let mut application = draft();
        change(&mut application);
        application
    };
    let customer = samples::customer;
    let named = with(|draft| draft.organisation.name = format!("苗字谷 {}", NUMBERS[0]));
    let traded = with(|draft| draft.organisation.trade_name = Some(format!("屋号 {}", NUMBERS[1])));
    let posted = with(|draft| draft.responsible.job_title = Some(NUMBERS[2].to_owned()));
    let decoded = |kind, data| Event::decode(kind, data).unwrap();
    use procedure::event::EventKind::{EnquiryAnswered, OrderCancelled, OrderHeld};
    vec![
        (OrderSubmitted { customer: customer(), application: named }.into(), "application.organisation.name"),
        (
            OrderSubmitted { customer: customer(), application: traded }.into(),
            "application.organisation.trade_name",
        ),
        (ApplicationAmended { application: posted }.into(), "application.responsible.job_title"),
        (
            decoded(
                EnquiryAnswered,
                json!({ "enquiry": "Q1", "answer": format!("個人番号 {} です", NUMBERS[0]) }),
            ),
            "answer",
        ),
        (decoded(OrderHeld, json!({ "comment": NUMBERS[1] })), "comment"),
        (decoded(OrderCancelled, json!({ "by": "customer", "reason": NUMBERS[2] })), "reason"),
    ]
}

async fn nowhere(folder: &std::path::Path) {
    assert_eq!(found_in_files(folder, &NUMBERS.map(str::to_owned)), []);
    for item in items(folder).await {
        for number in NUMBERS {
            assert!(!item.text.contains(number), "{number} in {} {}", item.pk, item.sk);
        }
    }
}

/// R75, R85: the way in refuses it before anything is written, whatever it was written into, and tells field, rule and
/// remedy; what is sent beside the known fields is not kept either.
#[tokio::test]
async fn a_my_number_is_never_written() {
    let folder = tempfile::tempdir().unwrap();
    write_settings(folder.path(), 90);
    let machine = open(folder.path(), samples::now()).await;
    let order = examined(&machine).await;
    let before = machine.store().unhandled(machine.now()).await.unwrap().len();
    let envelope = |id: &str, event: &Event| {
        let opens = matches!(event, Event::OrderSubmitted(_));
        Envelope {
            id: id.parse().unwrap(),
            source: SOURCE.parse().unwrap(),
            kind: Kind::Event(event.kind()),
            subject: (!opens).then(|| order.clone()),
            time: None,
            content: Content::Inline(event.data()),
            traceparent: None,
        }
    };
    for (n, (event, field)) in events().into_iter().enumerate() {
        let refused = machine.intake().accept(envelope(&format!("mn-{n}"), &event)).await;
        let Err(IntakeError::Refused(refusal)) = refused else { panic!("{field}: {refused:?}") };
        let [finding] = refusal.findings() else { panic!("{refusal:?}") };
        assert_eq!((&*finding.code, &*finding.field, &*finding.rule), ("text.my_number", field, "R85"));
        assert!(finding.remedy.ja.contains("削除"), "{finding:?}");
    }
    assert_eq!(machine.store().unhandled(machine.now()).await.unwrap().len(), before);
    let known = OrderSubmitted { customer: samples::customer(), application: draft() };
    let mut beside = envelope("beside", &known.into());
    let Content::Inline(data) = &mut beside.content else { panic!() };
    data["note"] = json!(NUMBERS[0]);
    machine.intake().accept(beside).await.unwrap();
    machine.close().await;
    nowhere(folder.path()).await;
}

/// R85: what came in before it was screened is refused when it is handled, and not kept to be mended.
#[tokio::test]
async fn a_my_number_that_waits_is_refused_without_keeping_it() {
    let folder = tempfile::tempdir().unwrap();
    write_settings(folder.path(), 90);
    let machine = open(folder.path(), samples::now()).await;
    let order = examined(&machine).await;
    let mut keys = Vec::new();
    for (n, (event, _)) in events().into_iter().enumerate() {
        let id = format!("mn-{n}");
        let opens = matches!(event, Event::OrderSubmitted(_));
        let key = EventKey { source: SOURCE.parse().unwrap(), id: id.parse().unwrap() };
        let subject = if opens { procedure::OrderId::derived(SOURCE, &key.id) } else { order.clone() };
        left_waiting(&machine, &id, Some(&subject), event).await;
        keys.push((key, subject, opens));
    }
    assert_ne!(found_in_files(folder.path(), &NUMBERS.map(str::to_owned)), [], "nothing waits");
    machine.sweeper().run(machine.now()).await.unwrap();
    let pumped = machine.pump(&machine.rooms().unwrap(), Duration::from_secs(60)).await.unwrap();
    assert_eq!((pumped.idle, pumped.failed), (true, 0), "{pumped:?}");
    for (key, subject, opens) in keys {
        let record = machine.store().event(&key).await.unwrap().unwrap();
        let done = record.done.unwrap();
        assert_eq!((done.outcome, record.data), (OutcomeKind::Refused, None));
        assert_eq!(done.findings[0].code, "text.my_number");
        assert_eq!(machine.store().order(&subject).await.unwrap().is_none(), opens);
    }
    let database = machine.database().unwrap();
    database.compact().await.unwrap();
    machine.close().await;
    nowhere(folder.path()).await;
}
