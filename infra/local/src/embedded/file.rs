//! Files of the data folder: created for their owner only, flushed when it matters.

use std::ffi::OsString;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Creates the data folder where it is missing, open to its owner only.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options under which a new file is readable by its owner only; an existing file keeps its mode.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates an empty database file for its owner only, so that SQLite gives its log the same mode.
///
/// An existing file is not even opened: closing a second handle would drop SQLite's own POSIX locks on it.
pub(super) fn create_database(path: &Path) -> io::Result<()> {
    match private().create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// `path` with `suffix` put after its last letter.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// The write-ahead log of an open SQLite database that commits with `synchronous = NORMAL`: each commit is
/// appended to it, none is flushed. One [`Log::flush`] makes every commit appended before it durable.
///
/// A flush reaches the file, not the handle, so it covers what SQLite wrote through its own. SQLite flushes log
/// and database itself around each checkpoint.
#[derive(Debug)]
pub(super) struct Log(File);

impl Log {
    /// Opens the log of `database`, which this process must hold open and have read from, and flushes what a
    /// killed process may have left in it. SQLite itself makes the log's folder entry durable with the first commit.
    pub(super) fn of(database: &Path) -> io::Result<Self> {
        let log = Self(OpenOptions::new().append(true).open(beside(database, "-wal"))?);
        if log.0.metadata()?.len() > 0 {
            log.flush()?;
        }
        Ok(log)
    }

    pub(super) fn flush(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}
