//! The file: its tables, and how it is opened.

use std::io;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::error::Error;
use crate::embedded::file::{Log, create_database};

/// The format this version writes, in SQLite's `user_version`.
const FORMAT: i64 = 1;

/// How long a call waits for another process that writes.
const BUSY: Duration = Duration::from_secs(10);

/// Times are milliseconds since 1970. A message is dead when `dead_at` is set; `lease` grows with each receive and
/// never shrinks, so that an old receipt fits no later one.
const TABLES: &str = "
    CREATE TABLE queue (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE message (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        queue INTEGER NOT NULL REFERENCES queue (id),
        visible_at INTEGER NOT NULL,
        receives INTEGER NOT NULL DEFAULT 0,
        lease INTEGER NOT NULL DEFAULT 0,
        sent_at INTEGER NOT NULL,
        first_received_at INTEGER,
        dead_at INTEGER,
        reason TEXT,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX message_live ON message (queue, visible_at, id) WHERE dead_at IS NULL;
    CREATE INDEX message_dead ON message (queue, dead_at, id) WHERE dead_at IS NOT NULL;
";

/// The open file.
pub(super) struct Store {
    pub(super) connection: Connection,
    pub(super) max_receives: NonZeroU32,
}

impl Store {
    pub(super) fn in_memory(max_receives: NonZeroU32) -> Result<Self, Error> {
        Self::on(Connection::open_in_memory()?, max_receives)
    }

    fn on(mut connection: Connection, max_receives: NonZeroU32) -> Result<Self, Error> {
        connection.set_prepared_statement_cache_capacity(32);
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // No flush per commit: the group commit flushes the log where a call must last.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        match transaction.pragma_query_value(None, "user_version", |row| row.get(0))? {
            0 => {
                transaction.execute_batch(TABLES)?;
                transaction.pragma_update(None, "user_version", FORMAT)?;
            }
            FORMAT => {}
            found => return Err(Error::Newer { found }),
        }
        transaction.commit()?;
        Ok(Self { connection, max_receives })
    }
}

/// Opens the file at `path`; the second half flushes its log.
pub(super) fn open(
    path: &Path,
    max_receives: NonZeroU32,
) -> Result<(Store, impl FnMut(&Store) -> io::Result<()> + use<>), Error> {
    let failed = |source| Error::File { path: path.to_owned(), source };
    create_database(path).map_err(failed)?;
    let store = Store::on(Connection::open(path)?, max_receives)?;
    let log = Log::of(path).map_err(failed)?;
    Ok((store, move |_: &Store| log.flush()))
}
