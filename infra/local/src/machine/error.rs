//! Why the machine does not work.

use std::io;
use std::path::PathBuf;

use platform::store::StoreError;
use procedure::Text;

use crate::embedded;

/// Why the machine does not work. Texts name files and settings, never what they hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MachineError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] embedded::Error),
    /// The queues.
    #[error(transparent)]
    Queue(#[from] embedded::queue::Error),
    /// The table.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stack on AWS.
    #[error(transparent)]
    Stack(#[from] crate::stack::Error),
    /// A file of the data folder.
    #[error("{} cannot be used: {}", path.display(), source.kind())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The settings.
    #[error("{}: {problem}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The settings of a vendor.
    #[error("certcentral: {0}")]
    Vendor(String),
    /// A function broke off or an event could not be handled.
    #[error("the work broke off: {0}")]
    Work(String),
    /// The port for webhooks.
    #[error("cannot listen on {address}: {}", source.kind())]
    Listen {
        /// Where.
        address: std::net::SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// `certflow serve` holds the folder, and this has to be done without it.
    #[error("`certflow serve` is running on this folder; stop it first")]
    Served,
}

impl MachineError {
    /// In both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let en = self.to_string();
        let ja = match self {
            Self::Folder(error) => return error.text(),
            Self::Queue(error) => return error.text(),
            Self::Stack(error) => return error.text(),
            Self::Store(_) => format!("データベースを使用できません: {en}"),
            Self::File { path, source } => {
                format!("{} を使用できません: {}", path.display(), source.kind())
            }
            Self::Settings { path, problem } => {
                format!("{} の設定が正しくありません: {problem}", path.display())
            }
            Self::Vendor(problem) => format!("CertCentral の設定が正しくありません: {problem}"),
            Self::Work(problem) => format!("処理が中断されました: {problem}"),
            Self::Listen { address, source } => {
                format!("{address} で待ち受けできません: {}", source.kind())
            }
            Self::Served => {
                "このフォルダーは `certflow serve` が使用中です。先に停止してください。".to_owned()
            }
        };
        Text::new(ja, en)
    }
}
