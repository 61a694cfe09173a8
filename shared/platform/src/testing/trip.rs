//! A crash at a chosen moment: every call outwards takes a step before it acts and one after it acted, and at the
//! chosen step nothing ever returns. The handling is then dropped, as a killed process drops it.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use tokio::sync::Notify;

use crate::store::table::{Condition, Found, Item, MemoryTable, Query, Table, TransactError, Update, Write};
use crate::store::{Key, StoreError};

/// Where the crash comes.
#[derive(Debug, Default)]
pub(crate) struct Trip {
    steps: AtomicU32,
    at: AtomicU32,
    crashed: Notify,
}

impl Trip {
    /// Lets the `step`th step from now crash; 0 for none.
    pub(crate) fn set(&self, step: u32) {
        self.steps.store(0, Ordering::SeqCst);
        self.at.store(step, Ordering::SeqCst);
    }

    /// How many steps were taken since.
    pub(crate) fn steps(&self) -> u32 {
        self.steps.load(Ordering::SeqCst)
    }

    pub(crate) async fn step(&self) {
        let step = self.steps.fetch_add(1, Ordering::SeqCst) + 1;
        if step == self.at.load(Ordering::SeqCst) {
            self.crashed.notify_one();
            std::future::pending::<()>().await;
        }
        // Handlings that go on at once take turns at every step.
        tokio::task::yield_now().await;
    }

    /// Runs `work` until it ends or crashes (`None`).
    pub(crate) async fn run<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.crashed.notified() => None,
            result = work => Some(result),
        }
    }
}

/// A table whose calls are steps.
pub(crate) struct Tripping {
    pub(crate) table: MemoryTable,
    pub(crate) trip: std::sync::Arc<Trip>,
}

macro_rules! stepped {
    ($self:ident, $call:expr) => {{
        $self.trip.step().await;
        let result = $call.await;
        $self.trip.step().await;
        result
    }};
}

#[async_trait]
impl Table for Tripping {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        stepped!(self, self.table.get(keys))
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TransactError> {
        stepped!(self, self.table.transact(writes))
    }

    async fn put(&self, item: &Item, condition: Option<&Condition>) -> Result<bool, StoreError> {
        stepped!(self, self.table.put(item, condition))
    }

    async fn update(&self, update: &Update) -> Result<Option<Item>, StoreError> {
        stepped!(self, self.table.update(update))
    }

    async fn query(&self, query: &Query) -> Result<Found, StoreError> {
        stepped!(self, self.table.query(query))
    }
}
