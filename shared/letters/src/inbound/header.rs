//! The header section of a mail or of one of its parts.

use std::sync::LazyLock;

use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, Header, HeaderName, HeaderValue, MessageParser};
use procedure::Finding;

use super::finding;

/// Longest header section that is read, in bytes.
const MAX_HEADERS: usize = 160 * 1_024;

/// Most fields of a header section that are read; the parser keeps far more of each than it is long.
const MAX_FIELDS: usize = 1_000;

/// Longest `Content-Type` that is read, in bytes: a type, a character set and a boundary of 70 (RFC 2046 §5.1.1).
const MAX_CONTENT_TYPE: usize = 4 * 1_024;

/// It finds the fields, and interprets none: an encoded word that does not end costs it a pass over what follows, for
/// each one. A single ignored field switches its own choice of what to interpret off.
static PARSER: LazyLock<MessageParser> =
    LazyLock::new(|| MessageParser::new().ignore_header(HeaderName::From).default_header_ignore());

/// A field longer than is read.
#[derive(Debug)]
pub(super) struct TooLong;

/// A header section with what follows it.
pub(super) struct Section<'a> {
    raw: &'a [u8],
    fields: Vec<Header<'a>>,
    body: usize,
}

impl<'a> Section<'a> {
    /// Reads the header section that `raw` begins with.
    ///
    /// # Errors
    /// `mail.unreadable` without any header field, `mail.header_too_large`.
    pub(super) fn read(raw: &'a [u8]) -> Result<Self, Finding> {
        let head = raw.get(..MAX_HEADERS).unwrap_or(raw);
        if fields(head).nth(MAX_FIELDS).is_some() {
            return Err(finding::header_too_large());
        }
        let message = PARSER.parse_headers(head).ok_or_else(finding::unreadable)?;
        let root = message.parts.into_iter().next().ok_or_else(finding::unreadable)?;
        let last = root.headers.last().map_or(0, |field| field.offset_end as usize);
        let body = match body_of(head, last) {
            Some(body) => body,
            None if raw.len() > head.len() => return Err(finding::header_too_large()),
            None => last,
        };
        // The parser takes a last line without a colon for a field.
        let named = |field: &Header<'_>| {
            raw.get(..field.offset_start as usize).is_some_and(|head| head.ends_with(b":"))
        };
        let fields: Vec<Header<'a>> = root.headers.into_iter().filter(named).collect();
        if fields.is_empty() { Err(finding::unreadable()) } else { Ok(Self { raw, fields, body }) }
    }

    /// Every field with this name, in order; the parser overlooks letter case and stray white space.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Header<'a>> {
        self.fields.iter().filter(move |field| field.name.as_str().eq_ignore_ascii_case(name))
    }

    /// The raw value of a field, folding included.
    pub(super) fn raw_value(&self, field: &Header<'_>) -> &'a [u8] {
        self.raw.get(field.offset_start as usize..field.offset_end as usize).unwrap_or_default()
    }

    /// The raw value of the field with this name if there is exactly one; a second one makes it worthless.
    pub(super) fn only(&self, name: &str) -> Option<&'a [u8]> {
        let mut found = self.all(name);
        let field = found.next()?;
        found.next().is_none().then(|| self.raw_value(field).trim_ascii())
    }

    /// The name and raw value of every field, in order.
    pub(super) fn each(&self) -> impl Iterator<Item = (&str, &'a [u8])> {
        self.fields.iter().map(|field| (field.name.as_str(), self.raw_value(field)))
    }

    /// The `Content-Type`; the last of several, as mail programs have it.
    ///
    /// # Errors
    /// When it is longer than is read: nobody knows then what a reader of the mail is shown.
    pub(super) fn content_type(&self) -> Result<Option<ContentType<'a>>, TooLong> {
        let Some(field) = self.all("Content-Type").last() else { return Ok(None) };
        let raw = self.raw_value(field);
        if raw.len() > MAX_CONTENT_TYPE {
            return Err(TooLong);
        }
        match MessageStream::new(raw).parse_content_type() {
            HeaderValue::ContentType(known) => Ok(Some(known)),
            _ => Ok(None),
        }
    }

    /// What follows the header section.
    pub(super) fn body(&self) -> &'a [u8] {
        self.raw.get(self.body..).unwrap_or_default()
    }
}

/// The lines with which a field may begin, up to the empty one.
fn fields(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = head.split(|&b| b == b'\n').take_while(|line| line.iter().any(|&b| b != b'\r'));
    lines.filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t"))
}

/// Where the body begins: after the empty line that follows the last field, if it follows.
fn body_of(head: &[u8], last: usize) -> Option<usize> {
    let rest = head.get(last..)?;
    let end = rest.iter().position(|&b| b == b'\n')?;
    rest.get(..end)?.trim_ascii().is_empty().then_some(last + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R41: the body begins after the first empty line; of fields that must be single a second one is none.
    #[test]
    fn sections() {
        for (raw, body) in [
            ("A: 1\r\nB: 2\r\n\r\n\r\nbody\r\n", "\r\nbody\r\n"),
            ("A: 1\nB: 2\n\nC: body", "C: body"),
            ("A: 1\n folded\n \t\r\n\nbody", "body"),
            ("A: 1\r\n\r\n", ""),
            ("A: 1\r\n", ""),
            ("A: 1", ""),
        ] {
            assert_eq!(Section::read(raw.as_bytes()).unwrap().body(), body.as_bytes(), "{raw}");
        }
        let section = Section::read(b"a : 1\r\n 2\r\nB: 3\r\nb: 4\r\nC:\r\n\r\n").unwrap();
        assert_eq!(section.only("A"), Some(b"1\r\n 2".as_slice()));
        assert_eq!(
            (section.only("B"), section.only("C"), section.only("D")),
            (None, Some(b"".as_slice()), None)
        );
        assert_eq!(section.all("b").count(), 2);
        let each: Vec<&str> = section.each().map(|(name, _)| name).collect();
        assert_eq!(each, ["a", "B", "b", "C"]);
    }
}
