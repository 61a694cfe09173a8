//! The engine, its file and the lock on it.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dynoxide::{Database, DynoxideError};

use crate::embedded::Error;
use crate::embedded::file::{Log, beside, create_database, private};

/// The engine and, for a file, the lock that makes this process its only owner.
pub(super) struct Store {
    database: Database,
    path: PathBuf,
    /// Released when the last holder of the engine is gone: dropped after it.
    lock: Option<Arc<File>>,
}

impl Store {
    pub(super) fn in_memory() -> Result<Self, Error> {
        let path = PathBuf::from(":memory:");
        let database = Database::memory().map_err(|error| refused(&path, error))?;
        Ok(Self { database, path, lock: None })
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// The same store for another thread; the engine takes one call at a time.
    pub(super) fn handle(&self) -> Self {
        Self { database: self.database.clone(), path: self.path.clone(), lock: self.lock.clone() }
    }

    /// Rewrites the file without its free pages. `VACUUM` writes the new file into the log and leaves the old one as it
    /// is until a checkpoint; the engine offers none, so a connection of our own does it.
    pub(super) fn compact(&self) -> Result<(), Error> {
        self.database.vacuum().map_err(|error| refused(&self.path, error))?;
        if self.lock.is_none() {
            return Ok(());
        }
        let failed =
            |error: rusqlite::Error| Error::Database { path: self.path.clone(), source: error.into() };
        let connection = rusqlite::Connection::open(&self.path).map_err(failed)?;
        let busy: i64 =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(failed)?;
        if busy != 0 {
            return Err(Error::Database {
                path: self.path.clone(),
                source: io::Error::from(io::ErrorKind::ResourceBusy).into(),
            });
        }
        Ok(())
    }

    /// Deletes expired items page by page, with other calls in between.
    pub(super) fn sweep_expired(&self) -> Result<usize, Error> {
        self.database.sweep_ttl().map_err(|error| refused(&self.path, error))
    }
}

/// Opens the file at `path` under its lock; the second half flushes its log.
pub(super) fn open(path: &Path) -> Result<(Store, impl FnMut(&Store) -> io::Result<()> + use<>), Error> {
    let lock = lock(path)?;
    let failed = |source| Error::File { path: path.to_owned(), source };
    create_database(path).map_err(failed)?;
    let name = path.to_str().ok_or_else(|| failed(io::Error::other("its name is not UTF-8")))?;
    let database = Database::new(name).map_err(|error| refused(path, error))?;
    // The engine opens with one flush per commit. This sets `synchronous = NORMAL` (and SQLite's default cache),
    // and the group commit flushes the log instead; were it not set, commits would be slower and no less durable.
    database.disable_bulk_loading().map_err(|error| refused(path, error))?;
    // The first read makes SQLite create the log.
    database.table_count().map_err(|error| refused(path, error))?;
    let log = Log::of(path).map_err(failed)?;
    let store = Store { database, path: path.to_owned(), lock: Some(Arc::new(lock)) };
    Ok((store, move |_: &Store| log.flush()))
}

fn lock(database: &Path) -> Result<File, Error> {
    let path: PathBuf = beside(database, ".lock");
    let failed = |source| Error::File { path: path.clone(), source };
    let file = private().create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(database.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

fn refused(path: &Path, error: DynoxideError) -> Error {
    Error::Database { path: path.to_owned(), source: error.into() }
}
