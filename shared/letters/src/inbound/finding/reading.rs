//! What cannot be read, or is of no order.

use procedure::name::DnsName;
use procedure::{Finding, Severity, Text};

use super::{look_into_it, stop};

pub(in crate::inbound) fn too_large() -> Finding {
    stop(
        "mail.too_large",
        "mail",
        "R41",
        Text::fixed("メールが 1 MiB を超えています。", "The mail is larger than 1 MiB."),
        look_into_it(),
    )
}

pub(in crate::inbound) fn header_too_large() -> Finding {
    stop(
        "mail.header_too_large",
        "mail.header",
        "R41",
        Text::fixed(
            "メールのヘッダーが 160 KiB、または 1,000 項目を超えています。",
            "The mail's header section is larger than 160 KiB, or has more than 1,000 fields.",
        ),
        look_into_it(),
    )
}

pub(in crate::inbound) fn unreadable() -> Finding {
    stop(
        "mail.unreadable",
        "mail",
        "RFC 5322",
        Text::fixed("メールとして読み取れません。", "This is no mail: it has no header field."),
        Text::fixed(
            "受信したメールを、ヘッダーを含む .eml 形式のまま登録してください。",
            "Enter the mail as it was received, headers and all (.eml).",
        ),
    )
}

/// Ordinary mail; nobody has to do anything.
pub(in crate::inbound) fn not_approval() -> Finding {
    let finding = stop(
        "mail.not_approval",
        "mail.subject",
        "R41",
        Text::fixed(
            "ドメイン名使用権確認のメールではありません。",
            "It is no approval mail, by its sender or its subject.",
        ),
        Text::fixed("対応は不要です。", "Nothing needs to be done."),
    );
    Finding { severity: Severity::Note, ..finding }
}

/// A mail of the vendor that is not an approval mail, or has a subject that no profile knows (A13).
pub(in crate::inbound) fn subject_unknown() -> Finding {
    let finding = stop(
        "mail.subject_unknown",
        "mail.subject",
        "A13",
        Text::fixed(
            "差出人はベンダーのアドレスですが、件名が既知の使用権確認メールの形式ではありません。",
            "The sender is a vendor's, but the subject has no known form of an approval mail.",
        ),
        Text::fixed(
            "件名が変更された使用権確認メールの場合は、設定 profiles の subject_patterns に追加してください。",
            "If it is an approval mail with a new subject, add it to `subject_patterns` in the profiles.",
        ),
    );
    Finding { severity: Severity::Warning, ..finding }
}

/// R41.
pub(in crate::inbound) fn no_order(domain: Option<&DnsName>) -> Finding {
    let finding = stop(
        "mail.no_order",
        "mail.subject",
        "R41",
        Text::fixed(
            "件名のドメイン名を含む審査中の注文がありません。",
            "No open order has the domain name of the subject.",
        ),
        Text::fixed(
            "お申し込みのないドメイン名への申請でないか、ベンダーの管理画面でご確認ください。",
            "Check in the vendor's console whether somebody applied for a name that nobody ordered.",
        ),
    );
    let finding = Finding { severity: Severity::Warning, ..finding };
    match domain {
        Some(name) => finding.with_evidence(name.as_str()),
        None => finding,
    }
}
