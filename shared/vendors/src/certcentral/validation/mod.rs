//! How far the vendor's examination of an order is (R18), read from `GET /order/certificate/{order}/validation`.
//!
//! Nothing in the answer is called a telephone call. `request_authenticity` is its nearest sign: the vendor has
//! confirmed with the organisation that it made the request (R42, BR 3.2.5).

mod answer;
mod checks;
mod confirm;

pub use answer::{
    DnsNameValidation, OrganisationCheckAnswer, Validation, VerificationDetails, VerifiedContact,
};
pub use checks::{Check, Checks, DomainCheck, Employment, OrganisationCheck};
pub use confirm::Confirmers;
