//! Whether a name may stand in a public certificate today; lists that change live here, not in the types.

use std::borrow::Cow;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use psl2::Type;

use crate::{Finding, Text};

/// Top-level names that are never delegated to applicants: RFC 2606, 6761 (`test`, `example`, `invalid`,
/// `localhost`), 6762 (`local`), 9476 (`alt`), 7686 (`onion`, not sold here), 3172 (`arpa`; reverse names are
/// forbidden by BR 7.1.2.7.12), and `internal`, reserved by ICANN for private use.
const RESERVED_TOPS: [&str; 9] =
    ["test", "example", "invalid", "localhost", "local", "alt", "onion", "arpa", "internal"];

/// The public suffix of `name` by the ICANN section alone, which is what BR 3.2.2.6 asks for.
///
/// A private rule (`github.io`) always lies below an ICANN one, so its leftmost label is dropped until one shows.
pub(super) fn icann_suffix(name: &str) -> Option<&str> {
    let mut rest = name;
    loop {
        let found = psl2::lookup(rest)?;
        match found.typ()? {
            Type::Icann => return Some(found.suffix()),
            Type::Private => rest = found.suffix().split_once('.')?.1,
        }
    }
}

pub(super) fn check(name: &str, field: Cow<'static, str>) -> Option<Finding> {
    let top = name.rsplit('.').next().unwrap_or(name);
    let (code, rule, message) = if RESERVED_TOPS.contains(&top) {
        (
            "name.reserved",
            "RFC 6761",
            Text::fixed(
                "予約されたトップレベルドメインの名前には証明書を発行できません。",
                "Its top-level domain is reserved; no certificate is issued for it.",
            ),
        )
    } else if !is_idna(name) {
        (
            "name.idna",
            "UTS 46",
            Text::fixed(
                "xn-- の部分が国際化ドメイン名として正しくありません。",
                "An xn-- label is not a valid internationalised label.",
            ),
        )
    } else {
        match icann_suffix(name) {
            None => (
                "name.internal",
                "BR 7.1.2.7.12",
                Text::fixed(
                    "公開されているトップレベルドメインの名前ではありません。",
                    "The name does not end with a public top-level domain.",
                ),
            ),
            Some(suffix) if suffix == name => (
                "name.public_suffix",
                "BR 3.2.2.6",
                Text::fixed(
                    "レジストリが管理する名前そのものには証明書を発行できません。",
                    "The name is itself a public suffix; no certificate is issued for it.",
                ),
            ),
            Some(_) => return None,
        }
    };
    let remedy = Text::fixed(
        "お客様が登録したドメイン名(例: www.example.jp)を指定してください。",
        "Give a name under a domain that the customer has registered, such as www.example.jp.",
    );
    Some(Finding::stop(code, field, rule, message, remedy).with_evidence(name))
}

fn is_idna(name: &str) -> bool {
    Uts46::new().to_ascii(name.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify).is_ok()
}
