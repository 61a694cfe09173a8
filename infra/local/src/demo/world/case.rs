//! One order as the run follows it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use platform::store::HistoryKey;
use procedure::notice::{Letter, Notice};
use procedure::order::{CheckKind, Order, Phase, Stage};
use procedure::{EnquiryId, Language, OrderId};
use simulation::customers::Ask;

use super::deed::Deed;
use super::letters::place_of;
use super::tally::Tally;
use crate::machine::letter_file;

/// One order of the run.
#[derive(Debug)]
pub struct Case {
    /// Which story it belongs to.
    pub story: usize,
    /// The order as it is now.
    pub order: Order,
    /// The letters that were sent for it, oldest first.
    pub letters: Vec<SentLetter>,
    /// For whom it waited, and how long.
    pub tally: Tally,
    /// The stages it passed, with when it reached each first.
    pub stages: Vec<(Stage, Timestamp)>,
    /// What the customer was asked and has not done.
    pub(super) asks: Vec<OpenAsk>,
    /// What staff have taken up: the act's code and since when it waited.
    pub(super) taken_up: BTreeSet<(String, Timestamp)>,
    /// What staff saw at the desk.
    pub(super) desk: SeenAtDesk,
    /// How many batches of documents were sent.
    pub(super) batches: usize,
}

/// A letter as it went out.
#[derive(Debug, Clone)]
pub struct SentLetter {
    /// When.
    pub at: Timestamp,
    /// What it says and to whom.
    pub letter: Letter,
    /// In which language.
    pub language: Language,
    /// Its Message-ID: the same letter, sent again, has the same.
    pub message_id: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML.
    pub html: String,
}

/// What a customer was asked.
#[derive(Debug, Clone)]
pub(super) struct OpenAsk {
    pub(super) of: Asked,
    /// By what the customer's habit and pace are drawn.
    pub(super) ask: Ask,
    pub(super) deed: Deed,
    /// Whether it is on the agenda.
    pub(super) intended: bool,
}

/// The kinds of asks, as reminders name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Check(CheckKind),
    Enquiry(EnquiryId),
    Renewal,
    Mend,
}

/// What staff read in the desk's portal; it shows no more than this.
#[derive(Debug, Default)]
pub(super) struct SeenAtDesk {
    pub(super) organisation: bool,
    pub(super) phone: bool,
    pub(super) documents: bool,
    pub(super) approved: BTreeSet<String>,
}

impl SentLetter {
    /// The file of the message in `folder`.
    pub fn file(&self, folder: &Path, order: &OrderId) -> Option<PathBuf> {
        let (sequence, n) = place_of(&self.message_id)?;
        Some(letter_file(folder, &HistoryKey { order: order.clone(), sequence }, n))
    }
}

impl Case {
    pub(super) fn new(story: usize, order: Order) -> Self {
        Self {
            story,
            order,
            letters: Vec::new(),
            tally: Tally::default(),
            stages: Vec::new(),
            asks: Vec::new(),
            taken_up: BTreeSet::new(),
            desk: SeenAtDesk::default(),
            batches: 0,
        }
    }

    /// Takes the order's state at `now`; returns the stage when it is reached for the first time.
    pub(super) fn become_(&mut self, order: Order, now: Timestamp) -> Option<Stage> {
        self.tally.note(&order, now);
        self.order = order;
        let stage = self.order.stage();
        let new = self.stages.iter().all(|(known, _)| *known != stage);
        new.then(|| {
            self.stages.push((stage, now));
            stage
        })
    }

    /// When its certificate was issued.
    pub fn issued_at(&self) -> Option<Timestamp> {
        match &self.order.phase {
            Phase::Issued(issued) => Some(issued.at),
            _ => None,
        }
    }

    /// When it reached `stage` first.
    pub fn reached(&self, stage: Stage) -> Option<Timestamp> {
        self.stages.iter().find(|(known, _)| *known == stage).map(|(_, at)| *at)
    }

    /// How often a letter of this kind was sent.
    pub fn count(&self, notice: &Notice) -> usize {
        self.letters.iter().filter(|sent| sent.letter.notice == *notice).count()
    }

    /// The codes of its letters, oldest first.
    pub fn letter_codes(&self) -> Vec<&'static str> {
        self.letters.iter().map(|sent| sent.letter.notice.code()).collect()
    }
}
