//! Everybody outside: the vendors, their mail and the time they all share.

use jiff::Timestamp;
use platform::Clock;
use simulation::SimulationError;
use simulation::certcentral::{self, CertCentral};
use simulation::clock::SimClock;
use simulation::desk::{self, Desk};
use simulation::examination::Happening;
use simulation::mailroom::{Mail, Mailroom};
use std::sync::Arc;

use procedure::Vendor;

/// The simulated outside world.
pub struct Outside {
    /// The time.
    pub clock: SimClock,
    /// All mailboxes.
    pub mailroom: Mailroom,
    /// DigiCert's CertCentral, on a port of this machine.
    pub certcentral: CertCentral,
    /// Cybertrust's desk.
    pub desk: Desk,
    read: Read,
}

/// How far the world was looked through.
#[derive(Debug, Default)]
struct Read {
    mails: usize,
    digicert: usize,
    cybertrust: usize,
}

/// The simulated time as certflow's clock.
#[derive(Debug, Clone)]
pub struct WorldClock(pub SimClock);

impl Clock for WorldClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

impl Outside {
    /// A world at `start`. Tokens and serial numbers follow from `seed`, keys do not.
    ///
    /// # Errors
    /// A port or a key cannot be had.
    pub async fn open(start: Timestamp, seed: u64) -> Result<Self, SimulationError> {
        let (clock, mailroom) = (SimClock::starting_at(start), Mailroom::new());
        let options = certcentral::Options { seed, ..certcentral::Options::default() };
        let certcentral = CertCentral::start(clock.clone(), mailroom.clone(), options).await?;
        let options = desk::Options { seed, ..desk::Options::default() };
        let desk = Desk::open(clock.clone(), mailroom.clone(), options)?;
        Ok(Self { clock, mailroom, certcentral, desk, read: Read::default() })
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// When a vendor does something next by itself.
    pub(super) fn next(&self) -> Option<Timestamp> {
        [self.certcentral.next_due(), self.desk.next_due()].into_iter().flatten().min()
    }

    /// Moves the time on; the vendors do what is due.
    pub(super) fn advance_to(&self, at: Timestamp) -> Result<(), SimulationError> {
        self.certcentral.advance_to(at)?;
        self.desk.advance_to(at)
    }

    /// The vendors' mails since the last look.
    pub(super) fn new_mails(&mut self) -> Vec<Arc<Mail>> {
        let mails = self.mailroom.since(self.read.mails);
        self.read.mails += mails.len();
        mails
    }

    /// What happened at the vendors since the last look.
    pub(super) fn news(&mut self) -> Vec<(Vendor, Happening)> {
        let digicert = self.certcentral.happenings(self.read.digicert);
        let cybertrust = self.desk.happenings(self.read.cybertrust);
        self.read.digicert += digicert.len();
        self.read.cybertrust += cybertrust.len();
        let mut news: Vec<_> = digicert.into_iter().map(|happening| (Vendor::Digicert, happening)).collect();
        news.extend(cybertrust.into_iter().map(|happening| (Vendor::Cybertrust, happening)));
        news.sort_by_key(|(_, happening)| happening.at);
        news
    }
}
