//! The domain names of a certificate (申請ドメイン名): what may be written, and what may be ordered.
//!
//! The types hold syntax only, so that a stored name decodes for ever; whether a name may stand in a public
//! certificate today (public suffixes, reserved names, IDNA tables) is asked of `check`.

mod certificate_name;
mod dns_name;
mod eligible;
mod flaw;
mod names;
mod string_form;
#[cfg(test)]
mod tests;

pub use certificate_name::CertificateName;
pub use dns_name::DnsName;
pub use names::{MAX_COMMON_NAME, MAX_NAMES, Names};
pub(crate) use string_form::string_form;
