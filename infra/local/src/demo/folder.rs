//! The folder a run leaves behind.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use procedure::Text;

use crate::embedded::{self, DATABASE_FILE, Embedded};

/// Says that a folder was left by a run, and so may make room for the next one.
const MARKER: &str = "DEMO";
const TEXT: &str =
    "This folder was written by `certflow demo`. The next run replaces it. Delete this file to keep it.\n";
/// What a run and the commands on its folder write; nothing else is ever deleted.
const FILES: [&str; 11] = [
    "certflow.db",
    "certflow.db-wal",
    "certflow.db-shm",
    "certflow.db-journal",
    "certflow.db.lock",
    "queue.db",
    "queue.db-wal",
    "queue.db-shm",
    "queue.db-journal",
    "serve.json",
    "certflow.toml",
];
const FOLDERS: [&str; 2] = ["mail", "outbox"];

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It holds something that no run has left there.
    #[error("{} is not empty and was not left by `certflow demo`: choose another with --folder", .0.display())]
    Foreign(PathBuf),
    /// `certflow serve` or another command holds it.
    #[error(transparent)]
    Table(#[from] embedded::Error),
    /// The operating system.
    #[error("{} cannot be used: {}", path.display(), source.kind())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl FolderError {
    /// In both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let en = self.to_string();
        match self {
            Self::Foreign(folder) => Text::new(
                format!(
                    "{} は空でなく、`certflow demo` のものでもありません。--folder で別のフォルダーを指定してください。",
                    folder.display()
                ),
                en,
            ),
            Self::Table(error) => error.text(),
            Self::Io { path, source } => {
                Text::new(format!("{} を使用できません: {}", path.display(), source.kind()), en)
            }
        }
    }
}

/// Makes `folder` ready for a run: created where missing, emptied of what the last run left. Anything that a run has
/// not written is left alone, and keeps the folder from being used.
///
/// # Errors
/// [`FolderError`].
pub async fn prepare(folder: &Path) -> Result<(), FolderError> {
    let failed = |path: &Path, source| FolderError::Io { path: path.to_owned(), source };
    fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    let marker = folder.join(MARKER);
    let used = fs::read_dir(folder).map_err(|source| failed(folder, source))?.next().is_some();
    if used && fs::read_to_string(&marker).ok().as_deref() != Some(TEXT) {
        return Err(FolderError::Foreign(folder.to_owned()));
    }
    let table = folder.join(DATABASE_FILE);
    if table.exists() {
        // Whoever serves the folder holds its table; nothing is taken away from under it.
        match Embedded::open(Some(&table)).await {
            Err(error @ embedded::Error::InUse(_)) => return Err(error.into()),
            Ok(table) => table.close().await,
            Err(_) => {}
        }
    }
    for name in FILES {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&path, error)),
            _ => {}
        }
    }
    for name in FOLDERS {
        let path = folder.join(name);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&path, error)),
            _ => {}
        }
    }
    fs::write(&marker, TEXT).map_err(|source| failed(&marker, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_run_left_makes_room_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo");
        prepare(&path).await.unwrap();
        fs::write(path.join("certflow.db"), "x").unwrap();
        fs::create_dir(path.join("outbox")).unwrap();
        fs::write(path.join("notes.txt"), "mine").unwrap();
        prepare(&path).await.unwrap();
        let mut names: Vec<_> = fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["DEMO", "notes.txt"]);
        fs::remove_file(path.join("DEMO")).unwrap();
        assert!(matches!(prepare(&path).await, Err(FolderError::Foreign(_))));
        assert_eq!(fs::read_to_string(path.join("notes.txt")).unwrap(), "mine");
    }
}
