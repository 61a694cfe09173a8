//! A mail that SES put into a bucket: the name of the event of its arrival, for whoever makes it and whoever looks for it.

use procedure::Finding;
use sha2::{Digest as _, Sha256};

use crate::envelope::{derived_id, hex};
use crate::store::EventKey;

/// Whom such events come from.
const SOURCE: &str = "/aws/s3";

/// The name of the event that the mail under `key` arrived. SES gives every mail a key of its own, so the key names the
/// arrival.
///
/// # Errors
/// None in practice.
pub fn event_of(key: &str) -> Result<EventKey, Finding> {
    Ok(EventKey { source: SOURCE.parse()?, id: derived_id(&hex(&Sha256::digest(key))) })
}
