//! The trace an event belongs to (W3C Trace Context §3.2, version 00).

/// A `traceparent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceParent(String);

impl TraceParent {
    /// The text as a `traceparent`, or `None` when it is none: tracing never stops an event, the trace just starts
    /// anew (§3.3).
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let [version, trace, parent, flags] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
        let hex = |part: &str, len: usize| {
            part.len() == len && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        let not_zero = |part: &str| part.bytes().any(|b| b != b'0');
        let valid = version == "00"
            && hex(trace, 32)
            && hex(parent, 16)
            && hex(flags, 2)
            && not_zero(trace)
            && not_zero(parent)
            && parts.next().is_none();
        valid.then(|| Self(text.to_owned()))
    }

    /// The id of the trace, the same in all that follows from one call (§3.2.2.3).
    pub fn trace_id(&self) -> &str {
        self.0.split('-').nth(1).unwrap_or_default()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
