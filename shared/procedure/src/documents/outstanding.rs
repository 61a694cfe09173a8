//! What an order's documents amount to on a submission date.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::assess::EXPIRING;
use super::{
    Acceptance, AddressSource, Assessment, DocumentFacts, DocumentId, DocumentSet, Item, ItemState,
    ItemStatus, Part, RefusedDocument, Role, RuleBook, Situation, Telegram, Wanted, assess, required,
};
use crate::{EnquiryId, Finding, Text};

/// What serves one item: a document that suffices, or one with the proof of its receipt.
struct Choice<'a> {
    document: &'a DocumentFacts,
    proof: Option<&'a DocumentFacts>,
    last_day: Option<Date>,
    expiring: bool,
    warnings: Vec<Finding>,
}

/// The documents for one item, judged.
#[derive(Default)]
struct Judged<'a> {
    accepted: Vec<(&'a DocumentFacts, Acceptance)>,
    refused: Vec<RefusedDocument>,
}

impl DocumentSet {
    /// What the rules say of each document, in the order recorded. What was sent on or handed over is judged for
    /// the day the vendor receives it, every other for the situation's submission date (R83).
    pub fn assessments(&self, book: &RuleBook, situation: &Situation) -> Vec<(DocumentId, Assessment)> {
        self.documents().map(|facts| (facts.id.clone(), self.judge(facts, book, situation))).collect()
    }

    /// Where every wanted item stands: those of the rules, then those of enquiries.
    pub fn statuses(&self, book: &RuleBook, situation: &Situation) -> Vec<ItemStatus> {
        let by_rules = required(situation.applicant).iter().map(|item| ItemStatus {
            wanted: Wanted::Rules { item: *item },
            state: self.item_state(*item, book, situation),
        });
        let by_enquiry = self.asked().filter(|asked| asked.withdrawn_at.is_none()).map(|asked| ItemStatus {
            wanted: Wanted::Enquiry { enquiry: asked.enquiry.clone(), label: asked.label.clone() },
            state: self.asked_state(&asked.enquiry, book, situation),
        });
        by_rules.chain(by_enquiry).collect()
    }

    /// The items that are not met yet; none when the documents can be submitted on the situation's date.
    pub fn outstanding(&self, book: &RuleBook, situation: &Situation) -> Vec<ItemStatus> {
        let mut statuses = self.statuses(book, situation);
        statuses.retain(|status| !status.state.is_met());
        statuses
    }

    /// The last submission date for which every document that now satisfies an item still does; `None` when none ages.
    pub fn usable_until(&self, book: &RuleBook, situation: &Situation) -> Option<Date> {
        required(situation.applicant)
            .iter()
            .filter_map(|item| best(self.choices(&self.judged(*item, book, situation), *item))?.last_day)
            .min()
    }

