//! What the vendors' approval mails look like and how their pages are used: dated data (R30–R40, A12–A14).

use std::borrow::Cow;

use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::name::DnsName;
use crate::{Text, Vendor};

/// The profiles in force, one or more per vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Profiles(Vec<MailProfile>);

/// One vendor's approval mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailProfile {
    /// Whose.
    pub vendor: Vendor,
    /// First day in force.
    pub from: Date,
    /// Last day in force, if it ended.
    #[serde(default)]
    pub to: Option<Date>,
    /// Addresses it may come from, most usual first (R30, R34).
    pub senders: Vec<Cow<'static, str>>,
    /// The subject as told to customers; `{domain}` stands for the name (R32, R36).
    pub subject: Cow<'static, str>,
    /// Beginnings and ends between which the name stands in a subject, old and new (A13).
    pub subject_patterns: Vec<SubjectPattern>,
    /// Hosts the approval page may be on, each with all below it; empty trusts no link. No public source has the whole
    /// list (U2): by default the vendor's own domains, which staff narrow or add to as the vendor says.
    #[serde(default)]
    pub approval_hosts: Vec<Cow<'static, str>>,
    /// Further addresses that its notifications come from; unverified ones do not belong here by default (U3).
    #[serde(default)]
    pub notice_senders: Vec<Cow<'static, str>>,
    /// Its notifications about single orders, which staff are told of.
    #[serde(default)]
    pub notices: Vec<NoticePattern>,
    /// What the vendor calls the right: 利用権 or 使用権 (R91).
    pub right: Cow<'static, str>,
    /// What to do on the page, step by step, with the vendor's exact wording (R33, R37, R38, A14).
    pub actions: Vec<Text>,
}

/// What stands before and after the name in a subject, compared after NFKC, which settings pass as they are read; neither
/// letter case nor white space counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectPattern {
    /// What stands somewhere before the name.
    #[serde(deserialize_with = "nfkc")]
    pub before: Cow<'static, str>,
    /// What ends the name; empty for the end of the subject or white space.
    #[serde(default, deserialize_with = "nfkc")]
    pub after: Cow<'static, str>,
}

fn nfkc<'de, D: Deserializer<'de>>(source: D) -> Result<Cow<'static, str>, D::Error> {
    String::deserialize(source).map(|text| text.nfkc().collect::<String>().into())
}

/// A notification of the vendor's about one of its orders, whose number stands in the subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticePattern {
    /// What it is about.
    pub about: NoticeAbout,
    /// Between what the vendor's number stands, compared after NFKC.
    pub subject: SubjectPattern,
}

/// What a vendor's notification is about. None of them moves an order: staff, or the vendor's API, say what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAbout {
    /// It received the application.
    Received,
    /// It asks something, or wants documents (R15, R16).
    Enquiry,
    /// It issued the certificate (R52).
    Issued,
    /// The certificate can be renewed.
    Renewal,
    /// Anything else about the order.
    Other,
}

impl NoticeAbout {
    /// The neutral code, as in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            NoticeAbout::Received => "received",
            NoticeAbout::Enquiry => "enquiry",
            NoticeAbout::Issued => "issued",
            NoticeAbout::Renewal => "renewal",
            NoticeAbout::Other => "other",
        }
    }
}

impl Profiles {
    /// The profile of `vendor` in force on `day`; the latest begun wins.
    pub fn of(&self, vendor: Vendor, day: Date) -> Option<&MailProfile> {
        self.all_of(vendor, day).max_by_key(|profile| profile.from)
    }

    /// Every profile of `vendor` in force on `day`.
    pub fn all_of(&self, vendor: Vendor, day: Date) -> impl Iterator<Item = &MailProfile> {
        let in_force = move |p: &&MailProfile| p.from <= day && p.to.is_none_or(|to| day <= to);
        self.0.iter().filter(move |profile| profile.vendor == vendor).filter(in_force)
    }
}

impl MailProfile {
    /// The domains its senders' addresses belong to.
    pub fn sender_domains(&self) -> impl Iterator<Item = DnsName> {
        let hosts =
            self.senders.iter().filter_map(|sender| sender.rsplit('@').next()?.parse::<DnsName>().ok());
        hosts.filter_map(|host| host.base_domain())
    }

    /// The subject the customer will see for `domain`.
    pub fn subject_for(&self, domain: &str) -> String {
        self.subject.replace("{domain}", domain)
    }
}

