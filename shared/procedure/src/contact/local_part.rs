//! The part of a mail address before the `@`.

/// Longest local part, in bytes (RFC 5321 §4.5.3.1.1).
pub(super) const MAX_LOCAL_PART: usize = 64;

/// Whether `text` is a Dot-string of RFC 5321 §4.1.2: atoms parted by single dots, at most 64 bytes. Quoted
/// strings are left out: no vendor form takes them. `utf8` lets letters beyond ASCII in (RFC 6532 §3.2).
pub(super) fn is_local_part(text: &str, utf8: bool) -> bool {
    text.len() <= MAX_LOCAL_PART
        && text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(|c| is_atext(c, utf8)))
}

fn is_atext(c: char, utf8: bool) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
    } else {
        utf8 && !c.is_control() && !c.is_whitespace()
    }
}
