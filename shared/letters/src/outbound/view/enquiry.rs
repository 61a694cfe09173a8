//! A question of the vendor, in the provider's letter (R15).

use procedure::EnquiryId;
use procedure::order::EnquiryState;
use serde::Serialize;

use super::desk::Desk;
use super::{Facts, Told};

/// The question, line by line.
#[derive(Serialize)]
pub(super) struct Question {
    lines: Vec<String>,
}

impl Question {
    pub(super) fn of(text: &str) -> Self {
        Self { lines: text.lines().map(|line| line.trim().to_owned()).collect() }
    }
}

/// An enquiry that the customer has to answer.
pub(super) fn open(desk: &Desk<'_>, id: &EnquiryId, template: &'static str) -> Option<Told> {
    let enquiry = desk.order.enquiries.get(id).filter(|_| desk.order.is_open())?;
    let EnquiryState::Open(waiting) = &enquiry.state else { return None };
    Some(Told {
        template,
        deadline: (waiting.on == procedure::Party::Customer).then_some(waiting.until),
        facts: Facts::Question(Question::of(enquiry.question.expose())),
    })
}
