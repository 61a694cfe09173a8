//! The texts in a mail's body, decoded (RFC 2045, RFC 2046).
//!
//! `mail-parser` finds header fields here, and no more: it nests attached messages as deep as a mail asks for (1 MiB of
//! them exhausts the stack when they are dropped), subtracts offsets unchecked, and decodes texts by labels that are
//! wrong, which leaves nothing to mend.

use base64::Engine;
use mail_parser::ContentType;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;

use super::charset;
use super::encoded_word::LENIENT;
use super::header::Section;

/// Deepest part that is read.
const MAX_DEPTH: usize = 6;
/// Most parts that are read.
const MAX_PARTS: usize = 50;

/// What a reader may see of a mail.
#[derive(Default)]
pub(super) struct Body {
    /// Texts that are shown as they are.
    pub(super) plain: Vec<String>,
    /// Texts that are shown as HTML.
    pub(super) html: Vec<String>,
    /// Whether a part was left unread: too deep, one too many, or with headers that are broken or too long.
    pub(super) unread: bool,
    parts: usize,
}

impl Body {
    /// The body of the mail that `section` begins.
    pub(super) fn read(section: &Section<'_>) -> Self {
        let mut body = Self { parts: 1, ..Self::default() };
        body.add(section, false, 0);
        body
    }

    fn add(&mut self, section: &Section<'_>, digest: bool, depth: usize) {
        let content_type = section.content_type().unwrap_or_else(|_| {
            self.unread = true;
            None
        });
        let content_type = content_type.as_ref();
        let (kind, subtype) = match content_type {
            Some(known) => {
                (known.ctype().to_ascii_lowercase(), known.subtype().unwrap_or_default().to_ascii_lowercase())
            }
            None if digest => ("message".to_owned(), "rfc822".to_owned()),
            None => ("text".to_owned(), "plain".to_owned()),
        };
        let boundary =
            content_type.and_then(|known| known.attribute("boundary")).filter(|text| !text.is_empty());
        match (kind.as_str(), boundary) {
            ("multipart", Some(boundary)) => {
                let parts = split(section.body(), boundary.as_bytes());
                if parts.is_empty() {
                    self.plain.push(text(section, content_type));
                }
                for part in parts {
                    self.add_raw(part, subtype == "digest", depth + 1);
                }
            }
            ("message", _) => self.add_raw(&decoded(section), false, depth + 1),
            _ if subtype.contains("html") => self.html.push(text(section, content_type)),
            ("text" | "multipart", _) => self.plain.push(text(section, content_type)),
            // Pictures and files show no link that a reader could click unawares.
            _ => {}
        }
    }

    fn add_raw(&mut self, raw: &[u8], digest: bool, depth: usize) {
        self.parts += 1;
        if depth > MAX_DEPTH || self.parts > MAX_PARTS {
            self.unread = true;
            return;
        }
        // A part may have no header field at all: it begins with the empty line.
        let bare = raw.strip_prefix(b"\r\n").or_else(|| raw.strip_prefix(b"\n"));
        match (bare, Section::read(raw)) {
            (Some(message), _) if digest => self.add_raw(message, false, depth + 1),
            (Some(body), _) => self.plain.push(charset::decode(body, None)),
            (None, Ok(section)) => self.add(&section, digest, depth),
            (None, Err(_)) => {
                self.plain.push(charset::decode(raw, None));
                self.unread |= !raw.trim_ascii().is_empty();
            }
        }
    }
}

/// The text of a part by its transfer encoding and character set.
fn text(section: &Section<'_>, content_type: Option<&ContentType<'_>>) -> String {
    charset::decode(&decoded(section), content_type.and_then(|known| known.attribute("charset")))
}

/// The bytes of a part by its transfer encoding; as they stand when they do not follow it.
fn decoded(section: &Section<'_>) -> Vec<u8> {
    let encoding = section.only("Content-Transfer-Encoding").unwrap_or_default();
    let body = section.body();
    let bytes = if encoding.eq_ignore_ascii_case(b"base64") {
        let alphabet = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        LENIENT.decode(body.iter().copied().filter(alphabet).collect::<Vec<u8>>()).ok()
    } else if encoding.eq_ignore_ascii_case(b"quoted-printable") {
        quoted_printable_decode(body)
    } else {
        None
    };
    bytes.unwrap_or_else(|| body.to_vec())
}

