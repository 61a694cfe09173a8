//! What the vendor or a rule refuses, told so that the right party can mend it. No finding quotes what was sent.

use procedure::{Finding, Party, Text, VendorOrderId};

use crate::certcentral::order::Ours;
use crate::certcentral::{Effect, Error, OrderStatus};

/// One line of the table of the vendor's codes.
struct Row {
    /// What the code contains; only some codes are documented, so families are matched by their word.
    words: &'static [&'static str],
    code: &'static str,
    field: &'static str,
    rule: &'static str,
    acts: Party,
    message: Text,
    remedy: Text,
}

/// The table; the first line that matches counts.
static ROWS: [Row; 7] = [
    Row {
        words: &["caa_"],
        code: "vendor.caa",
        field: "application.names",
        rule: "RFC 8659",
        acts: Party::Customer,
        message: Text::fixed(
            "CAA レコードにより、ベンダーがこのドメイン名の証明書を発行できません。",
            "A CAA record keeps the vendor from issuing for a name.",
        ),
        remedy: Text::fixed(
            "ドメイン名の CAA レコードにベンダーの値を追加するか、CAA レコードを見直してください。",
            "Add the vendor's value to the domain's CAA records, or review them.",
        ),
    },
    Row {
        words: &["csr"],
        code: "vendor.csr",
        field: "application.csr",
        rule: "A28",
        acts: Party::Customer,
        message: Text::fixed(
            "ベンダーが CSR を受け付けませんでした。",
            "The vendor does not accept the CSR.",
        ),
        remedy: Text::fixed(
            "新しい鍵で CSR を作成し、申請情報を更新してください。",
            "Make a CSR with a new key and update the application.",
        ),
    },
    Row {
        words: &["common_name", "dns_name", "invalid_domain", "wildcard"],
        code: "vendor.names",
        field: "application.names",
        rule: "A27",
        acts: Party::Customer,
        message: Text::fixed(
            "ベンダーがドメイン名を受け付けませんでした。",
            "The vendor does not accept one of the names.",
        ),
        remedy: Text::fixed(
            "申請ドメイン名を確認し、申請情報を更新してください。",
            "Check the names and update the application.",
        ),
    },
    Row {
        words: &["validity", "expiration_date"],
        code: "vendor.validity",
        field: "vendor_order",
        rule: "A3",
        acts: Party::Provider,
        message: Text::fixed(
            "ベンダーが証明書の有効期間を受け付けませんでした。",
            "The vendor does not accept the validity asked for.",
        ),
        remedy: Text::fixed(
            "有効期間の設定と、ベンダーの注文の残り期間を確認してください。",
            "Check the configured validity and what is left of the vendor's order.",
        ),
    },
    Row {
        words: &["organization", "contact"],
        code: "vendor.organisation",
        field: "application.organisation",
        rule: "P7",
        acts: Party::Provider,
        message: Text::fixed(
            "ベンダーが申請組織または連絡先の登録を受け付けませんでした。",
            "The vendor does not accept the organisation or a contact.",
        ),
        remedy: Text::fixed(
            "ベンダーの管理画面で申請組織を確認し、登録済みの組織があれば設定で法人番号に対応付けてください。",
            "Look at the organisation in the vendor's console; if it is there already, map its corporate number in \
             the settings.",
        ),
    },
    Row {
        words: &["renewal"],
        code: "vendor.renewal",
        field: "vendor_order",
        rule: "A3",
        acts: Party::Provider,
        message: Text::fixed(
            "ベンダーがこの注文の更新を受け付けませんでした。",
            "The vendor does not take a renewal of the earlier order.",
        ),
        remedy: Text::fixed(
            "ベンダーの管理画面で、更新元の注文の期間と状態を確認してください。",
            "Look at the earlier order's term and status in the vendor's console.",
        ),
    },
    Row {
        words: &[""],
        code: "vendor.refused",
        field: "vendor_order",
        rule: "R19",
        acts: Party::Provider,
        message: Text::fixed("ベンダーが依頼を受け付けませんでした。", "The vendor refused the request."),
        remedy: Text::fixed(
            "ベンダーの管理画面とアカウントの設定（商品・残高・権限）を確認してください。",
            "Look at the vendor's console and the account: products, balance, permissions.",
        ),
    },
];

