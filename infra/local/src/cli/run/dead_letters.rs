//! `certflow dead-letters`.

use std::process::ExitCode;
use std::time::Duration;

use futures::future::try_join_all;
use procedure::event::Room;
use procedure::{Finding, Party, Text};

use super::{Context, Failure};
use crate::cli::args::{DeadLetters, DeadLettersCommand};
use crate::place::{MOST_DEAD, Place};
use crate::view::dead_letters::{DeadLetterRow, DeadLettersView, MovedView};

/// How long messages that were put back are worked on.
const PATIENCE: Duration = Duration::from_secs(600);

pub(super) async fn dead_letters(cx: &Context, args: DeadLetters) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let done = match args.command {
        None => listed(&place, args.function).await.map(|view| cx.output.print(&view)),
        Some(DeadLettersCommand::Redrive { function, message }) => {
            redriven(&place, function, message.as_deref()).await.map(|view| cx.output.print(&view))
        }
        Some(DeadLettersCommand::Discard { function, message }) => {
            discarded(&place, function, &message).await.map(|view| cx.output.print(&view))
        }
    };
    place.close().await;
    done??;
    Ok(ExitCode::SUCCESS)
}

async fn listed(place: &Place, only: Option<Room>) -> Result<DeadLettersView, Failure> {
    let rooms: Vec<Room> =
        Room::ALL.into_iter().filter(|room| only.is_none_or(|only| only == *room)).collect();
    // At once: SQS lets each look wait a second.
    let found = try_join_all(rooms.iter().map(|room| place.dead(*room))).await?;
    let mut view = DeadLettersView { dead_letters: Vec::new(), more: false };
    for (room, dead) in rooms.into_iter().zip(found) {
        view.more |= dead.len() >= MOST_DEAD;
        for message in dead {
            view.dead_letters.push(DeadLetterRow::of(place.explain(room, message).await?));
        }
    }
    Ok(view)
}

async fn redriven(place: &Place, room: Room, message: Option<&str>) -> Result<MovedView, Failure> {
    let messages = place.redrive(room, message).await?;
    if let (0, Some(_)) = (messages, message) {
        return Err(unknown_message().into());
    }
    let pumped = place.work(PATIENCE).await?;
    let here = !place.is_served();
    Ok(MovedView {
        outcome: "redriven",
        messages,
        handled: here.then_some(pumped.handled),
        failed: here.then_some(pumped.failed),
    })
}

async fn discarded(place: &Place, room: Room, message: &str) -> Result<MovedView, Failure> {
    if !place.discard(room, message).await? {
        return Err(unknown_message().into());
    }
    Ok(MovedView { outcome: "discarded", messages: 1, handled: None, failed: None })
}

fn unknown_message() -> Finding {
    Finding::stop(
        "dead_letter.unknown",
        "message",
        "R89",
        Text::fixed("この番号のメッセージはありません。", "There is no such message."),
        Text::fixed(
            "`certflow dead-letters` の一覧にある番号を指定してください。",
            "Give an id from the list that `certflow dead-letters` prints.",
        ),
    )
    .owed_by(Party::Provider)
}
