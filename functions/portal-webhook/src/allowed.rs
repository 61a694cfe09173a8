//! Who may say what: a portal its customers' acts, staff what they read and did at a vendor; each in their own name.

use platform::envelope::{Content, Envelope};
use procedure::event::EventKind;
use procedure::{Finding, Text};

/// Who signs a webhook. Each has secrets of its own, so that a portal cannot speak for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The customer portal.
    Portal,
    /// Staff, through a desk or console of the provider's.
    Staff,
}

impl Speaker {
    /// The events that it may say.
    pub const fn kinds(self) -> &'static [EventKind] {
        match self {
            Speaker::Portal => CUSTOMERS.as_slice(),
            Speaker::Staff => STAFFS.as_slice(),
        }
    }
}

/// The customer's acts.
const CUSTOMERS: [EventKind; 9] = [
    EventKind::OrderSubmitted,
    EventKind::ApplicationAmended,
    EventKind::ReissueRequested,
    EventKind::EnquiryAnswered,
    EventKind::DocumentReceived,
    EventKind::CertificateInstalled,
    EventKind::RenewalConfirmed,
    EventKind::OrderCancelled,
    EventKind::RevocationRequested,
];

/// What staff enter: the results of the desk's work, what the vendor says and does, and their own decisions.
const STAFFS: [EventKind; 15] = [
    EventKind::OrderPlaced,
    EventKind::VendorStatusChanged,
    EventKind::PhoneCheckLogged,
    EventKind::EnquiryRaised,
    EventKind::EnquiryClosed,
    EventKind::CertificateIssued,
    EventKind::CertificateInstalled,
    EventKind::DocumentReceived,
    EventKind::RenewalConfirmed,
    EventKind::OrderHeld,
    EventKind::OrderReleased,
    EventKind::OrderRejected,
    EventKind::OrderCancelled,
    EventKind::ResendRequested,
    EventKind::RevocationRequested,
];

/// Events of which certflow keeps in whose name they happened (R90).
const NAMED: [EventKind; 5] = [
    EventKind::OrderPlaced,
    EventKind::RenewalConfirmed,
    EventKind::OrderRejected,
    EventKind::OrderCancelled,
    EventKind::RevocationRequested,
];

/// News of documents that only staff can have: what they did at the vendor.
const STAFFS_NEWS: [&str; 3] = ["handed_over", "original_forwarded", "telegram_requested"];

pub(crate) fn check(envelope: &Envelope, webhook_id: &str, speaker: Speaker) -> Result<(), Finding> {
    if envelope.id.as_str() != webhook_id {
        return Err(other_id());
    }
    let kind = envelope.event_kind();
    let Some(kind) = kind.filter(|kind| speaker.kinds().contains(kind)) else {
        return Err(match speaker {
            Speaker::Portal => not_a_customers_act(),
            Speaker::Staff => not_a_staffs_act(),
        });
    };
    let by = match &envelope.content {
        Content::Inline(data) => data.get("by").and_then(|by| by.as_str()),
        Content::Stored => None,
    };
    let news = match &envelope.content {
        Content::Inline(data) => data.pointer("/record/news").and_then(|news| news.as_str()),
        Content::Stored => None,
    };
    match speaker {
        Speaker::Portal if by.is_some_and(|by| by != "customer") => Err(not_in_the_customers_name()),
        Speaker::Portal if news.is_some_and(|news| STAFFS_NEWS.contains(&news)) => Err(not_a_customers_act()),
        // An absent `by` would be read as the vendor's or the customer's.
        Speaker::Staff if NAMED.contains(&kind) && by != Some("staff") => Err(not_in_staffs_name()),
        Speaker::Portal | Speaker::Staff => Ok(()),
    }
}

fn other_id() -> Finding {
    Finding::stop(
        "webhook.other_id",
        "id",
        "Standard Webhooks webhook-id",
        Text::fixed(
            "イベントの id が webhook-id ヘッダーと一致しません。",
            "The event's id differs from the header webhook-id.",
        ),
        Text::fixed("同じ値を指定してください。", "Give both the same value."),
    )
}

fn not_a_customers_act() -> Finding {
    Finding::stop(
        "webhook.not_a_customers_act",
        "type",
        "R7",
        Text::fixed("ポータルから送信できないイベント種別です。", "A portal cannot send this type of event."),
        Text::fixed(
            "お客様の操作を表すイベントを送信してください。担当者の操作は certflow コマンドか担当者用の Webhook で行います。",
            "Send a customer's act; staff act through the `certflow` command or the staff's webhook.",
        ),
    )
}

fn not_a_staffs_act() -> Finding {
    Finding::stop(
        "webhook.not_a_staffs_act",
        "type",
        "R12",
        Text::fixed(
            "担当者用の Webhook では送信できないイベント種別です。",
            "Staff cannot send this type of event.",
        ),
        Text::fixed(
            "お客様の操作は、ポータル用の Webhook で送信してください。",
            "Send a customer's act through the portal's webhook.",
        ),
    )
}

fn not_in_the_customers_name() -> Finding {
    Finding::stop(
        "webhook.not_in_the_customers_name",
        "data.by",
        "R90",
        Text::fixed("お客様以外の名義の操作です。", "The act is in somebody else's name."),
        Text::fixed("`by` には `customer` を指定してください。", "Give `customer` as `by`."),
    )
}

fn not_in_staffs_name() -> Finding {
    Finding::stop(
        "webhook.not_in_staffs_name",
        "data.by",
        "R90",
        Text::fixed("担当者の名義になっていません。", "The act is not in staff's name."),
        Text::fixed("`by` には `staff` を指定してください。", "Give `staff` as `by`."),
    )
}
