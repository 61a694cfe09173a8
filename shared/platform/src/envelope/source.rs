//! Who produced an event.

use std::fmt;
use std::str::FromStr;

use procedure::event::Room;
use procedure::{Finding, Text};
use serde::{Deserialize, Serialize};

const MAX_LEN: usize = 128;
const OWN: &str = "/certflow/";

/// The CloudEvents `source`: a URI reference of 1 to 128 printable ASCII characters, without a fragment (`#`
/// separates keys in the store).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Source(String);

impl Source {
    /// The source of events that a function produces.
    pub fn of_room(room: Room) -> Self {
        Self(format!("{OWN}{}", room.name()))
    }

    /// Whether certflow itself produced it. Nobody else may use these names (see `intake`).
    pub fn is_own(&self) -> bool {
        self.0.starts_with(OWN)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Source {
    type Err = Finding;

    fn from_str(text: &str) -> Result<Self, Finding> {
        let allowed = |b: u8| {
            b.is_ascii_graphic()
                && !matches!(b, b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        };
        if (1..=MAX_LEN).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(Finding::stop(
            "attribute.malformed",
            "source",
            "CloudEvents 1.0",
            Text::fixed("source の形式が正しくありません。", "The source is malformed."),
            Text::fixed(
                "# を含まない 1〜128 文字の URI 参照を指定してください。",
                "Give a URI reference of 1 to 128 characters without a fragment (#).",
            ),
        ))
    }
}

impl TryFrom<String> for Source {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> String {
        source.0
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
