//! Mails: those that staff deliver, and letters as they were sent.

use std::path::PathBuf;

use platform::store::HistoryKey;
use procedure::OrderId;

use super::Place;
use crate::machine::{MachineError, letter_file};

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
            Self::Stack(stack) => Ok(stack.keep_mail(raw).await?),
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
