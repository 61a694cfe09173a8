//! Mails that arrived, as files: the mail vault.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use approval_mail_received::{StoredMail, Vault};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use letters::inbound::MAX_MAIL;
use platform::Clock;
use platform::store::Cause;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files;

/// The folder in the data folder.
const FOLDER: &str = "mail";
/// Largest sidecar, in bytes.
const MAX_SIDECAR: u64 = 4 * 1024;

/// The mails of a data folder. A mail lies under the digest of its bytes, so the same mail is there once.
pub struct MailFolder {
    folder: PathBuf,
    keep: SignedDuration,
    clock: Arc<dyn Clock>,
}

/// What is known of a mail besides its bytes.
#[derive(Serialize, Deserialize)]
struct Sidecar {
    received: Timestamp,
    by_staff: bool,
}

impl MailFolder {
    pub(super) fn new(data: &Path, keep_days: u16, clock: Arc<dyn Clock>) -> Self {
        let keep = SignedDuration::from_hours(24 * i64::from(keep_days));
        Self { folder: data.join(FOLDER), keep, clock }
    }

    /// Puts a mail that staff entered into the vault; returns its key. A mail that is there keeps its time.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn put(&self, raw: &[u8]) -> std::io::Result<String> {
        let key: String = Sha256::digest(raw).iter().map(|byte| format!("{byte:02x}")).collect();
        if self.read(&key)?.is_none() {
            let sidecar = Sidecar { received: self.clock.now(), by_staff: true };
            files::write(&self.path(&key, "eml"), raw)?;
            files::write(&self.path(&key, "json"), &serde_json::to_vec(&sidecar)?)?;
        }
        Ok(key)
    }

    /// Deletes what has expired; returns how many mails that were.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn purge(&self) -> std::io::Result<usize> {
        let mut purged = 0;
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let sidecar = files::read(&path, MAX_SIDECAR)?.unwrap_or_default();
            let expired =
                serde_json::from_slice(&sidecar).is_ok_and(|sidecar: Sidecar| self.is_expired(&sidecar));
            if expired {
                std::fs::remove_file(path.with_extension("eml"))?;
                std::fs::remove_file(path)?;
                purged += 1;
            }
        }
        Ok(purged)
    }

    fn read(&self, key: &str) -> std::io::Result<Option<StoredMail>> {
        // A key comes back from a queue: nothing but our own may name a file.
        if key.len() != 64 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let Some(sidecar) = files::read(&self.path(key, "json"), MAX_SIDECAR)? else { return Ok(None) };
        let sidecar: Sidecar = serde_json::from_slice(&sidecar)?;
        if self.is_expired(&sidecar) {
            return Ok(None);
        }
        let Some(raw) = files::read(&self.path(key, "eml"), MAX_MAIL as u64)? else { return Ok(None) };
        let Sidecar { received, by_staff } = sidecar;
        Ok(Some(StoredMail { raw, received, recipients: Vec::new(), by_staff }))
    }

    fn is_expired(&self, sidecar: &Sidecar) -> bool {
        self.clock.now().duration_since(sidecar.received) > self.keep
    }

    fn path(&self, key: &str, extension: &str) -> PathBuf {
        self.folder.join(key).with_extension(extension)
    }
}

#[async_trait]
impl Vault for MailFolder {
    async fn get(&self, key: &str) -> Result<Option<StoredMail>, Cause> {
        Ok(self.read(key)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::FixedClock;

    fn vault(folder: &Path, at: &str) -> MailFolder {
        MailFolder::new(folder, 30, Arc::new(FixedClock(at.parse().unwrap())))
    }

    #[tokio::test]
    async fn a_mail_is_kept_once_and_for_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = vault(folder.path(), "2026-12-01T00:00:00Z");
        let key = first.put(b"Subject: x\r\n\r\n").unwrap();
        let later = vault(folder.path(), "2026-12-30T00:00:00Z");
        assert_eq!(later.put(b"Subject: x\r\n\r\n").unwrap(), key);
        let mail = later.get(&key).await.unwrap().unwrap();
        assert_eq!(mail.received, "2026-12-01T00:00:00Z".parse().unwrap());
        assert!(mail.by_staff);
        assert_eq!(later.purge().unwrap(), 0);

        let expired = vault(folder.path(), "2027-01-01T00:00:00Z");
        assert_eq!(expired.get(&key).await.unwrap(), None);
        assert_eq!(expired.purge().unwrap(), 1);
        assert_eq!(std::fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_key_names_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let vault = vault(folder.path(), "2026-12-01T00:00:00Z");
        for key in ["", "../certflow", &"a".repeat(63), &"../".repeat(22)] {
            assert_eq!(vault.get(key).await.unwrap(), None);
        }
    }
}
