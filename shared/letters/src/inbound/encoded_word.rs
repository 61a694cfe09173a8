//! The text of an unstructured header field (RFC 5322 §3.6.5, RFC 2047), as broken mailers write it too.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

use super::charset;

/// Base64 with or without padding, as mail has it.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Longest part of an encoded word that is read, in bytes; RFC 2047 §2 allows 75 for the whole.
const MAX_WORD: usize = 1_000;

/// A stretch of a field's value.
enum Piece<'a> {
    Raw(&'a [u8]),
    Word { charset: &'a str, bytes: Vec<u8> },
}

/// The text of a raw field value.
///
/// The bytes of neighbouring words of one character set are joined before they are decoded. RFC 2047 §5 wants every
/// word whole, but mailers cut them inside a character or a shift state, and each on its own is garbage.
pub(super) fn decode(raw: &[u8]) -> String {
    let mut text = String::new();
    let mut run: Option<(&str, Vec<u8>)> = None;
    let mut rest = raw;
    while let Some((piece, tail)) = next(rest) {
        rest = tail;
        match piece {
            Piece::Word { charset, bytes } => match &mut run {
                Some((known, joined)) if known.eq_ignore_ascii_case(charset) => joined.extend(bytes),
                _ => {
                    flush(&mut run, &mut text);
                    run = Some((charset, bytes));
                }
            },
            // White space between two words belongs to neither (§6.2).
            Piece::Raw(raw) if run.is_some() && raw.trim_ascii().is_empty() => {}
            Piece::Raw(raw) => {
                flush(&mut run, &mut text);
                text.push_str(&charset::decode(raw, None));
            }
        }
    }
    flush(&mut run, &mut text);
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn flush(run: &mut Option<(&str, Vec<u8>)>, text: &mut String) {
    if let Some((charset, bytes)) = run.take() {
        text.push_str(&charset::decode(&bytes, Some(charset)));
    }
}

/// The next piece and what follows it; none at the end.
fn next(bytes: &[u8]) -> Option<(Piece<'_>, &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    if let Some(found) = word(bytes) {
        return Some(found);
    }
    let starts_word = |n: &usize| bytes.get(*n..).and_then(word).is_some();
    let end = (1..bytes.len()).find(starts_word).unwrap_or(bytes.len());
    let (raw, rest) = bytes.split_at(end);
    Some((Piece::Raw(raw), rest))
}

/// The encoded word that `bytes` begins with, and what follows it: `=?charset?encoding?text?=`, no longer than
/// [`MAX_WORD`].
fn word(bytes: &[u8]) -> Option<(Piece<'_>, &[u8])> {
    let (charset, rest) = cut(bytes.strip_prefix(b"=?")?, b"?")?;
    let (encoding, rest) = cut(rest, b"?")?;
    let (data, rest) = cut(rest, b"?=")?;
    let charset = std::str::from_utf8(charset).ok().filter(|name| !name.is_empty())?;
    // A language may follow the character set (RFC 2231 §5).
    let charset = charset.split('*').next()?;
    let bytes = match encoding {
        b"B" | b"b" => base64(data)?,
        b"Q" | b"q" => quoted(data),
        _ => return None,
    };
    Some((Piece::Word { charset, bytes }, rest))
}

/// What stands before and after the first `end`.
fn cut<'a>(bytes: &'a [u8], end: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let window = bytes.get(..MAX_WORD).unwrap_or(bytes);
    let at = window.windows(end.len()).position(|found| found == end)?;
    Some((bytes.get(..at)?, bytes.get(at + end.len()..)?))
}

fn base64(data: &[u8]) -> Option<Vec<u8>> {
    let data: Vec<u8> = data.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    LENIENT.decode(data).ok()
}

fn quoted(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut rest = data;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'_' => bytes.push(b' '),
            b'=' => match hex(tail) {
                Some(value) => {
                    bytes.push(value);
                    rest = tail.get(2..).unwrap_or_default();
                }
                None => bytes.push(b'='),
            },
            other => bytes.push(other),
        }
    }
    bytes
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits.get(..2)?).ok()?;
    // `from_str_radix` takes a sign.
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A13, RFC 2047: words of one and of several character sets, beside text and without a space, and what is no word.
    #[test]
    fn fields() {
        for (raw, text) in [
            ("plain  text\r\n folded", "plain text folded"),
            ("=?utf-8?Q?a_=3D?= =?utf-8?Q?=E3=81?=\r\n\t=?UTF-8?B?gg==?=", "a =あ"),
            ("=?utf-8?B?44GC?= =?iso-8859-1?Q?=E9?= =?utf-8?b?44GE?=", "あéい"),
            ("=?utf-8?B?44GC?= and =?utf-8?B?44GE?=", "あ and い"),
            ("=?utf-8?B?44GC?= =x", "あ =x"),
            ("Re:=?utf-8?B?44GC?=(x)", "Re:あ(x)"),
            ("=?utf-8*ja?Q?=E3=81=82?=", "あ"),
            ("=?utf-8?B?44GC", "=?utf-8?B?44GC"),
            ("=?utf-8?X?44GC?=", "=?utf-8?X?44GC?="),
            ("=??Q?a?= =?=?", "=??Q?a?= =?=?"),
            ("=?utf-8?B?!?=", "=?utf-8?B?!?="),
            ("=?utf-8?B?44 GC?=", "あ"),
            ("=?utf-8?B?44GC4?=", "=?utf-8?B?44GC4?="),
            ("=?utf-8?Q?100=?= =?utf-8?Q?=+1=ZZ?=", "100==+1=ZZ"),
            ("a=?utf-8?Q?b?=c", "abc"),
            ("tab\there\u{0}and", "tab here and"),
        ] {
            assert_eq!(decode(raw.as_bytes()), text, "{raw}");
        }
    }

    /// A13: a word longer than is read stays as it is written.
    #[test]
    fn long_words() {
        let long = format!("=?utf-8?Q?{}?=", "a".repeat(MAX_WORD + 1));
        assert_eq!(decode(long.as_bytes()), long);
        let fits = format!("=?utf-8?Q?{}?=", "a".repeat(MAX_WORD - 2));
        assert_eq!(decode(fits.as_bytes()), "a".repeat(MAX_WORD - 2));
    }
}
