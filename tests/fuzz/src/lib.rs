//! What comes from outside, fed with any bytes. Each function here takes an input and must return: no panic, no
//! unbounded allocation, and what is read is read the same again.
//!
//! `cargo fuzz` drives them for hours (`tests/fuzz`), an ordinary test for seconds (`tests/tests/fuzz.rs`).

use futures::FutureExt as _;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use letters::inbound::{self, Judgement, Receipt};
use platform::dispatch::{Queue, QueueError};
use platform::envelope::{Content, Envelope};
use platform::intake::Intake;
use platform::resolver::read_response;
use platform::store::MemoryStore;
use platform::webhook::{Secrets, sign};
use procedure::contact::{DnsContact, Email};
use procedure::event::{Event, Room};
use procedure::name::{DnsName, Names};
use procedure::order::Order;
use procedure::pki::{Csr, VendorLimits, WeakKeys, csr};
use procedure::policy::Policy;
use procedure::preflight::{self, Kind, Observations, Owner, Question, Seen};
use procedure::{Finding, Product, Validation, Vendor, application, samples};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, LazyLock};

/// An input's driver.
pub type Target = fn(&[u8]);

/// Every driver by its name, which is also the name of its fuzz target and of its folder of seeds.
pub const TARGETS: [(&str, Target); 7] = [
    ("caa", caa),
    ("csr", csr_input),
    ("event", event),
    ("mail", mail),
    ("subject", subject),
    ("txt", txt),
    ("webhook", webhook),
];

/// Memory that an execution may hold whatever its input, in bytes.
const FREE: usize = 256 * 1024;
/// Memory that an execution may hold for each byte of its input, in bytes.
const PER_BYTE: usize = 64;

/// Drives `target` with `data`.
///
/// # Panics
/// When the target does, or holds more memory at a time than an input of this length may cost.
pub fn run(target: Target, data: &[u8]) {
    LazyLock::force(&FIXED);
    let mut outcome = Ok(());
    // The counter needs its end also when the target panics.
    let held = allocation_counter::measure(|| {
        outcome = catch_unwind(AssertUnwindSafe(|| target(data)));
    });
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
    let (held, allowed) = (held.bytes_max, (FREE + PER_BYTE * data.len()) as u64);
    assert!(held <= allowed, "{held} bytes held for an input of {}", data.len());
}

/// The token in the links of the seeds: nothing may show it.
pub const TOKEN: &str = "Kq7ZtR2mVx9LwB4nYc8PdH3s";

/// Half an hour after the sample order, when its mails arrive.
fn now() -> Timestamp {
    samples::now() + SignedDuration::from_mins(31)
}

/// Where copies are handed on to.
const INTAKE: &str = "approvals@approvals.hosting.example";

/// The defaults with the seeds' approval host and an intake, so that what lies behind both is reached.
fn policy() -> Policy {
    let mut policy = Policy::default();
    policy.intake.extend(INTAKE.parse::<Email>());
    let mut profiles = serde_json::to_value(&policy.profiles).unwrap_or_default();
    for profile in profiles.as_array_mut().into_iter().flatten() {
        if let Some(hosts) = profile["approval_hosts"].as_array_mut() {
            hosts.push("approval.example.com".into());
        }
    }
    policy.profiles = serde_json::from_value(profiles).unwrap_or(policy.profiles);
    policy
}

/// Settings and orders are the same for every input.
struct Fixed {
    policy: Policy,
    settings: preflight::Settings,
    orders: [Order; 2],
    names: Option<Names>,
    secrets: Option<Secrets>,
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let mut contact = samples::draft(Product::DigicertSecureServerId);
    contact.approval.method = "txt_contact".to_owned();
    contact.approval.email = Some("ssl-admin@example.jp".to_owned());
    Fixed {
        policy: policy(),
        settings: preflight::Settings::default(),
        orders: [
            samples::examining(Product::CybertrustSureServer),
            samples::placed(samples::accepted_from(&contact)),
        ],
        names: samples::accepted(Product::Bizcert).application.names.into(),
        secrets: "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=".parse().ok(),
    }
});

