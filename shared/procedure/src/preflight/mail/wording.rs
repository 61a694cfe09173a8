//! What is said of domains and their mail. Who prepares the mailbox is the customer, wherever it is (R24).

use super::{Taking, Why};
use crate::preflight::evidence::evidence;
use crate::{Finding, Text};

/// No mail can arrive.
pub(super) fn undeliverable(at: &Taking<'_>, why: Why, field: &str) -> Finding {
    let domain = &at.domain;
    let (code, rule, message) = match why {
        Why::NullMx => (
            "mail.null_mx",
            "P3, RFC 7505",
            Text::new(
                format!("{domain} は、メールを受信しない設定(null MX)です。"),
                format!("{domain} says that it takes no mail (null MX)."),
            ),
        ),
        Why::NoHost => (
            "mail.no_host",
            "P3, RFC 5321 §5.1",
            Text::new(
                format!("{domain} には MX レコードも A/AAAA レコードもなく、メールを受信できません。"),
                format!("{domain} has neither MX nor address records and cannot receive mail."),
            ),
        ),
        Why::DeadHosts => (
            "mail.dead_hosts",
            "P3, RFC 5321 §5.1",
            Text::new(
                format!("{domain} の MX レコードが示すホストに A/AAAA レコードがありません。"),
                format!("The hosts that the MX records of {domain} name have no address."),
            ),
        ),
        Why::NoDomain => (
            "mail.no_domain",
            "P3, RFC 5321 §5.1",
            Text::new(
                format!("{domain} は DNS に存在せず、メールを受信できません。"),
                format!("{domain} does not exist in the DNS and cannot receive mail."),
            ),
        ),
    };
    Finding::stop(code, field.to_owned(), rule, message, remedy(field, at)).with_evidence(shown(at))
}

/// Mail goes to the address of the domain itself.
pub(super) fn implicit(at: &Taking<'_>, field: &'static str) -> Finding {
    let domain = &at.domain;
    Finding::warning(
        "mail.implicit_mx",
        field,
        "P3, RFC 5321 §5.1",
        Text::new(
            format!("{domain} に MX レコードがなく、メールは A/AAAA レコードのサーバーに直接送られます。"),
            format!("{domain} has no MX record: mail goes to the host at its own address."),
        ),
        Text::new(
            format!(
                "そのサーバーがメールを受信するかご確認のうえ、{domain} に MX レコードを設定してください。"
            ),
            format!("See that this host takes mail, and give {domain} an MX record."),
        ),
    )
    .with_evidence(shown(at))
}

/// The vendor's usual domain takes no mail, another one that may stand for the name does.
pub(super) fn other_domain(usual: &Taking<'_>, other: &Taking<'_>) -> Finding {
    let (domain, instead) = (&usual.domain, &other.domain);
    Finding::warning(
        super::OTHER_DOMAIN,
        super::FIELD,
        "P3, A7",
        Text::new(
            format!("ベンダーが通常使う postmaster@{domain} はメールを受信できません(postmaster@{instead} は可能です)。"),
            format!("postmaster@{domain}, which the vendor usually writes to, cannot receive; postmaster@{instead} can."),
        ),
        Text::new(
            format!("{domain} でメールを受信できるようにするか、承認メールの宛先を {instead} にするようベンダーに依頼します。"),
            format!("Make {domain} receive mail, or have the vendor use {instead} for the approval."),
        ),
    )
    .with_evidence(shown(usual))
}

fn remedy(field: &str, at: &Taking<'_>) -> Text {
    let domain = &at.domain;
    if field == super::FIELD {
        Text::new(
            format!(
                "{domain} に MX レコードを設定して postmaster@{domain} を用意するか、承認方法に「受信可能な任意の\
                 メールアドレス」(DNS の TXT レコード)を選択してください。"
            ),
            format!(
                "Give {domain} an MX record and a mailbox postmaster@{domain}, or choose the approval by an address \
                 in a DNS TXT record."
            ),
        )
    } else if field != "approval.email" {
        Text::fixed(
            "受信できるメールアドレスに変更してください。",
            "Choose an address that can receive mail.",
        )
    } else {
        Text::fixed(
            "受信できるメールアドレスに変更し、TXT レコードの値もそろえてください。",
            "Choose an address that can receive mail, and give the TXT record the same value.",
        )
    }
}

pub(super) fn shown(at: &Taking<'_>) -> String {
    evidence(&at.owner, at.kind, at.seen)
}
