//! The name an approval mail's subject asks about (R32, R36, A13). A hint, never a proof.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use procedure::name::{CertificateName, DnsName};
use procedure::profile::{NoticeAbout, Profiles, SubjectPattern};
use procedure::{Vendor, VendorOrderId};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Longest number of an order in a notification's subject, in characters.
const MAX_NUMBER: usize = 40;
/// Most names read from one subject.
const MAX_NAMES: usize = 20;

/// A subject that has the form of an approval mail's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// Whose form it has.
    pub(super) vendor: Vendor,
    /// The names in it; one unless the subject is odd.
    pub(super) names: Vec<DnsName>,
    /// The order numbers in it (A13), if any.
    pub(super) numbers: Vec<String>,
}

/// `text` after NFKC: full-width letters, signs and ideographic spaces become their ASCII forms.
pub(super) fn normalised(text: &str) -> Cow<'_, str> {
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfkc().collect()),
    }
}

/// What `subject` (after NFKC) asks about, by the profiles in force on `day`; none when no pattern fits.
pub(super) fn read(subject: &str, profiles: &Profiles, day: Date) -> Option<Asked> {
    let squeezed = Squeezed::of(subject);
    let mut fits = None;
    for vendor in Vendor::ALL {
        for pattern in profiles.all_of(vendor, day).flat_map(|profile| &profile.subject_patterns) {
            let Some(region) = region(subject, &squeezed, pattern) else { continue };
            let asked = Asked { vendor, names: names(region), numbers: numbers(region) };
            // A general pattern may fit before the one that finds the name.
            if !asked.names.is_empty() {
                return Some(asked);
            }
            fits = fits.or(Some(asked));
        }
    }
    fits
}

/// A notification about one of a vendor's orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notified {
    /// Whose.
    pub vendor: Vendor,
    /// What it is about, by its subject.
    pub about: NoticeAbout,
    /// The vendor's number of the order.
    pub number: VendorOrderId,
}

/// What `subject` (after NFKC) notifies of, by the profiles in force on `day`; none when no pattern fits, or where the
/// number should be stands something else.
pub(super) fn notified(subject: &str, profiles: &Profiles, day: Date) -> Option<Notified> {
    let squeezed = Squeezed::of(subject);
    Vendor::ALL.into_iter().find_map(|vendor| {
        let patterns = profiles.all_of(vendor, day).flat_map(|profile| &profile.notices);
        patterns.into_iter().find_map(|pattern| {
            let number = region(subject, &squeezed, &pattern.subject)?.trim();
            let is_number = (4..=MAX_NUMBER).contains(&number.len())
                && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            let number = number.parse().ok().filter(|_| is_number)?;
            Some(Notified { vendor, about: pattern.about, number })
        })
    })
}

/// A subject without white space, its ASCII letters small, to find the fixed parts in: gateways fold, and people type.
struct Squeezed {
    text: String,
    /// Where each byte of `text` stands in the subject.
    at: Vec<usize>,
}

impl Squeezed {
    fn of(subject: &str) -> Self {
        let mut squeezed =
            Self { text: String::with_capacity(subject.len()), at: Vec::with_capacity(subject.len()) };
        for (at, c) in subject.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            squeezed.text.push(c.to_ascii_lowercase());
            squeezed.at.extend((0..c.len_utf8()).map(|byte| at + byte));
        }
        squeezed
    }

    /// Where `part` stands from byte `from` of the text on, as a range of it.
    fn find(&self, part: &str, from: usize) -> Option<Range<usize>> {
        let part = Self::of(part).text;
        let start = from + self.text.get(from..)?.find(&part)?;
        Some(start..start + part.len())
    }
}

/// The part of the subject in which the name stands.
fn region<'a>(subject: &'a str, squeezed: &Squeezed, pattern: &SubjectPattern) -> Option<&'a str> {
    let SubjectPattern { before, after } = pattern;
    // Without a beginning every mail would be an approval mail.
    if before.trim().is_empty() {
        return None;
    }
    let before = squeezed.find(before, 0)?;
    let start = squeezed.at.get(before.end.checked_sub(1)?)? + 1;
    let end = match after.trim() {
        "" => subject.len(),
        after => *squeezed.at.get(squeezed.find(after, before.end)?.start)?,
    };
    subject.get(start..end)
}

