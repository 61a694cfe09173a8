//! `dataref`: where the data of a stored event is (CloudEvents extension "dataref", the claim-check pattern).
//!
//! The reference names the event's own record and nothing else, so that an envelope cannot send its reader elsewhere.

use procedure::{EventId, Finding};
use serde_json::Value;

use super::attributes::malformed;
use super::{Content, Source};

/// The reference to the record of `source`/`id`: a relative URI reference (RFC 3986 §4.2).
pub(super) fn of(source: &Source, id: &EventId) -> String {
    format!("events?source={}&id={}", escape(source.as_str()), escape(id.as_str()))
}

pub(super) fn read(reference: &Value, source: &Source, id: &EventId) -> Result<Content, Finding> {
    if reference.as_str() == Some(&of(source, id)) {
        return Ok(Content::Stored);
    }
    Err(malformed("dataref", "このイベント自身の記録への参照", "the reference to this event's own record"))
}

/// Percent-encoding of everything but unreserved characters (RFC 3986 §2.3).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
