//! Orders: placed, reissued, looked at, found again, cancelled.

mod cancel;
mod changes;
mod contact;
mod find;
mod info;
mod list;
mod place;
mod reissue;
mod wire;

pub use changes::{LookBack, StatusChange};
pub use contact::{Contact, Contacts};
pub use find::{Found, Ours};
pub use info::{CertificateInfo, CustomField, OrderInfo, OrderRequest, OrderedOrganisation, OrderedProduct};
pub use list::{OrderFilter, OrderHead, OrderPage, Page};
pub use place::{
    Approval, ChainElement, NewOrder, OrderYears, OrderedDomain, Placed, PlacedRequest, Request,
};
pub use reissue::NewReissue;

pub(in crate::certcentral) use place::locale;