/// The parts between the lines `--boundary` (RFC 2046 §5.1.1); the last one may lack its end.
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut offset = 0;
    for line in body.split_inclusive(|&b| b == b'\n') {
        let end = offset;
        offset += line.len();
        let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)) else {
            continue;
        };
        let rest = rest.trim_ascii();
        if !rest.is_empty() && rest != b"--" {
            continue;
        }
        parts.extend(start.and_then(|start| body.get(start..end)));
        start = (rest != b"--").then_some(offset);
        // One more than is read, so that the rest counts as unread.
        if start.is_none() || parts.len() > MAX_PARTS {
            return parts;
        }
    }
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(raw: &str) -> Body {
        Body::read(&Section::read(raw.as_bytes()).unwrap())
    }

    fn texts(raw: &str) -> (Vec<String>, Vec<String>, bool) {
        let Body { plain, html, unread, .. } = body(raw);
        let trimmed = |texts: Vec<String>| texts.iter().map(|text| text.trim().to_owned()).collect();
        (trimmed(plain), trimmed(html), unread)
    }

    fn multipart(subtype: &str, parts: &str) -> String {
        format!("Content-Type: multipart/{subtype}; boundary=\"b 1\"\r\n\r\n{parts}")
    }

    /// R33: the texts of every structure a mail may have; preamble, epilogue and attached files are none.
    #[test]
    fn structures() {
        for (raw, plain, html, unread) in [
            ("A: 1\r\n\r\none".to_owned(), vec!["one"], vec![], false),
            ("Content-Type: TEXT/HTML\r\n\r\n<p>".to_owned(), vec![], vec!["<p>"], false),
            ("Content-Type: application/xhtml+xml\r\n\r\n<p>".to_owned(), vec![], vec!["<p>"], false),
            ("Content-Type: text/calendar\r\n\r\none".to_owned(), vec!["one"], vec![], false),
            ("Content-Type: image/png\r\n\r\none".to_owned(), vec![], vec![], false),
            (
                multipart(
                    "mixed",
                    "pre\r\n--b 1\r\n\r\none\r\n--b 1 \t\r\nX: 1\r\n\r\ntwo\r\n--b 1--\r\npost",
                ),
                vec!["one", "two"],
                vec![],
                false,
            ),
            (
                multipart(
                    "alternative",
                    "--b 1\nContent-Type: text/html\n\n<p>\n--b 1\n\none --b 1\n--b 12\n--b 1x\n",
                ),
                vec!["one --b 1\n--b 12\n--b 1x"],
                vec!["<p>"],
                false,
            ),
            (multipart("mixed", "no part"), vec!["no part"], vec![], false),
            ("Content-Type: multipart/mixed\r\n\r\none".to_owned(), vec!["one"], vec![], false),
            (
                "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\none".to_owned(),
                vec!["one"],
                vec![],
                false,
            ),
            (multipart("mixed", "--b 1\r\nno header"), vec!["no header"], vec![], true),
            (multipart("mixed", "--b 1\r\n"), vec![""], vec![], false),
            ("Content-Type: message/rfc822\r\n\r\nA: 1\r\n\r\none".to_owned(), vec!["one"], vec![], false),
            (
                multipart("digest", "--b 1\r\n\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b 1--"),
                vec![],
                vec!["<p>"],
                false,
            ),
            (
                multipart("digest", "--b 1\r\nContent-Type: text/plain\r\n\r\none\r\n--b 1--"),
                vec!["one"],
                vec![],
                false,
            ),
        ] {
            let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(texts(&raw), (owned(plain), owned(html), unread), "{raw}");
        }
    }

    /// R33: transfer encodings, and bytes that do not follow theirs.
    #[test]
    fn transfer_encodings() {
        for (encoding, bytes, text) in [
            ("base64", "5om/\r\n6KqN", "承認"),
            ("BASE64", "5om/ 6KqN!", "承認"),
            ("quoted-printable", "=E6=89=BF=\r\n=E8=AA=8D", "承認"),
            ("8bit", "承認", "承認"),
            ("x-unknown", "5om/", "5om/"),
        ] {
            let raw = format!("Content-Transfer-Encoding: {encoding}\r\n\r\n{bytes}");
            assert_eq!(body(&raw).plain, [text], "{encoding}");
        }
    }

    /// R41: what lies deeper, or comes later, than is read is missing, and said to be.
    #[test]
    fn limits() {
        let nested =
            |depth: usize| format!("{}A: 1\n\none", "Content-Type: message/rfc822\n\n".repeat(depth));
        assert_eq!(texts(&nested(MAX_DEPTH)), (vec!["one".to_owned()], vec![], false));
        assert_eq!(texts(&nested(MAX_DEPTH + 1)), (vec![], vec![], true));
        let parts = |count: usize| texts(&multipart("mixed", &"--b 1\nA: 1\n\none\n".repeat(count)));
        assert_eq!((parts(MAX_PARTS - 1).0.len(), parts(MAX_PARTS - 1).2), (MAX_PARTS - 1, false));
        assert_eq!((parts(MAX_PARTS).0.len(), parts(MAX_PARTS).2), (MAX_PARTS - 1, true));
        let broken = |count: usize| texts(&multipart("mixed", &"--b 1\n\none\n".repeat(count)));
        assert_eq!((broken(2 * MAX_PARTS).0.len(), broken(2 * MAX_PARTS).2), (MAX_PARTS - 1, true));
    }
}
