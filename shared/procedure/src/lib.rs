//! The rules of the procedure, pure: no clock, environment, randomness or I/O.

mod decision;
mod finding;
pub mod id;
mod party;
mod product;
mod text;

pub mod application;
pub mod calendar;
pub mod contact;
pub mod documents;
pub mod erase;
pub mod event;
pub mod name;
pub mod notice;
pub mod order;
pub mod organisation;
pub mod pki;
pub mod plan;
pub mod policy;
pub mod preflight;
pub mod profile;
pub mod rules;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod vendor;

pub use decision::{Decision, MAX_SENDS, Moment, Send};
pub use finding::{Finding, Refusal, Severity};
pub use id::{CustomerId, EnquiryId, EventId, OrderId, VendorOrderId};
pub use party::Party;
pub use product::{ContractTerm, Product, Validation, Vendor};
pub use text::{Language, Text};