/// A mail, from its bytes to the judgement whether it may be believed: as it came to a postmaster, as SES says it came,
/// as a copy at the intake, and as staff enter it.
pub fn mail(data: &[u8]) {
    let fixed = &*FIXED;
    let profiles = &fixed.policy.profiles;
    let Ok(mail) = inbound::read(data, profiles, now()) else { return };
    let stored = |to: &str| inbound::read_stored(data, vec![to.to_owned()], profiles, now()).ok();
    let named = inbound::recipient(data);
    assert!(
        named.as_ref().is_none_or(|to| to.contains('@') && !to.contains(char::is_whitespace)),
        "{named:?}"
    );
    let receipts =
        ["postmaster@www.example.jp", INTAKE].into_iter().chain(named.as_deref()).filter_map(stored);
    let receipts = receipts.map(|(again, receipt)| {
        assert_eq!(again, mail, "a mail is not read the same again");
        receipt
    });
    for receipt in receipts.chain([Receipt::by_staff(&mail)]) {
        for order in &fixed.orders {
            let judgement = inbound::judge(&mail, &receipt, order, &fixed.policy, now());
            assert!(!shows_token(&judgement), "a judgement shows the token of a link");
        }
        if let Err(findings) = inbound::notice(&mail, &receipt) {
            assert!(!shows_token(&Judgement::Unknown(findings)), "a notice shows the token of a link");
        }
    }
    assert!(!shows_token(&inbound::no_order(&mail)), "a mail without an order shows the token of its link");
    assert!(!format!("{mail:?} {:?}", mail.notified()).contains(TOKEN), "a mail shows the token of its link");
    assert!(!mail.subject().contains(TOKEN), "a subject shows the token of a link");
    assert!(inbound::domains(&mail).len() <= 20, "domains without bound");
}

/// Whether the token stands in a text that was put together at run time; fixed ones, long and many, know of no mail.
fn shows_token(judgement: &Judgement) -> bool {
    let (name, findings) = match judgement {
        Judgement::Seen { name, notes, seen: _ } => (Some(name.as_str()), notes),
        Judgement::Quarantined(findings) | Judgement::Unknown(findings) => (None, findings),
    };
    let texts = findings.iter().flat_map(|finding| {
        let Finding { code, field, rule, message, remedy, evidence, severity: _, acts: _ } = finding;
        let texts = [code, field, rule, &message.ja, &message.en, &remedy.ja, &remedy.en];
        let made = texts.into_iter().filter(|text| matches!(text, Cow::Owned(_)));
        made.map(|text| text.as_ref()).chain(evidence.as_deref())
    });
    name.into_iter().chain(texts).any(|text| text.contains(TOKEN))
}

/// The value of a Subject field: encoded words, charsets, patterns, names.
pub fn subject(data: &[u8]) {
    let head = b"From: no-reply@digitalcertvalidation.com\r\nTo: postmaster@www.example.jp\r\n\
                 Date: Tue, 24 Nov 2026 10:30:00 +0900\r\nSubject: ";
    let mut raw = head.to_vec();
    raw.extend_from_slice(data);
    raw.extend_from_slice(b"\r\n\r\nx\r\n");
    mail(&raw);
}

/// The RDATA of a CAA record (RFC 8659 §4.1), as it comes over the wire.
pub fn caa(data: &[u8]) {
    let seen = read_response(Kind::Caa, &response(257, data));
    let text = format!("{seen:?}");
    assert!(text.len() < 64 * 1024, "a CAA record grew to {} bytes", text.len());
    judge("www.example.jp", Kind::Caa, seen);
}

/// The RDATA of a TXT record at `_validation-contactemail`, as it comes over the wire, and as text.
pub fn txt(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(contact) = text.parse::<DnsContact>()
    {
        let again = contact.expose();
        assert_eq!(again.parse::<DnsContact>().as_ref(), Ok(&contact), "an address is not read back");
    }
    let seen = read_response(Kind::Txt, &response(16, data));
    judge("_validation-contactemail.example.jp", Kind::Txt, seen);
}

/// What pre-flight makes of an answer.
fn judge(owner: &str, kind: Kind, seen: Seen) {
    let fixed = &*FIXED;
    let (Some(order), Some(owner)) = (fixed.orders.last(), Owner::host(owner)) else { return };
    let known = |name: &str, kind| {
        Some((Question::new(Owner::host(name)?, kind), Seen::plain(preflight::Outcome::NoData)))
    };
    let questions = [known("example.jp", Kind::Caa), known("example.jp", Kind::Mx)];
    let given = [Some((Question::new(owner, kind), seen))];
    let seen: Observations = given.into_iter().chain(questions).flatten().collect();
    let findings = preflight::judge(&order.application, &seen, &fixed.settings, now());
    bounded(&findings);
}

/// No finding grows with its input.
fn bounded(findings: &[Finding]) {
    assert!(findings.len() <= 200, "{} findings", findings.len());
    let most = findings.iter().filter_map(|finding| finding.evidence.as_ref()).map(String::len).max();
    assert!(most.unwrap_or_default() < 64 * 1024, "evidence of {most:?} bytes");
}