/// The names in `region`, each once: what stands between spaces, quotes and brackets and ends with a public suffix.
fn names(region: &str) -> Vec<DnsName> {
    let mut names: Vec<DnsName> = Vec::new();
    let words = region.split_whitespace().filter(|word| !word.contains(['@', '\\']) && !word.contains("//"));
    for token in words.flat_map(|word| word.split(|c: char| !is_name_char(c))).flat_map(sentences) {
        for name in readings(token).into_iter().flatten().filter_map(name) {
            if !names.contains(&name) && names.len() < MAX_NAMES {
                names.push(name);
            }
        }
    }
    names
}

/// What `token` may say. Japanese runs on without a space: no top-level domain changes from ASCII to another script, so
/// that what follows is text (`example.jpの`); what stands before an ASCII beginning may be text or the name's own
/// (`ドメイン名example.jp`), and both readings are none to act on.
fn readings(token: &str) -> [Option<&str>; 2] {
    let foreign = |c: char| !c.is_ascii();
    let last = token.rsplit(['.', '。']).next().unwrap_or_default();
    let text = last.find(foreign).filter(|at| *at > 0).map_or(0, |at| last.len() - at);
    let token = token.get(..token.len() - text).unwrap_or(token);
    let first = token.split(['.', '。']).next().unwrap_or_default();
    let ascii = first.rsplit(foreign).next().filter(|ascii| !ascii.is_empty() && ascii.len() < first.len());
    [Some(token), ascii.and_then(|ascii| token.get(first.len() - ascii.len()..))]
}

/// What may be an order number in `region`: 6 to 20 digits by themselves.
fn numbers(region: &str) -> Vec<String> {
    let tokens = region.split(|c: char| !is_name_char(c));
    let numbers =
        tokens.filter(|token| (6..=20).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_digit()));
    numbers.take(MAX_NAMES).map(str::to_owned).collect()
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '*' | '。')
        || unicode_normalization::char::is_combining_mark(c)
}

/// An ideographic full stop separates labels in `例え。jp`, but ends a sentence beside a name with ASCII dots.
fn sentences(token: &str) -> impl Iterator<Item = &str> {
    let ends_sentences = token.contains('.');
    token.split(move |c| ends_sentences && c == '。')
}

fn name(token: &str) -> Option<DnsName> {
    let token = token.trim_matches(['.', '。', '-']);
    if !token.contains(['.', '。']) {
        return None;
    }
    let name: CertificateName = token.parse().ok()?;
    name.domain().base_domain().map(|_| name.domain().clone())
}

#[cfg(test)]
mod tests {
    use procedure::calendar::japan_date;

    use super::*;

    fn asked(subject: &str) -> Option<(Vendor, Vec<String>)> {
        let day = japan_date(procedure::samples::now());
        let asked = read(&normalised(subject), &Profiles::default(), day)?;
        assert!(asked.numbers.iter().all(|number| number == "1234567890"), "{subject}");
        Some((asked.vendor, asked.names.iter().map(ToString::to_string).collect()))
    }

