//! The path, its crashes and its repetitions.

mod batch;
mod crash;
mod logs;
mod path;
mod resend;
mod store_faults;
mod subject;

use procedure::event::{Event, ExaminationDue, Room, VendorReviewRequested};
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{Actor, CheckKind, Order};
use procedure::{Decision, Moment, Product, Refusal, Send, Text, samples};

use crate::envelope::Envelope;
use crate::testing::{Scripted, envelope};

/// Places an order: two letters, an event, a request to the vendor.
pub(super) fn placing() -> Scripted {
    fn decide(order: Option<Order>, _: &Event, at: &Moment<'_>) -> Result<Decision, Refusal> {
        let mut order = procedure::order::existing(order)?;
        let request = order.intend_placement(at.policy, at.now)?;
        Ok(Decision::of(order)
            .because(Actor::System, Text::fixed("ベンダーへ申請します。", "Submitted to the vendor."))
            .tell(Notice::ApplicationReceived)
            .write_to(Recipient::ResponsiblePerson, Notice::ApplicationReceived)
            .request(request)
            .emit(ExaminationDue {}.into()))
    }
    Scripted { room: Room::VendorReviewRequested, decide }
}

/// Reminds of the domain approval.
pub(super) fn reminding() -> Scripted {
    fn decide(order: Option<Order>, _: &Event, _: &Moment<'_>) -> Result<Decision, Refusal> {
        let reminder =
            Letter { notice: Notice::Reminder { check: CheckKind::Domain }, to: Recipient::Notification };
        let mut decision = Decision::of(procedure::order::existing(order)?);
        decision.sends.push(Send::Letter(reminder));
        Ok(decision)
    }
    Scripted { room: Room::VendorStatusChanged, decide }
}

pub(super) fn accepted() -> Order {
    samples::accepted(Product::DigicertSecureServerId)
}

pub(super) fn review() -> Envelope {
    envelope("review-1", &samples::order_id(), &VendorReviewRequested {}.into())
}

pub(super) fn examination_due() -> Envelope {
    envelope("due-1", &samples::order_id(), &ExaminationDue {}.into())
}
