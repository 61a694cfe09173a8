//! The key of the vault.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::machine::files;

/// The file in the data folder.
const FILE: &str = "mail-key";
/// Bytes of a key (AES-256).
pub(super) const LENGTH: usize = 32;

/// Where the key lies.
pub(super) struct MailKey(PathBuf);

/// The key itself; never shown.
pub(super) struct Secret([u8; LENGTH]);

impl Secret {
    pub(super) const fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl MailKey {
    /// The key of the data folder, in `file` if given.
    pub(super) fn of(data: &Path, file: Option<&Path>) -> Self {
        Self(data.join(file.unwrap_or(Path::new(FILE))))
    }

    /// The key, if there is one.
    pub(super) fn get(&self) -> io::Result<Option<Secret>> {
        let Some(bytes) = files::read(&self.0, LENGTH as u64)? else { return Ok(None) };
        let key = bytes.try_into().map_err(|_| io::Error::other("the key of the mail vault is damaged"))?;
        Ok(Some(Secret(key)))
    }

    /// The key, made where there is none. Of several processes that make one, the first one's holds.
    pub(super) fn get_or_make(&self) -> io::Result<Secret> {
        if let Some(key) = self.get()? {
            return Ok(key);
        }
        let mut key = [0; LENGTH];
        getrandom::fill(&mut key).map_err(|_| io::Error::other("the system gives no random numbers"))?;
        let own = self.0.with_extension(format!("{}.new", std::process::id()));
        files::write(&own, &key)?;
        let placed = fs::hard_link(&own, &self.0);
        fs::remove_file(&own)?;
        match placed {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        self.get()?.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
