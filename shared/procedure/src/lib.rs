//! The rules of the procedure, pure: no clock, environment, randomness or I/O.

mod finding;
pub mod id;
mod party;
mod product;
mod text;

pub use finding::{Finding, Refusal, Severity};
pub use id::{CustomerId, EnquiryId, EventId, OrderId, VendorOrderId};
pub use party::Party;
pub use product::{ContractTerm, Product, Validation, Vendor};
pub use text::{Language, Text};

pub mod calendar;
pub mod contact;
pub mod documents;
pub mod name;
pub mod organisation;
pub mod pki;
pub mod rules;
