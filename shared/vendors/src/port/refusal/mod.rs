//! What the vendor or a rule refuses, told so that the right party can mend it. No finding quotes what was sent.

mod codes;
mod ours;

use procedure::{Finding, Party, Text};

pub(super) use ours::*;

use crate::certcentral::{Effect, Error};
use codes::{ROWS, Row};

/// The finding of an error that is an answer; `None` when nothing was answered.
pub(in crate::port) fn of(error: &Error) -> Option<Finding> {
    let finding = match error {
        Error::Refused { call, .. } if call.effect() == Effect::Read => Finding::stop(
            "vendor.lookup",
            "vendor_order",
            "R89",
            Text::fixed(
                "ベンダーの登録内容を確認できなかったため、依頼を送っていません。",
                "The vendor did not let us look first, so nothing was sent.",
            ),
            Text::fixed(
                "ベンダーの管理画面で、この注文が登録済みかどうかを確認してください。",
                "See in the vendor's console whether it has this order.",
            ),
        ),
        Error::Refused { reason, .. } => {
            let code = reason.code.to_lowercase();
            let fits = |row: &&Row| row.words.iter().any(|word| code.contains(word));
            let row = ROWS.iter().find(fits)?;
            Finding::stop(row.code, row.field, row.rule, row.message.clone(), row.remedy.clone())
                .owed_by(row.acts)
        }
        Error::NotOffered { .. } => Finding::stop(
            "vendor.product",
            "application.product",
            "R2",
            Text::fixed(
                "この商品に対応する CertCentral の商品が設定されていません。",
                "No CertCentral product is configured for this product.",
            ),
            Text::fixed(
                "商品 ID を設定してください（certflow.toml の [certcentral.account.products]、または CERTFLOW_CERTCENTRAL_ACCOUNT）。注文できる商品は `certflow vendor` で確認できます。",
                "Set its product id ([certcentral.account.products] in certflow.toml, or CERTFLOW_CERTCENTRAL_ACCOUNT); \
                 `certflow vendor` lists what the account may order.",
            ),
        ),
        Error::Unsent { .. } => Finding::stop(
            "vendor.limits",
            "application",
            "R13",
            Text::fixed(
                "ベンダーの API の上限を超えるため、送信していません。",
                "It exceeds a limit of the vendor's API, so nothing was sent.",
            ),
            Text::fixed(
                "ドメイン名の数などを確認し、必要なら申請を分けてください。",
                "Check the number of names; split the application if need be.",
            ),
        ),
        Error::Unknown { .. }
        | Error::Unavailable { .. }
        | Error::RateLimited { .. }
        | Error::Unauthorised { .. }
        | Error::Malformed { .. } => return None,
    };
    let ours = matches!(error, Error::Refused { call, .. } if call.effect() != Effect::Read);
    // The client's errors name calls, codes and masked sentences, never people.
    let finding = finding.with_evidence(error.to_string());
    Some(if ours { finding } else { finding.owed_by(Party::Provider) })
}
