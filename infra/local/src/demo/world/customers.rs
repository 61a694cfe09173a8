//! What customers do about the letters and mails they get.

use std::sync::Arc;

use procedure::event::{
    ApplicationAmended, CertificateInstalled, DocumentReceived, EnquiryAnswered, ReissueRequested,
    RenewalConfirmed, RevocationRequested,
};
use procedure::notice::Notice;
use procedure::order::{Actor, CheckKind, DocumentNews, EnquiryText, OrderKind};
use procedure::{EnquiryId, OrderId};
use simulation::customers::{Ask, Prompt};
use simulation::mailroom::{Mail, MailKind};

use super::case::{Asked, OpenAsk};
use super::story::{Paper, RenewalAnswer};
use super::{Deed, SentLetter, World, WorldError};
use crate::demo::cast::fresh_csr;

/// What customers answer to whatever the vendor asks.
const ANSWER: &str = "はい、申請内容のとおりです。";

impl World {
    /// A customer reads a letter.
    pub(super) fn customer_reads(&mut self, id: &OrderId, letter: &SentLetter) {
        let order = || id.clone();
        match &letter.letter.notice {
            Notice::ApplicationReturned => {
                // Mended once: what comes back again is beyond the story.
                let first =
                    self.cases.get(id).is_some_and(|case| case.count(&Notice::ApplicationReturned) == 1);
                let draft = self.story_of(id).and_then(|story| story.mended.clone());
                let Some(application) = draft.filter(|_| first) else { return };
                let deed =
                    Deed::Portal { subject: Some(order()), event: ApplicationAmended { application }.into() };
                self.ask(id, Asked::Mend, some("mend"), deed);
            }
            Notice::DocumentsNeeded => {
                let of = Asked::Check(CheckKind::Documents);
                self.ask(id, of, some("documents"), Deed::SendDocuments { order: order() });
            }
            Notice::DocumentRefused { .. } => {
                let of = Asked::Check(CheckKind::Documents);
                self.ask(id, of, some("documents again"), Deed::SendDocuments { order: order() });
            }
            Notice::EnquiryRelayed { enquiry } => {
                let Some(event) = answer(enquiry) else { return };
                let deed = Deed::Portal { subject: Some(order()), event };
                self.ask(id, Asked::Enquiry(enquiry.clone()), some(enquiry.as_str()), deed);
            }
            Notice::RenewalOpened => {
                let deed = Deed::AnswerRenewal { order: order(), by: Actor::Customer };
                self.ask(id, Asked::Renewal, Ask::ConfirmRenewal, deed);
            }
            Notice::RenewalReminder | Notice::RenewalLastCall => self.remind(id, &Asked::Renewal),
            Notice::Reminder { check } => self.remind(id, &Asked::Check(*check)),
            Notice::EnquiryReminder { enquiry } => self.remind(id, &Asked::Enquiry(enquiry.clone())),
            Notice::Issued => {
                let installs = self.cases.get(id).is_some_and(|case| case.order.kind == OrderKind::New);
                if installs && let Some(at) = self.asked_at(id, &some("install"), Prompt::First) {
                    let event = CertificateInstalled { at }.into();
                    self.agenda.enter(at, Deed::Portal { subject: Some(order()), event });
                }
                self.revoke_what_it_replaces(id);
            }
            _ => {}
        }
    }

    /// A vendor's mail is in somebody's mailbox.
    pub(super) fn mail_arrives(&mut self, id: &OrderId, mail: Arc<Mail>) {
        let Some(case) = self.cases.get(id) else { return };
        let application = &case.order.application;
        let (of, ask) = match (mail.kind, &mail.token) {
            (MailKind::DomainApproval, Some(token)) => {
                let mut names = application.names.iter();
                if !names.any(|name| application.approval_addresses(name).contains(&mail.to)) {
                    return;
                }
                (Asked::Check(CheckKind::Domain), Ask::ApproveDomain(token.clone()))
            }
            (MailKind::IssuanceConfirmation, Some(token)) => {
                (Asked::Check(CheckKind::Confirmation), Ask::ConfirmIssuance(token.clone()))
            }
            _ => return,
        };
        if mail.kind == MailKind::DomainApproval && mail.to.starts_with("postmaster@") {
            let deed = Deed::HandOver { order: id.clone(), mail: Arc::clone(&mail) };
            self.agenda.enter(self.outside.now(), deed);
        }
        if let Some(token) = mail.token.clone() {
            self.ask(id, of, ask, Deed::Approve { order: id.clone(), token });
        }
    }

    /// Asks a customer; whether and when he acts is his habit.
    pub(super) fn ask(&mut self, id: &OrderId, of: Asked, ask: Ask, deed: Deed) {
        let at = self.asked_at(id, &ask, Prompt::First);
        if let Some(at) = at {
            self.agenda.enter(at, deed.clone());
        }
        if let Some(case) = self.cases.get_mut(id) {
            case.asks.push(OpenAsk { of, ask, deed, intended: at.is_some() });
        }
    }

