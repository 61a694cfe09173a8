//! A client of the DigiCert CertCentral Services API, version 2.
//!
//! Sources: the pages under <https://dev.digicert.com/en/certcentral-apis/services-api.html>, and the public
//! clients that showed how the API answers in practice. Where those disagree, or where nobody could say, the
//! value is a field of [`Config`].
//!
//! # What a caller can rely on
//! - A call that changes something at the vendor is sent at most once. When its outcome cannot be known the
//!   answer is [`Error::Unknown`], and [`Client::find_order`] or [`Client::order_info`] tells what happened.
//! - Calls that only read, and the few that the vendor documents as repeatable, are tried again, a bounded
//!   number of times ([`Call::effect`] is the table).
//! - Both rate limits of the vendor are kept before a request leaves ([`limiter`]).
//! - An answer has a size limit, may hold fields nobody knows, and never makes the client fetch another host:
//!   redirects are not followed, and links in answers are not read.
//! - A status nobody knows is kept as it came ([`OrderStatus::Other`]) and means "staff must look"
//!   ([`Meaning::Unknown`]), never failure.
//! - Errors, `Debug` output and log fields hold no key, no personal data and no approval token.

mod account;
mod answer;
mod api_key;
mod backoff;
mod base_url;
mod call;
mod certificate;
mod client;
mod clock;
mod config;
pub mod dcv;
mod domain;
mod error;
mod lenient;
pub mod limiter;
mod masked;
mod number;
pub mod order;
mod organisation;
mod private;
mod product;
mod product_ids;
pub mod status;
mod transport;
pub mod validation;

pub use account::AccountSettings;
pub use api_key::ApiKey;
pub use base_url::BaseUrl;
pub use call::{Call, Effect};
pub use certificate::{CertificateId, Format, NotASerialNumber, Revocation, RevocationReason, SerialNumber};
pub use client::Client;
pub use clock::{Clock, TokioClock};
pub use config::{CancelWord, Config, ConfigError};
pub use domain::{Domain, DomainValidation, Invitation, Invitations, NewDomain};
pub use error::{Cause, Error, Reason};
pub use number::{
    CertificateNumber, DomainNumber, MetadataNumber, NotANumber, OrderNumber, OrganisationNumber,
    RequestNumber,
};
pub use organisation::{NewOrganisation, Organisation, OrganisationValidation};
pub use private::Private;
pub use product::Offer;
pub use product_ids::{ProductId, ProductIds};
pub use status::{Meaning, OrderStatus};
