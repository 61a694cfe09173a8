//! The vendor's webhooks: a hint that an order changed, which makes us ask.
//!
//! CertCentral posts `{"event": "certificate_issued", "data": {"order_id": 12345, "certificate_id": 23456}}` with a
//! shared secret in a header (dev.digicert.com, "CertCentral event types"). Nothing of it is believed but the number;
//! known or not, it is answered alike, so that the answer tells nobody which orders there are. An event about a domain
//! makes us ask about the open orders under it. One about an organisation names no order: an order under examination is
//! asked about in its turn, and the poll finds the rest.
//!
//! EV's confirmation has events of its own, with the addresses it was mailed to (dev.digicert.com, "Webhook event logs":
//! `order_approval_email_sent`): those are personal data, and neither read nor logged.

use std::fmt;
use std::net::IpAddr;

use http::HeaderMap;
use jiff::Timestamp;
use platform::envelope::{Content, Envelope, Kind};
use platform::intake::{Intake, IntakeError};
use platform::store::{Ask, Store, StoreError};
use platform::webhook::MAX_BODY;
use platform::webhook::plain::{Keys, Networks};
use procedure::event::EventKind;
use procedure::name::DnsName;
use procedure::{EventId, OrderId, Vendor, VendorOrderId};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Answer;

/// Where DigiCert's webhooks are taken.
pub const PATH: &str = "/webhooks/digicert";
/// Who the events say they come from.
const SOURCE: &str = "urn:certflow:webhook:digicert";
/// Most orders of ours that one of the vendor's holds.
const MAX_HELD: u16 = 100;
/// Most orders asked about for one domain; others are asked about in their turn.
const MAX_UNDER: u16 = 100;
/// Where an event about a domain has its name. \[U\] The documentation was seen in part: the first that is a name counts.
const DOMAIN_NAMES: [&str; 3] = ["domain_name", "domain", "name"];
/// Seconds within which the same hint is one: CertCentral's events have no id.
const SAME: i64 = 300;
/// Longest name of an event that is logged, in characters.
const MAX_WORD: usize = 128;
/// The member that tells how far EV's confirmation is; `sent` and `complete` are documented.
const APPROVAL: &str = "orderApprovalEmailStatus";
/// The event that brings the token which proves that the endpoint is ours ("Send challenge token").
const CHALLENGE: &str = "challenge_webhook_endpoint";
/// Longest such token that is logged, in characters; its form is not documented.
const MAX_TOKEN: usize = 1_024;

/// Whose calls are taken.
#[derive(Debug)]
pub struct Door {
    /// The secrets; without any, nobody's.
    pub keys: Option<Keys>,
    /// Where calls may come from.
    pub sources: Networks,
}

/// One call.
#[derive(Debug, Clone, Copy)]
pub struct VendorCall<'a> {
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its raw body.
    pub body: &'a [u8],
    /// Who called.
    pub source: Option<IpAddr>,
    /// When.
    pub now: Timestamp,
}

/// What CertCentral posts, as far as it is read.
#[derive(Deserialize)]
struct VendorEvent {
    event: String,
    #[serde(default)]
    data: Value,
}

/// Receives one webhook of DigiCert's and answers it: 200 once every order of ours with that number is to be asked
/// about, and as well when there is none; 503 when that could not be kept: CertCentral's event log shows it, and the
/// poll makes up for it. 200 and not 202, because CertCentral's test event wants 200 ("Send test event").
pub async fn receive_vendor(call: &VendorCall<'_>, door: &Door, intake: &Intake) -> Answer {
    let Some(keys) = &door.keys else { return Answer::nowhere() };
    if call.body.len() > MAX_BODY {
        return turned_away(413, "the body is larger than 256 KiB");
    }
    if let Err(reason) = door.sources.admit(call.source).and_then(|()| keys.admit(call.headers)) {
        tracing::warn!(%reason, "vendor's webhook turned away");
        return turned_away(reason.status(), "not accepted");
    }
    let Ok(event) = serde_json::from_slice::<VendorEvent>(call.body) else {
        return turned_away(400, "not an event: give JSON with `event` and `data`");
    };
    let Some(about) = About::of(&event) else {
        told(&event);
        return taken();
    };
    match hint(intake, &event, &about, call.now).await {
        Ok(orders) => {
            let event = word(&event.event);
            match orders {
                0 => tracing::info!(event, %about, "vendor's webhook about no order of ours"),
                _ => tracing::info!(event, %about, orders, "vendor's webhook"),
            }
            taken()
        }
        Err(error) => {
            tracing::error!(%error, "vendor's webhook not kept");
            Answer::unavailable()
        }
    }
}

/// What an event is about, as far as we can find orders by it.
#[derive(Debug)]
enum About {
    /// One of the vendor's orders.
    Order(VendorOrderId),
    /// A domain of the account, proven or no longer.
    Domain(DnsName),
}

