//! Webhooks after the Standard Webhooks specification 1.0.0: signed over id, time and raw body, bounded in time.
//!
//! Those of a vendor that signs nothing are in [`plain`].
//!
//! Pure: headers, body, secrets and time in; the body or a rejection with its HTTP status out. A replay within the
//! tolerance is recognised by the event's id further on.

pub mod plain;
mod proxies;
mod rejection;
mod secret;
#[cfg(test)]
mod tests;

use http::HeaderMap;
use jiff::Timestamp;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP};
use subtle::{Choice, ConstantTimeEq as _};

pub use proxies::Proxies;
pub use rejection::Rejection;
pub use secret::{Secret, Secrets};

/// Largest body accepted, in bytes.
pub const MAX_BODY: usize = 256 * 1024;
/// How far the sender's time may be from ours, either way, in seconds.
pub const TOLERANCE_SECONDS: i64 = 5 * 60;
/// Longest `webhook-id`, in bytes.
const MAX_ID: usize = 128;
/// Longest `webhook-signature`, in bytes; room for ten signatures.
const MAX_SIGNATURES: usize = 1_024;

/// A webhook whose signature holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified<'a> {
    /// The sender's id of the message.
    pub id: &'a str,
    /// When it was sent.
    pub at: Timestamp,
    /// The raw body.
    pub body: &'a [u8],
}

/// Verifies a webhook against any of `secrets` (several while one replaces another).
///
/// # Errors
/// See [`Rejection`]. Nothing in it tells which secret or signature came close.
pub fn verify<'a>(
    headers: &'a HeaderMap,
    body: &'a [u8],
    secrets: &Secrets,
    now: Timestamp,
) -> Result<Verified<'a>, Rejection> {
    if body.len() > MAX_BODY {
        return Err(Rejection::TooLarge);
    }
    let id = header(headers, HEADER_WEBHOOK_ID, MAX_ID)?;
    // A full stop in the id would let part of a body pass for the time.
    if !id.bytes().all(|b| b.is_ascii_graphic() && b != b'.') {
        return Err(Rejection::Malformed { header: HEADER_WEBHOOK_ID });
    }
    let time = header(headers, HEADER_WEBHOOK_TIMESTAMP, 20)?;
    let malformed_time = Rejection::Malformed { header: HEADER_WEBHOOK_TIMESTAMP };
    let canonical = time.bytes().all(|b| b.is_ascii_digit());
    let seconds: i64 = time.parse().ok().filter(|_| canonical).ok_or(malformed_time)?;
    let at = Timestamp::from_second(seconds).map_err(|_| malformed_time)?;
    match now.as_second() - seconds {
        late if late > TOLERANCE_SECONDS => return Err(Rejection::TooOld),
        early if early < -TOLERANCE_SECONDS => return Err(Rejection::TooEarly),
        _ => {}
    }
    let given = header(headers, HEADER_WEBHOOK_SIGNATURE, MAX_SIGNATURES)?;
    let mut matches = Choice::from(0);
    for secret in secrets.iter() {
        // A body that is not UTF-8 has no signature in this scheme.
        let Ok(expected) = secret.sign(id, seconds, body) else { return Err(Rejection::NotText) };
        for signature in given.split(' ') {
            matches |= signature.as_bytes().ct_eq(expected.as_bytes());
        }
    }
    if bool::from(matches) { Ok(Verified { id, at, body }) } else { Err(Rejection::WrongSignature) }
}

/// Signs a webhook that we send: the values of `webhook-id`, `webhook-timestamp` and `webhook-signature`, the last
/// with one signature per secret.
///
/// # Errors
/// [`Rejection::NotText`] for a body that is not UTF-8.
pub fn sign(
    id: &str,
    body: &[u8],
    secrets: &Secrets,
    now: Timestamp,
) -> Result<[(&'static str, String); 3], Rejection> {
    let seconds = now.as_second();
    let signatures: Result<Vec<String>, _> =
        secrets.iter().map(|secret| secret.sign(id, seconds, body)).collect();
    let signatures = signatures.map_err(|_| Rejection::NotText)?;
    Ok([
        (HEADER_WEBHOOK_ID, id.to_owned()),
        (HEADER_WEBHOOK_TIMESTAMP, seconds.to_string()),
        (HEADER_WEBHOOK_SIGNATURE, signatures.join(" ")),
    ])
}

/// The one value of a header; two would leave open which was signed.
fn header<'a>(headers: &'a HeaderMap, name: &'static str, most: usize) -> Result<&'a str, Rejection> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(Rejection::Missing { header: name })?;
    let text = value.to_str().ok().filter(|text| (1..=most).contains(&text.len()));
    match (text, values.next()) {
        (Some(text), None) => Ok(text),
        _ => Err(Rejection::Malformed { header: name }),
    }
}
