//! Addresses of web pages that letters lead to; configuration (R94).

use procedure::{Finding, OrderId, Text};
use serde::{Deserialize, Serialize};

/// Longest address, in bytes.
const MAX_LINK: usize = 1_000;
/// What stands for the order's number in an [`OrderLink`].
const PLACEHOLDER: &str = "{order}";

/// The address of a web page: `https://` or `http://`, then a host, ASCII without spaces, quotes or angle brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

/// The address of an order's own page, with `{order}` where its number stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderLink(String);

impl Link {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl OrderLink {
    /// The address of `order`'s page; whatever could be read as syntax is percent-encoded (RFC 3986 §2.1).
    pub fn of(&self, order: &OrderId) -> String {
        let mut encoded = String::new();
        for byte in order.as_str().bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                encoded.push(char::from(byte));
            } else {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
        self.0.replace(PLACEHOLDER, &encoded)
    }
}

impl TryFrom<String> for Link {
    type Error = Finding;

    /// # Errors
    /// `link.malformed`.
    fn try_from(text: String) -> Result<Self, Finding> {
        if is_web_address(&text) { Ok(Self(text)) } else { Err(malformed()) }
    }
}

impl TryFrom<String> for OrderLink {
    type Error = Finding;

    /// # Errors
    /// `link.malformed`, `link.no_order`.
    fn try_from(text: String) -> Result<Self, Finding> {
        if !is_web_address(&text.replace(PLACEHOLDER, "order")) {
            return Err(malformed());
        }
        if text.matches(PLACEHOLDER).count() == 1 { Ok(Self(text)) } else { Err(no_order()) }
    }
}

impl From<Link> for String {
    fn from(link: Link) -> String {
        link.0
    }
}

impl From<OrderLink> for String {
    fn from(link: OrderLink) -> String {
        link.0
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fit = |b: u8| {
        b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    };
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        && text.len() <= MAX_LINK
        && text.bytes().all(fit)
}

fn malformed() -> Finding {
    Finding::stop(
        "link.malformed",
        "links",
        "R94",
        Text::fixed("リンク先が正しい URL ではありません。", "A link is no address of a web page."),
        Text::fixed(
            "https:// で始まる、空白や引用符のない 1,000 文字までの URL を設定してください。",
            "Give an address of up to 1,000 characters that starts with https:// and has no spaces or quotes.",
        ),
    )
    .owed_by(procedure::Party::Provider)
}

fn no_order() -> Finding {
    Finding::stop(
        "link.no_order",
        "links.order_page",
        "R94",
        Text::fixed("注文ページの URL に {order} がありません。", "The order page's address lacks {order}."),
        Text::fixed(
            "注文番号が入る位置に {order} を一度だけ書いてください。",
            "Write {order} once where the order's number stands.",
        ),
    )
    .owed_by(procedure::Party::Provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R94: links are configuration, and bad configuration is refused when it is read.
    #[test]
    fn an_address_is_checked() {
        assert!(Link::try_from("https://www.example.jp/help?id=1#dns".to_owned()).is_ok());
        for bad in
            ["", "https://", "javascript:alert(1)", "https://a b", "https://a\r\nBcc: x", "https://a\"b"]
        {
            assert!(Link::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_order_page_needs_its_place() {
        let page = OrderLink::try_from("https://portal.example.jp/orders/{order}".to_owned()).unwrap();
        assert_eq!(page.of(&"CF-1/2?x".parse().unwrap()), "https://portal.example.jp/orders/CF-1%2F2%3Fx");
        assert!(OrderLink::try_from("https://portal.example.jp/orders".to_owned()).is_err());
    }
}
