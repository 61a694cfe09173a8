//! The line that is logged of every event: its ids, what became of it, how long it took (R90).

use procedure::event::Room;
use tracing::{Instrument as _, field::Empty};

use super::{Error, Outcome};
use crate::Clock;
use crate::envelope::{Envelope, TraceParent};

/// Lets `handling` handle the event of `envelope`, within a span of its ids, and logs what became of it.
pub(crate) async fn logged(
    room: Room,
    clock: &dyn Clock,
    envelope: &Envelope,
    handling: impl Future<Output = Result<Outcome, Error>>,
) -> Result<Outcome, Error> {
    let began = clock.now();
    let span = tracing::info_span!(
        "event",
        function = room.name(),
        event = %envelope.id,
        source = %envelope.source,
        kind = envelope.kind.type_name(),
        order = envelope.subject.as_ref().map(tracing::field::display),
        trace = envelope.traceparent.as_ref().map(TraceParent::trace_id),
        outcome = Empty,
        ms = Empty,
    );
    let result = handling.instrument(span.clone()).await;
    span.record("outcome", result.as_ref().map_or("error", Outcome::word));
    let lasted = clock.now().duration_since(began).as_millis();
    span.record("ms", u64::try_from(lasted).unwrap_or_default());
    span.in_scope(|| match &result {
        Ok(Outcome::Refused(refusal)) => tracing::warn!(code = refusal.code(), "refused"),
        Ok(_) => tracing::info!("handled"),
        Err(error) => tracing::error!(error = %chain(error), "not handled"),
    });
    result
}

/// The error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
