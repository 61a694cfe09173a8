//! What can be clicked and read in an HTML mail. Not a browser: it collects more than is shown, never less.

use mail_parser::decoders::html::{add_html_token, html_to_text};

/// Elements whose address is followed by a click. `link`, `img` and their like load, but lead nowhere.
const CLICKED: [&str; 7] = ["a", "area", "base", "button", "form", "input", "v:roundrect"];

/// Attributes that hold such an address.
const ADDRESSES: [&str; 4] = ["href", "action", "formaction", "xlink:href"];

/// The addresses behind links and buttons, entities decoded, as written otherwise.
///
/// Comments are searched too: Outlook shows what conditional comments hold.
pub(super) fn addresses(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let name_end =
            tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len());
        let name = tag.get(..name_end).unwrap_or_default();
        if CLICKED.iter().any(|clicked| name.eq_ignore_ascii_case(clicked)) {
            collect(tag.get(name_end..).unwrap_or_default(), &mut found);
        }
    }
    found
}

/// What the reader sees; elements are held apart, so that a link does not run into what follows it.
pub(super) fn text(html: &str) -> String {
    html_to_text(&html.replace('<', " <"))
}

fn collect(mut attributes: &str, found: &mut Vec<String>) {
    loop {
        attributes = attributes.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if attributes.is_empty() || attributes.starts_with('>') {
            return;
        }
        let stop = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        // A stray `=` begins a name (HTML §13.2.5.32); stepping over it keeps the loop going.
        let end =
            attributes.char_indices().skip(1).find(|(_, c)| stop(*c)).map_or(attributes.len(), |(at, _)| at);
        let (name, rest) = attributes.split_at(end);
        let rest = rest.trim_ascii_start();
        let Some(value) = rest.strip_prefix('=') else {
            attributes = rest;
            continue;
        };
        let (value, rest) = attribute_value(value.trim_ascii_start());
        if ADDRESSES.iter().any(|address| name.eq_ignore_ascii_case(address)) {
            found.push(unescaped(value));
        }
        attributes = rest;
    }
}

/// An attribute's value and what follows it. A `<` in the value was cut off by then, which leaves no valid address.
fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(text.len());
    text.split_at(end)
}

/// `text` with its character references (`&amp;`, `&#47;`) decoded.
fn unescaped(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once('&') {
        decoded.push_str(before);
        // No further than a reference is long: a value of nothing but `&` would be searched to its end for each.
        let end = reference.bytes().take(33).position(|byte| byte == b';');
        let end = end.filter(|end| reference[..*end].bytes().all(is_reference_byte));
        match end {
            Some(end) => {
                add_html_token(&mut decoded, format!("&{};", &reference[..end]).as_bytes(), false);
                rest = &reference[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = reference;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

const fn is_reference_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'#'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R33: what a click leads to, however it is written, and nothing that only loads.
    #[test]
    fn what_a_click_follows() {
        let html = r##"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/xhtml1.dtd">
            <html xmlns="http://www.w3.org/1999/xhtml"><link rel=x href="https://fonts.example/f">
            <img src="http://img.example/1.png"><a title='a > b' HREF = 'https://one.example/?a=1&amp;b=2'>x</a>
            <A class=b href=https://two.example/a>y</A><a href="&#104;ttps:&#x2f;/three.example">z</a>
            <!--[if mso]><v:roundrect href="https://four.example"><![endif]-->
            <form method=post action="https://five.example"><button formaction="https://six.example">ok</button></form>
            <a =x href="https://seven.example" href='https://eight.example"##;
        assert_eq!(
            addresses(html),
            [
                "https://one.example/?a=1&b=2",
                "https://two.example/a",
                "https://three.example",
                "https://four.example",
                "https://five.example",
                "https://six.example",
                "https://seven.example",
                "https://eight.example",
            ]
        );
        let long = format!("&{};&amp;", "a".repeat(40));
        for (written, meant) in [
            ("a=1&b=2&amp;c=3", "a=1&b=2&c=3"),
            ("&#x41;&#66;&;&#;& x;", "AB&;&#;& x;"),
            (long.as_str(), long.trim_end_matches("amp;")),
        ] {
            assert_eq!(unescaped(written), meant);
        }
        assert_eq!(text("<p>承認&amp;<b>確認</b>する</p>").trim(), "承認& 確認 する");
    }
}
