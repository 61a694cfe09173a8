//! How a vendor examines an order (審査, R18–R20, R42–R51): a script that says when what happens, and the
//! run that follows it. Both vendors use it; what each step writes and sends is their own affair.

mod check;
mod happening;
mod plan;
mod run;

pub(crate) use check::{Check, DomainCheck, Needs};
pub(crate) use happening::Journal;
pub use happening::{Happening, What};
pub use plan::{Call, Enquiry, EnquiryKind, Line, MailForm, Phone, Plan, Rejection};
pub(crate) use run::{Effect, Run};
