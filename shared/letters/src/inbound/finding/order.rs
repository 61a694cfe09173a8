//! Rules 4, 5 and 7.

use procedure::name::DnsName;
use procedure::{Finding, Text};

use super::{look_into_it, stop};

/// Rule 4.
pub(in crate::inbound) fn recipient() -> Finding {
    stop(
        "mail.recipient",
        "mail.receipt.recipients",
        "R25, R31, A10",
        Text::fixed(
            "この注文の使用権確認メールの宛先ではないアドレスに届いています。",
            "It arrived at an address to which no approval mail of this order goes.",
        ),
        look_into_it(),
    )
}

/// Rule 4 for a copy at an intake address.
pub(in crate::inbound) fn copy_unproven() -> Finding {
    stop(
        "mail.copy_unproven",
        "mail.to",
        "R25, R31",
        Text::fixed(
            "転送された控えの宛先(To)を確認できません。宛先が 1 件で、From・To・Subject を含むベンダー自身の DKIM 署名が有効である必要があります。",
            "Nothing proves where this copy was sent: it needs one To address, and a valid DKIM signature of the vendor's own over From, To and Subject.",
        ),
        Text::fixed(
            "メールサーバーが、本文とヘッダーを変えずに控えを転送しているかご確認ください。リンクは開かないでください。",
            "See that the mail server redirects copies without changing header or body. Do not open the link.",
        ),
    )
}

/// Rule 5: no name, or several.
pub(in crate::inbound) fn subject() -> Finding {
    stop(
        "mail.subject",
        "mail.subject",
        "R41, A13",
        Text::fixed(
            "件名から、注文のベンダーの形式でドメイン名を 1 つに特定できません。",
            "The subject does not name exactly one domain in a form of the order's vendor.",
        ),
        look_into_it(),
    )
}

/// Rule 5: another name.
pub(in crate::inbound) fn domain(name: &DnsName) -> Finding {
    stop(
        "mail.domain",
        "mail.subject",
        "R41",
        Text::fixed(
            "件名のドメイン名がこの注文のものではありません。",
            "The domain name in the subject is none of this order's.",
        ),
        look_into_it(),
    )
    .with_evidence(name.as_str())
}

/// Rule 7: before the order is at the vendor; it may become right.
pub(in crate::inbound) fn too_early() -> Finding {
    stop(
        "mail.too_early",
        "order.phase",
        "R20",
        Text::fixed(
            "注文がまだベンダーに登録されていないため、使用権確認メールを結び付けられません。",
            "The order is not at the vendor yet, so that no approval mail can belong to it.",
        ),
        Text::fixed(
            "ベンダーの受付番号を登録した後、もう一度取り込んでください。",
            "Record the vendor's order number, then take the mail in again.",
        ),
    )
}

/// Rule 7.
pub(in crate::inbound) fn not_awaited() -> Finding {
    stop(
        "mail.not_awaited",
        "order.phase",
        "R20",
        Text::fixed(
            "この注文はこのドメイン名の使用権確認を待っていません。",
            "The order does not wait for the approval of this domain name.",
        ),
        look_into_it(),
    )
}

/// A29: the same name, but perhaps somebody else's application.
pub(in crate::inbound) fn other_number() -> Finding {
    stop(
        "mail.other_number",
        "mail.subject",
        "A13, A29",
        Text::fixed(
            "件名の番号が、この注文のベンダー受付番号と一致しません。",
            "The number in the subject is not the vendor's number of this order.",
        ),
        Text::fixed(
            "別の組織による同じドメイン名への申請でないか、ベンダーの管理画面でご確認ください。",
            "Check in the vendor's console whether somebody else applied for the same name.",
        ),
    )
}