    /// The document whose address a telegram may go to: an accepted one of item (i') or (ii) (R79, R81).
    pub fn address_source(&self, book: &RuleBook, situation: &Situation) -> Option<AddressSource> {
        let proves = |choice: &Choice<'_>, item| {
            let on = self.judged_on(choice.document, situation);
            book.terms(choice.document.kind, item, &on).is_ok_and(|terms| terms.conditions.proves_address)
        };
        let wanted = required(situation.applicant);
        [Item::TaxReturn, Item::Identity].into_iter().filter(|item| wanted.contains(item)).find_map(|item| {
            let mut choices = self.choices(&self.judged(item, book, situation), item);
            choices.retain(|choice| proves(choice, item));
            best(choices).map(|choice| AddressSource::new(choice.document.id.clone()))
        })
    }

    fn item_state(&self, item: Item, book: &RuleBook, situation: &Situation) -> ItemState {
        let judged = self.judged(item, book, situation);
        if let Some(choice) = best(self.choices(&judged, item)) {
            return choice.into_state();
        }
        let telegram_offered = book.telegram_offered(item, situation);
        if let (Item::PhoneBill, Some(telegram)) = (item, self.telegram())
            && (telegram_offered || telegram.is_answered())
        {
            let asking = matches!(telegram, Telegram::Chosen { .. } | Telegram::Undelivered { .. });
            let lacks = (asking && self.address_source(book, situation).is_none()).then(no_address);
            return ItemState::Telegram { telegram: telegram.clone(), lacks };
        }
        let unproved = judged.accepted.iter().find(|(_, accepted)| accepted.part == Part::NeedsReceiptProof);
        if let Some((filing, _)) = unproved {
            return ItemState::ProofMissing {
                document: filing.id.clone(),
                accepts: book.accepted_kinds(item, Role::ReceiptProof, situation),
                refused: judged.refused,
            };
        }
        let items = required(situation.applicant);
        if let Some(original) = self.in_the_post().find(|o| book.item_of(o.kind, items) == Some(item)) {
            return ItemState::Awaited { document: original.id.clone() };
        }
        let accepts = book.accepted_kinds(item, Role::Suffices, situation);
        if judged.refused.is_empty() {
            ItemState::Missing { accepts, telegram_offered }
        } else {
            ItemState::Refused { documents: judged.refused, accepts, telegram_offered }
        }
    }

    fn asked_state(&self, enquiry: &EnquiryId, book: &RuleBook, situation: &Situation) -> ItemState {
        let answers = |facts: &&DocumentFacts| facts.answers.as_ref() == Some(enquiry);
        let judged = self.judge_all(self.documents().filter(answers), book, situation);
        match best(
            judged.accepted.into_iter().map(|(facts, accepted)| self.alone(facts, &accepted)).collect(),
        ) {
            Some(choice) => choice.into_state(),
            None if judged.refused.is_empty() => {
                ItemState::Missing { accepts: Vec::new(), telegram_offered: false }
            }
            None => {
                ItemState::Refused { documents: judged.refused, accepts: Vec::new(), telegram_offered: false }
            }
        }
    }

    fn judged<'a>(&'a self, item: Item, book: &RuleBook, situation: &Situation) -> Judged<'a> {
        let items = required(situation.applicant);
        let serves =
            |facts: &&DocumentFacts| facts.answers.is_none() && book.item_of(facts.kind, items) == Some(item);
        self.judge_all(self.documents().filter(serves), book, situation)
    }

    fn judge_all<'a>(
        &self,
        documents: impl Iterator<Item = &'a DocumentFacts>,
        book: &RuleBook,
        situation: &Situation,
    ) -> Judged<'a> {
        let mut judged = Judged::default();
        for facts in documents {
            match self.judge(facts, book, situation) {
                Assessment::Accepted(accepted) => judged.accepted.push((facts, accepted)),
                Assessment::Refused { refusal, .. } => {
                    judged.refused.push(RefusedDocument { document: facts.id.clone(), refusal });
                }
            }
        }
        judged
    }

    fn judge(&self, facts: &DocumentFacts, book: &RuleBook, situation: &Situation) -> Assessment {
        assess(book, facts, &self.judged_on(facts, situation))
    }

    fn judged_on(&self, facts: &DocumentFacts, situation: &Situation) -> Situation {
        self.submitted_on(&facts.id).map_or(*situation, |day| situation.submitted_on(day))
    }

    fn choices<'a>(&self, judged: &Judged<'a>, item: Item) -> Vec<Choice<'a>> {
        let mut choices = Vec::new();
        for (facts, accepted) in &judged.accepted {
            match accepted.part {
                Part::Suffices => choices.push(self.alone(facts, accepted)),
                Part::NeedsReceiptProof => {
                    let proof = judged.accepted.iter().find(|(proof, accepted)| {
                        accepted.part == Part::ReceiptProof
                            && (item != Item::TaxReturn || proof.tax_year == facts.tax_year)
                    });
                    if let Some((proof, of_proof)) = proof {
                        let mut choice = self.alone(facts, accepted);
                        choice.proof = Some(proof);
                        choice.warnings.extend(of_proof.warnings.iter().cloned());
                        choices.push(choice);
                    }
                }
                Part::ReceiptProof => {}
            }
        }
        choices
    }

    /// What is with the vendor ages no more.
    fn alone<'a>(&self, document: &'a DocumentFacts, accepted: &Acceptance) -> Choice<'a> {
        let mut choice = Choice {
            document,
            proof: None,
            last_day: accepted.last_day,
            expiring: accepted.expiring,
            warnings: accepted.warnings.clone(),
        };
        if self.submitted_on(&document.id).is_some() {
            choice.last_day = None;
            choice.expiring = false;
            choice.warnings.retain(|warning| warning.code != EXPIRING);
        }
        choice
    }
}

impl Choice<'_> {
    fn into_state(self) -> ItemState {
        let document = self.document.id.clone();
        let proof = self.proof.map(|proof| proof.id.clone());
        match (self.expiring, self.last_day) {
            (true, Some(last_day)) => {
                ItemState::Expiring { document, proof, last_day, warnings: self.warnings }
            }
            _ => ItemState::Satisfied { document, proof, warnings: self.warnings },
        }
    }
}

/// The choice with the most days left and the fewest doubts.
fn best(choices: Vec<Choice<'_>>) -> Option<Choice<'_>> {
    choices.into_iter().max_by_key(|choice| {
        let days = choice.last_day.unwrap_or(Date::MAX);
        (!choice.expiring, Reverse(choice.warnings.len()), days, choice.document.received_at)
    })
}

fn no_address() -> Finding {
    Finding::stop(
        "telegram.no_address",
        "documents.telegram",
        "R79, R81",
        Text::fixed(
            "電報の宛先となる住所を確認できる書類が、まだ受け付けられていません。",
            "No document that proves the address for the telegram has been accepted yet.",
        ),
        Text::fixed(
            "住所の記載がある公的書類または申告書の控えを、先にお送りください。",
            "Send a public document or a tax return that shows the address first.",
        ),
    )
}
