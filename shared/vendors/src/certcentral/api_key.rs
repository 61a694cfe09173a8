//! The API key, kept out of every output.

use std::fmt;

use http::HeaderValue;

use super::ConfigError;

/// Longest key accepted, in bytes.
const MAX_LEN: usize = 512;

/// The secret of one API user, sent as `X-DC-DEVKEY`. It has no `Display` and its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct ApiKey(HeaderValue);

impl ApiKey {
    /// The key with surrounding white space removed, as secrets read from files end in a line feed.
    ///
    /// # Errors
    /// [`ConfigError::Key`] unless it is 1 to 512 visible ASCII characters.
    pub fn new(key: &str) -> Result<Self, ConfigError> {
        let key = key.trim();
        if !(1..=MAX_LEN).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ConfigError::Key);
        }
        let mut value = HeaderValue::from_str(key).map_err(|_| ConfigError::Key)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The value of the header; marked sensitive, so that the HTTP library does not print it either.
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R90: the audit trail and the logs never show the key.
    #[test]
    fn debug_shows_nothing_of_the_key() {
        let key = ApiKey::new("KEY-0123456789\n").unwrap();
        assert_eq!(format!("{key:?} {:?}", key.header()), "ApiKey(…) Sensitive");
        assert_eq!(key.header().as_bytes(), b"KEY-0123456789");
    }

    #[test]
    fn a_key_that_no_header_can_carry_is_refused() {
        for key in ["", "  ", "two words", "鍵", &"k".repeat(513)] {
            assert!(matches!(ApiKey::new(key), Err(ConfigError::Key)), "{key}");
        }
    }
}
