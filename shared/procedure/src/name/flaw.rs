//! Why a text is no domain name, told to whoever wrote it.

use crate::{Finding, Text};

/// What keeps a text from being a domain name.
pub(super) enum Flaw {
    Empty,
    TooLong,
    IpAddress,
    Idna,
    SingleLabel,
    EmptyLabel,
    LabelTooLong,
    Underscore,
    Character,
    Hyphen,
    ReservedLabel,
    Punycode,
}

impl Flaw {
    pub(super) fn finding(self) -> Finding {
        let (code, rule, message) = match self {
            Flaw::Empty => (
                "name.empty",
                "BR 7.1.2.7.12",
                Text::fixed("ドメイン名がありません。", "The domain name is empty."),
            ),
            Flaw::TooLong => (
                "name.too_long",
                "RFC 1035",
                Text::fixed(
                    "ドメイン名が 253 文字を超えています。",
                    "The domain name is longer than 253 characters.",
                ),
            ),
            Flaw::IpAddress => (
                "name.ip_address",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "IP アドレスの証明書は取り扱っていません。",
                    "Certificates for IP addresses are not handled.",
                ),
            ),
            Flaw::Idna => (
                "name.idna",
                "UTS 46",
                Text::fixed(
                    "国際化ドメイン名として使えない文字があります。",
                    "A character is not allowed in an internationalised domain name.",
                ),
            ),
            Flaw::SingleLabel => (
                "name.single_label",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "ドメイン名に「.」がありません。社内だけの名前には証明書を発行できません。",
                    "The name has a single label; internal names get no certificate.",
                ),
            ),
            Flaw::EmptyLabel => (
                "name.empty_label",
                "RFC 1035",
                Text::fixed("「.」が先頭にあるか、続いています。", "A dot stands first or twice in a row."),
            ),
            Flaw::LabelTooLong => (
                "name.label_too_long",
                "RFC 1035",
                Text::fixed(
                    "「.」で区切られた部分が 63 文字を超えています。",
                    "A label is longer than 63 characters.",
                ),
            ),
            Flaw::Underscore => (
                "name.underscore",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "アンダースコア「_」を含む名前には証明書を発行できません。",
                    "A name with an underscore gets no certificate.",
                ),
            ),
            Flaw::Character => (
                "name.character",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "ドメイン名に使えない文字があります。",
                    "A character is not allowed in a domain name.",
                ),
            ),
            Flaw::Hyphen => (
                "name.hyphen",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "「-」が「.」で区切られた部分の先頭か末尾にあります。",
                    "A label starts or ends with a hyphen.",
                ),
            ),
            Flaw::ReservedLabel => (
                "name.reserved_label",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "3・4 文字目が「--」の名前は、xn-- で始まるものだけが使えます。",
                    "Only labels that start with xn-- may have hyphens third and fourth.",
                ),
            ),
            Flaw::Punycode => (
                "name.punycode",
                "RFC 3492",
                Text::fixed(
                    "xn-- に続く文字列が正しい Punycode ではありません。",
                    "What follows xn-- is not valid Punycode.",
                ),
            ),
        };
        let remedy = Text::fixed(
            "https:// やパスを付けず、www.example.jp のように公開されているホスト名を指定してください。",
            "Give a public host name such as www.example.jp, without https:// or a path.",
        );
        Finding::stop(code, "name", rule, message, remedy)
    }
}
