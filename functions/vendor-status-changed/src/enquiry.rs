//! The decisions on enquiries: relayed, answered, closed (R15–R17).

use procedure::event::{EnquiryAnswered, EnquiryClosed, EnquiryRaised};
use procedure::notice::Notice;
use procedure::order::{Actor, Order};
use procedure::vendor::VendorRequest;
use procedure::{Decision, Moment, Refusal, Text};

/// The vendor asks; the customer is asked in turn (R15).
///
/// # Errors
/// `order.finished`, `enquiry.too_many`.
pub fn raised(order: Order, event: &EnquiryRaised, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    order.require_open("enquiry", "R17")?;
    let until = moment.policy.enquiry_until(moment.now);
    let new = order.enquiries.raise(event.enquiry.clone(), event.question.clone(), moment.now, until)?;
    let decision = Decision::of(order);
    Ok(if new {
        decision
            .because(
                Actor::Vendor,
                Text::fixed("ベンダーから照会がありました。", "The vendor asks something."),
            )
            .tell(Notice::EnquiryRelayed { enquiry: event.enquiry.clone() })
    } else {
        decision
    })
}

/// The customer answered; the answer goes to the vendor (R17).
///
/// # Errors
/// `order.finished`, `enquiry.unknown`, `enquiry.closed`.
pub fn answered(order: Order, event: &EnquiryAnswered, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    order.require_open("enquiry", "R17")?;
    let until = moment.policy.desk_until(moment.now);
    if !order.enquiries.answer(&event.enquiry, event.answer.clone(), moment.now, until)? {
        return Ok(Decision::of(order));
    }
    let request = order.vendor_order().map(|vendor_order| VendorRequest::Answer {
        vendor_order: vendor_order.clone(),
        enquiry: event.enquiry.clone(),
    });
    let what = Text::fixed("照会に回答がありました。", "The customer answered an enquiry.");
    let decision = Decision::of(order).because(Actor::Customer, what);
    Ok(match request {
        Some(request) => decision.request(request),
        None => decision,
    })
}

/// The vendor has its answer (R17).
///
/// # Errors
/// `enquiry.unknown`.
pub fn closed(order: Order, event: &EnquiryClosed, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let changed = order.enquiries.close(&event.enquiry, moment.now)?;
    let decision = Decision::of(order);
    let what = Text::fixed("照会が完了しました。", "An enquiry is closed.");
    Ok(if changed { decision.because(Actor::Staff, what) } else { decision })
}
