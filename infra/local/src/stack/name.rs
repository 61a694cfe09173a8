//! Which stack: its name, or a file of its functions' variables.

use std::path::PathBuf;
use std::str::FromStr;

/// What `--stack` names. A name of CloudFormation's holds neither `/` nor `.`, so a path is told from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StackName {
    /// A deployed stack, whose functions tell their variables.
    Deployed(String),
    /// A file of variables, one `NAME=VALUE` a line, as `certflow stand-in` writes it for `cargo lambda watch`.
    File(PathBuf),
}

/// What a name of a stack has to be (CloudFormation, `CreateStack`, parameter `StackName`).
pub(crate) const FORM: &str = "a stack's name has 1 to 128 letters, digits and hyphens and begins with a letter; a file's path holds `/` or `.`";

impl FromStr for StackName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains(['/', '\\', '.']) {
            return Ok(Self::File(text.into()));
        }
        let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if begins && plain && text.len() <= 128 { Ok(Self::Deployed(text.to_owned())) } else { Err(FORM) }
    }
}

impl std::fmt::Display for StackName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Deployed(name) => f.write_str(name),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_path_are_told_apart_and_nothing_else_is_taken() {
        assert_eq!("certflow-staging".parse(), Ok(StackName::Deployed("certflow-staging".into())));
        for path in ["./functions.env", "target/x", "functions.env", "/x"] {
            assert_eq!(path.parse(), Ok(StackName::File(path.into())), "{path}");
        }
        for wrong in ["", "1stack", "a b", "a_b", "スタック", &"a".repeat(129)] {
            assert!(wrong.parse::<StackName>().is_err(), "{wrong}");
        }
    }
}
