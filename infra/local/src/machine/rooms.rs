//! The functions, wired to this machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use platform::dispatch::{Dispatcher, Mailer, Queue, Vendors};
use platform::poll::Poller;
use platform::react::{Handler, Reaction, Worker, WorkerSettings};
use procedure::event::Room;

use super::mailer::FileMailer;
use super::{Machine, MachineError};

/// How many holders of an outbox try before staff have to look.
const MAX_ATTEMPTS: u32 = 24;
/// How often an event is decided again because its order changed meanwhile.
const TRIES: u32 = 8;

/// Every function, ready to work.
#[derive(Clone)]
pub struct Rooms {
    handlers: Arc<BTreeMap<Room, Arc<dyn Handler>>>,
    poller: Arc<Poller>,
}

impl Rooms {
    pub(super) fn new(machine: &Machine) -> Result<Self, MachineError> {
        let mailer = Arc::new(FileMailer::new(machine.folder()));
        let vendors = machine.vendors()?;
        Self::with(machine, mailer, Vendors::by(|vendor| vendors.port(vendor)))
    }

    pub(super) fn with(
        machine: &Machine,
        mailer: Arc<dyn Mailer>,
        vendors: Vendors,
    ) -> Result<Self, MachineError> {
        let wiring = Wiring { machine, mailer, queue: machine.queue_port(), vendors, name: name()? };
        let handlers = Room::ALL.map(|room| (room, wiring.handler(room)));
        let poller = Arc::new(machine.poller(wiring.vendors));
        Ok(Self { handlers: Arc::new(handlers.into()), poller })
    }

    /// The poll of the vendors.
    pub fn poller(&self) -> &Poller {
        &self.poller
    }

    /// Every function behind what `wrap` makes of it, for whoever measures.
    #[must_use]
    pub fn wrapped(&self, wrap: impl Fn(Room, Arc<dyn Handler>) -> Arc<dyn Handler>) -> Self {
        let handlers = self.handlers.iter().map(|(room, handler)| (*room, wrap(*room, Arc::clone(handler))));
        Self { handlers: Arc::new(handlers.collect()), poller: Arc::clone(&self.poller) }
    }

    /// The function of `room`.
    pub fn handler(&self, room: Room) -> Option<&Arc<dyn Handler>> {
        self.handlers.get(&room)
    }
}

struct Wiring<'a> {
    machine: &'a Machine,
    mailer: Arc<dyn Mailer>,
    queue: Arc<dyn Queue>,
    vendors: Vendors,
    name: String,
}

impl Wiring<'_> {
    /// The only place where a function's name becomes its crate: a new room does not compile until it is here.
    fn handler(&self, room: Room) -> Arc<dyn Handler> {
        match room {
            Room::OrderSubmitted => self.worker(order_submitted::Function::new(self.machine.lookup())),
            Room::VendorReviewRequested => {
                self.worker(vendor_review_requested::Function::new(self.machine.lookup()))
            }
            Room::VendorStatusChanged => self.worker(vendor_status_changed::Function),
            Room::ApprovalMailReceived => {
                self.worker(approval_mail_received::Function::new(Arc::new(self.machine.vault())))
            }
            Room::DocumentReceived => self.worker(document_received::Function),
            Room::PhoneCheckLogged => self.worker(phone_check_logged::Function),
            Room::CertificateIssued => self.worker(certificate_issued::Function),
            Room::ExpiryNearing => {
                self.worker(expiry_nearing::Function::with(Arc::new(self.machine.elsewhere())))
            }
            Room::OrderInstructed => self.worker(order_instructed::Function),
            Room::MailFeedback => self.worker(mail_feedback::Function),
            Room::RenewalSweep => Arc::new(renewal_sweep::Function::new(
                self.machine.sweeper(),
                self.machine.poller(self.vendors.clone()),
            )),
        }
    }

    fn worker<R: Reaction + 'static>(&self, reaction: R) -> Arc<dyn Handler> {
        let lease = SignedDuration::from_secs(i64::from(self.machine.settings().work.lease_seconds));
        let settings = WorkerSettings { lease, tries: TRIES };
        let store = self.machine.shared_store();
        Arc::new(Worker::new(reaction, store, self.dispatcher(), settings, self.name.clone()))
    }

    fn dispatcher(&self) -> Dispatcher {
        let settings = self.machine.settings();
        Dispatcher {
            mailer: Arc::clone(&self.mailer),
            queue: Arc::clone(&self.queue),
            vendors: self.vendors.clone(),
            policy: Arc::clone(&self.machine.policy),
            provider: settings.provider.clone(),
            links: settings.links.clone(),
            mail: settings.mail.clone().into(),
            clock: self.machine.clock(),
            max_attempts: MAX_ATTEMPTS,
        }
    }
}

/// A name that no other process has or had: a process number comes again.
fn name() -> Result<String, MachineError> {
    let random = getrandom::u64().map_err(|_| crate::embedded::Error::NoRandomness)?;
    Ok(format!("certflow-{}-{random:016x}", std::process::id()))
}
