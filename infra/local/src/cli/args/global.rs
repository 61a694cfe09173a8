//! What every command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use procedure::{EventId, Language};

use super::{TimeArg, id};
use crate::stack::StackName;

/// What every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// The data folder; created where missing
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        env = "CERTFLOW_DATA",
        default_value = "certflow-data",
        help_heading = "Global options"
    )]
    pub data: PathBuf,
    /// Work on a stack on AWS instead: its name, or a file of its functions' variables
    #[arg(
        long,
        global = true,
        value_name = "STACK",
        env = "CERTFLOW_STACK",
        help_heading = "Global options"
    )]
    pub stack: Option<StackName>,
    /// Print JSON
    #[arg(long, global = true, help_heading = "Global options")]
    pub json: bool,
    /// Language of the answers; Japanese in a Japanese locale, else English
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "LANG",
        env = "CERTFLOW_LANG",
        help_heading = "Global options"
    )]
    pub lang: Option<LanguageArg>,
    /// The event's id (1-128 characters); repeat a command under its id and it takes effect once
    #[arg(long, global = true, value_name = "ID", value_parser = id::<EventId>, help_heading = "Global options")]
    pub event_id: Option<EventId>,
    /// Log to standard error; twice for details (or set CERTFLOW_LOG=info)
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub verbose: u8,
    /// Take this for the time now, for rehearsals and tests
    #[arg(long, global = true, value_name = "TIME", env = "CERTFLOW_NOW", hide = true)]
    pub now: Option<TimeArg>,
}

/// A language, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageArg {
    /// Japanese
    Ja,
    /// English
    En,
}

impl From<LanguageArg> for Language {
    fn from(language: LanguageArg) -> Language {
        match language {
            LanguageArg::Ja => Language::Ja,
            LanguageArg::En => Language::En,
        }
    }
}

impl Global {
    /// The language chosen, else that of the locale: `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
    pub fn language(&self, variable: impl Fn(&str) -> Option<String>) -> Language {
        if let Some(chosen) = self.lang {
            return chosen.into();
        }
        let mut locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
        match locale.find(|locale| !locale.is_empty()) {
            Some(locale) if locale.to_ascii_lowercase().starts_with("ja") => Language::Ja,
            _ => Language::En,
        }
    }
}
