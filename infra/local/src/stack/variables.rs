//! The variables of a stack's functions: the configuration that they run with.

use std::collections::BTreeMap;
use std::path::Path;

use platform::config::{IntakeConfig, Reader, StoreConfig, read};
use procedure::event::Room;
use procedure::policy::Policy;
use serde::Deserialize;

use super::Error;
use crate::machine::files;

/// Largest file or answer read, in bytes: a function has at most 4 KB of variables.
pub(super) const MAX: u64 = 256 * 1024;

/// Variables by name. None of them is a secret: secrets are named by their ARN.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

/// What Lambda says of a function (`GetFunctionConfiguration`), as far as it matters here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct FunctionConfiguration {
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    logging_config: Logging,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Environment {
    #[serde(default)]
    variables: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Logging {
    log_group: Option<String>,
}

impl FunctionConfiguration {
    pub(super) fn into_variables(self) -> Variables {
        Variables(self.environment.variables)
    }

    /// Where the function logs.
    pub(super) fn log_group(self) -> Option<String> {
        self.logging_config.log_group
    }
}

/// What certflow itself needs of them.
#[derive(Debug)]
pub(super) struct Needed {
    pub(super) store: StoreConfig,
    pub(super) intake: IntakeConfig,
    pub(super) policy: Policy,
}

impl Variables {
    /// The variables in `file`: lines `NAME=VALUE` or `NAME='VALUE'`, empty ones, and comments that begin with `#`.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn of_file(file: &Path) -> Result<Self, Error> {
        let failed = |why: String| Error::File { path: file.to_owned(), why };
        let bytes = files::read(file, MAX).map_err(|error| failed(error.kind().to_string()))?;
        let bytes = bytes.ok_or_else(|| failed("there is no such file".to_owned()))?;
        let text = String::from_utf8(bytes).map_err(|_| failed("it is not text".to_owned()))?;
        Self::parse(&text).map_err(|line| failed(format!("line {line} is no NAME=VALUE")))
    }

    fn parse(text: &str) -> Result<Self, usize> {
        let mut variables = BTreeMap::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, value) = line.split_once('=').ok_or(number + 1)?;
            let value = value.trim();
            let bare = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).unwrap_or(value);
            variables.insert(name.trim().to_owned(), bare.to_owned());
        }
        Ok(Self(variables))
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.trim().is_empty()).cloned()
    }

    /// The URL of the queue of `room`.
    pub(super) fn queue_url(&self, room: Room) -> Option<String> {
        self.get(&queue_variable(room))
    }

    pub(super) fn needed(&self) -> Result<Needed, Error> {
        let needed = |reader: &mut Reader<'_>| {
            let store = StoreConfig::read(reader);
            let intake = IntakeConfig::read(reader);
            let policy = reader.text("CERTFLOW_POLICY").unwrap_or_else(|| "{}".to_owned());
            let policy = reader.json("CERTFLOW_POLICY", &policy);
            Some(Needed { store: store?, intake: intake?, policy: policy? })
        };
        Ok(read(&|name| self.get(name), needed)?)
    }
}

impl FromIterator<(String, String)> for Variables {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().collect())
    }
}

/// As a file that [`Variables::of_file`], `cargo lambda watch --env-file` and shells read; a value that holds an
/// apostrophe is none that certflow writes.
impl std::fmt::Display for Variables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|(name, value)| writeln!(f, "{name}='{value}'"))
    }
}

/// The variable with the URL of a room's queue; the functions read it under the same name.
pub(crate) fn queue_variable(room: Room) -> String {
    format!("CERTFLOW_QUEUE_{}", room.name().replace('-', "_").to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "# made\n\nCERTFLOW_TABLE=certflow\nCERTFLOW_POLICY='{\"a\": \"b=c\"}'\nEMPTY=\n";
        let variables = Variables::parse(text).unwrap();
        assert_eq!(variables.get("CERTFLOW_POLICY").as_deref(), Some("{\"a\": \"b=c\"}"));
        assert_eq!((variables.get("EMPTY"), variables.get("OTHER")), (None, None));
        assert_eq!(Variables::parse(&variables.to_string()).unwrap(), variables);
        assert_eq!(Variables::parse("A=1\nnonsense").unwrap_err(), 2);
    }

    #[test]
    fn lambdas_answer_is_read_and_what_is_wrong_is_named() {
        let answer = r#"{"FunctionName":"x","Environment":{"Variables":{"CERTFLOW_TABLE":"t","CERTFLOW_SHARDS":"no"}},
                        "LoggingConfig":{"LogGroup":"group"}}"#;
        let read = || serde_json::from_str::<FunctionConfiguration>(answer).unwrap();
        assert_eq!(read().log_group().as_deref(), Some("group"));
        let text = read().into_variables().needed().unwrap_err().text();
        assert!(text.en.contains("CERTFLOW_SHARDS") && text.ja.contains("CERTFLOW_SHARDS"), "{text:?}");
        let bare: FunctionConfiguration = serde_json::from_str("{}").unwrap();
        assert!(bare.into_variables().needed().unwrap_err().to_string().contains("CERTFLOW_TABLE"));
    }
}