impl About {
    fn of(event: &VendorEvent) -> Option<Self> {
        if let Some(number) = number(&event.data) {
            return Some(Self::Order(number));
        }
        let of_domain = event.event.starts_with("domain_");
        let name = DOMAIN_NAMES
            .iter()
            .filter(|_| of_domain)
            .find_map(|member| event.data.get(member)?.as_str()?.trim().parse().ok());
        name.map(Self::Domain)
    }

    /// The orders of ours that it may concern.
    async fn orders(&self, store: &dyn Store) -> Result<Vec<OrderId>, StoreError> {
        Ok(match self {
            Self::Order(number) => {
                let ask = Ask::first(MAX_HELD);
                let rows = store.by_vendor_order(Vendor::Digicert, number, &ask).await?.items;
                rows.into_iter().map(|row| row.order).collect()
            }
            Self::Domain(domain) => {
                let rows = store.by_domain(domain, &Ask::first(MAX_UNDER)).await?.items.into_iter();
                let theirs = rows.filter(|row| row.product.vendor() == Vendor::Digicert);
                theirs.filter(|row| row.may_be_approved_as(domain)).map(|row| row.order).collect()
            }
        })
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(number) => number.fmt(f),
            Self::Domain(domain) => f.write_str(domain.as_str()),
        }
    }
}

async fn hint(
    intake: &Intake,
    event: &VendorEvent,
    about: &About,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let orders = about.orders(&*intake.store).await?;
    for order in &orders {
        let Some(envelope) = envelope(event, about, order, now) else { continue };
        match intake.accept(envelope).await {
            Ok(_) => {}
            Err(IntakeError::Store(error)) => return Err(error),
            // A hint has nothing that could be refused but its own name, and then the poll finds the change.
            Err(IntakeError::Refused(refusal)) => {
                tracing::warn!(code = refusal.code(), "vendor's webhook not queued");
            }
        }
    }
    Ok(orders.len())
}

/// The event that makes us ask. Its id follows from what is hinted at and the time, to five minutes: a webhook that is
/// repeated is recognised, and a storm of them asks twelve times an hour at most.
fn envelope(event: &VendorEvent, about: &About, order: &OrderId, now: Timestamp) -> Option<Envelope> {
    let certificate = event.data.get("certificate_id").and_then(Value::as_u64).unwrap_or_default();
    // Sent and completed within five minutes are two hints, even should both bear one name.
    let approval = event.data.get(APPROVAL).and_then(Value::as_str).map(word).unwrap_or_default();
    let event = word(&event.event);
    let time = now.as_second().div_euclid(SAME);
    Some(Envelope {
        id: id(&format!("{order}/{about}/{event}{approval}/{certificate}/{time}"))?,
        source: SOURCE.parse().ok()?,
        kind: Kind::Event(EventKind::VendorStatusChanged),
        subject: Some(order.clone()),
        time: Some(now),
        content: Content::Inline(json!({})),
        traceparent: None,
    })
}

/// The text as an id, cut to what an id may hold.
fn id(text: &str) -> Option<EventId> {
    let allowed = |c: char| c.is_ascii_graphic() && !matches!(c, '#' | '"' | '\'' | '<' | '>');
    let text: String = text.chars().filter(|c| allowed(*c)).collect();
    let cut = text.len().saturating_sub(procedure::id::MAX_ID_LEN);
    text.get(cut..)?.parse().ok()
}

/// The number of the order that the event is about, a positive whole number.
fn number(data: &Value) -> Option<VendorOrderId> {
    let number = match data.get("order_id")? {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (number > 0).then(|| number.to_string().parse().ok())?
}

/// An event about nothing that orders are found by: an organisation, a test. Setting a webhook up, CertCentral posts a token that
/// somebody has to enter there within 30 minutes; it opens nothing but that one step, and this log is where it can be
/// read.
fn told(event: &VendorEvent) {
    let token = match event.data.get("token").filter(|_| event.event == CHALLENGE) {
        Some(Value::String(token)) => Some(visible(token, MAX_TOKEN)),
        Some(Value::Number(token)) => Some(token.to_string()),
        _ => None,
    };
    match token {
        Some(token) => {
            tracing::warn!(
                event = word(&event.event),
                token,
                "enter this token in CertCentral (Settings > Webhooks) within 30 minutes"
            );
        }
        None => tracing::info!(event = word(&event.event), "vendor's webhook about no order"),
    }
}

fn word(text: &str) -> String {
    visible(text, MAX_WORD)
}

fn visible(text: &str, most: usize) -> String {
    text.chars().filter(|c| c.is_ascii_graphic()).take(most).collect()
}

fn taken() -> Answer {
    Answer { status: 200, body: json!({ "accepted": true }) }
}

fn turned_away(status: u16, error: &str) -> Answer {
    Answer { status, body: json!({ "error": error }) }
}
