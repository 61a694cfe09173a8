//! Reading variables.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use procedure::Finding;
use serde::de::DeserializeOwned;

/// Longest value read, in bytes.
const MAX_VALUE: usize = 64 * 1024;

/// What is wrong with a variable. The value is never told: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is not set, or empty.
    Missing {
        /// What it is for.
        purpose: &'static str,
    },
    /// Its value does not do.
    Malformed {
        /// What it has to be.
        expected: String,
    },
    /// It is a secret, and no variable says where that is.
    NoSecret {
        /// What it is for.
        purpose: &'static str,
    },
    /// The secret's text does not do.
    MalformedSecret {
        /// What it has to be.
        expected: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Missing { purpose } => write!(f, "{} is not set: {purpose}", self.variable),
            Problem::Malformed { expected } => write!(f, "{} does not do: {expected}", self.variable),
            Problem::NoSecret { purpose } => {
                write!(f, "{}_ARN is not set: the ARN of the secret with {purpose}", self.variable)
            }
            Problem::MalformedSecret { expected } => {
                write!(f, "the secret that {}_ARN names does not do: {expected}", self.variable)
            }
        }
    }
}

impl std::error::Error for ConfigError {}

/// Everything that is wrong, at least one thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl ConfigErrors {
    /// The same, the variables `secrets` being read from secrets alone: a variable `…_ARN` names each.
    #[must_use]
    pub fn of_secrets(mut self, secrets: &[&str]) -> Self {
        for error in self.0.iter_mut().filter(|error| secrets.contains(&error.variable)) {
            error.problem = match std::mem::replace(&mut error.problem, Problem::Missing { purpose: "" }) {
                Problem::Missing { purpose } => Problem::NoSecret { purpose },
                Problem::Malformed { expected } => Problem::MalformedSecret { expected },
                secret => secret,
            };
        }
        self
    }
}

/// Reads variables and gathers what is wrong.
pub struct Reader<'a> {
    variables: &'a dyn Fn(&str) -> Option<String>,
    errors: Vec<ConfigError>,
}

/// Reads a configuration, for example `read(&|name| std::env::var(name).ok(), StoreConfig::read)`.
///
/// # Errors
/// Everything wrong with its variables.
pub fn read<T>(
    variables: &dyn Fn(&str) -> Option<String>,
    config: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, ConfigErrors> {
    let mut reader = Reader { variables, errors: Vec::new() };
    match config(&mut reader) {
        Some(value) if reader.errors.is_empty() => Ok(value),
        _ => Err(ConfigErrors(reader.errors)),
    }
}

impl Reader<'_> {
    /// The value of `variable`, if it is set and not empty.
    pub fn text(&self, variable: &'static str) -> Option<String> {
        (self.variables)(variable).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A value that must be set; `None` with an error otherwise.
    pub fn required(&mut self, variable: &'static str, purpose: &'static str) -> Option<String> {
        let text = self.text(variable);
        if text.is_none() {
            self.fail(variable, Problem::Missing { purpose });
        }
        text.and_then(|text| self.bounded(variable, text))
    }

    /// A whole number within `range`, `default` when it is not set.
    pub fn number(&mut self, variable: &'static str, default: u32, range: RangeInclusive<u32>) -> u32 {
        let Some(text) = self.text(variable) else { return default };
        match text.parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let expected = format!("a whole number from {} to {}", range.start(), range.end());
                self.fail(variable, Problem::Malformed { expected });
                default
            }
        }
    }

    /// A value read from `text`; `None` with an error when it is malformed.
    pub fn parse<T: FromStr<Err = Finding>>(&mut self, variable: &'static str, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(finding) => {
                let expected = finding.remedy.en.into_owned();
                self.fail(variable, Problem::Malformed { expected });
                None
            }
        }
    }

    /// A value written as JSON; `None` with an error naming the member at fault.
    pub fn json<T: DeserializeOwned>(&mut self, variable: &'static str, text: &str) -> Option<T> {
        let mut json = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize(&mut json) {
            Ok(value) => Some(value),
            Err(error) => {
                let expected = format!("JSON as documented; look at `{}`", error.path());
                self.fail(variable, Problem::Malformed { expected });
                None
            }
        }
    }

    /// Records that `variable` does not do.
    pub fn malformed(&mut self, variable: &'static str, expected: impl Into<String>) {
        self.fail(variable, Problem::Malformed { expected: expected.into() });
    }

    fn bounded(&mut self, variable: &'static str, text: String) -> Option<String> {
        if text.len() <= MAX_VALUE {
            return Some(text);
        }
        self.malformed(variable, "at most 64 KiB");
        None
    }

    fn fail(&mut self, variable: &'static str, problem: Problem) {
        self.errors.push(ConfigError { variable, problem });
    }
}
