//! What the provider's staff do: what an order waits for from them, and what they hear from the vendors.

use jiff::Timestamp;
use procedure::calendar::japan_date;
use procedure::event::{
    CertificateInstalled, DocumentReceived, EnquiryClosed, EnquiryRaised, Event, OrderReleased,
    PhoneCheckLogged,
};
use procedure::order::{Act, Actor, CallOutcome, Callee, CheckKind, DocumentNews, EnquiryText};
use procedure::{EnquiryId, OrderId, Party, Vendor};
use simulation::customers::{Ask, Habit, Prompt};
use simulation::examination::{EnquiryKind, Happening, What};
use vendors::desk::{Channel, Task, work};

use super::case::Asked;
use super::{Deed, World, WorldError};

impl World {
    /// Staff look at what an order waits for from them, and at what lies on the desk.
    pub(super) fn staff_look(&mut self, id: &OrderId) {
        let Some(case) = self.cases.get_mut(id) else { return };
        let channel = match case.order.application.product.vendor() {
            Vendor::Digicert => Channel::Api,
            Vendor::Cybertrust => Channel::Desk,
        };
        let mut tasks = work(&case.order, channel);
        tasks.retain(|work| case.taken_up.insert((taken_up(&work.task), work.since)));
        let mut acts = case.order.acts();
        acts.retain(|act| {
            act.by == Party::Provider && case.taken_up.insert((format!("act {}", act.code), act.since))
        });
        for task in tasks {
            self.take_up_task(id, task.task);
        }
        for act in acts {
            self.take_up(id, &act);
        }
        self.look_at_documents(id);
    }

    fn take_up_task(&mut self, id: &OrderId, task: Task) {
        let order = id.clone();
        let (minutes, deed) = match task {
            Task::Enter => (25, Deed::EnterAtDesk { order }),
            Task::PassAnswerOn { enquiry, .. } => (30, Deed::PassOn { order, enquiry }),
            Task::HandDocumentsOver { documents } => {
                (60, recorded(order, DocumentNews::HandedOver { documents }))
            }
            Task::ForwardOriginal { document: id } => {
                let policy = self.machine.policy();
                let vendor_receipt = policy.documents_reach_vendor_on(japan_date(self.outside.now()));
                (90, recorded(order, DocumentNews::OriginalForwarded { id, vendor_receipt }))
            }
            Task::RequestTelegram => return self.follow_telegram(id),
            Task::Withdraw => (20, Deed::WithdrawAtDesk { order }),
            Task::Revoke { .. } => (20, Deed::RevokeAtDesk { order }),
        };
        self.agenda.enter(self.by_staff(minutes), deed);
    }

    fn take_up(&mut self, id: &OrderId, act: &Act) {
        let order = id.clone();
        match act.code.as_str() {
            "approve_domain" | "answer_call" | "confirm_issuance" | "send_documents" | "answer_enquiry" => {
                self.agenda.enter(self.by_staff(60), Deed::CallCustomer { order });
            }
            "confirm_renewal" if self.story_of(id).is_some_and(|story| story.heeds_calls) => {
                let deed = Deed::AnswerRenewal { order, by: Actor::Staff };
                self.agenda.enter(self.by_staff(90), deed);
            }
            "install" => {
                let at = self.by_staff(45);
                let event = CertificateInstalled { at }.into();
                self.agenda.enter(at, Deed::Staff { subject: order, event });
            }
            "look_into" => {
                let event = OrderReleased {}.into();
                self.agenda.enter(self.by_staff(60), Deed::Staff { subject: order, event });
            }
            _ => {}
        }
    }

    /// Once nothing is wanted and all of it is handed over, the vendor goes on.
    fn look_at_documents(&mut self, id: &OrderId) {
        let (now, policy) = (self.outside.now(), self.machine.policy());
        let Some(case) = self.cases.get_mut(id) else { return };
        let sent = |act: &Act| act.by == Party::Vendor && act.code == "send_documents";
        let Some(act) = case.order.acts().into_iter().find(sent) else { return };
        if case.order.outstanding_documents(policy, now).is_empty()
            && case.taken_up.insert((format!("{} complete", act.code), act.since))
        {
            self.agenda.enter(self.by_staff(60), Deed::SendDocumentsOn { order: id.clone() });
        }
    }

    /// Staff call a late customer, who then does what is open, unless the story says that he never does.
    pub(super) async fn call_customer(&mut self, id: &OrderId) -> Result<(), WorldError> {
        if self.story_of(id).is_some_and(|story| story.heeds_calls) {
            let habits = self.story_of(id).map(|story| story.person.clone());
            if let Some(story) = self.cases.get(id).map(|case| case.story) {
                let person = &mut self.stories[story].person;
                for habit in [
                    &mut person.approves_domain,
                    &mut person.answers_phone,
                    &mut person.sends_documents,
                    &mut person.confirms_issuance,
                ] {
                    *habit = Habit::AtOnce;
                }
                self.press(id, None, Prompt::Reminder);
                // He is as he was the next time.
                if let Some(habits) = habits {
                    self.stories[story].person = habits;
                }
            }
        }
        Ok(())
    }

