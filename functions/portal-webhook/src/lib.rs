//! `portal-webhook`: the customer portal's webhooks, staff's and the vendor's become events.
//!
//! A webhook of the portal or of staff is a CloudEvent in JSON, signed after Standard Webhooks; its `webhook-id` is the event's `id`. It is
//! answered 202 once it is kept with all its data, so that nothing accepted is lost. What a vendor posts on its own path
//! is a hint alone.

mod allowed;
mod answer;
#[cfg(test)]
mod tests;
mod vendor;

use http::HeaderMap;
use jiff::Timestamp;
use platform::envelope::Envelope;
use platform::intake::{Intake, IntakeError};
use platform::webhook::{Secrets, verify};
use tracing::field::display;

pub use allowed::Speaker;
pub use answer::Answer;
pub use vendor::{Door, PATH as VENDOR_PATH, VendorCall, receive_vendor};

/// Where staff's webhooks are taken.
pub const STAFF_PATH: &str = "/webhooks/staff";

/// Receives one webhook of the portal: see [`receive_from`].
pub async fn receive(
    headers: &HeaderMap,
    body: &[u8],
    secrets: &Secrets,
    intake: &Intake,
    now: Timestamp,
) -> Answer {
    receive_from(Speaker::Portal, headers, body, secrets, intake, now).await
}

/// Receives one webhook of `speaker`, signed with one of that speaker's `secrets`, and answers it. The caller limits the
/// body before it is read whole; this limits it again.
pub async fn receive_from(
    speaker: Speaker,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &Secrets,
    intake: &Intake,
    now: Timestamp,
) -> Answer {
    let verified = match verify(headers, body, secrets, now) {
        Ok(verified) => verified,
        Err(rejection) => {
            tracing::warn!(%rejection, "webhook rejected");
            return Answer::rejected(rejection);
        }
    };
    let envelope = match Envelope::decode(verified.body) {
        Ok(envelope) => envelope,
        Err(finding) => return Answer::refused(400, &finding.into()),
    };
    let span = tracing::Span::current();
    span.record("event", display(&envelope.id));
    span.record("order", envelope.subject.as_ref().map(display));
    if let Err(finding) = allowed::check(&envelope, verified.id, speaker) {
        return Answer::refused(422, &finding.into());
    }
    match intake.accept(envelope).await {
        Ok(accepted) => {
            span.record("order", accepted.order.as_ref().map(display));
            Answer::accepted(&accepted)
        }
        Err(IntakeError::Refused(refusal)) if refusal.code() == "event.reused" => {
            Answer::refused(409, &refusal)
        }
        Err(IntakeError::Refused(refusal)) => Answer::refused(422, &refusal),
        Err(IntakeError::Store(error)) => {
            tracing::error!(%error, "webhook not kept");
            Answer::unavailable()
        }
    }
}
