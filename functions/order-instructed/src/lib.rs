//! …
pub mod decide;

use procedure::{Finding, Party, Text};

/// What staff look into when an order ends while it is being placed.
fn may_be_placed() -> Finding {
    Finding::stop(
        "order.may_be_placed",
        "vendor_order",
        "R89",
        Text::fixed(
            "申請の途中で終了したため、ベンダーに登録されている可能性があります。",
            "It ended while it was being placed: the vendor may have it.",
        ),
        Text::fixed(
            "ベンダーの管理画面で確認し、登録されていれば取り消してください。",
            "Look in the vendor's console and cancel it there if need be.",
        ),
    )
    .owed_by(Party::Provider)
}
#[cfg(test)]
mod tests;
