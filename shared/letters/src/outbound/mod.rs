//! Letters to customers: one folder of templates a kind and language, one view of the order for each.

mod compose;
mod context;
mod error;
mod link;
mod markup;
mod recipients;
mod render;
mod templates;
mod time;
mod view;

pub use compose::{Addresses, Sender, compose};
pub use context::{Context, Links, Provider};
pub use error::Error;
pub use link::{Link, OrderLink};
pub use recipients::recipients;
pub use render::{Rendered, render};
