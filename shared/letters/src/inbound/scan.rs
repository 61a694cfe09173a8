//! Where links and tokens stand in a text.

use std::ops::Range;

/// Shortest run that counts as a token when it mixes what words do not mix; 112 bits need 19 characters of base64.
const MIXED_TOKEN: usize = 16;
/// Shortest run that counts as a token whatever it is made of.
const PLAIN_TOKEN: usize = 28;

/// The stretches between white space, quotes, angle brackets and Japanese punctuation.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(is_end).map(move |word| {
        // The end character is as long as what lies between two words.
        let start = at;
        let end = start + word.len();
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start..end
    })
}

fn is_end(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '＜' | '＞')
        || matches!(
            c,
            '「' | '」' | '『' | '』' | '【' | '】' | '〈' | '〉' | '《' | '》' | '（' | '）' | '、' | '。'
        )
}

/// The links with a scheme in a word, such as `https://example.jp/` in `URL:https://example.jp/`. A link inside a link
/// counts too.
pub(super) fn links(word: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = word.match_indices("://").filter_map(|(at, _)| scheme_start(word, at)).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([word.len()]).collect();
    let tail = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '(' | ')' | ']' | '}' | '|');
    starts
        .into_iter()
        .zip(ends)
        .filter_map(move |(from, to)| word.get(from..to))
        .map(move |l| l.trim_end_matches(tail))
}

/// Where the scheme before the `://` at `at` begins; none without one.
fn scheme_start(word: &str, at: usize) -> Option<usize> {
    let in_scheme = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let length: usize = word.get(..at)?.chars().rev().take_while(in_scheme).map(char::len_utf8).sum();
    (length > 0).then_some(at - length)
}

/// Whether a word leads somewhere, scheme or not: `https://…`, `www.example.jp/…`, `example.jp/x?y`, also encoded.
pub(super) fn leads_somewhere(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let path = lower.find(['/', '?', '\\']);
    lower.contains("://")
        || lower.contains("%2f%2f")
        || lower.contains(":\\\\")
        || path.is_some_and(|at| lower.get(..at).is_some_and(|host| host.contains('.')))
}

/// The runs in `word` that may be random values.
pub(super) fn tokens(word: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let runs = word.split(|c: char| !is_token_char(c)).map(move |run| {
        let start = at;
        let end = start + run.len();
        at = end + word.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start..end
    });
    runs.filter(|range| word.get(range.clone()).is_some_and(is_token))
}

const fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '/' | '=' | '%' | '~')
}

/// Whether a run of token characters is long and mixed enough to be a random value: letters with digits, or capitals in
/// many places. An `xn--` label is a name.
pub(super) fn is_token(run: &str) -> bool {
    let count = |wanted: fn(&u8) -> bool| run.bytes().filter(wanted).count();
    let letters = count(u8::is_ascii_alphabetic);
    let length = letters + count(u8::is_ascii_digit);
    let with_digits = letters > 0 && length > letters;
    let humps =
        run.as_bytes().windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase()).count();
    let mixed = length >= MIXED_TOKEN && (with_digits || humps > 2);
    (mixed || length >= PLAIN_TOKEN) && !run.starts_with("xn--")
}
