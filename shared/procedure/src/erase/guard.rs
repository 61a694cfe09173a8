//! Refusals that have to do with erased orders.

use crate::{Finding, OrderId, Party, Refusal, Text};

/// The answer to whatever comes for an order whose personal data is erased.
pub fn erased_order(id: &OrderId) -> Finding {
    Finding::stop(
        "order.erased",
        "subject",
        "APPI Art. 22",
        Text::new(
            format!("注文 {id} の個人情報は消去済みです。"),
            format!("The personal data of order {id} is erased."),
        ),
        Text::fixed(
            "必要な場合は、新しい注文としてお申し込みください。",
            "Nothing can be done with it any more; apply anew if need be.",
        ),
    )
    .owed_by(Party::Provider)
}

/// The answer to an erasure while the vendor has not taken what was asked of it: forgetting the order now would
/// leave it running there.
pub fn vendor_request_open() -> Refusal {
    Finding::stop(
        "erasure.vendor_request_open",
        "order",
        "R90",
        Text::fixed(
            "ベンダーへの依頼（取り消し・失効など）が残っているため、まだ消去できません。",
            "A request to the vendor (to cancel or to revoke) has not gone out, so the order is still needed.",
        ),
        Text::fixed(
            "`certflow outbox` で保留中の送信を処理してから、もう一度実行してください。",
            "Settle the held sends (`certflow outbox`), then erase it.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