    /// Reminds a customer of what is still open.
    fn remind(&mut self, id: &OrderId, of: &Asked) {
        self.press(id, Some(of), Prompt::Reminder);
    }

    /// Lets open asks be done: by habit, or in any case once staff have called.
    pub(super) fn press(&mut self, id: &OrderId, of: Option<&Asked>, prompt: Prompt) {
        let Some(case) = self.cases.get(id) else { return };
        let open: Vec<(usize, OpenAsk)> = case.asks.iter().cloned().enumerate().collect();
        for (n, open) in open {
            if open.intended || of.is_some_and(|of| *of != open.of) {
                continue;
            }
            let Some(at) = self.asked_at(id, &open.ask, prompt) else { continue };
            self.agenda.enter(at, open.deed);
            if let Some(known) = self.cases.get_mut(id).and_then(|case| case.asks.get_mut(n)) {
                known.intended = true;
            }
        }
    }

    fn asked_at(&self, id: &OrderId, ask: &Ask, prompt: Prompt) -> Option<jiff::Timestamp> {
        let person = &self.story_of(id)?.person;
        person.asked(ask, prompt, self.outside.now()).map(|intent| intent.at)
    }

    /// Sends the next batch of documents; each is recorded as staff find it.
    pub(super) async fn send_documents(&mut self, id: &OrderId) -> Result<(), WorldError> {
        let Some(case) = self.cases.get_mut(id) else { return Ok(()) };
        let batch = self.stories[case.story].papers.get(case.batches).cloned().unwrap_or_default();
        case.batches += 1;
        self.done(id, |deed| matches!(deed, Deed::SendDocuments { .. }));
        for paper in batch {
            let record = match paper {
                Paper::Document(facts) => {
                    let received_at = self.outside.now();
                    DocumentNews::Recorded {
                        facts: procedure::documents::DocumentFacts { received_at, ..*facts },
                    }
                }
                Paper::Telegram => DocumentNews::TelegramChosen,
            };
            self.portal(Some(id.clone()), DocumentReceived { record }.into()).await?;
        }
        Ok(())
    }

    /// Confirms or amends a renewal.
    pub(super) async fn answer_renewal(&mut self, id: OrderId, by: Actor) -> Result<(), WorldError> {
        self.done(&id, |deed| matches!(deed, Deed::AnswerRenewal { .. }));
        let Some(story) = self.story_of(&id) else { return Ok(()) };
        if by == Actor::Staff {
            return self.staff(Some(id), RenewalConfirmed { by }.into()).await;
        }
        let event = match story.renewal {
            RenewalAnswer::Confirms => RenewalConfirmed { by }.into(),
            RenewalAnswer::Amends => {
                let mut application = story.mended.as_ref().unwrap_or(&story.draft).clone();
                application.csr = fresh_csr().map_err(crate::demo::cast::CastError::from)?;
                ApplicationAmended { application }.into()
            }
        };
        self.portal(Some(id), event).await.map(drop)
    }

    /// The key is out: a new certificate with a new key, at once.
    pub(super) async fn replace_key(&mut self, of: OrderId) -> Result<(), WorldError> {
        let Some(story) = self.cases.get(&of).map(|case| case.story) else { return Ok(()) };
        let csr = fresh_csr().map_err(crate::demo::cast::CastError::from)?;
        let event = ReissueRequested { of, csr, key_compromised: true };
        if let Some(order) = self.portal(None, event.into()).await? {
            self.opened.insert(order, story);
        }
        Ok(())
    }

    /// Once the new certificate is there, the one with the compromised key is revoked.
    fn revoke_what_it_replaces(&mut self, id: &OrderId) {
        let Some(OrderKind::Reissue { of, .. }) = self.cases.get(id).map(|case| case.order.kind.clone())
        else {
            return;
        };
        if let Some(at) = self.asked_at(id, &some("revoke"), Prompt::First) {
            let event = RevocationRequested { by: Actor::Customer, key_compromised: true }.into();
            self.agenda.enter(at, Deed::Portal { subject: Some(of), event });
        }
    }

    pub(super) fn story_of(&self, id: &OrderId) -> Option<&super::Story> {
        self.stories.get(self.cases.get(id)?.story)
    }
}

/// What has no ask of its own is done like sending something.
fn some(what: &str) -> Ask {
    Ask::SendDocument(what.to_owned())
}

fn answer(enquiry: &EnquiryId) -> Option<procedure::event::Event> {
    let answer = EnquiryText::new("answer", ANSWER).ok()?;
    Some(EnquiryAnswered { enquiry: enquiry.clone(), answer }.into())
}
