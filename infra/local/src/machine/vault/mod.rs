//! Mails that arrived, as files: the mail vault. Encrypted, expiring, and erased with the order they are about.
//!
//! Their key lies in `mail-key` (mode 0600) in the data folder, or where `work.mail_key_file` says. It keeps mails,
//! whose links are bearer secrets, unread by whoever gets hold of them without it: a backup or a copy of `mail/`, a
//! disk that is thrown away after the key was on another, a program that is made to show a file. It does not keep them
//! from whoever may read the whole data folder or runs programs as its owner.

mod erase;
mod key;
mod sealed;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use approval_mail_received::{StoredMail, Vault};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use letters::inbound::MAX_MAIL;
use platform::Clock;
use platform::store::Cause;
use procedure::OrderId;
use sha2::{Digest, Sha256};

use super::files;
use key::MailKey;
use sealed::{MAX_HEADER, Sealed};

pub use sealed::Header;

/// The folder in the data folder.
const FOLDER: &str = "mail";
/// The extension of a mail's file.
const EXTENSION: &str = "mail";

/// The mails of a data folder. A mail lies under the digest of its bytes, so the same mail is there once.
pub struct MailFolder {
    folder: PathBuf,
    key: MailKey,
    keep: SignedDuration,
    clock: Arc<dyn Clock>,
}

/// A mail that lies in the vault, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// What is known of it.
    pub header: Header,
}

impl MailFolder {
    pub(super) fn new(data: &Path, key: Option<&Path>, keep_days: u16, clock: Arc<dyn Clock>) -> Self {
        let keep = SignedDuration::from_hours(24 * i64::from(keep_days));
        Self { folder: data.join(FOLDER), key: MailKey::of(data, key), keep, clock }
    }

    /// Puts a mail that staff entered, about `order` if they said so, into the vault; returns its key. A mail that is
    /// there keeps its time.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn put(&self, raw: &[u8], order: Option<&OrderId>) -> io::Result<String> {
        let key: String = Sha256::digest(raw).iter().map(|byte| format!("{byte:02x}")).collect();
        if self.read(&key)?.is_none() {
            let header = Header { received: self.clock.now(), by_staff: true, order: order.cloned() };
            let sealed = Sealed::seal(&self.key.get_or_make()?, &key, header, raw)?;
            files::write(&self.path(&key), &sealed.to_bytes()?)?;
        }
        Ok(key)
    }

    /// What lies in the vault and has not expired, the newest first.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn list(&self) -> io::Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for path in self.files()? {
            let key = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            if let Some(header) = self.header(&path)?
                && !self.is_expired(header.received)
                && is_key(&key)
            {
                listed.push(Listed { key, header });
            }
        }
        listed.sort_by(|a, b| b.header.received.cmp(&a.header.received).then_with(|| a.key.cmp(&b.key)));
        Ok(listed)
    }

    /// Deletes what has expired, and what a crash left half-written; returns how many files that were.
    ///
    /// # Errors
    /// What the operating system says; the other files are deleted all the same.
    pub fn purge(&self) -> io::Result<usize> {
        let (mut purged, mut failed) = (0, None);
        for path in self.files()? {
            let received = match self.header(&path) {
                Ok(Some(header)) => Some(header.received),
                // Not a mail, or not whole: as old as its file.
                Ok(None) | Err(_) => changed(&path),
            };
            if received.is_none_or(|received| !self.is_expired(received)) {
                continue;
            }
            match fs::remove_file(&path) {
                Ok(()) => purged += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(purged), Err)
    }

    /// The files in the vault.
    fn files(&self) -> io::Result<Vec<PathBuf>> {
        match fs::read_dir(&self.folder) {
            Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// The header of a mail; `None` for what is no mail.
    fn header(&self, path: &Path) -> io::Result<Option<Header>> {
        if path.extension().is_none_or(|extension| extension != EXTENSION) {
            return Ok(None);
        }
        fs::File::open(path).map(sealed::header_of)
    }

    fn read(&self, key: &str) -> io::Result<Option<StoredMail>> {
        // A key comes back from a queue: nothing but our own may name a file.
        if !is_key(key) {
            return Ok(None);
        }
        let Some(bytes) = files::read(&self.path(key), MAX_MAIL as u64 + MAX_HEADER)? else {
            return Ok(None);
        };
        let sealed = Sealed::from_bytes(bytes)?;
        if self.is_expired(sealed.header.received) {
            return Ok(None);
        }
        let Header { received, by_staff, .. } = sealed.header.clone();
        let secret =
            self.key.get()?.ok_or_else(|| io::Error::other("the key of the mail vault is missing"))?;
        let raw = sealed.open(&secret, key)?;
        Ok(Some(StoredMail { raw, received, recipients: Vec::new(), by_staff }))
    }

    fn is_expired(&self, received: Timestamp) -> bool {
        self.clock.now().duration_since(received) > self.keep
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(key).with_extension(EXTENSION)
    }
}

fn is_key(key: &str) -> bool {
    key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit())
}

/// When a file was last written.
fn changed(path: &Path) -> Option<Timestamp> {
    let at = fs::metadata(path).and_then(|data| data.modified()).ok()?;
    let since = at.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Timestamp::from_second(i64::try_from(since.as_secs()).ok()?).ok()
}

#[async_trait]
impl Vault for MailFolder {
    async fn get(&self, key: &str) -> Result<Option<StoredMail>, Cause> {
        Ok(self.read(key)?)
    }
}
