//! Columns that align, whatever the width of a character.

use std::fmt::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Tone;

/// Spaces between two columns.
const BETWEEN: usize = 2;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// A cell in a tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: one_line(&text.into()), tone }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::toned(text, Tone::Plain)
    }
}

/// Rows of cells.
#[derive(Debug, Clone, Default)]
pub struct Columns(Vec<Vec<Cell>>);

impl Columns {
    /// No rows yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// With a row of column names.
    pub fn titled<const N: usize>(titles: [&str; N]) -> Self {
        Self(vec![titles.map(|title| Cell::toned(title, Tone::Faint)).to_vec()])
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [Cell; N]) {
        self.add(cells.to_vec());
    }

    /// Adds a row of any length.
    pub fn add(&mut self, cells: Vec<Cell>) {
        self.0.push(cells);
    }

    /// Writes it: every column as wide as its widest cell on a terminal, no space at the end of a line.
    pub(super) fn write(&self, out: &mut String, indent: usize) -> fmt::Result {
        let count = self.0.iter().map(Vec::len).max().unwrap_or_default();
        let width = |n: usize| self.0.iter().filter_map(|row| row.get(n)).map(|cell| cell.text.width()).max();
        let widths: Vec<usize> = (0..count).map(|n| width(n).unwrap_or_default()).collect();
        for row in &self.0 {
            let last = row.iter().rposition(|cell| !cell.text.is_empty());
            // Spaces are written only once something follows them.
            let mut spaces = indent;
            for (n, cell) in row.iter().enumerate().take_while(|(n, _)| Some(*n) <= last) {
                if !cell.text.is_empty() {
                    write!(out, "{:spaces$}{}", "", cell.tone.paint(&cell.text))?;
                    spaces = 0;
                }
                spaces += widths[n] - cell.text.width() + BETWEEN;
            }
            out.push('\n');
        }
        Ok(())
    }
}

/// Text from outside must neither break the columns nor control the terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        let mut columns = Columns::new();
        columns.row(["審査中".into(), "a".into(), "".into()]);
        columns.row(["issued".into(), "".into(), "b".into()]);
        columns.row(["x".into(), "y".into(), "z".into()]);
        let mut out = String::new();
        columns.write(&mut out, 2).unwrap();
        assert_eq!(out, "  審査中  a\n  issued     b\n  x       y  z\n");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut columns = Columns::new();
        columns.row([Cell::from("a\u{1b}[31mb\nc")]);
        let mut out = String::new();
        columns.write(&mut out, 0).unwrap();
        assert_eq!(out, "a [31mb c\n");
    }
}
