//! What each kind of function needs.

use jiff::SignedDuration;
use letters::{Links, Provider};
use procedure::policy::Policy;

use super::Reader;
use crate::dispatch::MailSettings;
use crate::react::WorkerSettings;
use crate::resolver::Choice;
use crate::store::{Shards, StoreSettings};
use crate::webhook::Secrets;
use crate::webhook::plain::{Keys, Networks};

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreConfig {
    /// `CERTFLOW_TABLE`: its name.
    pub table: String,
    /// `CERTFLOW_SHARDS` (see [`Shards`]; 1) and `CERTFLOW_EVENT_DAYS` (15–3650; 90).
    pub settings: StoreSettings,
}

impl StoreConfig {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let table = reader.required("CERTFLOW_TABLE", "the name of the DynamoDB table");
        let shards = reader.text("CERTFLOW_SHARDS");
        let shards = shards.map_or(Some(Shards::ONE), |text| reader.parse("CERTFLOW_SHARDS", &text));
        // A message can come back from a dead-letter queue after 14 days and must still be recognised.
        let days = reader.number("CERTFLOW_EVENT_DAYS", 90, 15..=3_650);
        let keep_events = SignedDuration::from_hours(24 * i64::from(days));
        Some(Self { table: table?, settings: StoreSettings { shards: shards?, keep_events } })
    }
}

/// The work of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkConfig {
    /// `CERTFLOW_LEASE_MINUTES` (1–720; 15; more than the function may run), `CERTFLOW_TRIES` (1–20; 5).
    pub worker: WorkerSettings,
    /// `CERTFLOW_MAX_ATTEMPTS` (1–100; 24): holders of an outbox before staff have to look.
    pub max_attempts: u32,
    /// `CERTFLOW_AT_ONCE` (1–10; 4): records of a batch handled at once.
    pub at_once: usize,
    /// `CERTFLOW_RESERVE_SECONDS` (1–60; 5): time kept for answering before the deadline.
    pub reserve: SignedDuration,
}

impl WorkConfig {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let lease = reader.number("CERTFLOW_LEASE_MINUTES", 15, 1..=720);
        let tries = reader.number("CERTFLOW_TRIES", 5, 1..=20);
        let max_attempts = reader.number("CERTFLOW_MAX_ATTEMPTS", 24, 1..=100);
        let at_once = reader.number("CERTFLOW_AT_ONCE", 4, 1..=10);
        let reserve = reader.number("CERTFLOW_RESERVE_SECONDS", 5, 1..=60);
        Some(Self {
            worker: WorkerSettings { lease: SignedDuration::from_mins(i64::from(lease)), tries },
            max_attempts,
            at_once: usize::try_from(at_once).ok()?,
            reserve: SignedDuration::from_secs(i64::from(reserve)),
        })
    }
}

/// What letters and decisions depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct DispatchConfig {
    /// `CERTFLOW_MAIL_FROM`, `CERTFLOW_MAIL_REPLY_TO` (none), `CERTFLOW_MESSAGE_ID_DOMAIN` (that of the sender).
    pub mail: MailSettings,
    /// `CERTFLOW_PROVIDER`: JSON of [`Provider`].
    pub provider: Provider,
    /// `CERTFLOW_LINKS`: JSON of [`Links`].
    pub links: Links,
    /// `CERTFLOW_POLICY`: JSON of [`Policy`]; every member has a default.
    pub policy: Policy,
}

impl DispatchConfig {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mail = mail(reader);
        let provider = reader.required("CERTFLOW_PROVIDER", "who writes the letters, as JSON");
        let provider = provider.and_then(|text| reader.json("CERTFLOW_PROVIDER", &text));
        let links = reader.required("CERTFLOW_LINKS", "the pages that letters lead to, as JSON");
        let links = links.and_then(|text| reader.json("CERTFLOW_LINKS", &text));
        let policy = reader.text("CERTFLOW_POLICY").unwrap_or_else(|| "{}".to_owned());
        let policy = reader.json("CERTFLOW_POLICY", &policy);
        Some(Self { mail: mail?, provider: provider?, links: links?, policy: policy? })
    }
}

