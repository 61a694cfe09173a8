//! The queues, and the messages that failed too often.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::future::try_join_all;
use futures::{StreamExt, stream};
use jiff::Timestamp;
use procedure::event::Room;

use super::Place;
use crate::embedded::queue::{Counts, Dead};
use crate::machine::MachineError;
use crate::stack::sqs::{Received, Sqs};

/// Most dead messages of one queue that are listed or moved by one command.
pub const MOST_DEAD: usize = 1_000;
/// For how long messages of a dead-letter queue hide while they are looked at; should the command be killed, they are
/// back after it.
const HIDE: Duration = Duration::from_secs(120);
/// How long a look waits for a first message: SQS asks all its servers only when it may wait.
const WAIT: Duration = Duration::from_secs(1);
/// Calls at once.
const AT_ONCE: usize = 10;

/// A message that failed too often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadMessage {
    /// Its id: a number in a data folder, SQS's in a stack.
    pub id: String,
    /// What was sent. Not for people: SES names recipients in what it sends to `mail-feedback`.
    pub body: String,
    /// How often it was received. SQS counts looks at the dead-letter queue too; the present one is left out.
    pub attempts: u32,
    /// When it was sent.
    pub sent: Timestamp,
    /// When it came to the dead-letter queue; SQS does not tell.
    pub since: Option<Timestamp>,
    /// What the last failure said, where it is kept.
    pub reason: Option<String>,
}

impl Place {
    /// What each queue holds.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn counts(&self) -> Result<BTreeMap<String, Counts>, MachineError> {
        match self {
            Self::Machine(machine) => Ok(machine.queue().counts(machine.now()).await?),
            Self::Stack(stack) => {
                let counts = Room::ALL.map(|room| counts(stack.queues(), room));
                Ok(try_join_all(counts).await?.into_iter().collect())
            }
        }
    }

    /// The oldest [`MOST_DEAD`] messages of the dead-letter queue of `room`; takes nothing.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn dead(&self, room: Room) -> Result<Vec<DeadMessage>, MachineError> {
        match self {
            Self::Machine(machine) => {
                let dead = machine.queue().peek(room.name(), MOST_DEAD).await?;
                Ok(dead.into_iter().map(DeadMessage::of_folder).collect())
            }
            Self::Stack(stack) => {
                let Some(url) = stack.queues().attributes(stack.queues().url(room)).await?.dead else {
                    return Ok(Vec::new());
                };
                let taken = take(stack.queues(), &url, |_| true).await?;
                give_back(stack.queues(), &url, &taken).await;
                let mut dead: Vec<_> = taken.iter().map(DeadMessage::of_sqs).collect();
                dead.sort_by_key(|message| message.sent);
                Ok(dead)
            }
        }
    }

    /// Puts messages of the dead-letter queue of `room` back on its queue: one, or all. Returns how many. Each is sent
    /// before it is deleted, so that a crash in between costs a repetition, never a message.
    ///
    /// # Errors
    /// [`MachineError`]; what was moved before it is moved.
    pub async fn redrive(&self, room: Room, only: Option<&str>) -> Result<usize, MachineError> {
        match self {
            Self::Machine(machine) => match only.map(str::parse) {
                None => Ok(machine.queue().redrive(room.name(), None, machine.now()).await?),
                Some(Ok(id)) => Ok(machine.queue().redrive(room.name(), Some(id), machine.now()).await?),
                Some(Err(_)) => Ok(0),
            },
            Self::Stack(stack) => {
                let source = stack.queues().url(room);
                Ok(each(stack.queues(), source, only, async |dead, message| {
                    stack.queues().send_again(source, message).await?;
                    stack.queues().delete(dead, &message.receipt).await
                })
                .await?)
            }
        }
    }

    /// Deletes a message of the dead-letter queue of `room` for good; returns false when there is none of this id.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn discard(&self, room: Room, id: &str) -> Result<bool, MachineError> {
        match self {
            Self::Machine(machine) => match id.parse() {
                Ok(id) => Ok(machine.queue().discard(room.name(), id).await?),
                Err(_) => Ok(false),
            },
            Self::Stack(stack) => {
                let delete = async |dead: &str, message: &Received| {
                    stack.queues().delete(dead, &message.receipt).await
                };
                Ok(each(stack.queues(), stack.queues().url(room), Some(id), delete).await? > 0)
            }
        }
    }
}

