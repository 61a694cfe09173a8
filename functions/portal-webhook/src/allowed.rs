//! What a portal may say: its customers' acts, in their name alone.

use platform::envelope::{Content, Envelope};
use procedure::event::EventKind;
use procedure::{Finding, Text};

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

pub(crate) fn check(envelope: &Envelope, webhook_id: &str) -> Result<(), Finding> {
    if envelope.id.as_str() != webhook_id {
        return Err(Finding::stop(
            "webhook.other_id",
            "id",
            "Standard Webhooks webhook-id",
            Text::fixed(
                "イベントの id が webhook-id ヘッダーと一致しません。",
                "The event's id differs from the header webhook-id.",
            ),
            Text::fixed("同じ値を指定してください。", "Give both the same value."),
        ));
    }
    if !envelope.event_kind().is_some_and(|kind| CUSTOMERS.contains(&kind)) {
        return Err(Finding::stop(
            "webhook.not_a_customers_act",
            "type",
            "R7",
            Text::fixed(
                "ポータルから送信できないイベント種別です。",
                "A portal cannot send this type of event.",
            ),
            Text::fixed(
                "お客様の操作を表すイベントを送信してください。担当者の操作は certflow コマンドで行います。",
                "Send a customer's act; staff act through the `certflow` command.",
            ),
        ));
    }
    let by = match &envelope.content {
        Content::Inline(data) => data.get("by").and_then(|by| by.as_str()),
        Content::Stored => None,
    };
    if by.is_some_and(|by| by != "customer") {
        return Err(Finding::stop(
            "webhook.not_in_the_customers_name",
            "data.by",
            "R90",
            Text::fixed("お客様以外の名義の操作です。", "The act is in somebody else's name."),
            Text::fixed("`by` には `customer` を指定してください。", "Give `customer` as `by`."),
        ));
    }
    Ok(())
}
