//! Who is written to and called: addresses, telephone numbers, names of people.
//!
//! Everything here is personal data: `Debug` masks it, there is no `Display`, and `expose` shows in a review
//! where a value leaves. The types hold syntax; what a vendor or a product asks for is checked elsewhere.

mod dns_contact;
mod email;
mod kana;
mod line;
mod local_part;
mod person;
mod phone;
#[cfg(test)]
mod tests;
mod width;

pub use dns_contact::DnsContact;
pub use email::{Email, MAX_EMAIL, postmaster_address};
pub use kana::{Kana, MAX_KANA};
pub use line::{Line, MAX_LINE};
pub use person::{Person, PersonName};
pub use phone::{PhoneKind, PhoneNumber};
pub(crate) use width::half_width;
