//! Rules 1 to 3, and the date.

use procedure::{Finding, Severity, Text};

use super::{look_into_it, stop};

/// Rule 1.
pub(in crate::inbound) fn virus() -> Finding {
    stop(
        "mail.virus",
        "mail.receipt.verdicts.virus",
        "rule 1",
        Text::fixed(
            "ウイルス検査に合格していません。",
            "The mail did not pass the virus scan, or was not scanned.",
        ),
        look_into_it(),
    )
}

/// Rule 1.
pub(in crate::inbound) fn spam() -> Finding {
    stop(
        "mail.spam",
        "mail.receipt.verdicts.spam",
        "rule 1",
        Text::fixed(
            "迷惑メールと判定されたか、判定できていません。",
            "The mail is spam, or could not be classified.",
        ),
        look_into_it(),
    )
}

/// Rule 2.
pub(in crate::inbound) fn from() -> Finding {
    stop(
        "mail.from",
        "mail.from",
        "R30, R34, A12",
        Text::fixed(
            "差出人(From)が、注文のベンダーの既知のアドレス 1 件だけになっていません。",
            "The From header is not exactly one known address of the order's vendor.",
        ),
        Text::fixed(
            "ベンダーが差出人を変更した場合は、確認のうえ設定 profiles の senders に追加してください。リンクは開かないでください。",
            "If the vendor has a new sender, verify it and add it to `senders` in the profiles. Do not open the link.",
        ),
    )
}

/// Rule 3.
pub(in crate::inbound) fn authentication() -> Finding {
    stop(
        "mail.authentication",
        "mail.receipt",
        "rule 3",
        Text::fixed(
            "差出人のドメイン名が本物であることを確認できません(DMARC、または差出人と一致する DKIM)。",
            "Nothing proves the From domain: neither DMARC nor a DKIM signature aligned with it.",
        ),
        look_into_it(),
    )
}

/// Staff's word stands for rules 1 and 3.
pub(in crate::inbound) fn staff_word() -> Finding {
    let finding = stop(
        "mail.staff_word",
        "mail.receipt",
        "R90",
        Text::fixed(
            "担当者の登録です。差出人とウイルスの有無は担当者の確認によります。",
            "Entered by staff, whose word stands for sender and virus scan.",
        ),
        Text::fixed("対応は不要です。", "Nothing needs to be done."),
    );
    Finding { severity: Severity::Note, ..finding }
}

/// The Date header: missing, ahead of us, or before the order.
pub(in crate::inbound) fn date() -> Finding {
    stop(
        "mail.date",
        "mail.date",
        "BR 3.2.2.4.4",
        Text::fixed(
            "送信日時がないか、未来の日時か、この注文より前の日時です。",
            "The date is missing, in the future, or before this order was received.",
        ),
        look_into_it(),
    )
}

/// The token is older than 30 days.
pub(in crate::inbound) fn lapsed() -> Finding {
    stop(
        "mail.lapsed",
        "mail.date",
        "BR 3.2.2.4.4",
        Text::fixed(
            "送信から 30 日が過ぎ、承認ページは無効になっています。",
            "It was sent more than 30 days ago; its approval page no longer works.",
        ),
        Text::fixed("ベンダーにメールの再送を依頼してください。", "Ask the vendor to send the mail again."),
    )
}
