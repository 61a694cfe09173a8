//! What commands answer: one structure for people and for JSON.
//!
//! A view is data: `--json` prints it as it is, under field names that stay; [`Page`] writes the same for people.

pub mod check;
mod columns;
pub mod dead_letters;
pub mod desk;
pub mod erase;
pub mod findings;
pub mod letters;
pub mod list;
pub mod mails;
pub mod operate;
pub mod order;
pub mod outcome;
pub mod pumped;
pub mod stuck;
mod style;
pub mod vendor;
mod words;

use std::fmt::{self, Write};

use procedure::{Language, Text};
use serde::Serialize;

pub use columns::{Cell, Columns};
pub use style::Tone;
pub use words::{actor, due_by, japan_minute, kind, step_state, when};

/// An answer of a command.
pub trait View: Serialize {
    /// Writes it for people.
    ///
    /// # Errors
    /// None of its own: those of `page`.
    fn write(&self, page: &mut Page) -> fmt::Result;
}

/// A page for people, in one language. Colours are always written; what prints the page drops them where nobody
/// sees any.
#[derive(Debug)]
pub struct Page {
    language: Language,
    text: String,
}

impl Page {
    /// An empty page.
    pub const fn new(language: Language) -> Self {
        Self { language, text: String::new() }
    }

    /// What `view` says to people.
    pub fn of(view: &impl View, language: Language) -> String {
        let mut page = Self::new(language);
        // Writing to a `String` cannot fail.
        let _ = view.write(&mut page);
        page.text
    }

    /// Its language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// `text` in its language.
    pub fn say<'a>(&self, text: &'a Text) -> &'a str {
        text.in_language(self.language)
    }

    /// One of two texts known when the program is built.
    pub const fn pick(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    /// A line.
    pub fn line(&mut self, text: impl fmt::Display) -> fmt::Result {
        writeln!(self.text, "{text}")
    }

    /// An empty line, but neither at the top nor twice.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The heading of a section, after a gap.
    pub fn heading(&mut self, ja: &'static str, en: &'static str) -> fmt::Result {
        self.gap();
        let heading = Tone::Strong.paint(self.pick(ja, en));
        self.line(heading)
    }

    /// Aligned columns, indented by `indent` spaces.
    pub fn columns(&mut self, columns: &Columns, indent: usize) -> fmt::Result {
        columns.write(&mut self.text, indent)
    }
}
