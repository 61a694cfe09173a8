//! The Cybertrust/BIZCERT desk: the provider's staff enter orders in a portal, read their state there and
//! take the certificate from it. There is no API (U3), so there is no HTTP: staff are calls.
//!
//! The approval mail, its sender, subject and page (R34–R37) and the validity to a month's end are
//! documented; everything else is assumed.

mod entry;
mod mails;
mod options;
mod reception;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use jiff::Timestamp;

pub use crate::mime::Charset;
pub use entry::{Answer, Entry, NotAccepted, Reception, ReceptionStatus, Refused, Scope};
pub use options::Options;

use crate::SimulationError;
use crate::ca::{LeafRequest, TestCa, last_second, max_days, month_end};
use crate::clock::SimClock;
use crate::examination::{Effect, Happening, Journal, What};
use crate::mailroom::Mailroom;
use crate::seed::Dice;
use crate::sync::lock;
use crate::when::plus_days;
use reception::{Case, Token};

/// Months after the month of issue at whose end a certificate ends (rules.md 3.2).
const VALIDITY_MONTHS: u8 = 5;
/// Days an approval link lives (BR 3.2.2.4).
const TOKEN_DAYS: i64 = 30;

/// The desk.
pub struct Desk {
    clock: SimClock,
    inner: Mutex<Inner>,
}

struct Inner {
    options: Options,
    ca: TestCa,
    mailroom: Mailroom,
    dice: Dice,
    journal: Journal,
    cases: BTreeMap<String, Case>,
    tokens: HashMap<String, Token>,
    agenda: BTreeSet<(Timestamp, String)>,
    /// FQDN, or base domain where the whole was approved, and until when.
    approved: HashMap<String, Timestamp>,
    /// Organisations examined, and until when.
    examined: HashMap<String, Timestamp>,
}

impl Desk {
    /// Opens the desk.
    ///
    /// # Errors
    /// [`SimulationError::Certificate`] without keys.
    pub fn open(clock: SimClock, mailroom: Mailroom, options: Options) -> Result<Self, SimulationError> {
        let inner = Inner {
            ca: TestCa::new("Cybertrust", clock.now(), options.seed)?,
            dice: Dice::new(options.seed, "desk"),
            journal: Journal::default(),
            cases: BTreeMap::new(),
            tokens: HashMap::new(),
            agenda: BTreeSet::new(),
            approved: HashMap::new(),
            examined: HashMap::new(),
            mailroom,
            options,
        };
        Ok(Self { clock, inner: Mutex::new(inner) })
    }

    /// Staff enter an order; tells its reception number (受付番号). The same entry twice is two receptions.
    ///
    /// # Errors
    /// What the form would refuse; nothing is stored then.
    pub fn enter(&self, entry: Entry) -> Result<String, NotAccepted> {
        self.now(|desk, now| desk.enter(entry, now))
    }

    /// What the portal shows of a reception; none for an unknown number.
    pub fn reception(&self, number: &str) -> Option<Reception> {
        self.now(|desk, _| desk.cases.get(number).map(Case::shown))
    }

    /// Every reception ever entered, in order.
    pub fn receptions(&self) -> Vec<Reception> {
        self.now(|desk, _| desk.cases.values().map(Case::shown).collect())
    }

    /// Somebody opens a mailed link, ticks a scope, signs and presses 「承認」 (R37).
    ///
    /// # Errors
    /// The token is unknown, used, expired or not waited for, or the signature is blank.
    pub fn approve(&self, token: &str, answer: &Answer) -> Result<(), Refused> {
        self.now(|desk, now| desk.approve(token, answer, now))
    }

    /// The application responsible person answers or calls back. False unless the desk called before.
    pub fn answer_phone(&self, number: &str) -> bool {
        self.now(|desk, now| desk.act(number, now, What::PhoneAnswered, |case| case.run.answer_phone(now)))
    }

    /// The provider answers the open enquiry. False without one.
    pub fn answer_enquiry(&self, number: &str) -> bool {
        self.now(|desk, now| {
            desk.act(number, now, What::EnquiryAnswered, |case| case.run.answer_enquiry(now))
        })
    }

