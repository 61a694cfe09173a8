//! Faults of the network and the server, put in on purpose.

use std::time::Duration;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection closes before the request is looked at: nothing happened.
    LostRequest,
    /// The request is carried out, then the connection closes without an answer.
    LostReply,
    /// This HTTP status instead; the request is not carried out.
    Refused(u16),
    /// The request is carried out, then answered with this HTTP status.
    DoneButRefused(u16),
    /// The request is carried out and answered with 200 and a page that is no JSON.
    Garbage,
    /// The request is carried out after this much real time.
    Slow(Duration),
}

/// Which requests meet a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The HTTP method, such as `POST`.
    pub method: &'static str,
    /// What the path starts with after `/services/v2`, such as `/order/certificate/ssl`.
    pub path: String,
    /// How many requests meet it.
    pub times: u32,
    /// What happens to them.
    pub fault: Fault,
}

/// The first trouble that fits, used up by one.
pub(super) fn meet(troubles: &mut Vec<Trouble>, method: &str, path: &str) -> Option<Fault> {
    troubles.retain(|trouble| trouble.times > 0);
    let trouble = troubles.iter_mut().find(|t| t.method == method && path.starts_with(&t.path))?;
    trouble.times -= 1;
    Some(trouble.fault)
}
