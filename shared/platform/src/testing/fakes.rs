//! Mail service, queues, vendor and clock.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use procedure::event::Room;
use procedure::order::Order;
use procedure::vendor::{VendorAttempt, VendorError, VendorPort, VendorReply, VendorReport, VendorRequest};
use procedure::{OrderId, VendorOrderId, samples};

use super::Trip;
use crate::Clock;
use crate::dispatch::{Mail, Mailer, Queue, QueueError, Receipt, SendError};
use crate::envelope::Envelope;

fn locked<T, R>(state: &Mutex<T>, work: impl FnOnce(&mut T) -> R) -> R {
    work(&mut state.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A clock that stands until it is moved.
pub(crate) struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(samples::now())))
    }

    pub(crate) fn forward(&self, by: SignedDuration) {
        locked(&self.0, |now| *now += by);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        locked(&self.0, |now| *now)
    }
}

/// A mail service that keeps what it takes.
#[derive(Default)]
pub(crate) struct FakeMailer {
    pub(crate) trip: Arc<Trip>,
    sent: Mutex<Vec<Mail>>,
    answers: Mutex<VecDeque<SendError>>,
}

impl FakeMailer {
    pub(crate) fn new(trip: Arc<Trip>) -> Arc<Self> {
        Arc::new(Self { trip, ..Self::default() })
    }

    /// Lets the next sends fail so.
    pub(crate) fn fail(&self, errors: impl IntoIterator<Item = SendError>) {
        locked(&self.answers, |answers| answers.extend(errors));
    }

    pub(crate) fn sent(&self) -> Vec<Mail> {
        locked(&self.sent, |sent| sent.clone())
    }
}

#[async_trait]
impl Mailer for FakeMailer {
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError> {
        self.trip.step().await;
        if let Some(error) = locked(&self.answers, VecDeque::pop_front) {
            return Err(error);
        }
        let count = locked(&self.sent, |sent| {
            sent.push(mail.clone());
            sent.len()
        });
        self.trip.step().await;
        Ok(Receipt(format!("ses-{count}")))
    }
}

/// Queues that keep every message.
#[derive(Default)]
pub(crate) struct FakeQueue {
    pub(crate) trip: Arc<Trip>,
    sent: Mutex<Vec<(Room, Envelope)>>,
    failures: Mutex<u32>,
}

impl FakeQueue {
    pub(crate) fn new(trip: Arc<Trip>) -> Arc<Self> {
        Arc::new(Self { trip, ..Self::default() })
    }

    /// Lets the next `count` sends fail.
    pub(crate) fn fail(&self, count: u32) {
        locked(&self.failures, |failures| *failures = count);
    }

    pub(crate) fn sent(&self) -> Vec<(Room, Envelope)> {
        locked(&self.sent, |sent| sent.clone())
    }

    /// Takes every message off.
    pub(crate) fn take(&self) -> Vec<(Room, Envelope)> {
        locked(&self.sent, std::mem::take)
    }
}

#[async_trait]
impl Queue for FakeQueue {
    async fn send(&self, room: Room, body: &[u8]) -> Result<(), QueueError> {
        self.trip.step().await;
        let fails = locked(&self.failures, |failures| {
            let fails = *failures > 0;
            *failures = failures.saturating_sub(1);
            fails
        });
        if fails {
            return Err(QueueError("injected".into()));
        }
        let envelope = Envelope::decode(body).unwrap();
        locked(&self.sent, |sent| sent.push((room, envelope)));
        self.trip.step().await;
        Ok(())
    }
}

/// A vendor that takes whatever is placed, even twice: it has no idempotency key. On a second attempt it is searched.
#[derive(Default)]
pub(crate) struct FakeVendor {
    pub(crate) trip: Arc<Trip>,
    placed: Mutex<Vec<OrderId>>,
    errors: Mutex<VecDeque<VendorError>>,
    attempts: Mutex<Vec<u32>>,
    lost: Mutex<Vec<Option<Timestamp>>>,
}

impl FakeVendor {
    pub(crate) fn new(trip: Arc<Trip>) -> Arc<Self> {
        Arc::new(Self { trip, ..Self::default() })
    }

    pub(crate) fn fail(&self, errors: impl IntoIterator<Item = VendorError>) {
        locked(&self.errors, |all| all.extend(errors));
    }

    pub(crate) fn placed(&self) -> Vec<OrderId> {
        locked(&self.placed, |placed| placed.clone())
    }

    /// What each attempt was told of the last one of unknown outcome.
    pub(crate) fn lost(&self) -> Vec<Option<Timestamp>> {
        locked(&self.lost, |lost| lost.clone())
    }

    pub(crate) fn attempts(&self) -> Vec<u32> {
        locked(&self.attempts, |attempts| attempts.clone())
    }
}

#[async_trait]
impl VendorPort for FakeVendor {
    async fn request(
        &self,
        order: &Order,
        _: &VendorRequest,
        attempt: VendorAttempt,
    ) -> Result<VendorReply, VendorError> {
        locked(&self.attempts, |attempts| attempts.push(attempt.number));
        locked(&self.lost, |lost| lost.push(attempt.lost_at));
        self.trip.step().await;
        if let Some(error) = locked(&self.errors, VecDeque::pop_front) {
            return Err(error);
        }
        let number = locked(&self.placed, |placed| {
            let known = placed.iter().position(|known| *known == order.id).filter(|_| attempt.number > 1);
            known.unwrap_or_else(|| {
                placed.push(order.id.clone());
                placed.len() - 1
            })
        });
        self.trip.step().await;
        Ok(VendorReply::Placed { vendor_order: samples::id(&format!("V-{}", number + 1)) })
    }

    async fn report(
        &self,
        _: &Order,
        _: &VendorOrderId,
        _: Timestamp,
    ) -> Result<Option<VendorReport>, VendorError> {
        Ok(None)
    }

    async fn certificate(&self, _: &VendorOrderId) -> Result<Option<String>, VendorError> {
        Ok(None)
    }
}
