//! Lists in pages.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use procedure::{Finding, Text};
use serde::{Deserialize, Serialize};

use super::Key;
use super::table::Item;

/// Most entries of one page.
pub const MAX_PAGE: u16 = 1_000;

/// Part of a list, and where the rest begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
}

/// Which page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// Where it begins; `None` for the first page.
    pub after: Option<Cursor>,
    /// How many entries: 1 to [`MAX_PAGE`]; others are brought within it. 0 means 50.
    pub limit: u16,
}

impl Ask {
    /// The first `limit` entries.
    pub const fn first(limit: u16) -> Self {
        Self { after: None, limit }
    }

    pub(crate) fn size(&self) -> usize {
        usize::from(if self.limit == 0 { 50 } else { self.limit.min(MAX_PAGE) })
    }
}

/// A place in a list; opaque text to everybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor(pub(crate) LastKey);

/// The key after which a query goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastKey {
    /// The item.
    #[serde(flatten)]
    pub key: Key,
    /// Its place in the due index, for queries of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Key>,
}

impl LastKey {
    /// The place of a query's last item.
    pub(crate) fn from_item(item: &Item) -> Option<Self> {
        Some(Self { key: Key::from_item(item)?, due: Key::from_due_item(item) })
    }

    /// Whether it is a place in this partition.
    pub(crate) fn is_in(&self, partition: &str) -> bool {
        self.due.as_ref().unwrap_or(&self.key).pk == partition
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Two pairs of strings always serialise.
        f.write_str(&URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self.0).unwrap_or_default()))
    }
}

impl FromStr for Cursor {
    type Err = Finding;

    fn from_str(text: &str) -> Result<Self, Finding> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign_cursor())?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| foreign_cursor())
    }
}

impl TryFrom<String> for Cursor {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> String {
        cursor.to_string()
    }
}

/// The answer to a cursor that does not belong to the list.
pub(crate) fn foreign_cursor() -> Finding {
    Finding::stop(
        "cursor.malformed",
        "cursor",
        "certflow",
        Text::fixed("続きの位置が正しくありません。", "The cursor does not belong to this list."),
        Text::fixed("一覧を先頭から取得し直してください。", "Read the list from its beginning."),
    )
}
