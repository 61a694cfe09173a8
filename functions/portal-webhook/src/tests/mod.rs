//! The portal's webhooks and the vendor's.

mod portal;
mod support;
mod vendor;