    /// Staff hear of something at a vendor: from its webhook, its mails, its portal.
    pub(super) fn staff_hear(&mut self, id: &OrderId, vendor: Vendor, happening: &Happening) {
        self.note_at_desk(id, happening);
        let at = happening.at;
        match &happening.what {
            What::PhoneRang => {
                self.log(id, Callee::ResponsiblePerson, CallOutcome::Reached, at);
                let deed = Deed::TakeCall { order: id.clone() };
                self.ask(id, Asked::Check(CheckKind::Phone), Ask::AnswerPhone, deed);
            }
            What::PhoneUnreached => self.log(id, Callee::ResponsiblePerson, CallOutcome::Unreachable, at),
            What::PhoneAnswered => self.log(id, Callee::ResponsiblePerson, CallOutcome::Completed, at),
            What::EmploymentUnreached => self.log(id, Callee::ThirdPerson, CallOutcome::Unreachable, at),
            What::EmploymentConfirmed => self.log(id, Callee::ThirdPerson, CallOutcome::Completed, at),
            What::Asked(EnquiryKind::Details) => {
                if let Some(event) = self.relay(id) {
                    self.agenda.enter(self.by_staff(15), Deed::Staff { subject: id.clone(), event });
                }
            }
            What::Asked(EnquiryKind::Documents)
            | What::Placed
            | What::ReissuePlaced
            | What::DomainMailSent(_)
            | What::EnquiryAnswered
            | What::Expired => return,
            What::OrganisationChecked
            | What::DomainApproved(_)
            | What::ConfirmationMailSent
            | What::IssuanceConfirmed
            | What::Issued
            | What::Rejected(_)
            | What::Cancelled
            | What::Revoked => {}
        }
        let order = id.clone();
        match vendor {
            Vendor::Digicert => self.agenda.enter(self.outside.now(), Deed::Hint { order }),
            Vendor::Cybertrust => self.agenda.enter(self.by_staff(20), Deed::LookAtDesk { order }),
        }
    }

    fn log(&mut self, id: &OrderId, callee: Callee, outcome: CallOutcome, at: Timestamp) {
        let event = PhoneCheckLogged { callee, outcome, at }.into();
        self.agenda.enter(self.outside.now(), Deed::Staff { subject: id.clone(), event });
    }

    /// The vendor's question, as staff put it before the customer.
    fn relay(&self, id: &OrderId) -> Option<Event> {
        let case = self.cases.get(id)?;
        let asked = case.order.enquiries.iter().count() + 1;
        let plan = self.stories.get(case.story)?.plans.iter().find_map(|plan| plan.enquiry.clone())?;
        let enquiry: EnquiryId = format!("Q{asked}").parse().ok()?;
        Some(EnquiryRaised { enquiry, question: EnquiryText::new("question", &plan.text).ok()? }.into())
    }

    /// Staff pass the customer's answer on: neither vendor has an API for it.
    pub(super) async fn pass_on(&mut self, id: OrderId, enquiry: EnquiryId) -> Result<(), WorldError> {
        self.answer_at_vendor(&id);
        self.staff(Some(id), EnquiryClosed { enquiry }.into()).await
    }

    /// The vendor has every document, and a telegram's answer if it stands in for the bill (R79).
    pub(super) async fn send_documents_on(&mut self, id: OrderId) -> Result<(), WorldError> {
        self.answer_at_vendor(&id);
        if let Some(case) = self.cases.get_mut(&id) {
            case.desk.documents = true;
        }
        self.look_at_desk(&id).await
    }

    fn answer_at_vendor(&mut self, id: &OrderId) {
        let (Some(number), Some(case)) = (self.number_of(id), self.cases.get(id)) else { return };
        match case.order.application.product.vendor() {
            Vendor::Digicert => {
                number.parse().is_ok_and(|number| self.outside.certcentral.answer_enquiry(number))
            }
            Vendor::Cybertrust => self.outside.desk.answer_enquiry(&number),
        };
    }

    /// The telegram, step by step, once it was chosen (R79–R81).
    fn follow_telegram(&mut self, id: &OrderId) {
        for (minutes, record) in [
            (30, DocumentNews::TelegramRequested),
            (24 * 60, DocumentNews::TelegramDelivered),
            (30 * 60, DocumentNews::TelegramAnswered),
        ] {
            let event = DocumentReceived { record }.into();
            self.agenda.enter(self.by_staff(minutes), Deed::Staff { subject: id.clone(), event });
        }
    }
}

/// What a task of the desk is known by once somebody has taken it up.
pub(super) fn taken_up(task: &Task) -> String {
    format!("{} {}", task.code(), task.about())
}

/// Staff record news of documents.
fn recorded(subject: OrderId, record: DocumentNews) -> Deed {
    Deed::Staff { subject, event: DocumentReceived { record }.into() }
}