    /// Staff withdraw an order under examination. False otherwise.
    pub fn cancel(&self, number: &str) -> bool {
        self.now(|desk, now| {
            desk.act(number, now, What::Cancelled, |case| {
                let open = case.open();
                if open {
                    case.status = ReceptionStatus::Cancelled;
                }
                open
            })
        })
    }

    /// Moves the clock to `now` and lets everything happen that is due, in order of time.
    ///
    /// # Errors
    /// A mail or a certificate could not be made.
    pub fn advance_to(&self, now: Timestamp) -> Result<(), SimulationError> {
        self.clock.set(now);
        lock(&self.inner).catch_up(self.clock.now())
    }

    /// When something happens next by itself; none if all wait for somebody.
    pub fn next_due(&self) -> Option<Timestamp> {
        lock(&self.inner).agenda.first().map(|(at, _)| *at)
    }

    /// What happened, from position `from` on.
    pub fn happenings(&self, from: usize) -> Vec<Happening> {
        lock(&self.inner).journal.since(from)
    }

    /// The root all its certificates end in, PEM.
    pub fn root_pem(&self) -> String {
        lock(&self.inner).ca.root_pem()
    }

    fn now<T>(&self, act: impl FnOnce(&mut Inner, Timestamp) -> T) -> T {
        let now = self.clock.now();
        let mut inner = lock(&self.inner);
        // A failure here shows again in `advance_to`, which can report it.
        let _due = inner.catch_up(now);
        act(&mut inner, now)
    }
}

impl Inner {
    fn catch_up(&mut self, now: Timestamp) -> Result<(), SimulationError> {
        while let Some((at, number)) = self.agenda.first().filter(|(at, _)| *at <= now).cloned() {
            self.step(&number, at)?;
            self.schedule(&number);
        }
        Ok(())
    }

    fn schedule(&mut self, number: &str) {
        let Some(case) = self.cases.get_mut(number) else { return };
        if let Some(at) = case.scheduled.take() {
            self.agenda.remove(&(at, number.to_owned()));
        }
        case.scheduled = case.run.next().filter(|_| case.open());
        if let Some(at) = case.scheduled {
            self.agenda.insert((at, number.to_owned()));
        }
    }

    fn step(&mut self, number: &str, at: Timestamp) -> Result<(), SimulationError> {
        let Some(case) = self.cases.get_mut(number) else { return Ok(()) };
        let Some((_, effect)) = case.run.step(at) else { return Ok(()) };
        let what = match effect {
            Effect::OrganisationChecked => What::OrganisationChecked,
            Effect::SendDomainMails => return self.send_domain_mails(number, at),
            Effect::PhoneRang => What::PhoneRang,
            Effect::PhoneUnreached => What::PhoneUnreached,
            Effect::PhoneAnswered => What::PhoneAnswered,
            // The desk sells no EV (R3), so a run here never needs these.
            Effect::EmploymentUnreached | Effect::EmploymentConfirmed | Effect::SendConfirmation => {
                return Ok(());
            }
            Effect::Ask => return self.send_enquiry(number, at),
            Effect::Reject => {
                let reason = case.run.plan.rejection.clone().map(|r| r.reason).unwrap_or_default();
                case.status = ReceptionStatus::Rejected(reason.clone());
                What::Rejected(reason)
            }
            Effect::Issue => {
                self.issue(number, at)?;
                What::Issued
            }
        };
        self.journal.note(at, number, what);
        Ok(())
    }

    fn issue(&mut self, number: &str, at: Timestamp) -> Result<(), SimulationError> {
        let Some(case) = self.cases.get_mut(number) else { return Ok(()) };
        let issued = self.ca.issue(&LeafRequest {
            csr_pem: &case.entry.csr_pem,
            names: &case.entry.names,
            validation: case.entry.product.validation(),
            organisation: &case.entry.organisation,
            not_before: at,
            not_after: month_end(at, VALIDITY_MONTHS).min(last_second(at, max_days(at))),
            fault: case.run.plan.certificate,
        })?;
        case.status = ReceptionStatus::Issued;
        case.certificate_pem = Some(issued.pem_noroot());
        self.examined.insert(case.entry.organisation.name.clone(), plus_days(at, 398));
        Ok(())
    }
}
