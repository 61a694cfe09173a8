//! What one customer brings along: an application, habits, papers, and what the vendor makes of it.

use jiff::SignedDuration;
use procedure::CustomerId;
use procedure::application::ApplicationDraft;
use procedure::documents::DocumentFacts;
use simulation::customers::Customer;
use simulation::examination::Plan;

/// One customer's part in a run. Whatever is not told here goes as it usually does.
#[derive(Debug, Clone)]
pub struct Story {
    /// The portal's customer number.
    pub customer: CustomerId,
    /// How long after the start of the run the customer applies.
    pub applies_after: SignedDuration,
    /// The application as first written.
    pub draft: ApplicationDraft,
    /// The application as it is sent again when it comes back to be mended.
    pub mended: Option<ApplicationDraft>,
    /// When the customer does what is asked.
    pub person: Customer,
    /// Whether a late customer acts, or says what is to become of a renewal, once staff have called.
    pub heeds_calls: bool,
    /// How the vendor's examinations fare, in the order they are placed: new, then renewal or reissue. Those left
    /// out go as usual.
    pub plans: Vec<Plan>,
    /// The documents of a sole proprietor, as they are sent: the second of a list when the first is refused.
    pub papers: Vec<Vec<Paper>>,
    /// What the customer does with a renewal when he answers.
    pub renewal: RenewalAnswer,
    /// What else happens.
    pub turns: Vec<Turn>,
}

/// A document, or what is done in its place.
#[derive(Debug, Clone)]
pub enum Paper {
    /// A document, as staff find it. Its `received_at` is the moment it is sent.
    Document(Box<DocumentFacts>),
    /// The telegram, chosen instead of a telephone bill (R79).
    Telegram,
}

/// How a renewal is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalAnswer {
    /// Confirmed as it is (R8).
    Confirms,
    /// Amended with a CSR of a new key (R9, A28).
    Amends,
}

/// Something that happens to the story's first order.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What it follows.
    pub since: Milestone,
    /// How long after that.
    pub after: SignedDuration,
    /// What happens.
    pub what: Event,
}

/// What a [`Turn`] follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Milestone {
    /// The order is accepted and on its way to the vendor.
    Submitting,
    /// The vendor examines it.
    Examining,
    /// The certificate is issued.
    Issued,
}

/// What happens at a [`Turn`].
#[derive(Debug, Clone)]
pub enum Event {
    /// Staff put the order on hold with this comment, and release it later.
    Held {
        /// Why.
        comment: &'static str,
        /// How long it lasts.
        lasting: SignedDuration,
    },
    /// The customer withdraws it, for this reason.
    Cancelled {
        /// Why.
        reason: &'static str,
    },
    /// The customer's key is out: a certificate with a new key, then the old one revoked.
    KeyCompromised,
}

impl Story {
    /// A story in which everybody does everything at once.
    pub const fn plain(customer: CustomerId, draft: ApplicationDraft, person: Customer) -> Self {
        Self {
            customer,
            applies_after: SignedDuration::ZERO,
            draft,
            mended: None,
            person,
            heeds_calls: true,
            plans: Vec::new(),
            papers: Vec::new(),
            renewal: RenewalAnswer::Confirms,
            turns: Vec::new(),
        }
    }

    /// With these plans at the vendor.
    #[must_use]
    pub fn at_vendor(mut self, plans: impl IntoIterator<Item = Plan>) -> Self {
        self.plans = plans.into_iter().collect();
        self
    }

    /// With a change to the customer's habits.
    #[must_use]
    pub fn with_habits(mut self, change: impl FnOnce(&mut Customer)) -> Self {
        change(&mut self.person);
        self
    }

    /// With something that happens.
    #[must_use]
    pub fn with_turn(mut self, since: Milestone, after: SignedDuration, what: Event) -> Self {
        self.turns.push(Turn { since, after, what });
        self
    }
}
