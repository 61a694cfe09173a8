//! A command that changes something: its event is kept, handled, and answered with what became of it.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use platform::envelope::{Content, Envelope, Kind};
use platform::store::EventKey;
use procedure::event::{Event, EventKind};
use procedure::order::Stage;
use procedure::{EventId, OrderId};

use super::{Context, Failure};
use crate::machine::Followed;
use crate::place::Place;
use crate::view::letters::LineView;
use crate::view::outcome::OutcomeView;

/// Who produces the events of the command line.
pub(super) const SOURCE: &str = "urn:certflow:cli";
/// How long a command waits for what becomes of its event.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it waits, after that is known, for what follows from it, while somebody else does the work.
const AFTER: Duration = Duration::from_secs(5);
/// How often it looks meanwhile: on this machine, and on a stack, where each look is paid for.
const GLANCE: Duration = Duration::from_millis(25);
const GLANCE_AT_STACK: Duration = Duration::from_millis(400);

/// Sends `event` under an id of its own and prints what becomes of it.
pub(super) async fn act(
    cx: &Context,
    subject: Option<OrderId>,
    event: impl Into<Event>,
) -> Result<ExitCode, Failure> {
    let place = cx.place().await?;
    let id = cx.event_id(None)?;
    act_as(cx, place, id, subject, event.into()).await
}

/// Sends `event` under `id` and prints what becomes of it.
pub(super) async fn act_as(
    cx: &Context,
    place: Place,
    id: EventId,
    subject: Option<OrderId>,
    event: Event,
) -> Result<ExitCode, Failure> {
    let view = send(&place, id, subject, event).await;
    place.close().await;
    let view = view?;
    if view.is_refusal() {
        cx.output.complain(&view)?;
        return Ok(ExitCode::from(1));
    }
    cx.output.print(&view)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn send(
    place: &Place,
    id: EventId,
    subject: Option<OrderId>,
    event: Event,
) -> Result<OutcomeView, Failure> {
    let kind = event.kind();
    let envelope = Envelope {
        id,
        source: SOURCE.parse()?,
        kind: Kind::Event(kind),
        subject,
        time: Some(place.now()),
        content: Content::Inline(event.data()),
        traceparent: None,
    };
    let accepted = place.intake().accept(envelope).await?;
    let repeated = accepted.done.is_some();
    let (followed, problem) = settle(place, &accepted.event).await?;
    let mut view = answer(place, accepted.event, kind, followed).await?;
    view.repeated = repeated;
    view.problem = problem;
    Ok(view)
}

/// Has the event handled, here or by whoever serves the place; what became of it, and what went wrong.
async fn settle(place: &Place, event: &EventKey) -> Result<(Followed, Option<String>), Failure> {
    if !place.is_served() {
        let pumped = place.work(PATIENCE).await?;
        let followed = place.follow(event).await?;
        let problem = pumped.problem.filter(|_| !followed.settled);
        return Ok((followed, problem));
    }
    let began = Instant::now();
    let mut known_after = None;
    loop {
        let followed = place.follow(event).await?;
        let known = followed.event.as_ref().is_some_and(|event| event.done.is_some());
        if known && known_after.is_none() {
            known_after = Some(began.elapsed());
        }
        let patience = known_after.map_or(PATIENCE, |after| after + AFTER);
        if followed.settled || began.elapsed() > patience {
            return Ok((followed, None));
        }
        tokio::time::sleep(glance(place)).await;
    }
}

const fn glance(place: &Place) -> Duration {
    match place {
        Place::Machine(_) => GLANCE,
        Place::Stack(_) => GLANCE_AT_STACK,
    }
}

async fn answer(
    place: &Place,
    event: EventKey,
    kind: EventKind,
    followed: Followed,
) -> Result<OutcomeView, Failure> {
    let done = followed.event.as_ref().and_then(|event| event.done.clone());
    let subject = followed.event.as_ref().and_then(|event| event.subject.clone());
    let order = done.as_ref().and_then(|done| done.order.clone()).or(subject);
    let record = match &order {
        Some(order) => place.store().order(order).await?,
        None => None,
    };
    let now = place.now();
    let mut view = OutcomeView {
        outcome: OutcomeView::word(done.as_ref().map(|done| done.outcome)),
        event,
        repeated: false,
        order: record.as_ref().map(|record| record.order.id.clone()),
        stage: None,
        stage_label: None,
        findings: done.map(|done| done.findings).unwrap_or_default(),
        changes: followed.lines.iter().map(LineView::of).collect(),
        acts: Vec::new(),
        problem: None,
        now,
    };
    if let Some(record) = record {
        let stage = record.order.stage();
        view.stage = Some(stage.code());
        view.stage_label = Some(stage.label());
        view.acts = record.order.acts();
        if applies(kind) && stage == Stage::Returned && view.outcome == "applied" {
            view.outcome = "returned";
            let page = crate::view::order::OrderView::of(&record, place.policy(), now);
            view.findings = page.to_mend;
        }
    }
    Ok(view)
}

/// Whether the event is an application, which may come back to be mended.
const fn applies(kind: EventKind) -> bool {
    matches!(kind, EventKind::OrderSubmitted | EventKind::ApplicationAmended)
}
