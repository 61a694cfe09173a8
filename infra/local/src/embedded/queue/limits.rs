//! What SQS takes, so that what works here works there.

use std::num::NonZeroU32;
use std::time::Duration;

use jiff::Timestamp;

use super::error::{Error, Invalid};

/// The largest body: 256 KiB.
pub const MAX_BODY: usize = 256 * 1024;

/// The longest delay of a message: 15 minutes.
pub const MAX_DELAY: Duration = Duration::from_secs(15 * 60);

/// The longest time a received message stays hidden: 12 hours.
pub const MAX_VISIBILITY: Duration = Duration::from_secs(12 * 60 * 60);

/// The most messages one call receives.
pub const MAX_BATCH: usize = 10;

/// The longest reason kept, in bytes; longer ones are cut. Ours, not SQS's.
pub const MAX_REASON: usize = 1024;

/// The longest queue name, in characters.
const MAX_NAME: usize = 80;

pub(super) fn queue_name(name: &str) -> Result<String, Error> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(allowed) {
        return Err(Invalid::QueueName.into());
    }
    Ok(name.to_owned())
}

pub(super) fn body(body: String) -> Result<String, Error> {
    if body.is_empty() || body.len() > MAX_BODY {
        return Err(Invalid::BodySize { bytes: body.len() }.into());
    }
    let refused =
        |c| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if body.contains(refused) {
        return Err(Invalid::BodyCharacter.into());
    }
    Ok(body)
}

pub(super) fn batch(max: usize) -> Result<NonZeroU32, Error> {
    u32::try_from(max)
        .ok()
        .filter(|_| max <= MAX_BATCH)
        .and_then(NonZeroU32::new)
        .ok_or_else(|| Invalid::Batch { max }.into())
}

/// `now + wait`, where `wait` is at most `most`.
pub(super) fn later(
    now: Timestamp,
    wait: Duration,
    most: Duration,
    field: &'static str,
) -> Result<Timestamp, Error> {
    let refused = || Invalid::Wait { field, seconds: wait.as_secs(), most: most.as_secs() };
    if wait > most {
        return Err(refused().into());
    }
    now.checked_add(wait).map_err(|_| refused().into())
}

pub(super) fn reason(reason: &str) -> String {
    reason[..reason.floor_char_boundary(MAX_REASON)].to_owned()
}
