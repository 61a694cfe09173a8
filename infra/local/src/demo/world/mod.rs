//! A run in simulated time: certflow as it is, and everybody around it played.
//!
//! Time jumps from event to event. At each stop the vendors do what is due, people do what they meant to do, the
//! sweep looks for what is due, the queues are worked off, and then everybody looks at what is new to them: customers
//! at their letters and the vendors' mails, staff at what the order waits for and at the vendors' portals. Nobody
//! sees more than the real one would.

mod agenda;
mod case;
mod customers;
mod deed;
mod desk;
mod error;
mod letters;
mod outside;
mod portal;
mod staff;
mod story;
mod tally;
mod time;
mod watch;

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use platform::intake::Intake;
use platform::store::HistoryRecord;
use procedure::order::Order;
use procedure::{OrderId, Vendor};
use simulation::examination::Happening;
use simulation::mailroom::Mail;
use std::sync::Arc;

pub use case::{Case, SentLetter};
pub use error::WorldError;
pub use outside::{Outside, WorldClock};
pub use portal::Delivery;
pub use story::{Event, Milestone, Paper, RenewalAnswer, Story, Turn};
pub use tally::Tally;

use crate::machine::{Letterbox, Machine, Rooms};
use agenda::Agenda;
use deed::Deed;
use portal::Portal;

/// Most stops at one moment; more means that something stays due for ever.
const MOST_STOPS: u32 = 200;

/// A run.
pub struct World {
    /// Everybody outside.
    pub outside: Outside,
    /// certflow.
    pub machine: Machine,
    /// How messages are delivered.
    pub delivery: Delivery,
    /// What went wrong that the story did not want: refused webhooks and the like.
    pub trouble: Vec<String>,
    rooms: Rooms,
    intake: Intake,
    letterbox: Arc<Letterbox>,
    portal: Portal,
    stories: Vec<Story>,
    cases: BTreeMap<OrderId, Case>,
    agenda: Agenda<Deed>,
    /// Which story an order belongs to that the portal opened.
    opened: BTreeMap<OrderId, usize>,
    swept: Option<Timestamp>,
    unplaced: Unplaced,
    outboxes: BTreeMap<(OrderId, u64), Timestamp>,
    tell: Teller,
}

/// News of a vendor whose order certflow does not know yet.
#[derive(Default)]
struct Unplaced {
    news: VecDeque<(Vendor, Happening)>,
    mails: VecDeque<Arc<Mail>>,
}

/// Who listens to a run.
pub type Teller = Box<dyn FnMut(&News<'_>) + Send>;

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum News<'a> {
    /// An event changed an order.
    Step {
        /// When.
        at: Timestamp,
        /// The order after it.
        order: &'a Order,
        /// Its line of history.
        line: &'a HistoryRecord,
    },
    /// A letter went out.
    Letter {
        /// When.
        at: Timestamp,
        /// The order it is about.
        order: &'a Order,
        /// The letter.
        letter: &'a SentLetter,
    },
}

/// What a run is made of.
pub struct Setting {
    /// certflow, with the world's clock.
    pub machine: Machine,
    /// Its functions, with the world's vendors and the letterbox.
    pub rooms: Rooms,
    /// Where its letters arrive.
    pub letterbox: Arc<Letterbox>,
    /// Everybody outside.
    pub outside: Outside,
    /// Decides the ids of events, and so of orders.
    pub seed: u64,
}

impl World {
    /// A run about to begin. `tell` hears of everything.
    ///
    /// # Errors
    /// When a story's plans cannot be entered.
    pub fn new(setting: Setting, stories: Vec<Story>, tell: Teller) -> Result<Self, WorldError> {
        let Setting { machine, rooms, letterbox, outside, seed } = setting;
        let mut world = Self {
            intake: machine.intake(),
            portal: Portal::new(seed)?,
            machine,
            rooms,
            letterbox,
            outside,
            delivery: Delivery::InOrder,
            trouble: Vec::new(),
            stories,
            cases: BTreeMap::new(),
            agenda: Agenda::new(),
            opened: BTreeMap::new(),
            swept: None,
            unplaced: Unplaced::default(),
            outboxes: BTreeMap::new(),
            tell,
        };
        world.raise_the_curtain();
        Ok(world)
    }

    /// Runs until nothing is to happen before `end`. Returns when the last thing happened.
    ///
    /// # Errors
    /// [`WorldError::Stuck`] when something stays due for ever; what the machine and the simulation fail with.
    pub async fn run_until(&mut self, end: Timestamp) -> Result<Timestamp, WorldError> {
        self.run_while(end, |_| true).await
    }

    /// Runs until `goes_on` says no, or nothing is to happen before `end`.
    ///
    /// # Errors
    /// See [`World::run_until`].
    pub async fn run_while(
        &mut self,
        end: Timestamp,
        goes_on: impl Fn(&World) -> bool,
    ) -> Result<Timestamp, WorldError> {
        let (mut last, mut stops) = (self.outside.now(), 0);
        while goes_on(self)
            && let Some(next) = self.next().await?.filter(|next| *next <= end)
        {
            stops = if next > last { 0 } else { stops + 1 };
            if stops > MOST_STOPS {
                return Err(WorldError::Stuck(next));
            }
            last = next.max(last);
            self.stop_at(last).await?;
        }
        let now = self.outside.now();
        for case in self.cases.values_mut() {
            let order = case.order.clone();
            case.tally.note(&order, now);
        }
        Ok(last)
    }

    /// Everything that is due at `at`.
    async fn stop_at(&mut self, at: Timestamp) -> Result<(), WorldError> {
        self.outside.advance_to(at)?;
        while let Some(deed) = self.agenda.take(at) {
            self.perform(deed).await?;
        }
        if self.is_swept_at(at) {
            let swept = self.machine.sweeper().run(at).await;
            swept.map_err(|error| crate::machine::MachineError::Work(error.to_string()))?;
            self.swept = Some(at);
        }
        let applied = self.work_off().await?;
        self.watch(applied).await
    }

    /// An order by its id.
    pub fn case(&self, order: &OrderId) -> Option<&Case> {
        self.cases.get(order)
    }

    /// Every order, by id.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }

    /// The orders of one story: the new one, then those that followed from it.
    pub fn cases_of(&self, story: usize) -> Vec<&Case> {
        let mut cases: Vec<&Case> = self.cases.values().filter(|case| case.story == story).collect();
        cases.sort_by_key(|case| (case.order.received_at, case.order.kind.predecessor().is_some()));
        cases
    }

    /// The stories.
    pub fn stories(&self) -> &[Story] {
        &self.stories
    }

    /// Closes certflow's files.
    pub async fn close(self) {
        self.machine.close().await;
    }

    /// Enters who applies when, and what the vendor makes of it.
    fn raise_the_curtain(&mut self) {
        let start = self.outside.now();
        for story in 0..self.stories.len() {
            let at = start + self.stories[story].applies_after;
            self.agenda.enter(at, Deed::Apply { story });
            let sent = self.stories[story].mended.as_ref().unwrap_or(&self.stories[story].draft);
            let Some(name) = sent.names.first() else { continue };
            let Ok(name) = name.parse::<procedure::name::CertificateName>() else { continue };
            for plan in self.stories[story].plans.clone() {
                self.outside.certcentral.plan_for(&name.to_string(), plan);
            }
        }
    }

    /// A moment at which staff do what takes them `minutes`, within business hours.
    fn by_staff(&self, minutes: i64) -> Timestamp {
        let ready = self.outside.now() + SignedDuration::from_mins(minutes);
        self.machine.policy().calendar.business_time_from(ready)
    }
}