    /// R32, R36, A13: the forms of the mission document and of the vendors' own pages, old and new, and what
    /// vendors, gateways and keyboards make of them.
    #[test]
    fn subjects_that_name_one_domain() {
        use Vendor::{Cybertrust, Digicert};
        for (vendor, subject, name) in [
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い: example.jp", "example.jp"),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い: \"example.jp\"", "example.jp"),
            (
                Digicert,
                "[Domain Approval]:ドメイン名の利用権確認のお願い:[example.jp] 1234567890",
                "example.jp",
            ),
            (
                Digicert,
                "[Domain Approval]:ドメイン名の利用権確認のお願い:[example.jp] {1234567890}",
                "example.jp",
            ),
            (
                Digicert,
                "［Ｄｏｍａｉｎ　Ａｐｐｒｏｖａｌ］ドメイン名の利用権確認のお願い：ｅｘａｍｐｌｅ．ｊｐ",
                "example.jp",
            ),
            (Digicert, "[DOMAIN APPROVAL] Please approve: Example.JP.", "example.jp"),
            (
                Digicert,
                "[要対応]以下の証明書申請を承認する [www.example.jp]{1234567890}を検証するリクエスト",
                "www.example.jp",
            ),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い: 「例え.jp」", "xn--r8jz45g.jp"),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い: 例え。jp", "xn--r8jz45g.jp"),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い: xn--r8jz45g.jp", "xn--r8jz45g.jp"),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い。example.jp。", "example.jp"),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認のお願い: *.example.jp", "example.jp"),
            (Digicert, "[Domain Approval] example.jp ドメイン名の利用権確認のお願い:", "example.jp"),
            (Digicert, "【迷惑メール?】[Domain Approval] example.co.jp example.co.jp", "example.co.jp"),
            (Cybertrust, "SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)", "www.example.jp"),
            (
                Cybertrust,
                "SSL サーバー証明書　ドメイン名使用権確認について（「www.example.jp」）",
                "www.example.jp",
            ),
            (Cybertrust, "ドメイン名使用権確認について(例え.jp) 受付番号 12-345.678", "xn--r8jz45g.jp"),
            (
                Cybertrust,
                "SSLサーバー証明書 ドメイン名 使用権確認について (www.example.jp )",
                "www.example.jp",
            ),
            (Digicert, "[Domain Approval] ドメイン名の利用権確認 のお願い : example.jp", "example.jp"),
            (
                Digicert,
                "[Action Required] Approve Certificate Request for [example.jp] {1234567890}",
                "example.jp",
            ),
            (Digicert, "Please validate ownership of your domain:www.example.jp", "www.example.jp"),
            (Digicert, "[要対応] 以下の証明書申請を承認する: example.jpの証明書", "example.jp"),
            (Digicert, "[Domain Approval] example.jpのドメイン名の利用権確認", "example.jp"),
            (Digicert, "[Domain Approval] 例え.jpについて", "xn--r8jz45g.jp"),
            (Digicert, "[Domain Approval] sslの例え.jp", "xn--ssl-b73bvh215p.jp"),
        ] {
            assert_eq!(asked(subject), Some((vendor, vec![name.to_owned()])), "{subject}");
        }
    }

    /// R41, A13: several names, or none, are no basis to act on.
    #[test]
    fn subjects_that_name_no_domain_for_sure() {
        for (subject, names) in [
            ("[Domain Approval] a.example.jp b.example.jp", vec!["a.example.jp", "b.example.jp"]),
            (
                "[Domain Approval] ドメイン名example.jpの利用権",
                vec!["xn--example-6q4fyliikhk162b.jp", "example.jp"],
            ),
            ("[Domain Approval] postmaster@example.jp", vec![]),
            ("[Domain Approval] https://example.jp/approve", vec![]),
            ("[Domain Approval] 1234567890 v1.2 192.0.2.1 co.jp localhost", vec![]),
            ("ドメイン名使用権確認について()", vec![]),
        ] {
            assert_eq!(asked(subject).unwrap().1, names, "{subject}");
        }
        for subject in
            ["", "example.jp", "[Domain Approva] example.jp", "ドメイン名使用権確認について(example.jp"]
        {
            assert_eq!(asked(subject), None, "{subject}");
        }
    }

    /// R15: the notifications whose subjects the vendors publish, with the number of the order that they are about.
    #[test]
    fn notifications_name_their_order() {
        use Vendor::{Cybertrust, Digicert};
        let day = japan_date(procedure::samples::now());
        let read = |subject: &str| notified(&normalised(subject), &Profiles::default(), day);
        for (vendor, subject, number) in [
            (Cybertrust, "[SureServer] 更新のご案内-受付番号:[SS12345678]", "SS12345678"),
            (Digicert, "[重要] デジサート 30日前 オーダー更新のご案内 (123456789)", "123456789"),
            (Digicert, "[重要]デジサート 30日前 証明書有効期限のお知らせ（123456789）", "123456789"),
        ] {
            let told = read(subject).unwrap();
            assert_eq!(
                (told.vendor, told.about, told.number.as_str()),
                (vendor, NoticeAbout::Renewal, number)
            );
        }
        for subject in
            ["[重要] デジサート 30日前 オーダー更新のご案内 ()", "オーダー更新のご案内 (www.example.jp)"]
        {
            assert_eq!(read(subject), None, "{subject}");
        }
    }

    /// R40: patterns are data; one without a beginning fits nothing.
    #[test]
    fn patterns_are_data() {
        let json = serde_json::to_string(&Profiles::default()).unwrap();
        let json = json
            .replace("[Domain Approval]", "Ｖａｌｉｄａｔｅ ")
            .replace("ドメイン名の利用権確認のお願い:", " ");
        let profiles: Profiles = serde_json::from_str(&json).unwrap();
        let day = japan_date(procedure::samples::now());
        assert!(read("please validate example.jp", &profiles, day).is_some());
        assert!(read("example.jp", &profiles, day).is_none());
    }
}
