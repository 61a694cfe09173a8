//! The applicant organisation (申請組織) and the person responsible for the application (申請責任者).
//!
//! Types hold syntax; `check` asks what the product and the vendor need of them today.

mod address;
mod applicant;
mod check;
mod check_text;
mod my_number;
mod numbers;
mod prefecture;
mod profile;
mod responsible;
#[cfg(test)]
mod tests;
mod wording;

pub use address::{Address, PostalCode};
pub use applicant::ApplicantType;
pub(crate) use check_text::my_number;
pub use my_number::contains_my_number;
pub use numbers::{CompanyRegistrationNumber, CorporateNumber, DunsNumber, TdbCode};
pub use prefecture::Prefecture;
pub use profile::{Identifiers, Listing, Organisation};
pub use responsible::check_responsible_person;
