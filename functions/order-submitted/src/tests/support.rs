//! The function as the path runs it: facts gathered, then decided.

use platform::dispatch::Vendors;
use platform::envelope::{Content, Envelope, Kind};
use platform::react::{Gather, Reaction as _};
use platform::resolver::stand_in::Server;
use platform::resolver::{Choice, Limits};
use platform::store::{MemoryStore, Store};
use procedure::application::ApplicationDraft;
use procedure::event::{ApplicationAmended, Event, OrderSubmitted};
use procedure::order::Order;
use procedure::policy::Policy;
use procedure::{Decision, Finding, Moment, OrderId, Party, Refusal, Severity, samples};

use crate::Function;

/// A function that asks `server`.
pub(super) fn asking(server: &Server) -> Function {
    let choice: Choice = server.address().to_string().parse().unwrap();
    Function::new(choice.lookup(&Limits::default()))
}

/// What `function` decides about `event` on the order `id`, with `store` to look into.
pub(super) async fn decide(
    function: &Function,
    store: &dyn Store,
    id: OrderId,
    order: Option<Order>,
    event: Event,
) -> Result<Decision, Refusal> {
    let (policy, vendors, now) = (Policy::default(), Vendors::default(), samples::now());
    let envelope = Envelope {
        id: samples::id("e1"),
        source: "/test".parse().unwrap(),
        kind: Kind::Event(event.kind()),
        subject: None,
        time: Some(now),
        content: Content::Stored,
        traceparent: None,
    };
    let (envelope, vendors, policy) = (&envelope, &vendors, &policy);
    let cx = Gather { envelope, subject: Some(&id), store, vendors, policy, now };
    let facts = function.gather(&cx, order.as_ref(), &event).await.unwrap();
    function.decide(order, &event, facts, &Moment { now, policy, event: &envelope.id })
}

/// A new application, with nothing in the store.
pub(super) async fn submit(function: &Function, draft: &ApplicationDraft) -> Decision {
    let store = MemoryStore::in_memory();
    decide(function, &store, samples::order_id(), None, submitted(draft)).await.unwrap()
}

/// A returned application, mended.
pub(super) async fn amend(function: &Function, order: Order, draft: &ApplicationDraft) -> Decision {
    let store = MemoryStore::in_memory();
    let event = ApplicationAmended { application: draft.clone() };
    decide(function, &store, order.id.clone(), Some(order), event.into()).await.unwrap()
}

pub(super) fn submitted(draft: &ApplicationDraft) -> Event {
    OrderSubmitted { customer: samples::customer(), application: draft.clone() }.into()
}

/// Code, severity and party of each finding about the DNS.
pub(super) fn of_dns(findings: &[Finding]) -> Vec<(&str, Severity, Party)> {
    let of_dns = findings.iter().filter(|finding| {
        ["caa.", "dns.", "domain.", "mail.", "txt_contact.", "approval."]
            .iter()
            .any(|kind| finding.code.starts_with(kind))
    });
    of_dns.map(|finding| (finding.code.as_ref(), finding.severity, finding.acts)).collect()
}
