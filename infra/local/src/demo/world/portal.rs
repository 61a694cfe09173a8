//! How events get in and are worked off: customers through the portal's signed webhook, staff as the commands do.

use std::collections::VecDeque;
use std::time::Duration;

use http::HeaderMap;
use platform::envelope::{Content, Envelope, Kind, Source};
use platform::intake::IntakeError;
use platform::react::Outcome;
use platform::webhook::{Secrets, sign};
use procedure::event::{Event, OrderSubmitted, Room};
use procedure::{EventId, OrderId};

use super::{World, WorldError};
use crate::machine::MachineError;

/// Real time within which the queues have to be empty.
const PATIENCE: Duration = Duration::from_secs(120);
/// For how long a message that is taken is hidden, in simulated time.
const HIDDEN: Duration = Duration::from_secs(15 * 60);

/// How messages are delivered.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// One after the other, function by function, as they came.
    InOrder,
    /// In any order, and each a second time later on.
    ShuffledAndTwice(fastrand::Rng),
}

impl Delivery {
    /// In any order, each twice; the same `seed` gives the same order.
    pub fn shuffled(seed: u64) -> Self {
        Self::ShuffledAndTwice(fastrand::Rng::with_seed(seed))
    }
}

/// The customer portal.
pub(super) struct Portal {
    secrets: Secrets,
    customers: Source,
    staff: Source,
    seed: u64,
    sent: u64,
}

impl Portal {
    pub(super) fn new(seed: u64) -> Result<Self, WorldError> {
        Ok(Self {
            // Portal and certflow are both in this process: the secret keeps nobody out, it shows that the check works.
            secrets: "whsec_c2ltdWxhdGVkLXBvcnRhbC1vZi1jZXJ0Zmxvdw==".parse()?,
            customers: "https://portal.example.jp/".parse()?,
            staff: "https://staff.example.jp/".parse()?,
            seed,
            sent: 0,
        })
    }

    fn next_id(&mut self) -> Result<EventId, WorldError> {
        self.sent += 1;
        Ok(format!("{}-{:06}", self.seed, self.sent).parse()?)
    }
}

impl World {
    /// A customer acts in the portal, which tells certflow by a signed webhook. Returns the order that answers.
    pub(super) async fn portal(
        &mut self,
        subject: Option<OrderId>,
        event: Event,
    ) -> Result<Option<OrderId>, WorldError> {
        let now = self.outside.now();
        let envelope = self.envelope(self.portal.customers.clone(), subject, &event)?;
        let body = envelope.encode();
        let signed = sign(envelope.id.as_str(), &body, &self.portal.secrets, now);
        let mut headers = HeaderMap::new();
        for (name, value) in signed.map_err(|_| WorldError::Portal)? {
            headers.insert(name, value.parse().map_err(|_| WorldError::Portal)?);
        }
        let answer = portal_webhook::receive(&headers, &body, &self.portal.secrets, &self.intake, now).await;
        if !matches!(answer.status, 200 | 202) {
            self.trouble.push(format!("{}: {} {}", event.kind().name(), answer.status, answer.body));
        }
        Ok(answer.body["order"].as_str().and_then(|order| order.parse().ok()))
    }

    pub(super) async fn apply(&mut self, story: usize) -> Result<(), WorldError> {
        let (customer, draft) = (self.stories[story].customer.clone(), self.stories[story].draft.clone());
        let order = self.portal(None, OrderSubmitted { customer, application: draft }.into()).await?;
        if let Some(order) = order {
            self.opened.insert(order, story);
        }
        Ok(())
    }

    /// Staff act, as the commands of `certflow` do.
    pub(super) async fn staff(&mut self, subject: Option<OrderId>, event: Event) -> Result<(), WorldError> {
        let envelope = self.envelope(self.portal.staff.clone(), subject, &event)?;
        match self.intake.accept(envelope).await {
            Ok(_) => Ok(()),
            Err(IntakeError::Store(error)) => Err(error.into()),
            Err(IntakeError::Refused(refusal)) => {
                self.trouble.push(format!("{}: {refusal}", event.kind().name()));
                Ok(())
            }
        }
    }

    fn envelope(
        &mut self,
        source: Source,
        subject: Option<OrderId>,
        event: &Event,
    ) -> Result<Envelope, WorldError> {
        Ok(Envelope {
            id: self.portal.next_id()?,
            source,
            kind: Kind::Event(event.kind()),
            subject,
            time: Some(self.outside.now()),
            content: Content::Inline(event.data()),
            traceparent: None,
        })
    }

    /// Works the queues off. Returns the orders that changed, in that order.
    pub(super) async fn work_off(&mut self) -> Result<Vec<(OrderId, u64)>, WorldError> {
        let Delivery::ShuffledAndTwice(mut random) = self.delivery.clone() else {
            return Ok(self.machine.pump(&self.rooms, PATIENCE).await?.applied);
        };
        let applied = self.work_off_shuffled(&mut random).await?;
        self.delivery = Delivery::ShuffledAndTwice(random);
        Ok(applied)
    }

    async fn work_off_shuffled(
        &mut self,
        random: &mut fastrand::Rng,
    ) -> Result<Vec<(OrderId, u64)>, WorldError> {
        let (now, queue) = (self.outside.now(), self.machine.queue().clone());
        let failed = |error| WorldError::from(MachineError::from(error));
        let mut applied = Vec::new();
        loop {
            let mut messages = VecDeque::new();
            for room in Room::ALL {
                let taken = queue.receive(room.name(), 10, HIDDEN, now).await.map_err(failed)?;
                messages.extend(taken.into_iter().map(|message| (room, message)));
            }
            if messages.is_empty() {
                return Ok(applied);
            }
            random.shuffle(messages.make_contiguous());
            for (room, message) in messages {
                let Some(handler) = self.rooms.handler(room) else { continue };
                for time in 0..2 {
                    match handler.handle(message.body.as_bytes(), None).await {
                        Ok(Outcome::Applied { order, version, .. }) => applied.push((order, version)),
                        Ok(_) => {}
                        Err(error) if time == 0 => tracing::warn!(%error, "delivered again"),
                        Err(error) => self.trouble.push(format!("{}: {error}", room.name())),
                    }
                }
                queue.delete(&message.receipt).await.map_err(failed)?;
            }
        }
    }
}
