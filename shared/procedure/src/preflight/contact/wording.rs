//! What is said of TXT contacts.

use super::{FIELD, Place};
use crate::name::DnsName;
use crate::preflight::Owner;
use crate::preflight::evidence::evidence;
use crate::preflight::seen::{Kind, Seen};
use crate::{Finding, Severity, Text};

const RULE: &str = "P4, A9, BR A.2.1";

pub(super) fn absent(right: &Place<'_>) -> Finding {
    let owner = &right.owner;
    Finding::stop(
        "txt_contact.absent",
        FIELD,
        "P4, R26, BR 3.2.2.4.14",
        Text::new(
            format!("承認メールの宛先を示す TXT レコードが {owner} にありません。"),
            format!("The TXT record that names the approval mail's address is not at {owner}"),
        ),
        Text::new(
            format!("ホスト名 {owner}、種類 TXT、値は申請のメールアドレスだけのレコードを追加してください。"),
            format!("Add a TXT record at {owner} whose value is the application's mail address alone."),
        ),
    )
    .with_evidence(evidence(owner, Kind::Txt, right.seen))
}

pub(super) fn mistaken(at: &Owner, seen: &Seen, right: &Owner) -> Finding {
    Finding::stop(
        "txt_contact.wrong_owner",
        FIELD,
        RULE,
        Text::new(
            format!("TXT レコードのホスト名が誤っています。{at} に設定されています。"),
            format!("The TXT record stands at the wrong name: {at}"),
        ),
        Text::new(
            format!(
                "{right} になるように設定し直してください。DNS の設定画面がドメイン名を自動で付ける場合は、\
                 ドメイン名より前の部分だけを入力します。"
            ),
            format!(
                "Set it so that it stands at {right} Where the DNS form appends the domain by itself, enter only \
                 what comes before the domain."
            ),
        ),
    )
    .with_evidence(evidence(at, Kind::Txt, seen))
}

pub(super) fn differs(owner: &Owner, vendor: Text) -> Finding {
    Finding::stop(
        "txt_contact.differs",
        FIELD,
        "P4, R29, BR 3.2.2.4.14",
        Text::new(
            format!(
                "{owner} の TXT レコードのメールアドレスが申請と異なります。承認メールは TXT レコードのアドレスに届きます。"
            ),
            format!(
                "The TXT record at {owner} holds another address than the application; the mail goes to the record's."
            ),
        ),
        Text::new(
            format!(
                "TXT レコードか申請のどちらかを直し、{}からのメールを受け取るアドレスにそろえてください。",
                vendor.ja
            ),
            format!(
                "Mend the record or the application: both must name the address that receives {}'s mail.",
                vendor.en
            ),
        ),
    )
}

pub(super) fn several_records(vendor: Text) -> Finding {
    Finding::warning(
        "txt_contact.several_records",
        FIELD,
        RULE,
        Text::fixed("TXT レコードが複数あります。", "There are several TXT records."),
        Text::new(
            format!(
                "{}は、そのすべて、またはいずれかに承認メールを送ります。使わないレコードは削除してください。",
                vendor.ja
            ),
            format!("{} may write to any or all of them: remove those not meant.", vendor.en),
        ),
    )
}

pub(super) fn several_strings() -> Finding {
    Finding::warning(
        "txt_contact.several_strings",
        FIELD,
        RULE,
        Text::fixed(
            "TXT レコードの値が複数の文字列に分かれています。",
            "The value of the TXT record is cut into several strings.",
        ),
        Text::fixed("一つの文字列に設定し直してください。", "Write it as one string."),
    )
}

/// Not among what the vendor looks at without being told.
pub(super) fn elsewhere(used: &Place<'_>, usual: &DnsName) -> Finding {
    let owner = &used.owner;
    Finding::warning(
        "txt_contact.elsewhere",
        FIELD,
        "P4, A7",
        Text::new(
            format!("TXT レコードは {owner} にだけあります。ベンダーは通常 {usual} を確認します。"),
            format!("The TXT record stands at {owner} only; the vendor usually looks at {usual}"),
        ),
        Text::new(
            format!("_validation-contactemail.{usual}. にも同じ TXT レコードを追加してください。"),
            format!("Add the same TXT record at _validation-contactemail.{usual}."),
        ),
    )
    .with_evidence(evidence(owner, Kind::Txt, used.seen))
}

pub(super) fn alias(used: &Place<'_>) -> Finding {
    let owner = &used.owner;
    let note = Finding::warning(
        "txt_contact.alias",
        FIELD,
        "P4",
        Text::new(
            format!("{owner} は CNAME です。アドレスは別名の先の TXT レコードが決めます。"),
            format!("{owner} is a CNAME: the TXT record it leads to decides the address."),
        ),
        Text::fixed(
            "別名の先を管理しているのが申請者かご確認ください。",
            "See that the applicant controls what it leads to.",
        ),
    );
    Finding { severity: Severity::Note, ..note }.with_evidence(evidence(owner, Kind::Txt, used.seen))
}
