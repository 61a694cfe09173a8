//! What the portal is answered.

use platform::intake::Accepted;
use platform::webhook::Rejection;
use procedure::Refusal;
use serde_json::{Value, json};

/// An HTTP answer: a status (RFC 9110) and a JSON body.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

impl Answer {
    /// 202: kept; 200 when it was kept and dealt with before.
    pub(crate) fn accepted(accepted: &Accepted) -> Self {
        let status = if accepted.done.is_some() { 200 } else { 202 };
        let body = json!({ "event": accepted.event.id, "order": accepted.order });
        Self { status, body }
    }

    pub(crate) fn rejected(rejection: Rejection) -> Self {
        Self { status: rejection.status(), body: json!({ "findings": [rejection.finding()] }) }
    }

    pub(crate) fn refused(status: u16, refusal: &Refusal) -> Self {
        Self { status, body: json!({ "findings": refusal }) }
    }

    /// 404: nobody is listened to here.
    pub fn nowhere() -> Self {
        Self { status: 404, body: json!({ "error": "not found" }) }
    }

    /// 503: nothing is lost, but nothing is kept either; the portal sends it again.
    pub(crate) fn unavailable() -> Self {
        Self { status: 503, body: json!({ "error": "not kept; send it again" }) }
    }
}
