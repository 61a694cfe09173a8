//! The digest that tells a repeated event from another event under the same id (R89).

use std::fmt::{self, Write as _};

use procedure::OrderId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Kind;

/// SHA-256 over type, subject and data in 64 lower-case hexadecimal digits; `time` and tracing are left out, as a
/// producer that sends again may set them anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of an event. Members of objects count in any order.
    pub fn of(kind: Kind, subject: Option<&OrderId>, data: &Value) -> Self {
        let mut text = String::new();
        canonical(data, &mut text);
        let hash = Sha256::new()
            .chain_update(kind.type_name())
            .chain_update([0])
            .chain_update(subject.map_or("", OrderId::as_str))
            .chain_update([0])
            .chain_update(text)
            .finalize();
        Self(hex(&hash))
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lower-case hexadecimal of `bytes`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// JSON with the members of every object in the order of their names. Written here because the order of
/// `serde_json`'s own maps depends on a feature that any crate of the build may turn on.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (n, (name, item)) in members.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                let _ = write!(out, "{}:", Value::from(name.as_str()));
                canonical(item, out);
            }
            out.push('}');
        }
        plain => {
            let _ = write!(out, "{plain}");
        }
    }
}
