//! Japanese mail as the vendors' systems write it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use encoding_rs::ISO_2022_JP;
use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::SimulationError;
use crate::dkim;
use crate::seed::Dice;

/// The character set of a mail's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// UTF-8, plain text and HTML.
    #[default]
    Utf8,
    /// ISO-2022-JP, plain text only, as older Japanese systems write.
    Iso2022Jp,
}

/// At the end of every mail: none of this is real.
pub(crate) const NOTE: &str = "※ このメールはシミュレーションが作成したもので、実在の手続きではありません。";

pub(crate) struct Draft<'a> {
    pub(crate) from_name: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
    /// The link in `text`; a link of its own in the HTML part.
    pub(crate) link: Option<&'a str>,
    pub(crate) at: Timestamp,
    pub(crate) charset: Charset,
}

/// The RFC 5322 message, signed by the domain it is from.
pub(crate) fn build(draft: &Draft<'_>, dice: &mut Dice) -> Result<Vec<u8>, SimulationError> {
    let from: Address = draft.from.parse().map_err(failed)?;
    let domain = from.domain().to_owned();
    let id = format!("<{}@{domain}>", &dice.token()[..24]);
    let boundary = format!("----=_Part_{}", &dice.token()[..24]);
    let builder = Message::builder()
        .from(Mailbox::new(Some(draft.from_name.to_owned()), from))
        .to(Mailbox::new(None, draft.to.parse().map_err(failed)?))
        .date(draft.at.into())
        .message_id(Some(id));
    let message = match draft.charset {
        Charset::Utf8 => builder.subject(draft.subject).multipart(
            MultiPart::alternative()
                .boundary(boundary)
                .singlepart(SinglePart::plain(draft.text.to_owned()))
                .singlepart(SinglePart::html(html(draft))),
        ),
        Charset::Iso2022Jp => {
            let text = draft.text.replace('\n', "\r\n");
            let body = ISO_2022_JP.encode(&text).0.into_owned();
            builder
                .raw_header(HeaderValue::dangerous_new_pre_encoded(
                    HeaderName::new_from_ascii_str("Subject"),
                    draft.subject.to_owned(),
                    iso_2022_jp_words(draft.subject),
                ))
                .header(ContentType::parse("text/plain; charset=iso-2022-jp").map_err(failed)?)
                .body(Body::dangerous_pre_encoded(body, ContentTransferEncoding::SevenBit))
        }
    };
    let message = String::from_utf8(message.map_err(failed)?.formatted()).map_err(failed)?;
    Ok(dkim::signed(&message, &domain, draft.at).map_err(failed)?.into_bytes())
}

fn html(draft: &Draft<'_>) -> String {
    let escaped = escape(draft.text);
    let body = match draft.link.map(escape) {
        Some(link) => escaped.replace(&link, &format!("<a href=\"{link}\">{link}</a>")),
        None => escaped,
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"></head>\n\
         <body><p>{}</p></body></html>\n",
        body.replace("\n\n", "</p>\n<p>").replace('\n', "<br>\n")
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// RFC 2047 encoded words of at most 75 characters, each a shift state of its own.
fn iso_2022_jp_words(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let words: Vec<String> = chars
        .chunks(10)
        .map(|part| {
            let part: String = part.iter().collect();
            format!("=?ISO-2022-JP?B?{}?=", BASE64.encode(&ISO_2022_JP.encode(&part).0))
        })
        .collect();
    words.join("\r\n ")
}

/// `Sun, 22 Nov 2026 09:00:00 +0900`, as RFC 5322 writes a date.
pub(crate) fn rfc5322_date(at: Timestamp) -> String {
    at.to_zoned(crate::when::japan()).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> SimulationError {
    SimulationError::Mail(Box::new(error))
}
