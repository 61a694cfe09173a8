//! What may be known of a mail's links: never the links themselves.

use std::collections::BTreeSet;

use procedure::name::DnsName;
use sha2::{Digest, Sha256};
use url::{Host, Url};

use super::look_alike::Genuine;
use super::part::Body;
use super::{html, scan};

/// Most different links that are looked at.
const MAX_LINKS: usize = 200;

/// Longest path of a link that is a page rather than a credential, in bytes.
const MAX_BARE_PATH: usize = 64;

/// One link, without what makes it a credential: no path, no query, no user, no port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkFacts {
    /// Its host by name, the part that could be a token cut off; none for an IP address, or when there is none.
    pub host: Option<DnsName>,
    /// Whether it uses `https`.
    pub https: bool,
    /// Whether something stands before an `@` ahead of the host, which readers take for the host.
    pub userinfo: bool,
    /// Whether the host has an internationalised label or imitates a vendor's domain.
    pub look_alike: bool,
    /// Whether it is a page and nothing in it could be a credential: no query, no fragment, a short path, and no token.
    pub bare: bool,
}

/// What is known of all links of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    facts: Vec<LinkFacts>,
    complete: bool,
    fingerprint: String,
}

impl Links {
    /// One entry for each different link; at most 200.
    pub fn facts(&self) -> &[LinkFacts] {
        &self.facts
    }

    /// How many different links were found.
    pub fn count(&self) -> usize {
        self.facts.len()
    }

    /// The hosts by name, each once, in alphabetical order.
    pub fn hosts(&self) -> BTreeSet<&DnsName> {
        self.facts.iter().filter_map(|link| link.host.as_ref()).collect()
    }

    /// Whether the whole mail was searched; false when it has more parts or links than certflow reads.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// The first 16 hex digits of a SHA-256 over the links with its token: the same for the same mail sent again, another
    /// for a new token.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The links a reader of `body` can click: in HTML what clicks follow, in texts what has a scheme.
    pub(super) fn read(body: &Body, genuine: &Genuine) -> Self {
        let mut found: BTreeSet<String> = BTreeSet::new();
        let mut complete = !body.unread;
        let shown = body.html.iter().map(|html| html::text(html));
        for text in body.plain.iter().cloned().chain(shown) {
            let words = scan::words(&text).filter_map(|range| text.get(range));
            complete &= keep(words.flat_map(scan::links).map(str::to_owned), &mut found);
        }
        for html in &body.html {
            let addresses = html::addresses(html).into_iter().map(|address| address.trim().to_owned());
            complete &= keep(addresses.filter(|address| leads_out(address)), &mut found);
        }
        let fingerprint = fingerprint(of_token(&found, genuine));
        Self { facts: found.iter().map(|link| facts(link, genuine)).collect(), complete, fingerprint }
    }
}

/// The links that are the mail's own: those with a random value, on the vendors' approval hosts if any is there. What else
/// a mail links to may differ each time the same token is sent; without any random value all links count.
fn of_token<'a>(links: &'a BTreeSet<String>, genuine: &Genuine) -> Vec<&'a str> {
    let all: Vec<&str> = links.iter().map(String::as_str).collect();
    let read = all.iter().filter_map(|link| Some((*link, Url::parse(link).ok()?)));
    let tokens: Vec<(&str, Url)> = read.filter(|(_, url)| has_token(url)).collect();
    let is_listed = |url: &Url| url.host_str().is_some_and(|host| genuine.is_approval_host(host));
    let listed: Vec<&str> = tokens.iter().filter(|(_, url)| is_listed(url)).map(|(link, _)| *link).collect();
    let tokens = tokens.into_iter().map(|(link, _)| link).collect();
    [listed, tokens, all].into_iter().find(|links| !links.is_empty()).unwrap_or_default()
}

/// Whether the path or the query holds what may be a random value.
fn has_token(url: &Url) -> bool {
    let query = url.query().unwrap_or_default().split(['&', '=', ';']);
    url.path().split('/').chain(query).any(|part| scan::tokens(part).next().is_some())
}

