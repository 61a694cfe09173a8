//! Values that stay what they are.

/// `value` as CommonMark that renders to exactly its words.
///
/// Every ASCII punctuation character is escaped (CommonMark 0.31 §2.4). White space and control characters, line
/// breaks among them, become one space: no value begins a line, so none begins a block.
pub(crate) fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 8);
    for c in one_line(value).chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `text` on one line: runs of white space and control characters become one space.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
