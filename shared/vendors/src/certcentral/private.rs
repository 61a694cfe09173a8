//! Text that belongs to a person or opens something, shown to nobody by accident.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name, address, telephone number, free comment or token. `Debug` hides it and there is no `Display`; whoever
/// needs it says so with [`Private::expose`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private(String);

impl Private {
    /// Hides `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; never for logs, errors, findings or queues.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R90: personal data does not reach logs through `Debug`.
    #[test]
    fn debug_hides_the_text() {
        assert_eq!(format!("{:?}", Private::new("taro@example.jp")), "…");
    }
}