async fn counts(queues: &Sqs, room: Room) -> Result<(String, Counts), MachineError> {
    let queue = queues.attributes(queues.url(room)).await?;
    let dead = match &queue.dead {
        Some(url) => {
            let dead = queues.attributes(url).await?;
            dead.waiting + dead.in_flight
        }
        None => 0,
    };
    let counts = Counts { visible: queue.waiting, in_flight: queue.in_flight, delayed: queue.delayed, dead };
    Ok((room.name().to_owned(), counts))
}

/// Does `act` with one or all messages of the dead-letter queue of the queue at `source`; gives the others back.
async fn each(
    queues: &Sqs,
    source: &str,
    only: Option<&str>,
    act: impl AsyncFn(&str, &Received) -> Result<(), crate::stack::Error>,
) -> Result<usize, crate::stack::Error> {
    let Some(dead) = queues.attributes(source).await?.dead else { return Ok(0) };
    let wanted = |message: &Received| only.is_none_or(|only| only == message.id);
    let taken = take(queues, &dead, |taken| only.is_none() || !taken.iter().any(wanted)).await?;
    let mut done = Vec::new();
    let mut result = Ok(());
    for message in taken.iter().filter(|message| wanted(message)) {
        result = act(&dead, message).await;
        if result.is_err() {
            break;
        }
        done.push(message.id.clone());
    }
    let rest: Vec<_> = taken.into_iter().filter(|message| !done.contains(&message.id)).collect();
    give_back(queues, &dead, &rest).await;
    result.map(|()| done.len())
}

/// Receives what is in the queue at `url`, while `more` says so of what was received. Whoever gets it gives it back.
async fn take(
    queues: &Sqs,
    url: &str,
    more: impl Fn(&[Received]) -> bool,
) -> Result<Vec<Received>, crate::stack::Error> {
    let mut taken: Vec<Received> = Vec::new();
    let mut seen = BTreeSet::new();
    while taken.len() < MOST_DEAD && more(&taken) {
        let received = match queues.receive(url, WAIT, Some(HIDE)).await {
            Ok(received) => received,
            Err(error) => {
                give_back(queues, url, &taken).await;
                return Err(error);
            }
        };
        // Delivered twice, or hidden no longer: whatever is there has been seen.
        let fresh = received.iter().any(|message| !seen.contains(&message.id));
        for message in received {
            if seen.insert(message.id.clone()) {
                taken.push(message);
            }
        }
        if !fresh {
            break;
        }
    }
    Ok(taken)
}

/// Gives messages back at once; what fails comes back by itself after [`HIDE`].
async fn give_back(queues: &Sqs, url: &str, messages: &[Received]) {
    let calls = messages.iter().map(|message| queues.hide(url, &message.receipt, Duration::ZERO));
    stream::iter(calls)
        .buffer_unordered(AT_ONCE)
        .for_each(|given| async move {
            if let Err(error) = given {
                tracing::warn!(%error, "a message is hidden for two minutes");
            }
        })
        .await;
}

impl DeadMessage {
    fn of_folder(dead: Dead) -> Self {
        Self {
            id: dead.id.to_string(),
            body: dead.body,
            attempts: dead.attempts,
            sent: dead.sent,
            since: Some(dead.since),
            reason: Some(dead.reason),
        }
    }

    fn of_sqs(message: &Received) -> Self {
        let number = |name: &str| message.system.get(name).and_then(|text| text.parse::<i64>().ok());
        let sent = number("SentTimestamp").and_then(|millis| Timestamp::from_millisecond(millis).ok());
        let received = number("ApproximateReceiveCount").unwrap_or(0);
        Self {
            id: message.id.clone(),
            body: message.body.clone(),
            attempts: u32::try_from(received - 1).unwrap_or(0),
            sent: sent.unwrap_or_default(),
            since: None,
            reason: None,
        }
    }
}
