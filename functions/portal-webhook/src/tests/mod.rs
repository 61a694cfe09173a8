//! The portal's webhooks, staff's and the vendor's.

mod portal;
mod staff;
mod support;
mod vendor;
