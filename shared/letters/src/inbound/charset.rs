//! Japanese bytes as mail carries them, whatever their label says (`engineering.md`, Mail).

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, WINDOWS_1252};

const ESCAPE: u8 = 0x1b;

/// The text of `bytes`. The label is believed only as far as the bytes agree with it: what is ISO-2022-JP or UTF-8
/// can be told from the bytes alone, and labels of both are often wrong.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    if is_iso_2022_jp(bytes) {
        return ISO_2022_JP.decode_without_bom_handling(&single_escapes(bytes)).0.into_owned();
    }
    let labelled = label.and_then(encoding);
    // Latin-1 decodes anything; software that does not know its character set writes it over UTF-8.
    let first = labelled.filter(|encoding| *encoding != WINDOWS_1252).unwrap_or(UTF_8);
    clean(first, bytes)
        .or_else(|| clean(UTF_8, bytes))
        .or_else(|| {
            labelled.filter(|encoding| *encoding == WINDOWS_1252).and_then(|latin| clean(latin, bytes))
        })
        .or_else(|| guess(bytes))
        .unwrap_or_else(|| first.decode_without_bom_handling(bytes).0.into_owned())
}

/// The encoding of a label; none for an unknown one and for ASCII, which eight-bit bytes are not.
fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    match label.as_str() {
        "us-ascii" | "ascii" => None,
        "cp932" | "ms-932" | "windows-932" | "x-ms-cp932" | "sjis-win" | "shift-jis" | "shiftjis"
        | "s-jis" | "x-shift-jis" => Some(SHIFT_JIS),
        "iso-2022-jp-ms"
        | "iso-2022-jp-1"
        | "iso-2022-jp-2"
        | "iso-2022-jp-3"
        | "iso-2022-jp-2004"
        | "x-iso-2022-jp"
        | "cp50220"
        | "cp50221"
        | "cp50222"
        | "x-windows-iso2022jp"
        | "jis" => Some(ISO_2022_JP),
        "eucjp" | "eucjp-ms" | "eucjp-win" | "cp51932" | "euc-jp-ms" => Some(EUC_JP),
        other => Encoding::for_label(other.as_bytes()),
    }
}

/// Seven-bit bytes that switch to a Japanese character set.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    bytes.is_ascii()
        && bytes.windows(3).any(|at| matches!(at, [ESCAPE, b'$', b'B' | b'@'] | [ESCAPE, b'(', b'I' | b'J']))
}

/// Without escape sequences that another one follows at once: joined encoded words have them, and the Encoding
/// Standard decodes each as an error.
fn single_escapes(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        let superfluous = is_escape(rest) && rest.get(3..).is_some_and(is_escape);
        if superfluous {
            rest = rest.get(3..).unwrap_or_default();
        } else {
            kept.push(byte);
            rest = tail;
        }
    }
    kept
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [ESCAPE, b'$', b'B' | b'@', ..] | [ESCAPE, b'(', b'B' | b'I' | b'J', ..])
}

fn clean(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// Shift_JIS or EUC-JP. Read as the wrong one, text turns into half-width katakana, which nobody writes mails in.
fn guess(bytes: &[u8]) -> Option<String> {
    let half_width = |text: &String| text.chars().filter(|c| ('\u{ff61}'..='\u{ff9f}').contains(c)).count();
    [SHIFT_JIS, EUC_JP].into_iter().filter_map(|encoding| clean(encoding, bytes)).min_by_key(half_width)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "ドメイン名の利用権確認 example.jp";

    fn bytes(encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(TEXT).0.into_owned()
    }

    /// A13: every label that Japanese mail uses, right or wrong, gives the same text.
    #[test]
    fn labels_right_and_wrong() {
        let table = [
            (SHIFT_JIS, ["cp932", "windows-31j", "Shift_JIS", "\"x-sjis\"", "iso-2022-jp", "us-ascii"]),
            (ISO_2022_JP, ["iso-2022-jp", "ISO-2022-JP-MS", "cp50221", "utf-8", "shift_jis", "us-ascii"]),
            (EUC_JP, ["euc-jp", "cp51932", "eucJP-ms", "x-euc-jp", "utf-8", "ascii"]),
            (UTF_8, ["utf-8", "utf8", "iso-2022-jp", "iso-8859-1", "us-ascii", "no-such-charset"]),
        ];
        for (encoding, labels) in table {
            for label in labels {
                assert_eq!(decode(&bytes(encoding), Some(label)), TEXT, "{} as {label}", encoding.name());
            }
            assert_eq!(decode(&bytes(encoding), None), TEXT, "{} without a label", encoding.name());
        }
    }

    /// A13: Latin-1 is believed when the bytes are not UTF-8; bytes of no character set at all still give a text.
    #[test]
    fn other_bytes() {
        assert_eq!(decode(b"Formul\xe1r \xe9", Some("iso-8859-1")), "Formulár é");
        assert_eq!(decode("é".as_bytes(), Some("windows-1252")), "é");
        assert_eq!(decode(b"a\xff", Some("utf-8")), "a\u{fffd}");
        assert_eq!(decode(b"a\xff", Some("koi8-r")), "aЪ");
        assert_eq!(decode(b"", None), "");
    }

    /// A13: read as the other one of the two, text would be half-width katakana.
    #[test]
    fn unlabelled_eight_bit_text() {
        for text in ["証明書の発行", "ドメイン名使用権確認について(example.jp)", "お願い"]
        {
            for encoding in [SHIFT_JIS, EUC_JP] {
                assert_eq!(decode(&encoding.encode(text).0, None), text, "{}", encoding.name());
            }
        }
    }

    /// A13: half-width katakana (ESC ( I), JIS X 0201 Roman (ESC ( J) and the old ESC $ @ are ISO-2022-JP too.
    #[test]
    fn other_escapes() {
        assert_eq!(decode(b"\x1b(I\x31\x32\x1b(B", None), "ｱｲ");
        assert_eq!(decode(b"\x1b(Jabc\x1b(B", Some("utf-8")), "abc");
        assert_eq!(decode(b"\x1b$@$\"\x1b(J", None), "あ");
        assert_eq!(decode(b"\x1b[31m", None), "\x1b[31m");
        assert_eq!(decode("あ\x1b(J".as_bytes(), None), "あ\x1b(J");
    }

    /// A13: escape sequences one after the other are no error.
    #[test]
    fn repeated_escapes() {
        let once = ISO_2022_JP.encode("ドメイン").0.into_owned();
        let twice = [once.as_slice(), &once].concat();
        assert_eq!(decode(&twice, None), "ドメインドメイン");
    }
}