fn mail(reader: &mut Reader<'_>) -> Option<MailSettings> {
    let from = reader.required("CERTFLOW_MAIL_FROM", "the address that letters come from");
    let reply_to = reader.text("CERTFLOW_MAIL_REPLY_TO");
    for (variable, address) in [("CERTFLOW_MAIL_FROM", &from), ("CERTFLOW_MAIL_REPLY_TO", &reply_to)] {
        if address.as_ref().is_some_and(|address| !is_address(address)) {
            reader.malformed(variable, "a plain mail address, such as support@example.jp");
        }
    }
    let from = from?;
    let own = || from.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    let message_id_domain = reader.text("CERTFLOW_MESSAGE_ID_DOMAIN").or_else(own)?;
    let is_domain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    if !message_id_domain.bytes().all(is_domain) {
        reader.malformed("CERTFLOW_MESSAGE_ID_DOMAIN", "a domain name, such as example.jp");
    }
    Some(MailSettings { from, reply_to, message_id_domain })
}

fn is_address(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_graphic() && !b"\"(),:;<>[\\]".contains(&b));
    plain
        && text
            .split_once('@')
            .is_some_and(|(left, right)| !left.is_empty() && right.contains('.') && !right.contains('@'))
}

/// The way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntakeConfig {
    /// `CERTFLOW_REQUEUE_MINUTES` (1–1440; 10): after how long an accepted event that nobody handled is queued again.
    pub requeue_after: SignedDuration,
}

impl IntakeConfig {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let minutes = reader.number("CERTFLOW_REQUEUE_MINUTES", 10, 1..=1_440);
        Some(Self { requeue_after: SignedDuration::from_mins(i64::from(minutes)) })
    }
}

/// Webhooks.
#[derive(Debug)]
pub struct WebhookConfig {
    /// `CERTFLOW_WEBHOOK_SECRETS`: 1 to 5, separated by spaces.
    pub secrets: Secrets,
    /// `CERTFLOW_STAFF_WEBHOOK_SECRETS`: those of staff; without any, staff's webhooks are not taken.
    pub staff: Option<Secrets>,
}

impl WebhookConfig {
    /// The variable with the portal's secrets.
    pub const SECRETS: &'static str = "CERTFLOW_WEBHOOK_SECRETS";
    /// The variable with staff's secrets.
    pub const STAFF: &'static str = "CERTFLOW_STAFF_WEBHOOK_SECRETS";

    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let staff = match reader.text(Self::STAFF) {
            Some(text) => reader.parse(Self::STAFF, &text).map(Some),
            None => Some(None),
        };
        let text = reader.required(Self::SECRETS, "the secrets that webhooks are signed with")?;
        Some(Self { secrets: reader.parse(Self::SECRETS, &text)?, staff: staff? })
    }
}

/// Pre-flight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreflightConfig {
    /// `CERTFLOW_RESOLVER` (`system`): see [`Choice`].
    pub resolver: Choice,
}

impl PreflightConfig {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let resolver = reader.text(Choice::VARIABLE);
        let resolver = resolver.map_or(Some(Choice::default()), |text| reader.parse(Choice::VARIABLE, &text));
        Some(Self { resolver: resolver? })
    }
}

/// The vendor's webhooks and what makes up for lost ones.
#[derive(Debug)]
pub struct VendorWebhookConfig {
    /// `CERTFLOW_VENDOR_WEBHOOK_KEYS`: see [`Keys`]; without any, calls of the vendor are turned away.
    pub keys: Option<Keys>,
    /// `CERTFLOW_VENDOR_WEBHOOK_SOURCES` (`216.168.240.0/20`, which DigiCert documents): see [`Networks`].
    pub sources: Networks,
}

impl VendorWebhookConfig {
    /// The variable with the secrets.
    pub const KEYS: &'static str = "CERTFLOW_VENDOR_WEBHOOK_KEYS";
    const SOURCES: &'static str = "CERTFLOW_VENDOR_WEBHOOK_SOURCES";

    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let keys = match reader.text(Self::KEYS) {
            Some(text) => Some(reader.parse(Self::KEYS, &text)?),
            None => None,
        };
        let sources = reader.text(Self::SOURCES).unwrap_or_else(|| Networks::DIGICERT.to_owned());
        Some(Self { keys, sources: reader.parse(Self::SOURCES, &sources)? })
    }
}

/// How often a vendor is asked which orders changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PollConfig {
    /// `CERTFLOW_POLL_MINUTES` (0–1440; 60); 0, and it is not.
    pub every: SignedDuration,
}

impl PollConfig {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let minutes = reader.number("CERTFLOW_POLL_MINUTES", 60, 0..=1_440);
        Some(Self { every: SignedDuration::from_mins(i64::from(minutes)) })
    }
}