/// A link holds 112 random bits or more (BR 3.2.2.4), so that nobody finds it by its digest; cut, it is none to try.
fn fingerprint(links: Vec<&str>) -> String {
    let mut digest = Sha256::new();
    for link in links {
        digest.update(link.as_bytes());
        digest.update(b"\n");
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps what there is room for; whether that was all.
fn keep(links: impl Iterator<Item = String>, found: &mut BTreeSet<String>) -> bool {
    for link in links {
        // The same link written with and without its default parts is one link.
        let link = Url::parse(&link).map_or(link, String::from);
        if found.len() == MAX_LINKS && !found.contains(&link) {
            return false;
        }
        found.insert(link);
    }
    true
}

/// Neither a place within the mail nor a mail or a call.
fn leads_out(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    !(address.is_empty()
        || address.starts_with('#')
        || lower.starts_with("mailto:")
        || lower.starts_with("tel:"))
}

/// What browsers make of `link` (WHATWG URL); what they cannot read leads nowhere good.
fn facts(link: &str, genuine: &Genuine) -> LinkFacts {
    let Ok(url) = Url::parse(link) else {
        return LinkFacts { host: None, https: false, userinfo: false, look_alike: false, bare: false };
    };
    let host: Option<DnsName> = match url.host() {
        Some(Host::Domain(name)) => name.parse().ok(),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => None,
    };
    LinkFacts {
        look_alike: host.as_ref().is_some_and(|host| genuine.is_imitated_by(host)),
        host: host.and_then(without_token),
        https: url.scheme() == "https",
        userinfo: !url.username().is_empty() || url.password().is_some(),
        bare: is_bare(&url),
    }
}

fn is_bare(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    matches!(url.scheme(), "http" | "https")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.path().len() <= MAX_BARE_PATH
        && !url.path().split('/').chain(host.split('.')).any(scan::is_token)
}

/// The host without the labels from the last token on, which would be as good as the link.
fn without_token(host: DnsName) -> Option<DnsName> {
    let labels: Vec<&str> = host.labels().collect();
    match labels.iter().rposition(|label| scan::is_token(label)) {
        Some(token) => labels.get(token + 1..)?.join(".").parse().ok(),
        None => Some(host),
    }
}

#[cfg(test)]
mod tests {
    use procedure::calendar::japan_date;
    use procedure::profile::Profiles;

    use super::*;

    fn read(plain: &str, html: &str) -> Links {
        let genuine = Genuine::of(&Profiles::default(), japan_date(procedure::samples::now()));
        let mut body = Body::default();
        body.plain.push(plain.to_owned());
        body.html.push(html.to_owned());
        Links::read(&body, &genuine)
    }

    fn one(link: &str) -> LinkFacts {
        let links = read("", &format!("<a href=\"{link}\">承認</a>"));
        assert_eq!(links.count(), 1, "{link}");
        links.facts()[0].clone()
    }

    /// R33: hosts are read as browsers read them.
    #[test]
    fn facts_of_links() {
        for (link, host, https, userinfo, look_alike) in [
            ("https://a.example.com/x?t=1", Some("a.example.com"), true, false, false),
            ("HTTPS:\\\\A.Example.COM\\x", Some("a.example.com"), true, false, false),
            ("ht&#10;tps://a.exam\tple.com", Some("a.example.com"), true, false, false),
            ("http://a.example.com/", Some("a.example.com"), false, false, false),
            ("https://digitalcertvalidation.com@evil.jp/", Some("evil.jp"), true, true, false),
            ("https://digitalcertvalidation.com:x@evil.jp/", Some("evil.jp"), true, true, false),
            (
                "https://digitalcertvalidation.com%2eevil.jp/",
                Some("digitalcertvalidation.com.evil.jp"),
                true,
                false,
                true,
            ),
            ("https://xn--e1awd7f.com/", Some("xn--e1awd7f.com"), true, false, true),
            ("https://ｅｘａｍｐｌｅ。com/", Some("example.com"), true, false, false),
            ("https://192.0.2.1/x", None, true, false, false),
            ("https://0x7f000001/x", None, true, false, false),
            ("https://[2001:db8::1]/x", None, true, false, false),
            ("//evil.jp/x", None, false, false, false),
            ("/x", None, false, false, false),
            ("javascript:alert(1)", None, false, false, false),
            ("https://9f86d081884c7d659a2f.a.example.com/", Some("a.example.com"), true, false, false),
            ("https://9f86d081884c7d659a2f/", None, true, false, false),
        ] {
            let host = host.map(|host| host.parse().unwrap());
            let facts = one(link);
            let bare = facts.bare;
            assert_eq!(facts, LinkFacts { host, https, userinfo, look_alike, bare }, "{link}");
        }
    }

    /// R33: a home, help or privacy page holds nothing secret; whatever could be a token is no such page.
    #[test]
    fn pages_without_a_secret() {
        for link in ["http://www.example.com", "https://www.example.com/ja/privacy-policy.html", "/ssl/help/"]
        {
            assert!(one(&link.replace("/ssl", "https://example.com/ssl")).bare, "{link}");
        }
        for link in [
            "https://www.example.com/?a",
            "https://www.example.com/#a",
            "https://www.example.com/9f86d081884c7d65",
            "https://9f86d081884c7d659a2f.example.com/",
            &format!("https://www.example.com/{}", "a/".repeat(MAX_BARE_PATH / 2)),
            "javascript://www.example.com/",
        ] {
            assert!(!one(link).bare, "{link}");
        }
    }

    /// R33: one link in text and HTML is one link; a text that shows another host is a second one.
    #[test]
    fn links_are_counted_once() {
        let link = "https://a.example.com/x?t=1";
        let html = format!(
            "<a href=\"{link}\">{link}</a><a href=\"mailto:x@example.jp\">x</a><a href=\"#top\">y</a>"
        );
        assert_eq!(read(&format!("次のURL({link})、を開く"), &html).count(), 1);
        let links = read("", "<a href=\"https://evil.jp/\">https://a.example.com/</a>");
        assert_eq!(links.hosts().len(), 2);
        assert_eq!(read("リンクのない本文 www.example.jp http(s)://a.example.com", "").count(), 0);
    }

    /// BR 3.2.2.4: the same mail sent again is known by its links, whatever stands around them; a new token makes others.
    #[test]
    fn a_token_has_its_own_fingerprint() {
        let (one, other) =
            ("https://a.example.com/x?t=9f86d081884c7d65", "https://a.example.com/x?t=9f86d081884c7d66");
        let first = read(&format!("次のURLを開き {one} 承認"), "").fingerprint().to_owned();
        assert_eq!(first.len(), 16);
        assert!(first.bytes().all(|b| b.is_ascii_hexdigit()) && !one.contains(&first));
        assert_eq!(
            read(&format!("{one}\n\n再送です"), &format!("<a href=\"{one}\">承認</a>")).fingerprint(),
            first
        );
        assert_ne!(read(other, "").fingerprint(), first);
        assert_ne!(read(&format!("{one} {other}"), "").fingerprint(), first);
        assert_ne!(read("", "").fingerprint(), first);
    }

    /// BR 3.2.2.4: a link of its own in every mail's footer makes no new token of an old one.
    #[test]
    fn what_differs_beside_the_token_makes_no_other() {
        let token = "https://a.example.com/x?t=9f86d081884c7d659a2feaa0c55ad015";
        let sent = |footer: &str| read(&format!("{token} {footer}"), "").fingerprint().to_owned();
        let once = sent("https://news.example.com/?mail=1 https://a.example.com/help");
        assert_eq!(sent("https://news.example.com/?mail=2"), once);
        assert_ne!(
            sent("https://news.example.com/?mail=9f86d081884c7d659a2feaa0c55ad016"),
            once,
            "a second token"
        );

        let mut json = serde_json::to_value(Profiles::default()).unwrap();
        for profile in json.as_array_mut().unwrap() {
            profile["approval_hosts"] = serde_json::json!(["a.example.com"]);
        }
        let profiles: Profiles = serde_json::from_value(json).unwrap();
        let genuine = Genuine::of(&profiles, japan_date(procedure::samples::now()));
        let listed = |footer: &str| {
            let mut body = Body::default();
            body.plain.push(format!("{token} {footer}"));
            Links::read(&body, &genuine).fingerprint().to_owned()
        };
        assert_eq!(listed("https://news.example.com/?mail=9f86d081884c7d659a2feaa0c55ad016"), once);
    }

    /// R33: every link of a crowded word counts.
    #[test]
    fn links_without_space_between() {
        let text = "https://a.example.com/,https://evil.jp/?next=https://b.example.com/";
        let hosts: Vec<String> = read(text, "").hosts().into_iter().map(ToString::to_string).collect();
        assert_eq!(hosts, ["a.example.com", "b.example.com", "evil.jp"]);
    }

    /// R33: a mail with more links than are read says so.
    #[test]
    fn too_many_links_are_not_a_whole() {
        let text: String = (0..=MAX_LINKS).map(|n| format!("https://a.example.com/{n} ")).collect();
        let links = read(&text, "");
        assert_eq!((links.count(), links.complete()), (MAX_LINKS, false));
    }
}
