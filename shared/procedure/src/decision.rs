//! What follows from an event: the answer of a pure decision.

use jiff::Timestamp;

use crate::erase::Erased;
use crate::event::{Event, VendorReviewRequested};
use crate::notice::{Letter, Notice, Recipient};
use crate::order::{Actor, Change, CheckKind, Entry, Order, Reminded};
use crate::policy::Policy;
use crate::vendor::VendorRequest;
use crate::{EventId, Finding, OrderId, Text};

/// Most sends of one decision; the store writes them in one item.
pub const MAX_SENDS: usize = 20;

/// When, under which settings and because of which event a decision is made.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The time.
    pub now: Timestamp,
    /// The settings.
    pub policy: &'a Policy,
    /// The producer's id of the event.
    pub event: &'a EventId,
}

/// The order as it is after the event, and what is to be sent because of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The order's new state.
    pub order: Order,
    /// What the history says; `None` when nothing worth telling happened.
    pub entry: Option<Entry>,
    /// What is sent once this is committed.
    pub sends: Vec<Send>,
    /// What is kept of the order instead of its state, once its personal data is erased.
    pub erased: Option<Box<Erased>>,
}

/// One thing to send.
#[expect(clippy::large_enum_variant, reason = "a decision sends a handful; each goes into the store at once")]
#[derive(Debug, Clone, PartialEq)]
pub enum Send {
    /// A letter; rendered from the order when it is sent.
    Letter(Letter),
    /// An event for another function. It carries ids, never personal data.
    Event {
        /// The order it is about.
        subject: OrderId,
        /// The event.
        event: Event,
    },
    /// A request to the order's vendor.
    Vendor(VendorRequest),
}

impl Decision {
    /// The order as it is, with nothing to tell and nothing to send.
    pub const fn of(order: Order) -> Self {
        Self { order, entry: None, sends: Vec::new(), erased: None }
    }

    /// With a line in the history.
    #[must_use]
    pub fn because(mut self, actor: Actor, what: Text) -> Self {
        let mut entry = Entry::new(actor, what);
        entry.vendor_order = self.order.vendor_order().cloned();
        self.entry = Some(entry);
        self
    }

    /// With the reasons for that line.
    #[must_use]
    pub fn why(mut self, findings: Vec<Finding>) -> Self {
        if let Some(entry) = &mut self.entry {
            entry.findings = findings;
        }
        self
    }

    /// With its personal data erased: of the order only `erased` is kept, and of its history who acted when.
    #[must_use]
    pub fn erase(mut self, erased: Erased) -> Self {
        self.erased = Some(Box::new(erased));
        self
    }

    /// With a letter to the notification addresses.
    #[must_use]
    pub fn tell(self, notice: Notice) -> Self {
        self.write_to(Recipient::Notification, notice)
    }

    /// With a letter to `to`.
    #[must_use]
    pub fn write_to(mut self, to: Recipient, notice: Notice) -> Self {
        self.sends.push(Send::Letter(Letter { notice, to }));
        self
    }

    /// With an event about this order.
    #[must_use]
    pub fn emit(self, event: Event) -> Self {
        let subject = self.order.id.clone();
        self.emit_for(subject, event)
    }

    /// With an event about another order.
    #[must_use]
    pub fn emit_for(mut self, subject: OrderId, event: Event) -> Self {
        self.sends.push(Send::Event { subject, event });
        self
    }

    /// With a request to the vendor.
    #[must_use]
    pub fn request(mut self, request: VendorRequest) -> Self {
        self.sends.push(Send::Vendor(request));
        self
    }

    /// With the letters that a vendor's report or call calls for. EV's confirmation is also told to the responsible
    /// person, who has to give it (R47).
    #[must_use]
    pub fn tell_changes(self, changes: &[Change]) -> Self {
        changes.iter().fold(self, |decision, change| match change {
            Change::Required(CheckKind::Domain) => decision.tell_once(Notice::ApprovalMailExpected),
            Change::Required(CheckKind::Documents) => decision.tell_once(Notice::DocumentsNeeded),
            Change::ConfirmationBegan => decision
                .write_to(Recipient::ResponsiblePerson, Notice::ConfirmationExpected)
                .tell_once(Notice::ConfirmationExpected),
            Change::Required(_)
            | Change::Passed(_)
            | Change::Skipped(_)
            | Change::Failed(_)
            | Change::UnreadStatus
            | Change::OwnApprovalWanted
            | Change::OwnApprovalGiven => decision,
        })
    }

    /// With what became due when time passed, save what ends the order (its room decides that).
    #[must_use]
    pub fn remind(self, due: &[Reminded]) -> Self {
        due.iter().fold(self, |decision, reminded| match reminded {
            Reminded::Letter(notice) => decision.tell_once(notice.clone()),
            Reminded::Expired => decision.tell_once(Notice::Expired),
            Reminded::Defaulted => decision
                .because(
                    Actor::System,
                    Text::fixed(
                        "期日までにご連絡がなかったため、現在の内容で更新します。",
                        "No answer by the prescribed date: the renewal goes on with the current details.",
                    ),
                )
                .emit(VendorReviewRequested {}.into()),
            Reminded::AnswerNeeded => decision.because(
                Actor::System,
                Text::fixed(
                    "期日までにご回答がないため、担当者が確認します。",
                    "No answer by the prescribed date: staff ask the customer.",
                ),
            ),
            Reminded::Escalated(kind) => {
                let label = kind.label();
                decision.because(
                    Actor::System,
                    Text::new(
                        format!("{}の期限を過ぎました。担当者が確認します。", label.ja),
                        format!("Past the deadline: {}. Staff look into it.", label.en),
                    ),
                )
            }
            Reminded::PlacementEscalated => decision.because(
                Actor::System,
                Text::fixed(
                    "ベンダーへの申請登録の期限を過ぎました。担当者が確認します。",
                    "Past the deadline: the order is not at the vendor yet. Staff look into it.",
                ),
            ),
            Reminded::EnquiryEscalated(_) => decision.because(
                Actor::System,
                Text::fixed(
                    "照会の回答期限を過ぎました。担当者が確認します。",
                    "Past the deadline for an enquiry. Staff look into it.",
                ),
            ),
            Reminded::ApprovalLapsed => decision.because(
                Actor::System,
                Text::fixed(
                    "承認メールのURLの有効期間（30日）が過ぎました。担当者がベンダーに再送を依頼します。",
                    "The approval mail's 30 days are over: staff have the vendor send a new one.",
                ),
            ),
            Reminded::Lapsed => decision,
        })
    }

    fn tell_once(self, notice: Notice) -> Self {
        let letter = Letter { notice, to: Recipient::Notification };
        if self.sends.iter().any(|send| matches!(send, Send::Letter(known) if *known == letter)) {
            return self;
        }
        self.write_to(letter.to, letter.notice)
    }
}
