//! The two parts of a letter say the same.

use crate::cases;
use crate::context::rendered;

/// RFC 2046 §5.1.4: alternatives are the same information. Every line of the text stands in the HTML, every address as a
/// link, and both are of the same length but for marks.
#[test]
fn text_and_html_say_the_same() {
    for case in cases::all() {
        let letter = rendered(&case);
        let page = words(&visible(&letter.html));
        let mut length = 0;
        for line in letter.text.lines().map(unmarked).filter(|line| !line.is_empty()) {
            let link = line.starts_with("http") && letter.html.contains(&format!("<a href=\"{line}\">"));
            assert!(link || page.contains(&words(line)), "{} {}: {line}", letter.template, case.name);
            length += if link { 0 } else { words(line).chars().count() };
        }
        assert_eq!(length, page.chars().count(), "{} {}", letter.template, case.name);
    }
}

/// What a reader sees of the page.
fn visible(html: &str) -> String {
    let (_, main) = html.split_once("<main>").unwrap();
    let mut seen = String::new();
    for piece in main.split('<') {
        seen.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    entities.iter().fold(seen, |text, (entity, plain)| text.replace(entity, plain))
}

/// Without spaces, line breaks, and what the text part puts after a term or before an item.
fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：' | '・')).collect()
}

/// A line without what marks it as heading, item, quotation or rule.
fn unmarked(line: &str) -> &str {
    let line = line.trim_start_matches("> ").trim_start_matches('>').trim();
    if line.len() >= 40 && line.bytes().all(|b| b == b'-') {
        return "";
    }
    let line = line.trim_start_matches(['■', '●', '◇', '・']).trim_start_matches("- ");
    match line.split_once(". ") {
        Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => line.trim(),
    }
}