impl Default for Profiles {
    fn default() -> Self {
        let pattern =
            |before, after| SubjectPattern { before: Cow::Borrowed(before), after: Cow::Borrowed(after) };
        Self(vec![
            MailProfile {
                vendor: Vendor::Digicert,
                from: date(2021, 1, 1),
                to: None,
                senders: vec!["no-reply@digitalcertvalidation.com".into(), "no-reply@geotrust.com".into()],
                subject: "[Domain Approval] ドメイン名の利用権確認のお願い: {domain}".into(),
                subject_patterns: vec![
                    pattern("ドメイン名の利用権確認のお願い:", ""),
                    // `[要対応]以下の証明書申請を承認する …` and its English form `[Action Required] Approve Certificate
                    // Request for [yourdomain] {Order #}`: docs.digicert.com, DCV by mail.
                    pattern("以下の証明書申請を承認する", ""),
                    pattern("Approve Certificate Request for", ""),
                    // no-reply@geotrust.com in 2017.
                    pattern("Please validate ownership of your domain:", ""),
                    pattern("[Domain Approval]", ""),
                ],
                approval_hosts: vec![
                    "digitalcertvalidation.com".into(),
                    "geotrust.com".into(),
                    "digicert.com".into(),
                ],
                notice_senders: Vec::new(),
                // The notifications whose subjects the vendor publishes, with the order's number in brackets and a space
                // before it or none (knowledge.digicert.com/jp/general-information/configure-certificate-renewal-notifications,
                // as read on 2026-11-30). It names no sender (`notice_senders`), nor the subjects of those that it received,
                // asks or issued something: the operator's to add as they are seen (U3).
                notices: [
                    "オーダー更新のご案内(",
                    "オーダー更新のご案内 (",
                    "証明書有効期限のお知らせ(",
                    "証明書有効期限のお知らせ (",
                ]
                .map(|before| NoticePattern { about: NoticeAbout::Renewal, subject: pattern(before, ")") })
                .into(),
                right: "利用権".into(),
                actions: vec![
                    Text::fixed(
                        "メールに記載された URL を開き、表示されたページの内容をご確認ください。",
                        "Open the URL in the mail and check the page.",
                    ),
                    Text::fixed(
                        "「承認する」ボタンをクリックしてください。",
                        "Click the button 「承認する」 (Approve).",
                    ),
                ],
            },
            MailProfile {
                vendor: Vendor::Cybertrust,
                from: date(2021, 1, 1),
                to: None,
                senders: vec!["sureserver_support@cybertrust.co.jp".into()],
                subject: "SSL サーバー証明書 ドメイン名使用権確認について({domain})".into(),
                subject_patterns: vec![pattern("ドメイン名使用権確認について(", ")")],
                approval_hosts: vec!["cybertrust.co.jp".into(), "cybertrust.ne.jp".into()],
                notice_senders: Vec::new(),
                // The one notification whose subject the vendor publishes (its SureBoard guide); others are the
                // operator's to add as they are seen (U3).
                notices: vec![NoticePattern {
                    about: NoticeAbout::Renewal,
                    subject: pattern("更新のご案内-受付番号:[", "]"),
                }],
                right: "使用権".into(),
                actions: vec![
                    Text::fixed(
                        "メールに記載された URL を開き、表示されたページの内容をご確認ください。",
                        "Open the URL in the mail and check the page.",
                    ),
                    Text::fixed(
                        "画面下部の【承認範囲】で「FQDN限定で使用権を承認する」にチェックを入れてください。",
                        "Under 【承認範囲】 (approval scope) tick 「FQDN限定で使用権を承認する」 (this FQDN only).",
                    ),
                    Text::fixed(
                        "「ご署名」欄にお客様名を入力してください。",
                        "Enter your name in the field 「ご署名」 (signature).",
                    ),
                    Text::fixed(
                        "「承認」ボタンをクリックしてください。",
                        "Click the button 「承認」 (Approve).",
                    ),
                ],
            },
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(vendor: Vendor) -> MailProfile {
        Profiles::default().of(vendor, date(2026, 11, 22)).unwrap().clone()
    }

    /// R30, R32, R33, A12: DigiCert and GeoTrust share two senders, one subject and the button 「承認する」.
    #[test]
    fn digicert_and_geotrust() {
        let profile = of(Vendor::Digicert);
        assert_eq!(profile.senders, ["no-reply@digitalcertvalidation.com", "no-reply@geotrust.com"]);
        let subject = profile.subject_for("example.jp");
        assert_eq!(subject, "[Domain Approval] ドメイン名の利用権確認のお願い: example.jp");
        assert!(profile.actions.last().unwrap().ja.contains("「承認する」"));
    }

    /// R33, U2: by default every vendor's links are held against its own domains, those of its senders among them.
    #[test]
    fn approval_hosts_are_the_vendors_own() {
        for vendor in Vendor::ALL {
            let profile = of(vendor);
            let hosts: Vec<DnsName> =
                profile.approval_hosts.iter().map(|host| host.parse().unwrap()).collect();
            assert!(profile.sender_domains().all(|domain| hosts.contains(&domain)), "{hosts:?}");
            assert!(hosts.iter().all(|host| host.base_domain().as_ref() == Some(host)), "{hosts:?}");
        }
    }

    /// R34, R36, R37, A14, A15: Cybertrust and BIZCERT: the scope first, then the signature, then 「承認」.
    #[test]
    fn cybertrust_and_bizcert() {
        let profile = of(Vendor::Cybertrust);
        assert_eq!(profile.senders, ["sureserver_support@cybertrust.co.jp"]);
        let subject = profile.subject_for("example.jp");
        assert_eq!(subject, "SSL サーバー証明書 ドメイン名使用権確認について(example.jp)");
        let words = ["「FQDN限定で使用権を承認する」", "ご署名", "「承認」"];
        let at =
            words.map(|word| profile.actions.iter().position(|action| action.ja.contains(word)).unwrap());
        assert!(at.is_sorted(), "{at:?}");
    }

    /// R40: profiles are dated data; a new one takes over on its first day and the old one still reads.
    #[test]
    fn profiles_are_dated_data() {
        let mut all = Profiles::default().0;
        let mut later = of(Vendor::Cybertrust);
        later.from = date(2027, 1, 1);
        later.senders = vec!["new@cybertrust.co.jp".into()];
        all.push(later);
        let profiles: Profiles = serde_json::from_value(serde_json::to_value(&all).unwrap()).unwrap();
        let sender = |day| profiles.of(Vendor::Cybertrust, day).unwrap().senders[0].clone();
        assert_eq!(sender(date(2026, 12, 31)), "sureserver_support@cybertrust.co.jp");
        assert_eq!(sender(date(2027, 1, 1)), "new@cybertrust.co.jp");
        assert_eq!(profiles.all_of(Vendor::Cybertrust, date(2027, 1, 1)).count(), 2);
    }
}
