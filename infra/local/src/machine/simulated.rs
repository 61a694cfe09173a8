//! A machine among simulated parties: in memory, with other vendors and with letters that somebody reads.

use std::mem;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use platform::Clock;
use platform::dispatch::{Mail, Mailer, Receipt, SendError, Vendors};
use platform::resolver::NoLookup;
use platform::store::table::DynamoTable;
use platform::store::{DynamoStore, StoreSettings};

use super::mailer::FileMailer;
use super::{MAX_RECEIVES, Machine, MachineError, Rooms, Settings, TABLE};
use crate::embedded::{Connection, Embedded, Queue};

impl Machine {
    /// A machine whose table and queues are in memory; mails that arrive and letters go into `folder`, and nobody is
    /// asked about the DNS.
    ///
    /// # Errors
    /// [`MachineError`]: the table or the queues cannot be made.
    pub async fn in_memory(
        folder: &Path,
        settings: Settings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, MachineError> {
        let embedded = Embedded::open(None).await?;
        let table = DynamoTable::new(embedded.client(), TABLE);
        table.create().await?;
        Ok(Self {
            folder: folder.to_owned(),
            policy: Arc::new(settings.policy.clone()),
            settings: Arc::new(settings),
            clock,
            connection: Connection::Owner(embedded),
            store: Arc::new(DynamoStore::new(table, StoreSettings::default())),
            queue: Queue::open(None, MAX_RECEIVES).await?,
            lookup: Arc::new(NoLookup),
        })
    }

    /// The machine with another client of its table, for whoever measures what it asks.
    #[must_use]
    pub fn through(mut self, client: aws_sdk_dynamodb::Client) -> Self {
        let table = DynamoTable::new(client, TABLE);
        self.store = Arc::new(DynamoStore::new(table, StoreSettings::default()));
        self
    }

    /// Writes letters into the data folder, as the machine does by itself.
    pub fn file_mailer(&self) -> Arc<dyn Mailer> {
        Arc::new(FileMailer::new(self.folder()))
    }

    /// The functions with another mailer and other vendors.
    ///
    /// # Errors
    /// [`MachineError`] without random numbers for the workers' name.
    pub fn rooms_with(&self, mailer: Arc<dyn Mailer>, vendors: Vendors) -> Result<Rooms, MachineError> {
        Rooms::with(self, mailer, vendors)
    }
}

/// Takes letters, for somebody to read.
pub struct Letterbox {
    taken: Mutex<Vec<Mail>>,
    onward: Option<Arc<dyn Mailer>>,
}

impl Letterbox {
    /// A letterbox where letters end.
    pub const fn new() -> Self {
        Self { taken: Mutex::new(Vec::new()), onward: None }
    }

    /// A letterbox that hands letters on to `mailer`.
    pub const fn before(mailer: Arc<dyn Mailer>) -> Self {
        Self { taken: Mutex::new(Vec::new()), onward: Some(mailer) }
    }

    /// The letters since the last look, oldest first.
    pub fn take(&self) -> Vec<Mail> {
        mem::take(&mut self.taken.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Letterbox {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Mailer for Letterbox {
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError> {
        let receipt = match &self.onward {
            Some(mailer) => mailer.send(mail).await?,
            None => Receipt(mail.message_id.clone()),
        };
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(receipt)
    }
}
