//! What is measured: the demo's eleven customers with their renewals, and what comes besides.

use std::sync::{Arc, LazyLock};

use certflow::demo::cast::cast;
use certflow::demo::wiring;
use certflow::demo::world::{Case, Outside, Setting, World, WorldClock};
use certflow::machine::{Letterbox, Machine};
use jiff::SignedDuration;
use platform::envelope::{Content, Envelope, Kind};
use platform::react::Outcome;
use procedure::event::{Event, MailFeedback, MailOutcome, Room};
use procedure::notice::Recipient;
use procedure::order::{Installation, Life, OrderKind, Phase};

use super::meter::{Counts, Meter};

/// What a run came to.
pub(super) struct Measured {
    pub(super) counts: Counts,
    /// Orders whose certificate was issued.
    pub(super) completed: usize,
}

/// The run, done once.
pub(super) fn measured() -> &'static Measured {
    static RUN: LazyLock<Measured> = LazyLock::new(|| {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap().block_on(run())
    });
    &RUN
}

async fn run() -> Measured {
    let folder = tempfile::tempdir().unwrap();
    let start = "2026-12-01T09:00:00+09:00".parse().unwrap();
    let outside = Outside::open(start, 1).await.unwrap();
    let clock = Arc::new(WorldClock(outside.clock.clone()));
    let settings = wiring::settings().unwrap();
    let machine = Machine::in_memory(folder.path(), settings, clock).await.unwrap();
    let meter = Meter::default();
    let client = meter.count(&machine.database().unwrap().client());
    let machine = machine.through(client);
    let letterbox = Arc::new(Letterbox::before(Arc::new(meter.clone())));
    let rooms = machine.rooms_with(letterbox.clone(), wiring::vendors(&outside).unwrap()).unwrap();
    let rooms = rooms.wrapped(|room, handler| meter.watch(room, handler));
    let sweeper = machine.sweeper();
    let feedback = rooms.handler(Room::MailFeedback).unwrap().clone();
    let setting = Setting { machine, rooms, letterbox, outside, seed: 1 };
    let mut world = World::new(setting, cast(1).unwrap(), Box::new(|_| {})).unwrap();
    let end = world.outside.now() + SignedDuration::from_hours(24 * 300);
    world
        .run_while(end, |world| {
            let begun = (0..world.stories().len()).all(|story| !world.cases_of(story).is_empty());
            !begun || !world.cases().all(is_over)
        })
        .await
        .unwrap();
    assert_eq!(world.trouble, Vec::<String>::new());

    // SES tells of no letter that arrived, as none bounced before it; in the end one does, and the other contact is told.
    assert_eq!(meter.0.lock().unwrap().watched, 0);
    let bounced = world.cases().find_map(bounce).unwrap();
    let outcome = feedback.handle(&bounced.encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
    // Every five minutes the sweep looks whether anything is due.
    let idle = ("renewal-sweep".to_owned(), "sweep-requested".to_owned());
    world.outside.clock.advance(SignedDuration::from_mins(5));
    meter.at(idle, sweeper.run(world.outside.now())).await.unwrap();

    let completed = world.cases().filter(|case| case.issued_at().is_some()).count();
    world.close().await;
    Measured { counts: std::mem::take(&mut *meter.0.lock().unwrap()), completed }
}

/// SES's word that nobody got the last letter of an order with somebody else to write to.
fn bounce(case: &Case) -> Option<Envelope> {
    let sent = case.letters.iter().rfind(|sent| sent.letter.to == Recipient::Notification)?;
    let notice = sent.letter.notice.code().to_owned();
    let event = Event::from(MailFeedback { outcome: MailOutcome::HardBounce, to: sent.letter.to, notice });
    case.order.application.reaches(Recipient::ResponsiblePerson).then(|| Envelope {
        id: format!("{}.hard-bounce", case.order.id).parse().unwrap(),
        source: "/aws/ses".parse().unwrap(),
        kind: Kind::Event(event.kind()),
        subject: Some(case.order.id.clone()),
        time: Some(sent.at),
        content: Content::Inline(event.data()),
        traceparent: None,
    })
}

/// Ended, or issued with its successor on the server.
fn is_over(case: &Case) -> bool {
    let Phase::Issued(issued) = &case.order.phase else { return case.order.is_finished() };
    let watched = matches!(issued.life, Life::Watched { .. });
    let (Installation::Customer { done_at } | Installation::Provider { done_at }) = &issued.installation;
    !watched || (matches!(case.order.kind, OrderKind::Renewal { .. }) && done_at.is_some())
}
