//! Where received mails lie: encrypted, expiring, read by this function alone.

use async_trait::async_trait;
use jiff::Timestamp;
use platform::store::Cause;

/// A mail as it was received. Personal data, and its link is a secret: masked in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// The message (RFC 5322).
    pub raw: Vec<u8>,
    /// When it was received.
    pub received: Timestamp,
    /// The envelope's recipients.
    pub recipients: Vec<String>,
    /// Whether staff entered it from a mailbox they trust, rather than the mail service.
    pub by_staff: bool,
}

impl std::fmt::Debug for StoredMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredMail")
            .field("bytes", &self.raw.len())
            .field("received", &self.received)
            .field("by_staff", &self.by_staff)
            .finish_non_exhaustive()
    }
}

/// The vault.
#[async_trait]
pub trait Vault: Send + Sync {
    /// The mail under `key`, or `None` once it has expired.
    ///
    /// # Errors
    /// When the vault does not answer; asking again is safe.
    async fn get(&self, key: &str) -> Result<Option<StoredMail>, Cause>;
}
