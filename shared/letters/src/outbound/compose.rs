//! The message as it goes over the wire (RFC 5322, MIME).

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};

use super::markup::one_line;
use super::{Error, Rendered};

/// Separates the parts. `=_` cannot stand in base64 or quoted-printable (RFC 2045 §6.7), so no body holds it.
const BOUNDARY: &str = "=_certflow_alternative";
/// Longest Message-ID, in bytes; with its header's name it fits a line of 998.
const MAX_MESSAGE_ID: usize = 250;

/// Whom a message is from and goes to. Personal data: addresses are masked in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Who writes.
    pub from: Sender,
    /// Who reads; see [`recipients`](super::recipients).
    pub to: Vec<String>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
}

/// The sender as mail programs show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name shown, such as 例ホスティング サポート窓口.
    pub name: String,
    /// The address.
    pub address: String,
}

/// The message: text and HTML as alternatives, marked as sent by a machine (RFC 3834) so that no machine answers.
///
/// The same arguments give the same bytes. `message_id` is `<left@right>`.
///
/// # Errors
/// [`Error::Address`], [`Error::NoRecipient`], [`Error::MessageId`].
pub fn compose(
    rendered: &Rendered,
    addresses: &Addresses,
    message_id: &str,
    date: Timestamp,
) -> Result<Vec<u8>, Error> {
    if !is_message_id(message_id) {
        return Err(Error::MessageId);
    }
    if addresses.to.is_empty() {
        return Err(Error::NoRecipient);
    }
    let from = named("from", &addresses.from)?;
    let mut builder = Message::builder().from(from).date(SystemTime::from(date));
    for to in &addresses.to {
        builder = builder.to(Mailbox::new(None, address("to", to)?));
    }
    if let Some(reply_to) = &addresses.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address("reply_to", reply_to)?));
    }
    let alternatives = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(BOUNDARY)
        .singlepart(SinglePart::plain(rendered.text.clone()))
        .singlepart(SinglePart::html(rendered.html.clone()));
    let auto_submitted = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = builder
        .subject(one_line(&rendered.subject))
        .message_id(Some(message_id.to_owned()))
        .raw_header(HeaderValue::new(auto_submitted, "auto-generated".to_owned()))
        .multipart(alternatives);
    // The builder refuses only a message without sender or recipient, both checked above.
    message.map(|message| folded(message.formatted())).map_err(|_| Error::NoRecipient)
}

/// Folded between an encoded name and its address: a line with an encoded word has at most 76 characters (RFC 2047 §2),
/// which the builder forgets there.
fn folded(message: Vec<u8>) -> Vec<u8> {
    let Some(end) = message.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return message };
    let (headers, rest) = message.split_at(end);
    // The builder's headers are ASCII.
    let headers = String::from_utf8_lossy(headers).replace("?= <", "?=\r\n <");
    [headers.as_bytes(), rest].concat()
}

fn named(field: &'static str, sender: &Sender) -> Result<Mailbox, Error> {
    let name = one_line(&sender.name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address(field, &sender.address)?))
}

/// Plain ASCII addresses alone: what quoting could hide has no use here.
fn address(field: &'static str, text: &str) -> Result<Address, Error> {
    let plain = text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'<' | b'>' | b','));
    text.parse().ok().filter(|_| plain).ok_or(Error::Address { field })
}

fn is_message_id(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let atoms = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
    };
    text.len() <= MAX_MESSAGE_ID
        && inner
            .and_then(|inner| inner.split_once('@'))
            .is_some_and(|(left, right)| atoms(left) && atoms(right))
}

impl std::fmt::Debug for Addresses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Addresses(to {} masked)", self.to.len())
    }
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sender(masked)")
    }
}
