//! The decision: record the document and tell what is wrong with it.

use procedure::event::DocumentReceived;
use procedure::notice::Notice;
use procedure::order::{Actor, DocumentNews, Order};
use procedure::{Decision, Moment, Party, Refusal, Text};

/// News of a document (R60): recorded with its facts, never its content, and held against the rules of the day the
/// vendor receives it. One that does not do is told to the customer with the item and the reason (R86).
///
/// # Errors
/// `order.finished`, `order.out_of_phase`, and the findings of `documents::DocumentSet`.
pub fn received(order: Order, event: &DocumentReceived, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let Some(outcome) = order.hear_of_document(&event.record, moment.policy, moment.now)? else {
        return Ok(Decision::of(order));
    };
    let (actor, what) = told(&event.record, outcome.refused.is_some(), outcome.complete);
    let decision = Decision::of(order).because(actor, what);
    // What only staff have to record is no letter to the customer.
    let theirs = |refusal: &Refusal| refusal.findings().iter().any(|finding| finding.acts == Party::Customer);
    Ok(match (&event.record, outcome.refused) {
        (DocumentNews::Recorded { facts }, Some(refusal)) if theirs(&refusal) => {
            decision.tell(Notice::DocumentRefused { document: facts.id.clone() })
        }
        _ => decision,
    })
}

fn told(news: &DocumentNews, refused: bool, complete: bool) -> (Actor, Text) {
    let (actor, ja, en) = match news {
        DocumentNews::Recorded { .. } if refused => {
            (Actor::Staff, "書類を確認しましたが、不備がありました", "A document does not do")
        }
        DocumentNews::Recorded { .. } => (Actor::Staff, "書類を確認しました", "A document is accepted"),
        DocumentNews::OriginalAnnounced { .. } => {
            (Actor::Customer, "原本が発送されました", "An original is in the post")
        }
        DocumentNews::OriginalForwarded { .. } => {
            (Actor::Staff, "原本をベンダーへ送付しました", "An original is on its way to the vendor")
        }
        DocumentNews::HandedOver { .. } => {
            (Actor::Staff, "書類をベンダーへ提出しました", "The documents were handed over to the vendor")
        }
        DocumentNews::Destroyed { .. } => (
            Actor::Staff,
            "保管できない書類を廃棄または返送しました",
            "A document that may not be kept is gone",
        ),
        DocumentNews::TelegramChosen => {
            (Actor::Customer, "電報による確認が選択されました", "The telegram was chosen")
        }
        DocumentNews::TelegramRequested => {
            (Actor::Staff, "ベンダーへ電報を依頼しました", "The vendor was asked for the telegram")
        }
        DocumentNews::TelegramDelivered => (Actor::Vendor, "電報が届きました", "The telegram was delivered"),
        DocumentNews::TelegramUndelivered => {
            (Actor::Vendor, "電報が届きませんでした", "The telegram came back")
        }
        DocumentNews::TelegramAnswered => {
            (Actor::Customer, "電報への応答が済みました", "The telegram was answered")
        }
    };
    let (rest_ja, rest_en) = if complete {
        ("。必要書類がそろいました。", "; nothing is outstanding.")
    } else {
        ("。", ".")
    };
    (actor, Text::new(format!("{ja}{rest_ja}"), format!("{en}{rest_en}")))
}
