//! A sheet as text for a terminal: Japanese labels with English beside, values in one column so that they can be
//! copied.

use std::fmt;

use procedure::Text;
use unicode_width::UnicodeWidthStr;

use super::{Field, Row, Sheet};

/// Widest label column, in columns of the terminal; a longer label has its value below it.
const MAX_LABEL: usize = 44;

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let product = self.product.name();
        writeln!(f, "申請シート (submission sheet)  {}  {}", self.order, product.ja)?;
        if let Some(portal) = &self.portal {
            writeln!(f, "入力先 (enter at)  {portal}")?;
        }
        for warning in &self.warnings {
            writeln!(f, "！ {}\n   {}", warning.ja, warning.en)?;
        }
        for section in &self.sections {
            writeln!(f, "\n■ {}", both(&section.title))?;
            let labels = section.rows.iter().map(|row| both(&row.label).width());
            let column = labels.filter(|width| *width <= MAX_LABEL).max().unwrap_or(0) + 2;
            for row in &section.rows {
                write_row(f, row, column)?;
            }
        }
        Ok(())
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, row: &Row, column: usize) -> fmt::Result {
    let label = both(&row.label);
    if row.field == Field::Csr {
        // At the left margin, so that it can be copied as it is.
        writeln!(f, "  {label}")?;
        return row.values.iter().try_for_each(|line| writeln!(f, "{line}"));
    }
    let note = row.note.as_ref().map(|note| note_text(row, note)).filter(|note| !note.is_empty());
    match &row.values[..] {
        [] => {
            let note = note.map(|note| format!("  {note}")).unwrap_or_default();
            writeln!(f, "  {label}{}（なし / none）{note}", pad(&label, column))
        }
        [value] if label.width() <= column => {
            let note = note.map(|note| format!("  ({note})")).unwrap_or_default();
            writeln!(f, "  {label}{}{value}{note}", pad(&label, column))
        }
        values => {
            let note = note.map(|note| format!("  ({note})")).unwrap_or_default();
            writeln!(f, "  {label}{note}")?;
            values.iter().try_for_each(|value| writeln!(f, "    {value}"))
        }
    }
}

fn both(text: &Text) -> String {
    if text.ja == text.en { text.ja.to_string() } else { format!("{} ({})", text.ja, text.en) }
}

/// The note, without what the value says already.
fn note_text(row: &Row, note: &Text) -> String {
    let said = |part: &str| row.values.iter().any(|value| value == part);
    match (said(&note.ja), said(&note.en)) {
        (true, true) => String::new(),
        (true, false) => note.en.to_string(),
        _ if note.ja == note.en => note.ja.to_string(),
        (false, _) => format!("{} / {}", note.ja, note.en),
    }
}

fn pad(label: &str, column: usize) -> String {
    " ".repeat(column.saturating_sub(label.width()).max(1))
}
