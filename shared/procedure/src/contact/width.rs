//! Full-width forms of ASCII, as Japanese keyboards write them.

/// The text with full-width ASCII (U+FF01–FF5E) and the ideographic space made half-width; nothing else is
/// touched, unlike NFKC, which would also rewrite kanji and symbols.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}
