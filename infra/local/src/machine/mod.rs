//! One machine: a data folder with everything in it, and the functions that work on it.
//!
//! | in the folder | what |
//! |---|---|
//! | `certflow.toml` | settings, if the operator wrote any ([`Settings`]) |
//! | `certflow.db`, `queue.db` | the table and the queues ([`crate::embedded`]) |
//! | `mail/`, `mail-key` | mails that arrived, encrypted: the mail vault, and its key |
//! | `outbox/ORDER/` | letters as they were sent |
//! | `webhook-secret`, `staff-webhook-secret`, `digicert-webhook-key`, `portal-token` | what `certflow serve` checks callers by |
//!
//! Whoever holds the table does the work: a command for as long as it runs, or `certflow serve`. While that runs,
//! other commands put their events on the queues and wait for what becomes of them.

mod clock;
mod elsewhere;
mod error;
pub mod files;
mod follow;
mod lookup;
mod mailer;
mod pump;
mod queues;
mod rooms;
pub mod settings;
mod simulated;
mod vault;
mod vendors;

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use platform::Clock;
use platform::intake::Intake;
use platform::poll::Poller;
use platform::resolver::{Lookup, NoLookup};
use platform::store::table::DynamoTable;
use platform::store::{DynamoStore, Store, StoreSettings};
use platform::sweep::{SweepSettings, Sweeper};
use procedure::policy::Policy;

use crate::embedded::{Connection, Embedded, Queue, connect};

pub use self::vendors::vendors as vendors_of;
pub use clock::FixedClock;
pub use error::MachineError;
pub use follow::{Followed, follow};
pub use lookup::of as lookup_of;
pub use mailer::letter_file;
pub use pump::Pumped;
pub use rooms::Rooms;
pub use settings::{Addresses, Settings};
pub use simulated::Letterbox;
pub use vault::{Header as MailHeader, Listed, MailFolder};

/// The table's name.
pub(crate) const TABLE: &str = "certflow";
/// The queues' file in the data folder.
const QUEUE_FILE: &str = "queue.db";
/// How often a message may fail before it is left to staff (SQS `maxReceiveCount`).
const MAX_RECEIVES: NonZeroU32 = NonZeroU32::new(8).unwrap();
/// After how long the sweep queues an accepted event again that nobody has handled.
const REQUEUE_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// A data folder, opened.
pub struct Machine {
    folder: PathBuf,
    settings: Arc<Settings>,
    policy: Arc<Policy>,
    clock: Arc<dyn Clock>,
    connection: Connection,
    store: Arc<DynamoStore>,
    queue: Queue,
    lookup: Arc<dyn Lookup>,
}

impl Machine {
    /// Opens the data folder, which is created where missing.
    ///
    /// # Errors
    /// [`MachineError`]: the settings, the table or the queues cannot be used.
    pub async fn open(folder: &Path, clock: Arc<dyn Clock>) -> Result<Self, MachineError> {
        let settings = Settings::read(folder)?;
        let connection = connect(folder).await?;
        let table = DynamoTable::new(connection.client(), TABLE);
        if matches!(connection, Connection::Owner(_)) {
            table.create().await?;
        }
        let queue = Queue::open(Some(&folder.join(QUEUE_FILE)), MAX_RECEIVES).await?;
        Ok(Self {
            folder: folder.to_owned(),
            policy: Arc::new(settings.policy.clone()),
            lookup: lookup::of(&settings)?,
            settings: Arc::new(settings),
            clock,
            connection,
            store: Arc::new(DynamoStore::new(table, StoreSettings::default())),
            queue,
        })
    }

    /// The machine with nobody to ask about the DNS.
    #[must_use]
    pub fn offline(mut self) -> Self {
        self.lookup = Arc::new(NoLookup);
        self
    }

    /// Who is asked about the DNS.
    pub fn lookup(&self) -> Arc<dyn Lookup> {
        Arc::clone(&self.lookup)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The operator's settings of the rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The queues.
    pub const fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// The table's database when this process holds the folder; `None` while `certflow serve` does.
    pub const fn database(&self) -> Option<&Embedded> {
        match &self.connection {
            Connection::Owner(embedded) => Some(embedded),
            Connection::Guest(_) => None,
        }
    }

    /// The way in for events.
    pub fn intake(&self) -> Intake {
        Intake {
            store: self.shared_store(),
            queue: self.queue_port(),
            clock: self.clock(),
            requeue_after: REQUEUE_AFTER,
        }
    }

    /// The sweep.
    pub fn sweeper(&self) -> Sweeper {
        Sweeper {
            store: self.shared_store(),
            queue: self.queue_port(),
            clock: self.clock(),
            settings: SweepSettings::default(),
        }
    }

    /// The poll of `vendors`.
    pub(crate) fn poller(&self, vendors: platform::dispatch::Vendors) -> Poller {
        Poller {
            store: self.shared_store(),
            queue: self.queue_port(),
            clock: self.clock(),
            vendors,
            every: SignedDuration::from_mins(i64::from(self.settings.certcentral.poll_minutes)),
        }
    }

    /// The functions, ready to work on this folder.
    ///
    /// # Errors
    /// [`MachineError::Vendor`] when the settings of a vendor do not do.
    pub fn rooms(&self) -> Result<Rooms, MachineError> {
        Rooms::new(self)
    }

    /// The vendors.
    ///
    /// # Errors
    /// [`MachineError::Vendor`], [`MachineError::File`]: their settings do not do.
    pub fn vendors(&self) -> Result<::vendors::Vendors, MachineError> {
        vendors::vendors(&self.folder, &self.settings)
    }

    /// Closes the files; returns once that is done.
    pub async fn close(&self) {
        self.queue.clone().close().await;
        if let Connection::Owner(embedded) = &self.connection {
            embedded.clone().close().await;
        }
    }

    /// The mail vault.
    pub fn vault(&self) -> MailFolder {
        let work = &self.settings.work;
        MailFolder::new(&self.folder, work.mail_key_file.as_deref(), work.keep_mail_days, self.clock())
    }

    pub(crate) fn shared_store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    fn queue_port(&self) -> Arc<dyn platform::dispatch::Queue> {
        Arc::new(queues::Queues::new(self.queue.clone(), self.clock()))
    }
}
