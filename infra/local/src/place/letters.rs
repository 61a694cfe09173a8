//! Mails: those that staff deliver, and letters as they were sent.

use std::path::PathBuf;

use platform::store::HistoryKey;
use procedure::OrderId;

use super::Place;
use crate::machine::{Listed, MachineError, letter_file};
use crate::stack::{KeptMail, KeptMails};

impl Place {
    /// Puts a mail that staff entered, about an order if they said so, into the mail vault; returns its key: the digest of
    /// the mail, after a prefix in a stack. A mail that is there keeps its time.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn keep_mail(&self, raw: Vec<u8>, about: Option<&OrderId>) -> Result<String, MachineError> {
        match self {
            Self::Machine(machine) => {
                let (vault, about) = (machine.vault(), about.cloned());
                let put = tokio::task::spawn_blocking(move || vault.put(&raw, about.as_ref())).await;
                let key = put.map_err(|error| MachineError::Work(error.to_string()))?;
                let path = machine.folder().join("mail");
                key.map_err(|source| MachineError::File { path, source })
            }
            Self::Stack(stack) => Ok(stack.keep_mail(raw, about).await?),
        }
    }

    /// The mails that have not expired: those of the vault, or of the stack's bucket.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn mails(&self) -> Result<KeptMails, MachineError> {
        match self {
            Self::Machine(machine) => {
                let listed = machine.vault().list();
                let path = machine.folder().join("mail");
                let listed = listed.map_err(|source| MachineError::File { path, source })?;
                let kept = |Listed { key, header }: Listed| KeptMail {
                    key,
                    received: header.received,
                    order: header.order,
                };
                Ok(KeptMails { mails: listed.into_iter().map(kept).collect(), more: false })
            }
            Self::Stack(stack) => Ok(stack.mails().await?),
        }
    }

    /// Deletes mails of a stack's bucket. A folder's go with their order.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn delete_mails(&self, keys: &[String]) -> Result<(), MachineError> {
        match self {
            Self::Machine(_) => Ok(()),
            Self::Stack(stack) => Ok(stack.delete_mails(keys).await?),
        }
    }

    /// The file of the `n`th send of a line of history. A stack keeps none: its letters are handed to SES.
    pub fn letter_file(&self, history: &HistoryKey, n: usize) -> Option<PathBuf> {
        match self {
            Self::Machine(machine) => Some(letter_file(machine.folder(), history, n)),
            Self::Stack(_) => None,
        }
    }
}
