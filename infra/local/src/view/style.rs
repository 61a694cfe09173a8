//! Colours, sparingly.

use anstyle::{AnsiColor, Style};

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// A heading, a name.
    Strong,
    /// Over or not needed.
    Faint,
    /// Done.
    Good,
    /// Somebody acts on it.
    Open,
    /// Wrong.
    Bad,
}

impl Tone {
    /// `text` in this tone, as ANSI escapes.
    pub fn paint(self, text: &str) -> String {
        let style = match self {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => Style::new().bold(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Good => AnsiColor::Green.on_default(),
            Tone::Open => AnsiColor::Yellow.on_default().bold(),
            Tone::Bad => AnsiColor::Red.on_default().bold(),
        };
        format!("{style}{text}{style:#}")
    }
}
