//! Mail out: what certflow tells people, in their language, as text and HTML.
//!
//! [`render`] puts a letter into words from the state of its order, [`recipients`] looks up whom it goes to, and
//! [`compose`] makes the message of it. Queues carry none of the three: all happen when the letter is sent.

pub mod inbound;
pub mod outbound;

pub use outbound::{
    Addresses, Context, Error, Link, Links, OrderLink, Provider, Rendered, Sender, compose, recipients,
    render,
};
