//! The trace that the present call belongs to (W3C Trace Context), from the webhook through every queue.
//!
//! An event carries it as `traceparent` (CloudEvents distributed tracing extension). What is sent while an event is
//! handled continues its trace.

use http::HeaderMap;

use crate::envelope::{Envelope, TraceParent};

tokio::task_local! {
    static TRACE: TraceParent;
}

/// Runs `work` as part of `trace`.
pub async fn within<F: Future>(trace: TraceParent, work: F) -> F::Output {
    TRACE.scope(trace, work).await
}

/// The trace of an HTTP call: its `traceparent`, else the X-Ray header that AWS sets, else a new one.
pub fn of_headers(headers: &HeaderMap) -> Option<TraceParent> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    text("traceparent")
        .and_then(TraceParent::read)
        .or_else(|| of_xray(text("x-amzn-trace-id")?))
        .or_else(begun)
}

/// The trace of an event on a queue, or a new one.
pub fn of_body(body: &[u8]) -> Option<TraceParent> {
    Envelope::decode(body).ok().and_then(|envelope| envelope.traceparent).or_else(begun)
}

/// An event that is about to be sent, made part of the present trace unless it names one.
pub fn continued(body: &[u8]) -> Vec<u8> {
    let span = || TRACE.try_with(TraceParent::clone).ok().and_then(|trace| child(&trace));
    match Envelope::decode(body) {
        Ok(envelope) if envelope.traceparent.is_none() => match span() {
            Some(span) => Envelope { traceparent: Some(span), ..envelope }.encode(),
            None => body.to_vec(),
        },
        _ => body.to_vec(),
    }
}

/// `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1` as `traceparent`.
fn of_xray(header: &str) -> Option<TraceParent> {
    let part =
        |name: &str| header.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let (time, unique) = part("Root")?.strip_prefix("1-")?.split_once('-')?;
    let parent = part("Parent").map_or_else(|| format!("{:016x}", id()), str::to_owned);
    let flags = if part("Sampled") == Some("1") { "01" } else { "00" };
    TraceParent::read(&format!("00-{time}{unique}-{parent}-{flags}"))
}

fn begun() -> Option<TraceParent> {
    TraceParent::read(&format!("00-{:016x}{:016x}-{:016x}-00", id(), id(), id()))
}

fn child(trace: &TraceParent) -> Option<TraceParent> {
    let [version, trace, _, flags] = trace.as_str().split('-').collect::<Vec<_>>()[..] else { return None };
    TraceParent::read(&format!("{version}-{trace}-{:016x}-{flags}", id()))
}

/// An id that says nothing and guards nothing; it only has to differ from its neighbours.
fn id() -> u64 {
    fastrand::u64(1..)
}

#[cfg(test)]
mod tests {
    use procedure::event::{Event, PlacementOverdue, Room};
    use procedure::samples;

    use super::*;

    const XRAY: &str = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const W3C: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn body() -> Vec<u8> {
        let event = Event::from(PlacementOverdue {});
        Envelope::internal(samples::id("e1"), Room::RenewalSweep, None, &event, samples::now()).encode()
    }

    #[tokio::test]
    async fn what_is_sent_while_an_event_is_handled_continues_its_trace() {
        let sent = within(TraceParent::read(W3C).unwrap(), async { continued(&body()) }).await;
        let sent = Envelope::decode(&sent).unwrap();
        let trace = sent.traceparent.clone().unwrap();
        assert_eq!(trace.as_str()[..36], W3C[..36]);
        assert_ne!(trace.as_str(), W3C);
        let again = within(TraceParent::read(W3C).unwrap(), async { continued(&sent.encode()) }).await;
        assert_eq!(again, sent.encode(), "an event keeps the trace it names");
        assert_eq!(continued(&body()), body(), "outside a trace nothing is added");
        assert_eq!(continued(b"poison"), b"poison");
    }

    #[test]
    fn a_call_brings_its_trace_or_begins_one() {
        let headers = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            headers
        };
        assert_eq!(of_headers(&headers("traceparent", W3C)).unwrap().as_str(), W3C);
        let from_xray = of_headers(&headers("x-amzn-trace-id", XRAY)).unwrap();
        assert_eq!(from_xray.as_str(), "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01");
        for odd in ["", "Root=2-a-b", "Root=1-zz-yy;Sampled=1"] {
            assert!(of_headers(&headers("x-amzn-trace-id", odd)).is_some(), "{odd}");
        }
    }
}
