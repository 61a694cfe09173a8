//! The text part.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use super::wrap::{COLUMNS, wrap};
use super::{is_wide, parser};

/// `source` as plain text, in lines of at most 35 full-width characters wherever a line can be broken.
///
/// `bullet` marks the items of a list without numbers; it fills two columns.
pub(crate) fn text(source: &str, bullet: &'static str) -> String {
    let mut page = Page { bullet, ..Page::default() };
    for event in parser(source) {
        page.take(event);
    }
    page.finish()
}

/// The text so far, and the block that is being read.
#[derive(Default)]
struct Page<'a> {
    out: String,
    bullet: &'static str,
    /// The words of the current block; a line break is a line break of the source.
    words: String,
    /// What the next definition defines.
    term: String,
    /// What stands before every line, from the outermost block inwards.
    indents: Vec<&'static str>,
    /// The next number of each open list; `None` in a list without numbers.
    lists: Vec<Option<u64>>,
    /// What stands before the next line only: the mark of a list's item.
    mark: Option<String>,
    /// Whether an empty line comes before the next one.
    gap: bool,
    /// Where the link that is being read leads, and where its label begins in `words`.
    link: Option<(CowStr<'a>, usize)>,
}

impl<'a> Page<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.words.push('\n'),
            Event::Rule => {
                self.gap();
                self.line(&"-".repeat(40));
                self.gap();
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::List(start) => {
                // A list within an item begins on the line after the item's own words.
                self.flush();
                self.lists.push(start);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number += 1;
                        mark
                    }
                    _ => self.bullet.to_owned(),
                };
                self.mark = Some(mark);
                self.indents.push(if matches!(self.lists.last(), Some(Some(_))) { "   " } else { "  " });
            }
            Tag::BlockQuote(_) => self.indents.push("> "),
            Tag::Link { dest_url, .. } => self.link = Some((dest_url, self.words.len())),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.flush();
                self.gap();
            }
            TagEnd::Heading(level) => {
                let mark = match level {
                    HeadingLevel::H1 | HeadingLevel::H2 => '■',
                    HeadingLevel::H3 => '●',
                    _ => '◇',
                };
                let words = std::mem::take(&mut self.words);
                self.gap();
                for (n, piece) in wrap(&words, COLUMNS - 3).into_iter().enumerate() {
                    self.line(&if n == 0 { format!("{mark} {piece}") } else { format!("   {piece}") });
                }
            }
            TagEnd::Item => {
                self.flush();
                self.indents.pop();
                self.mark = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::BlockQuote(_) => {
                self.indents.pop();
                self.gap();
            }
            TagEnd::DefinitionListTitle => self.term = std::mem::take(&mut self.words),
            TagEnd::DefinitionListDefinition => self.define(),
            TagEnd::DefinitionList => self.gap(),
            TagEnd::Link => self.lead(),
            _ => {}
        }
    }

    /// The address of a link on a line of its own, where every mail program makes it one.
    fn lead(&mut self) {
        let Some((url, label)) = self.link.take() else { return };
        if self.words.get(label..) == Some(&*url) {
            return;
        }
        self.words.push('\n');
        self.words.push_str(&url);
    }

    /// A definition stands beside its term when both fit on one line, otherwise below it; it is never broken, so
    /// that senders and subjects can be compared with the mail.
    fn define(&mut self) {
        let words = std::mem::take(&mut self.words);
        let mut term = std::mem::take(&mut self.term);
        term.push_str(if term.chars().next_back().is_some_and(is_wide) { "：" } else { ": " });
        let one_line = format!("{term}{words}");
        if !words.contains('\n') && one_line.width_cjk() <= COLUMNS {
            self.line(&one_line);
            return;
        }
        self.line(&term);
        for line in words.lines() {
            self.line(&format!("  {line}"));
        }
    }

    /// Writes the current block's words.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        for line in words.lines().filter(|line| !line.trim().is_empty()) {
            let indent: usize = self.indents.iter().map(|indent| indent.width_cjk()).sum();
            for piece in wrap(line, COLUMNS.saturating_sub(indent)) {
                self.line(piece);
            }
        }
    }

    fn line(&mut self, line: &str) {
        if std::mem::take(&mut self.gap) {
            self.out.push_str(if self.goes_on_quoting() { ">\n" } else { "\n" });
        }
        let mark = self.mark.take();
        let (outer, inner) = match (&mark, self.indents.split_last()) {
            (Some(mark), Some((_, outer))) => (outer, mark.as_str()),
            (_, _) => (self.indents.as_slice(), ""),
        };
        let start = self.out.len();
        outer.iter().for_each(|indent| self.out.push_str(indent));
        self.out.push_str(inner);
        self.out.push_str(line);
        let end = start + self.out[start..].trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
    }

    fn goes_on_quoting(&self) -> bool {
        let last = self.out.lines().next_back().unwrap_or_default();
        last.starts_with('>') && self.indents.first() == Some(&"> ")
    }

    /// One empty line before whatever comes next, however often it is asked for.
    fn gap(&mut self) {
        self.gap = !self.out.is_empty();
    }

    fn finish(mut self) -> String {
        self.flush();
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_apart_and_lines_stay() {
        let source = "一行目\\\n二行目\n\n## 見出し\n\n1. 一つ目\n2. [ラベル](https://www.example.jp/a_b)\n\n> 引用\n>\n> 続き\n\n- 点\n  - 子";
        let expected = "一行目\n二行目\n\n■ 見出し\n1. 一つ目\n2. ラベル\n   https://www.example.jp/a_b\n\n> 引用\n>\n> 続き\n\n・点\n  ・子\n";
        assert_eq!(text(source, "・"), expected);
    }

    /// R38: what is compared with the vendor's mail is not broken, however long it is.
    #[test]
    fn a_definition_is_never_broken() {
        let long = "件名の例です。".repeat(12);
        assert_eq!(
            text(&format!("件名\n: {long}\n\n宛先\n: a@example.jp"), "・"),
            format!("件名：\n  {long}\n宛先：a@example.jp\n")
        );
        assert_eq!(text("From\n: a@example.jp", "- "), "From: a@example.jp\n");
    }
}
