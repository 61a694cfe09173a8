//! Letters as files: one folder an order, one file a letter.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use platform::dispatch::{Mail, Mailer, Receipt, SendError};
use platform::store::HistoryKey;
use procedure::OrderId;

use super::files;

/// The folder of letters in the data folder.
const FOLDER: &str = "outbox";

/// Where the `n`th send of a line of history is written. The same letter has the same file however often it is sent.
pub fn letter_file(folder: &Path, history: &HistoryKey, n: usize) -> PathBuf {
    order_folder(folder, &history.order).join(format!("{}.{n}.eml", history.sequence))
}

/// An order's id may hold what a file name may not.
pub(super) fn order_folder(folder: &Path, order: &OrderId) -> PathBuf {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name: String = order
        .as_str()
        .chars()
        .map(|c| if plain(c) { c.to_string() } else { format!("%{:02X}", u32::from(c)) })
        .collect();
    folder.join(FOLDER).join(name)
}

/// Writes letters to files.
pub(super) struct FileMailer {
    folder: PathBuf,
}

impl FileMailer {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The file of `mail`, from its Message-ID `<ORDER.SEQUENCE.N@domain>`.
    fn file(&self, mail: &Mail) -> Option<PathBuf> {
        let (left, _) = mail.message_id.trim_matches(['<', '>']).rsplit_once('@')?;
        let (history, n) = left.rsplit_once('.')?;
        let (_, sequence) = history.rsplit_once('.')?;
        let history = HistoryKey { order: mail.tags.order.clone(), sequence: sequence.parse().ok()? };
        Some(letter_file(&self.folder, &history, n.parse().ok()?))
    }
}

#[async_trait]
impl Mailer for FileMailer {
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError> {
        let path = self.file(mail).ok_or(SendError::Refused)?;
        let (file, raw) = (path.clone(), mail.raw.clone());
        let written = tokio::task::spawn_blocking(move || files::write(&file, &raw)).await;
        match written {
            Ok(Ok(())) => {
                let name = path.strip_prefix(&self.folder).unwrap_or(&path);
                Ok(Receipt(name.display().to_string()))
            }
            Ok(Err(error)) => {
                tracing::error!(order = %mail.tags.order, %error, "a letter could not be written");
                Err(SendError::Throttled)
            }
            Err(_) => Err(SendError::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_file_of_its_own_below_the_folder() {
        let folder = Path::new("/data");
        let key = |order: &str| HistoryKey { order: order.parse().unwrap(), sequence: 7 };
        assert_eq!(
            letter_file(folder, &key("CF-7K3M-9QX2-TBEA"), 0),
            Path::new("/data/outbox/CF-7K3M-9QX2-TBEA/7.0.eml")
        );
        assert_eq!(
            letter_file(folder, &key("../../etc"), 1),
            Path::new("/data/outbox/%2E%2E%2F%2E%2E%2Fetc/7.1.eml")
        );
    }
}