/// A response with one answer of `kind` for `www.example.jp`.
fn response(kind: u16, rdata: &[u8]) -> Vec<u8> {
    let rdata = rdata.get(..usize::from(u16::MAX)).unwrap_or(rdata);
    let mut wire = vec![0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
    wire.extend_from_slice(b"\x03www\x07example\x02jp\0");
    wire.extend(kind.to_be_bytes());
    wire.extend([0, 1, 0xC0, 0x0C]);
    wire.extend(kind.to_be_bytes());
    wire.extend([0, 1, 0, 0, 0x0E, 0x10]);
    wire.extend(u16::try_from(rdata.len()).unwrap_or(u16::MAX).to_be_bytes());
    wire.extend_from_slice(rdata);
    wire
}

/// A CSR: PEM as pasted, or its DER.
pub fn csr_input(data: &[u8]) {
    let fixed = &*FIXED;
    let text = match std::str::from_utf8(data) {
        Ok(text) => text.to_owned(),
        Err(_) => format!(
            "-----BEGIN CERTIFICATE REQUEST-----\n{}\n-----END CERTIFICATE REQUEST-----\n",
            base64(data)
        ),
    };
    let Ok(read) = Csr::parse(&text) else { return };
    assert_eq!(Csr::parse(read.pem()).as_ref(), Ok(&read), "a CSR is not read back");
    let Some(names) = &fixed.names else { return };
    for (vendor, validation) in [(Vendor::Digicert, Validation::Ev), (Vendor::Cybertrust, Validation::Ov)] {
        let limits = VendorLimits::of(vendor);
        bounded(&csr::check(&read, names, validation, &limits, &WeakKeys::default()));
    }
}

fn base64(data: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(data.len() / 3 * 4 + 4);
    for chunk in data.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * n)) as usize & 63];
            text.push(if n > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

/// An event: the envelope (CloudEvents 1.0 in JSON), its data, and an application in it.
pub fn event(data: &[u8]) {
    let Ok(envelope) = Envelope::decode(data) else { return };
    let again = envelope.encode();
    assert_eq!(Envelope::decode(&again).as_ref(), Ok(&envelope), "an envelope is not read back");
    let (Some(kind), Content::Inline(data)) = (envelope.event_kind(), &envelope.content) else { return };
    let Ok(event) = Event::decode(kind, data.clone()) else { return };
    assert_eq!(Event::decode(kind, event.data()).as_ref(), Ok(&event), "an event is not read back");
    let draft = match &event {
        Event::OrderSubmitted(event) => &event.application,
        Event::ApplicationAmended(event) => &event.application,
        _ => return,
    };
    match application::check(draft) {
        Ok((application, findings)) => {
            bounded(&findings);
            let _: Option<DnsName> = application.names.first().domain().base_domain();
        }
        Err(refusal) => bounded(refusal.findings()),
    }
}

/// A queue that takes everything.
struct Sink;

#[async_trait::async_trait]
impl Queue for Sink {
    async fn send(&self, _: Room, _: &[u8]) -> Result<(), QueueError> {
        Ok(())
    }
}

/// The clock of the samples.
struct Still;

impl platform::Clock for Still {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// A webhook: header lines, an empty line, the body. Once as it came, once signed with the right secret, so that what
/// lies behind the signature is reached too.
pub fn webhook(data: &[u8]) {
    let end = data.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = match end {
        Some(end) => (&data[..end], &data[end + 2..]),
        None => (&[][..], data),
    };
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n').take(20) {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = (&line[..colon], line.get(colon + 1..).unwrap_or_default());
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value.trim_ascii()))
        {
            headers.append(name, value);
        }
    }
    received(&headers, body);
    let id =
        Envelope::decode(body).map(|envelope| envelope.id.to_string()).unwrap_or_else(|_| "msg_1".to_owned());
    let Some(secrets) = &FIXED.secrets else { return };
    let Ok(signed) = sign(&id, body, secrets, now()) else { return };
    let mut headers = HeaderMap::new();
    for (name, value) in signed {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    received(&headers, body);
}

fn received(headers: &HeaderMap, body: &[u8]) {
    let Some(secrets) = &FIXED.secrets else { return };
    let intake = Intake {
        store: Arc::new(MemoryStore::in_memory()),
        queue: Arc::new(Sink),
        clock: Arc::new(Still),
        requeue_after: SignedDuration::from_mins(10),
    };
    // The store in memory answers at once.
    let answer = portal_webhook::receive(headers, body, secrets, &intake, now()).now_or_never();
    let status = answer.map(|answer| answer.status);
    assert!(status.is_some_and(|status| (200..500).contains(&status)), "a webhook was answered {status:?}");
}
