//! Printing answers: to standard output, in JSON or for people; refusals for people to standard error.

use std::io::{self, Write};

use procedure::Language;
use serde::Serialize;

use crate::view::{Page, View};

/// How answers are printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// Whether as JSON.
    pub(crate) json: bool,
    /// In which language for people.
    pub(crate) language: Language,
}

impl Output {
    /// Prints an answer.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(crate) fn print<V: View>(self, view: &V) -> io::Result<()> {
        if self.json {
            return self.print_json(view);
        }
        // Drops colours where nobody sees any: not a terminal, NO_COLOR, TERM=dumb.
        let mut out = anstream::stdout().lock();
        out.write_all(Page::of(view, self.language).as_bytes())?;
        out.flush()
    }

    /// Prints a value as JSON, for people too.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(crate) fn print_json(self, value: &impl Serialize) -> io::Result<()> {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, value)?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// Prints text as it is, such as a script or a file to be kept.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(crate) fn print_text(self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Prints a refusal, or why something failed: where answers go as JSON, to standard error for people.
    pub(crate) fn complain<V: View>(self, view: &V) -> io::Result<()> {
        if self.json {
            return self.print_json(view);
        }
        let mut err = anstream::stderr().lock();
        err.write_all(Page::of(view, self.language).as_bytes())?;
        err.flush()
    }

    /// A line for people beside the answer, on standard error.
    pub(crate) fn note(self, ja: &str, en: &str) {
        error_line(match self.language {
            Language::Ja => ja,
            Language::En => en,
        });
    }

    /// Whether a person sits at the terminal and can be asked.
    pub(crate) fn can_ask(self) -> bool {
        use std::io::IsTerminal;
        !self.json && io::stdin().is_terminal() && io::stderr().is_terminal()
    }
}

/// A line on standard error; lost when there is none.
pub(super) fn error_line(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