/// The finding of an error that is an answer; `None` when nothing was answered.
pub(super) fn of(error: &Error) -> Option<Finding> {
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
                "設定の商品 ID を確認してください。",
                "Configure its product id (`GET /product` lists what the account may order).",
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

fn provider(code: &'static str, rule: &'static str, message: Text, remedy: Text) -> Finding {
    Finding::stop(code, "vendor_order", rule, message, remedy).owed_by(Party::Provider)
}

/// Several orders of the vendor carry our reference.
pub(super) fn several(orders: &[Ours]) -> Finding {
    let list: Vec<String> = orders.iter().map(|ours| format!("{} ({})", ours.order, ours.status)).collect();
    provider(
        "vendor.several",
        "R89",
        Text::fixed(
            "この注文番号を持つ注文が、ベンダーに複数あります。",
            "The vendor has several orders with our reference.",
        ),
        Text::fixed(
            "ベンダーの管理画面で 1 件を残して取り消し、残した番号を登録してください。",
            "Cancel all but one in the vendor's console, then record that one's number (`certflow placed`).",
        ),
    )
    .with_evidence(list.join(", "))
}

/// Too many orders of the same name to tell whether one is ours.
pub(super) fn unclear() -> Finding {
    provider(
        "vendor.unclear",
        "R89",
        Text::fixed(
            "同じコモンネームの注文が多く、登録済みかどうかを判定できません。",
            "Too many recent orders have this common name to tell whether one is ours.",
        ),
        Text::fixed(
            "ベンダーの管理画面で確認し、登録済みならその番号を登録してください。",
            "Look in the vendor's console; if it is there, record its number (`certflow placed`).",
        ),
    )
}

/// The order is not being placed any more, and the vendor does not have it.
pub(super) fn not_wanted() -> Finding {
    provider(
        "vendor.not_wanted",
        "R13",
        Text::fixed(
            "注文が申請中ではなくなったため、ベンダーに送っていません。",
            "The order is not being placed any more; the vendor does not have it.",
        ),
        Text::fixed("必要なら、新しい注文として申し込んでください。", "Apply anew if it is still wanted."),
    )
}

/// The vendor's order that a reissue, cancellation or revocation names does not exist.
pub(super) fn no_such_order(vendor_order: &VendorOrderId) -> Finding {
    provider(
        "vendor.no_such_order",
        "R90",
        Text::fixed(
            "CertCentral にこの番号の注文がありません。",
            "CertCentral has no order under this number.",
        ),
        Text::fixed(
            "ベンダー注文番号を確認し、ベンダーの管理画面で手続きしてください。",
            "Check the vendor's number and act in the vendor's console.",
        ),
    )
    .with_evidence(vendor_order.to_string())
}

/// The vendor's order is in a status in which this cannot be done.
pub(super) fn wrong_status(status: &OrderStatus) -> Finding {
    provider(
        "vendor.status",
        "R19",
        Text::fixed(
            "ベンダーの注文は、この依頼を受け付けられる状態ではありません。",
            "The vendor's order is in a status in which this cannot be done.",
        ),
        Text::fixed(
            "ベンダーの管理画面で状態を確認してください。発行済みの証明書は取り消せず、失効が必要です。",
            "Look at it in the vendor's console. An issued certificate cannot be cancelled, only revoked.",
        ),
    )
    .with_evidence(status.to_string())
}

/// Another reissue of the same order of the vendor is pending.
pub(super) fn reissue_pending() -> Finding {
    provider(
        "vendor.reissue_pending",
        "A3",
        Text::fixed(
            "ベンダーの同じ注文で、別の再発行が審査中です。",
            "Another reissue of the vendor's order is under examination.",
        ),
        Text::fixed(
            "その再発行が完了するか取り消されてから、もう一度申請してください。",
            "Place this one again once that reissue is issued or cancelled.",
        ),
    )
}

/// The term of the vendor's order is over, so that nothing of it can be reissued.
pub(super) fn term_over() -> Finding {
    provider(
        "vendor.term_over",
        "A3",
        Text::fixed(
            "ベンダーの注文の期間が終了しているため、再発行できません。",
            "The term of the vendor's order is over: nothing of it can be reissued.",
        ),
        Text::fixed("更新または新規の注文として申請してください。", "Place a renewal or a new order."),
    )
}

/// A reissue keeps the organisation of its order, which is another one.
pub(super) fn other_organisation() -> Finding {
    Finding::stop(
        "vendor.other_organisation",
        "application.organisation",
        "A3",
        Text::fixed(
            "ベンダーの注文は別の申請組織のものです。再発行では組織を変更できません。",
            "The vendor's order is for another organisation, which a reissue cannot change.",
        ),
        Text::fixed(
            "申請組織を確認し、変更が必要なら新規の注文として申請してください。",
            "Check the organisation; if it changed, place a new order.",
        ),
    )
    .owed_by(Party::Provider)
}

/// The organisation is known to the account and switched off there.
pub(super) fn inactive_organisation() -> Finding {
    Finding::stop(
        "vendor.inactive_organisation",
        "application.organisation",
        "P14",
        Text::fixed(
            "申請組織が CertCentral で無効になっています。",
            "The organisation is deactivated in CertCentral.",
        ),
        Text::fixed(
            "ベンダーの管理画面で有効にするか、別の組織を設定で対応付けてください。",
            "Activate it in the vendor's console, or map another one in the settings.",
        ),
    )
    .owed_by(Party::Provider)
}

/// No name is short enough for the common name, which the API demands.
pub(super) fn no_common_name() -> Finding {
    Finding::stop(
        "names.no_common_name",
        "application.names",
        "BR 7.1.4",
        Text::fixed(
            "コモンネームにできる 64 文字以内のドメイン名がありません。",
            "No name has at most 64 characters, as the vendor needs for the common name.",
        ),
        Text::fixed(
            "64 文字以内のドメイン名を 1 件以上追加してください。",
            "Add a name of at most 64 characters.",
        ),
    )
}

/// The serial number of the certificate to be revoked cannot be read.
pub(super) fn no_serial() -> Finding {
    provider(
        "vendor.serial",
        "A26",
        Text::fixed(
            "証明書のシリアル番号を読み取れません。",
            "The certificate's serial number is unreadable.",
        ),
        Text::fixed("ベンダーの管理画面で失効してください。", "Revoke it in the vendor's console."),
    )
}
