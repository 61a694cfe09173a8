//! What can go wrong with a queue.

use std::io;
use std::path::PathBuf;

use procedure::Text;

use super::{MAX_BATCH, MAX_BODY};
use crate::embedded::Stopped;

/// Why a queue call failed. No message holds anything of a body.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call asks for what SQS would refuse.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The file could not be created, read or written.
    #[error("{} cannot be used; check that it exists, is yours and the disk has room", path.display())]
    File {
        /// The queue file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// SQLite refused: the file is damaged or no database, the disk is full, or another process held it too long.
    #[error("the queue file failed; check the disk, and that no other process holds it")]
    Database(#[from] rusqlite::Error),
    /// A newer version wrote the file.
    #[error("a newer version wrote the queue file (format {found}); use that version")]
    Newer {
        /// The file's format.
        found: i64,
    },
    /// The queues were closed, or their disk failed.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The thread of the queues could not be started.
    #[error("the queue thread could not be started; check the limits of this machine")]
    Thread(#[from] io::Error),
}

/// What SQS would refuse: the field, the rule and the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// A queue name.
    #[error("queue: a name has 1 to 80 letters, digits, hyphens and underscores")]
    QueueName,
    /// A body's size.
    #[error("body: {bytes} bytes, where 1 to {MAX_BODY} go; queue an id and keep the content in the table")]
    BodySize {
        /// Its size.
        bytes: usize,
    },
    /// A body's character.
    #[error("body: it holds a control character that SQS refuses; escape it, as JSON does")]
    BodyCharacter,
    /// A number of messages.
    #[error("max: {max} messages, where 1 to {MAX_BATCH} go")]
    Batch {
        /// The number asked for.
        max: usize,
    },
    /// A delay or visibility.
    #[error("{field}: {seconds} s, where up to {most} s go; keep the due time in the table instead")]
    Wait {
        /// `delay` or `visibility`.
        field: &'static str,
        /// What was asked for, in seconds.
        seconds: u64,
        /// The most that goes, in seconds.
        most: u64,
    },
}

impl Error {
    /// The same message in both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::Invalid(invalid) => invalid.japanese(),
            Self::File { path, .. } => {
                format!(
                    "{} を使用できません。存在、所有者、ディスクの空きを確認してください。",
                    path.display()
                )
            }
            Self::Database(_) => {
                "キューのファイルを処理できません。ディスクと、ほかのプロセスの使用状況を確認してください。"
                    .into()
            }
            Self::Newer { found } => {
                format!("キューのファイルは新しい版（形式 {found}）のものです。その版を使用してください。")
            }
            Self::Stopped(Stopped::Closed) => "キューは閉じられています。".into(),
            Self::Stopped(Stopped::DiskFailed) => {
                "ディスクへの書き込みを確定できません。ディスクを確認してから再起動してください。".into()
            }
            Self::Stopped(Stopped::Panicked) => "キューの処理が中断されました。".into(),
            Self::Thread(_) => {
                "キューのスレッドを開始できません。このマシンの上限を確認してください。".into()
            }
        };
        Text::new(ja, self.to_string())
    }
}

impl Invalid {
    fn japanese(self) -> String {
        match self {
            Self::QueueName => {
                "queue: 名前は英数字、ハイフン、アンダースコアで 1～80 文字にしてください。".into()
            }
            Self::BodySize { bytes } => format!(
                "body: {bytes} バイトです。1～{MAX_BODY} バイトにし、内容はテーブルに置いて ID だけを送ってください。"
            ),
            Self::BodyCharacter => {
                "body: SQS が受け付けない制御文字があります。JSON と同様にエスケープしてください。".into()
            }
            Self::Batch { max } => format!("max: {max} 件です。1～{MAX_BATCH} 件にしてください。"),
            Self::Wait { field, seconds, most } => format!(
                "{field}: {seconds} 秒です。{most} 秒以内にし、それより先の予定はテーブルに置いてください。"
            ),
        }
    }
}
