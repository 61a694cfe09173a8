//! What can go wrong with the data folder.

use std::io;
use std::path::PathBuf;

use procedure::Text;

use super::Stopped;

/// Why the data folder could not be used. The messages name files of the folder, never what they hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another process holds the database, and none offers it to others.
    #[error("{} is in use by another process; stop it, or start `certflow serve` to share the folder", .0.display())]
    InUse(PathBuf),
    /// A file or folder could not be created, read or written.
    #[error("{} cannot be used; check that it exists, is yours and the disk has room", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is no database, is damaged, or was written by a newer version.
    #[error("{} is not a database this version can open; restore a copy or use the version that wrote it", path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What the engine said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The loopback endpoint could not be opened.
    #[error("no port could be opened on 127.0.0.1; check the limits of this machine")]
    Endpoint(#[source] io::Error),
    /// The operating system gave no random numbers.
    #[error("the operating system gave no random numbers for a key; try again")]
    NoRandomness,
    /// The database stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The thread of the database could not be started.
    #[error("the database thread could not be started; check the limits of this machine")]
    Thread(#[from] io::Error),
}

impl Error {
    /// The same message in both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::InUse(path) => format!(
                "{} はほかのプロセスが使用中です。終了を待つか、`certflow serve` で共有してください。",
                path.display()
            ),
            Self::File { path, .. } => format!(
                "{} を使用できません。存在、所有者、ディスクの空きを確認してください。",
                path.display()
            ),
            Self::Database { path, .. } => format!(
                "{} はこの版で開けるデータベースではありません。控えから戻すか、書き込んだ版を使用してください。",
                path.display()
            ),
            Self::Endpoint(_) => {
                "127.0.0.1 にポートを開けません。このマシンの上限を確認してください。".to_owned()
            }
            Self::NoRandomness => "鍵のための乱数を取得できません。もう一度実行してください。".to_owned(),
            Self::Stopped(Stopped::Closed) => "データベースは閉じられています。".to_owned(),
            Self::Stopped(Stopped::DiskFailed) => {
                "ディスクへの書き込みを確定できません。ディスクを確認してから再起動してください。".to_owned()
            }
            Self::Stopped(Stopped::Panicked) => "データベースの処理が中断されました。".to_owned(),
            Self::Thread(_) => {
                "データベースのスレッドを開始できません。このマシンの上限を確認してください。".to_owned()
            }
        };
        Text::new(ja, self.to_string())
    }
}
