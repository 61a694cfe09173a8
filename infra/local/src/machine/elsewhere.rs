//! What a data folder holds of orders besides the table: letters and mails, and the pages of the database that erased
//! items leave behind.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use expiry_nearing::Elsewhere;
use platform::store::Cause;
use procedure::erase::Erased;
use procedure::policy::Policy;

use super::mailer::order_folder;
use super::{Machine, MachineError, MailFolder, files};

/// Says that something was erased since the database was last compacted. A file, so that a crash does not forget it.
const MARK: &str = "compact-wanted";

/// The folder's part in an erasure.
pub(super) struct Folder {
    folder: PathBuf,
    vault: Arc<MailFolder>,
    policy: Arc<Policy>,
}

#[async_trait]
impl Elsewhere for Folder {
    async fn erase(&self, order: &Erased) -> Result<(), Cause> {
        let (folder, vault, policy) =
            (self.folder.clone(), Arc::clone(&self.vault), Arc::clone(&self.policy));
        let order = order.clone();
        let erase = move || {
            let letters = order_folder(&folder, &order.id);
            match std::fs::remove_dir_all(&letters) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
            vault.erase_about(&order, &policy.profiles)?;
            files::write(&mark(&folder), b"")
        };
        tokio::task::spawn_blocking(erase).await??;
        Ok(())
    }
}

fn mark(folder: &Path) -> PathBuf {
    folder.join(MARK)
}

impl Machine {
    /// The folder's part in an erasure.
    pub(super) fn elsewhere(&self) -> Folder {
        Folder {
            folder: self.folder.clone(),
            vault: Arc::new(self.vault()),
            policy: Arc::clone(&self.policy),
        }
    }

    /// Takes erased items out of the database's file for good, if there are any. For whoever holds the folder;
    /// nobody else can.
    ///
    /// # Errors
    /// [`MachineError`]: the database's file, or the mark beside it, cannot be written; the next call tries again.
    pub async fn compact(&self) -> Result<bool, MachineError> {
        let (Some(database), mark) = (self.database(), mark(&self.folder)) else { return Ok(false) };
        if !mark.exists() {
            return Ok(false);
        }
        database.compact().await?;
        std::fs::remove_file(&mark).map_err(|source| MachineError::File { path: mark.clone(), source })?;
        Ok(true)
    }
}
