//! Rule 6.

use procedure::{Finding, Text};

use super::{look_into_it, stop};

/// Rule 6: no link, or more than are read.
pub(in crate::inbound) fn no_link() -> Finding {
    stop(
        "mail.link_missing",
        "mail.body",
        "R33, R37",
        Text::fixed(
            "承認ページへのリンクがないか、本文を最後まで確認できません。",
            "There is no link to an approval page, or the body could not be read to its end.",
        ),
        look_into_it(),
    )
}

/// Rule 6: `hosts` of links that are not plain `https` links.
pub(in crate::inbound) fn link_form(hosts: &str) -> Finding {
    stop(
        "mail.link_form",
        "mail.body",
        "R33, R37",
        Text::fixed(
            "https ではないリンク、または別のサイトに見せかけたリンクがあります。",
            "A link does not use https, or is made to be taken for another site's.",
        ),
        look_into_it(),
    )
    .with_evidence(hosts)
}

/// Rule 6: `hosts` that are not on the vendor's list.
pub(in crate::inbound) fn link_host(hosts: &str) -> Finding {
    stop(
        "mail.link_host",
        "mail.body",
        "R33, R37",
        Text::fixed(
            "ベンダーの承認ページとして登録されていないホストへのリンクがあります。",
            "A link leads to a host that is not on the vendor's list of approval pages.",
        ),
        Text::fixed(
            "ベンダーのホストであることを確認できた場合は、設定 profiles の approval_hosts に追加してください。リンクは開かないでください。",
            "If the vendor confirms the host, add it to `approval_hosts` in the profiles. Do not open the link.",
        ),
    )
    .with_evidence(hosts)
}
