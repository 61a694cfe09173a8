//! What certflow itself refuses to ask of the vendor.

use procedure::application::ApprovalDestination;
use procedure::{Finding, Party, Text, VendorOrderId};

use crate::certcentral::OrderStatus;
use crate::certcentral::order::Ours;

fn provider(code: &'static str, rule: &'static str, message: Text, remedy: Text) -> Finding {
    Finding::stop(code, "vendor_order", rule, message, remedy).owed_by(Party::Provider)
}

/// Several orders of the vendor carry our reference.
pub(in crate::port) fn several(orders: &[Ours]) -> Finding {
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
pub(in crate::port) fn unclear() -> Finding {
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
pub(in crate::port) fn not_wanted() -> Finding {
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
pub(in crate::port) fn no_such_order(vendor_order: &VendorOrderId) -> Finding {
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
pub(in crate::port) fn wrong_status(status: &OrderStatus) -> Finding {
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
pub(in crate::port) fn reissue_pending() -> Finding {
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
pub(in crate::port) fn term_over() -> Finding {
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
pub(in crate::port) fn other_organisation() -> Finding {
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
pub(in crate::port) fn inactive_organisation() -> Finding {
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
pub(in crate::port) fn no_common_name() -> Finding {
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
pub(in crate::port) fn no_serial() -> Finding {
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

/// Nobody waits for the mail at the vendor: it was answered meanwhile, or is not sent yet.
pub(in crate::port) fn mail_not_awaited() -> Finding {
    Finding::warning(
        "resend.not_awaited",
        "mail",
        "R20",
        Text::fixed(
            "ベンダー側でこのメールの承認を待っていないため、再送していません。",
            "At the vendor nobody waits for this mail, so it was not sent again.",
        ),
        Text::fixed(
            "承認済みであれば自動で反映されます。まだ送られていない場合は、審査が進むのを待ってください。",
            "What was approved shows by itself; what was never sent comes when the examination is that far.",
        ),
    )
    .owed_by(Party::Provider)
}

/// The vendor does not offer to mail to where the application has the mail go.
pub(in crate::port) fn no_mailbox(approval: &ApprovalDestination, scope: Option<&str>) -> Finding {
    let remedy = match approval {
        ApprovalDestination::TxtContact { .. } => Text::fixed(
            "ドメイン名の TXT レコード _validation-contactemail に申請時のメールアドレスを設定してから、再送してください。",
            "Publish the application's address in the TXT record _validation-contactemail, then have it sent again.",
        ),
        ApprovalDestination::Postmaster => Text::fixed(
            "CertCentral の設定で postmaster 宛ての承認メールが有効か確認してください。",
            "See in CertCentral's settings that approval mails to postmaster are switched on.",
        ),
    };
    let finding = Finding::warning(
        "resend.no_mailbox",
        "application.approval",
        "R23",
        Text::fixed(
            "申請した宛先へは、ベンダーが承認メールを送れません。どのドメイン名の分も再送していません。",
            "The vendor cannot mail to the address applied for; no mail was sent, for no name.",
        ),
        remedy,
    )
    .owed_by(Party::Provider);
    match scope {
        Some(scope) => finding.with_evidence(scope.chars().take(253).collect::<String>()),
        None => finding,
    }
}
