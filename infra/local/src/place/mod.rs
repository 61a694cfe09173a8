//! Where orders are: in a data folder on this machine, or in a deployed stack. Most commands do not care.

mod dead;
mod letters;
mod queues;

use std::sync::Arc;
use std::time::Duration;

use ::vendors::desk::{Channel, Sheet, Work};
use jiff::Timestamp;
use platform::Clock;
use platform::intake::Intake;
use platform::resolver::Lookup;
use platform::store::{EventKey, Store, StoreError};
use platform::sweep::{SweepSettings, Sweeper};
use procedure::Vendor;
use procedure::order::Order;
use procedure::policy::Policy;

use crate::machine::{Followed, Machine, MachineError, Pumped, Settings, follow, lookup_of};
use crate::stack::Stack;

pub use dead::{DeadLetter, Standing};
pub use queues::{DeadMessage, MOST_DEAD};

/// Where orders are.
pub enum Place {
    /// In a data folder.
    Machine(Box<Machine>),
    /// In a stack; its functions do the work.
    Stack(Box<Stack>),
}

impl Place {
    /// The store.
    pub fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Machine(machine) => machine.shared_store(),
            Self::Stack(stack) => stack.store(),
        }
    }

    /// The operator's settings of the rules.
    pub fn policy(&self) -> &Policy {
        match self {
            Self::Machine(machine) => machine.policy(),
            Self::Stack(stack) => stack.policy(),
        }
    }

    /// The clock.
    pub fn clock(&self) -> Arc<dyn Clock> {
        match self {
            Self::Machine(machine) => machine.clock(),
            Self::Stack(stack) => stack.clock(),
        }
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock().now()
    }

    /// The way in for events.
    pub fn intake(&self) -> Intake {
        match self {
            Self::Machine(machine) => machine.intake(),
            Self::Stack(stack) => Intake {
                store: stack.store(),
                queue: stack.queues().clone(),
                clock: stack.clock(),
                requeue_after: stack.requeue_after(),
            },
        }
    }

    /// The sweep.
    pub fn sweeper(&self) -> Sweeper {
        match self {
            Self::Machine(machine) => machine.sweeper(),
            Self::Stack(stack) => Sweeper {
                store: stack.store(),
                queue: stack.queues().clone(),
                clock: stack.clock(),
                settings: SweepSettings::default(),
            },
        }
    }

    /// Whom pre-flight asks about the DNS from here; a stack's functions may ask others.
    ///
    /// # Errors
    /// [`MachineError::Settings`]: `CERTFLOW_RESOLVER` does not do.
    pub fn lookup(&self) -> Result<Arc<dyn Lookup>, MachineError> {
        match self {
            Self::Machine(machine) => Ok(machine.lookup()),
            Self::Stack(_) => lookup_of(&Settings::default()),
        }
    }

    /// Whether somebody else handles what is put on the queues: `certflow serve`, or the functions of a stack.
    pub fn is_served(&self) -> bool {
        match self {
            Self::Machine(machine) => machine.database().is_none(),
            Self::Stack(_) => true,
        }
    }

    /// Handles what is on the queues, for up to `patience`; nothing where somebody else does.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn work(&self, patience: Duration) -> Result<Pumped, MachineError> {
        match self {
            Self::Machine(machine) if !self.is_served() => machine.pump(&machine.rooms()?, patience).await,
            Self::Machine(_) | Self::Stack(_) => Ok(Pumped::default()),
        }
    }

    /// Follows an event through what it sent, as far as that has come.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub async fn follow(&self, event: &EventKey) -> Result<Followed, StoreError> {
        follow(&*self.store(), self.now(), event).await
    }

    /// What staff have to do for `orders` at their vendors.
    ///
    /// # Errors
    /// [`MachineError`]: the settings of a vendor do not do.
    pub fn work_at_vendors<'a>(
        &self,
        orders: impl Iterator<Item = &'a Order>,
    ) -> Result<Vec<Work>, MachineError> {
        match self {
            Self::Machine(machine) => {
                let vendors = machine.vendors()?;
                Ok(orders.flat_map(|order| vendors.work(order)).collect())
            }
            Self::Stack(stack) => {
                let channel = |order: &Order| stack.channel(order.application.product.vendor());
                Ok(orders.flat_map(|order| ::vendors::desk::work(order, channel(order))).collect())
            }
        }
    }

    /// Whether staff enter what `vendor` is to do.
    ///
    /// # Errors
    /// [`MachineError`]: the settings of a vendor do not do.
    pub fn is_at_desk(&self, vendor: Vendor) -> Result<bool, MachineError> {
        let channel = match self {
            Self::Machine(machine) => machine.vendors()?.channel(vendor),
            Self::Stack(stack) => stack.channel(vendor),
        };
        Ok(channel == Channel::Desk)
    }

    /// The sheet from which staff enter `order` at its vendor. Personal data.
    ///
    /// # Errors
    /// [`MachineError`]: the desk's settings do not do.
    pub fn sheet(&self, order: &Order) -> Result<Sheet, MachineError> {
        match self {
            Self::Machine(machine) => Ok(machine.vendors()?.desk().sheet(order)),
            Self::Stack(stack) => Ok(stack.desk()?.sheet(order)),
        }
    }

    /// Takes erased items out of the database's file for good, where this process holds it; nobody else can.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn compact(&self) -> Result<bool, MachineError> {
        match self {
            Self::Machine(machine) => machine.compact().await,
            Self::Stack(_) => Ok(false),
        }
    }

    /// Closes the files; returns once that is done.
    pub async fn close(&self) {
        if let Self::Machine(machine) = self {
            machine.close().await;
        }
    }
}
