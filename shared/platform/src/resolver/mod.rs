//! Asking the DNS for pre-flight: bounded in number, in time and at once.
//!
//! [`observe`] asks what `procedure::preflight` wants to know, through any [`Lookup`]: the DNS ([`Resolver`]), nobody
//! ([`NoLookup`]), or a fake of a test's own; an operator says which ([`Choice`]). It never fails: what could not be learnt is part of what was seen.
//!
//! Questions go to a recursive resolver. It follows CNAMEs and, if it validates, says so by the AD bit and refuses what
//! is bogus; certflow does not validate by itself, because a chain of trust takes more round trips than there is time.

mod choice;
mod dns;
mod lookup;
mod observe;
mod odd_tag;
mod record;
mod reply;
mod servers;
#[cfg(any(test, feature = "conformance"))]
pub mod stand_in;
#[cfg(test)]
mod tests;

pub use choice::Choice;
pub use dns::{Resolver, ResolverError};
pub use lookup::{Lookup, NoLookup, Silent};
pub use observe::{Limits, observe};
pub use reply::read_response;
pub use servers::{MAX_SERVERS, Servers};
