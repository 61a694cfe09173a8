//! Who a mail says it is from (the From header, RFC 5322 §3.6.2; never the envelope's Return-Path).

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;
use procedure::contact::Email;

use super::header::Section;

/// Most addresses read from one mail's header fields.
const MAX_ADDRESSES: usize = 100;
/// Most bytes read of the fields of one kind. The parser's time grows with the square of it.
const MAX_FIELDS: usize = 8 * 1_024;

/// The addresses of the From header, and whether they can only be read one way. Personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Senders {
    addresses: Vec<Email>,
    unambiguous: bool,
}

impl Senders {
    /// Every address that could be read, in order; at most 100.
    pub fn all(&self) -> &[Email] {
        &self.addresses
    }

    /// The address, if one From field holds one mailbox that every mail program reads alike.
    pub fn only(&self) -> Option<&Email> {
        match self.addresses.as_slice() {
            [only] if self.unambiguous => Some(only),
            _ => None,
        }
    }

    pub(super) fn read(section: &Section<'_>) -> Self {
        let values = || section.all("From").map(|field| section.raw_value(field));
        Self { addresses: emails(values()), unambiguous: is_one_mailbox(values()) }
    }
}

/// The addresses of the To and Cc headers; at most 100.
pub(super) fn recipients(section: &Section<'_>) -> Vec<Email> {
    emails(section.all("To").chain(section.all("Cc")).map(|field| section.raw_value(field)))
}

/// Whom one To field with one mailbox names.
pub(super) fn addressee(section: &Section<'_>) -> Option<Email> {
    let values = || section.all("To").map(|field| section.raw_value(field));
    match emails(values()).as_slice() {
        [only] if is_one_mailbox(values()) => Some(only.clone()),
        _ => None,
    }
}

/// The addresses of field values, within both limits. An address that the second one cuts is none.
fn emails<'a>(values: impl Iterator<Item = &'a [u8]>) -> Vec<Email> {
    let (mut found, mut left) = (Vec::new(), MAX_FIELDS);
    for value in values {
        let read = value.get(..left).unwrap_or(value);
        left -= read.len();
        if let HeaderValue::Address(addresses) = MessageStream::new(read).parse_address() {
            found.extend(addresses.iter().filter_map(|address| address.address()?.parse::<Email>().ok()));
        }
        if left == 0 || found.len() >= MAX_ADDRESSES {
            break;
        }
    }
    found.truncate(MAX_ADDRESSES);
    found
}

/// Whether there is one field value, of the form `name <address>` or `address` (RFC 5322 §3.4 "mailbox") once comments
/// and quoted strings are taken out: one `@`, nothing after the `>`, no list, no group.
///
/// Mail programs differ in what they make of anything else, and whoever authenticated the mail may have read
/// another address than we do.
fn is_one_mailbox<'a>(mut values: impl Iterator<Item = &'a [u8]>) -> bool {
    let (Some(raw), None) = (values.next(), values.next()) else { return false };
    if raw.len() > MAX_FIELDS {
        return false;
    }
    if raw.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n') || raw.contains(&0) {
        return false;
    }
    let Some(bare) = bare(raw) else { return false };
    let count = |wanted: u8| bare.iter().filter(|&&b| b == wanted).count();
    if count(b'@') != 1 || bare.iter().any(|b| matches!(b, b',' | b';' | b':' | b'\\')) {
        return false;
    }
    match (count(b'<'), count(b'>')) {
        (0, 0) => true,
        (1, 1) => {
            let at = |wanted: u8| bare.iter().position(|&b| b == wanted);
            let after = at(b'>').and_then(|end| bare.get(end + 1..)).unwrap_or_default();
            at(b'<') < at(b'@') && at(b'@') < at(b'>') && after.trim_ascii().is_empty()
        }
        _ => false,
    }
}

/// `raw` without quoted strings and (nested) comments; none when one of them does not end.
fn bare(raw: &[u8]) -> Option<Vec<u8>> {
    let mut bare = Vec::with_capacity(raw.len());
    let (mut quoted, mut depth) = (false, 0_usize);
    let mut bytes = raw.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if quoted || depth > 0 => drop(bytes.next()),
            b'"' if depth == 0 => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth = depth.checked_sub(1)?,
            other if !quoted && depth == 0 => bare.push(other),
            _ => {}
        }
    }
    (!quoted && depth == 0).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn senders(head: &str) -> Senders {
        let raw = format!("{head}\r\nTo: postmaster@example.jp\r\n\r\nbody");
        Senders::read(&Section::read(raw.as_bytes()).unwrap())
    }

    /// R30: the forms in which exactly one address can be read.
    #[test]
    fn one_mailbox() {
        for field in [
            "From: no-reply@example.com",
            "from : <no-reply@example.com>",
            "From: DigiCert <no-reply@example.com>",
            "From: \"DigiCert, Inc. <x@y.example>\" <no-reply@example.com>",
            "From: =?utf-8?B?44OH44K444K144O844OI?= <no-reply@example.com>",
            "From: a (\") <no-reply@example.com>",
            "From: \"a(b\" <no-reply@example.com>",
            "From: \"a)b\" <no-reply@example.com>",
            "From: DigiCert (Domain\\) Approval (DCV))\r\n <no-reply@example.com>",
        ] {
            let senders = senders(field);
            assert_eq!(senders.only().map(Email::expose).as_deref(), Some("no-reply@example.com"), "{field}");
        }
    }

    /// R30: two addresses, two headers, groups and half-quoted tricks name nobody.
    #[test]
    fn nobody_for_sure() {
        for field in [
            "X-None: 1",
            "From:",
            "From: no-reply@example.com, x@evil.example",
            "From: no-reply@example.com\r\nFrom: x@evil.example",
            "From: no-reply@example.com\r\nfrom : no-reply@example.com",
            "From: no-reply@example.com <x@evil.example>",
            "From: <no-reply@example.com> x@evil.example",
            "From: <no-reply@example.com> <x@evil.example>",
            "From: no-reply@example.com <x>",
            "From: <x> no-reply@example.com",
            "From: <no-reply@example.com> x",
            "From: DigiCert\r <no-reply@example.com>",
            "From: Digi\u{0}Cert <no-reply@example.com>",
            "From: <no-reply@example.com>, ",
            "From: DigiCert: no-reply@example.com;",
            "From: DigiCert: no-reply@example.com, x@evil.example;",
            "From: <@evil.example:no-reply@example.com>",
            "From: \"no-reply@example.com\" <no-reply@example.com",
            "From: \"x\" <\"no-reply@example.com\"@evil.example>",
            "From: \"unclosed <no-reply@example.com>",
            "From: no-reply@example.com (unclosed",
            "From: no-reply@example.com\rFrom: x@evil.example",
            "From: x\\@evil.example <no-reply@example.com>",
        ] {
            assert_eq!(senders(field).only(), None, "{field}");
        }
        let both = senders("From: no-reply@example.com\r\nFrom: DigiCert: x@evil.example, y@evil.example;");
        let all: Vec<String> = both.all().iter().map(Email::expose).collect();
        assert_eq!(all, ["no-reply@example.com", "x@evil.example", "y@evil.example"]);
    }
}
