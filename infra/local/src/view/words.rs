//! Words that several views share.

use jiff::Timestamp;
use procedure::Text;
use procedure::calendar::JAPAN;
use procedure::erase::Erased;
use procedure::order::{Actor, CheckKind, Stage, StepState};

use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::de::{Deserialize, IntoDeserializer};

use super::{Page, Tone};

/// `2026-12-01 10:00` in Japan time.
pub fn when(at: Timestamp) -> String {
    JAPAN.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The minute in Japan, with the offset: for lines that stand alone.
pub fn japan_minute(at: Timestamp) -> String {
    format!("{} JST", when(at))
}

/// `2026-12-01 10:00 まで`, or nothing without a deadline.
pub fn due_by(page: &Page, until: Option<Timestamp>) -> String {
    match until {
        Some(until) => match page.language() {
            procedure::Language::Ja => format!("{} まで", when(until)),
            procedure::Language::En => format!("by {}", when(until)),
        },
        None => String::new(),
    }
}

/// Who caused an event.
pub const fn actor(actor: Actor) -> Text {
    match actor {
        Actor::Customer => Text::fixed("お客様", "customer"),
        Actor::Staff => Text::fixed("担当者", "staff"),
        Actor::Vendor => Text::fixed("ベンダー", "vendor"),
        Actor::System => Text::fixed("システム", "certflow"),
    }
}

/// Why an order exists, by its code.
pub fn kind(code: &str) -> Text {
    match code {
        "renewal" => Text::fixed("更新", "renewal"),
        "reissue" => Text::fixed("再発行", "reissue"),
        _ => Text::fixed("新規取得", "new"),
    }
}

/// Where a step stands.
pub const fn step_state(state: &StepState) -> (Text, Tone) {
    match state {
        StepState::Ahead => (Text::fixed("これから", "ahead"), Tone::Plain),
        StepState::Current { .. } => (Text::fixed("進行中", "now"), Tone::Open),
        StepState::Done => (Text::fixed("完了", "done"), Tone::Good),
        StepState::NotRequired => (Text::fixed("不要", "not needed"), Tone::Faint),
    }
}

/// What an act is, by its code: lists come from an index that holds codes.
pub(super) fn act_label(code: &str) -> Text {
    match code {
        "mend_application" => Text::fixed("申請内容の修正", "mend the application"),
        "confirm_renewal" => Text::fixed("申請情報の確認", "confirm the application"),
        "submit" => Text::fixed("証明書の申請", "submit to the vendor"),
        "place" => Text::fixed("ベンダーへの申請登録", "enter the order at the vendor"),
        "approve_domain" => CheckKind::Domain.label(),
        "examine_organisation" => CheckKind::Organisation.label(),
        "answer_call" => CheckKind::Phone.label(),
        "send_documents" => CheckKind::Documents.label(),
        "hand_documents_over" => Text::fixed("書類のベンダーへの提出", "hand the documents over"),
        "forward_original" => Text::fixed("原本のベンダーへの郵送", "send the original on by post"),
        "request_telegram" => Text::fixed("ベンダーへの電報の依頼", "ask the vendor for the telegram"),
        "employment" => CheckKind::Employment.label(),
        "confirm_issuance" => CheckKind::Confirmation.label(),
        "read_status" => Text::fixed("ベンダーの未知の状態の確認", "read the vendor's unknown status"),
        "issue" => Text::fixed("証明書の発行", "issue the certificate"),
        "install" => Text::fixed("証明書のサーバー設定", "set it on the server"),
        "revoke" => Text::fixed("証明書の失効", "revoke the certificate"),
        "withdraw" => Text::fixed("ベンダーの申請の取り消し", "withdraw the order at the vendor"),
        "renewal" => Text::fixed("更新手続きの開始日", "the renewal opens"),
        "answer_enquiry" => Text::fixed("ベンダーからの照会への回答", "answer the vendor's enquiry"),
        "pass_answer_on" => Text::fixed("照会への回答のベンダーへの連絡", "pass the answer on to the vendor"),
        "look_into" => Text::fixed("確認が必要な事項の対応", "look into what needs attention"),
        "mask_document" => Text::fixed(
            "受領書類の保険者番号等のマスキングまたは廃棄",
            "mask the insurance numbers on a document, or destroy it",
        ),
        "destroy_document" => {
            Text::fixed("保管できない書類の廃棄または返送", "destroy a document, or send it back")
        }
        "release" => Text::fixed("保留の解除", "release the hold"),
        unknown => Text::new(unknown, unknown),
    }
}

/// What a stage is called, by its code.
pub(super) fn stage_label(code: &str) -> Text {
    if code == Erased::STAGE {
        return Erased::label();
    }
    let reader: StrDeserializer<'_, ValueError> = code.into_deserializer();
    Stage::deserialize(reader).map_or_else(|_| Text::new(code, code), Stage::label)
}

#[cfg(test)]
mod tests {
    use procedure::documents::Duty;
    use procedure::order::{DocumentNews, Ending, Order};
    use procedure::{Product, samples};

    use super::*;

    /// R12: the index tells an act by the code that the order's own page tells it by, so both must say the same.
    #[test]
    fn lists_call_acts_and_stages_what_pages_call_them() {
        let mut held = samples::accepted(Product::Bizcert);
        held.put_on_hold(samples_text(), samples::now()).unwrap();
        let mut placing = samples::accepted(Product::Bizcert);
        placing.intend_placement(&Default::default(), samples::now()).unwrap();
        let mut attended = samples::examining(Product::DigicertSecureServerIdEv);
        attended.needs_attention(procedure::order::unknown_order(&samples::order_id()).findings()[0].clone());
        let mut cancelled = samples::examining(Product::Bizcert);
        cancelled.end(Ending::Cancelled, Some(samples_text()), samples::now()).unwrap();
        let mut unkept =
            samples::placed(samples::accepted_from(&samples::sole_proprietor_draft(Product::Bizcert)));
        for (id, masked) in [("D1", None), ("D2", Some(false))] {
            let facts = serde_json::json!({ "id": id, "kind": "passport", "form": "posted_copy",
                "received_at": samples::now(), "my_number_visible": masked.is_none(),
                "insurance_number_masked": masked });
            let news = DocumentNews::Recorded { facts: serde_json::from_value(facts).unwrap() };
            unkept.hear_of_document(&news, &Default::default(), samples::now()).unwrap();
        }
        let mut documented = samples::examining(Product::Bizcert);
        let document: procedure::documents::DocumentId = samples::id("bill");
        let duties = vec![
            Duty::HandOver { documents: vec![document.clone()] },
            Duty::ForwardOriginal { document },
            Duty::RequestTelegram,
        ];
        documented.documents.owe(duties, samples::now(), samples::now());
        let orders: Vec<Order> = Product::ALL
            .into_iter()
            .flat_map(|product| {
                [samples::accepted(product), samples::examining(product), samples::issued(product, 199)]
            })
            .chain([held, placing, attended, cancelled, unkept, documented])
            .collect();
        for order in orders {
            assert_eq!(stage_label(order.stage().code()), order.stage().label());
            for act in order.acts() {
                assert_eq!(act_label(&act.code), act.what, "{}", act.code);
            }
        }
    }

    fn samples_text() -> procedure::order::EnquiryText {
        procedure::order::EnquiryText::new("comment", "x").unwrap()
    }
}
