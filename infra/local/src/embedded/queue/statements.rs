//! The calls, each one transaction.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::error::Error;
use super::message::{Counts, Dead, Message, MessageId, Receipt};
use super::schema::Store;

/// What the DLQ shows for a message whose receiver never said what went wrong.
const SILENT: &str = "received too often without being deleted; no failure was reported (crash or timeout)";

impl Store {
    pub(super) fn send(
        &mut self,
        queue: &str,
        body: &str,
        now: Timestamp,
        visible: Timestamp,
    ) -> Result<MessageId, Error> {
        let transaction = self.begin()?;
        let queue = match find_queue(&transaction, queue)? {
            Some(id) => id,
            None => {
                transaction.execute("INSERT INTO queue (name) VALUES (?1)", [queue])?;
                transaction.last_insert_rowid()
            }
        };
        transaction
            .prepare_cached("INSERT INTO message (queue, visible_at, sent_at, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![queue, millis(visible), millis(now), body])?;
        let id = transaction.last_insert_rowid();
        transaction.commit()?;
        Ok(MessageId(id))
    }

    pub(super) fn receive(
        &mut self,
        name: &str,
        max: NonZeroU32,
        now: Timestamp,
        visible: Timestamp,
    ) -> Result<Vec<Message>, Error> {
        let max_receives = self.max_receives.get();
        // Most looks find nothing: those take no write lock.
        let Some(queue) = find_queue(&self.connection, name)? else { return Ok(Vec::new()) };
        if due(&self.connection, queue, now, 1)?.is_empty() {
            return Ok(Vec::new());
        }
        let transaction = self.begin()?;
        let mut taken: Vec<Message> = Vec::new();
        // Ends: every turn either fills the batch or makes the due messages fewer.
        loop {
            let wanted = max.get() - u32::try_from(taken.len()).unwrap_or(max.get());
            let due = due(&transaction, queue, now, wanted)?;
            if wanted == 0 || due.is_empty() {
                break;
            }
            for (id, receives) in due {
                if receives >= max_receives {
                    bury(&transaction, id, now)?;
                } else {
                    taken.push(take(&transaction, name, id, now, visible)?);
                }
            }
        }
        transaction.commit()?;
        Ok(taken)
    }

    pub(super) fn delete(&mut self, receipt: &Receipt) -> Result<bool, Error> {
        let sql = "DELETE FROM message WHERE id = ?1 AND lease = ?2 AND dead_at IS NULL";
        let deleted = self.connection.prepare_cached(sql)?.execute(params![receipt.id.0, receipt.lease])?;
        Ok(deleted == 1)
    }

    pub(super) fn hide(
        &mut self,
        receipt: &Receipt,
        until: Timestamp,
        reason: Option<&str>,
    ) -> Result<bool, Error> {
        let sql = "UPDATE message SET visible_at = ?3, reason = coalesce(?4, reason)
                   WHERE id = ?1 AND lease = ?2 AND dead_at IS NULL";
        let values = params![receipt.id.0, receipt.lease, millis(until), reason];
        Ok(self.connection.prepare_cached(sql)?.execute(values)? == 1)
    }

    pub(super) fn peek(&mut self, queue: &str, limit: usize) -> Result<Vec<Dead>, Error> {
        let sql = "SELECT m.id, body, receives, sent_at, first_received_at, dead_at, reason
                   FROM message m JOIN queue q ON q.id = m.queue
                   WHERE q.name = ?1 AND dead_at IS NOT NULL ORDER BY dead_at, m.id LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(sql)?;
        let dead = statement.query_map(params![queue, limit], |row| {
            Ok(Dead {
                id: MessageId(row.get(0)?),
                body: row.get(1)?,
                attempts: row.get(2)?,
                sent: timestamp(row, 3)?,
                first_received: row.get::<_, Option<i64>>(4)?.map(|_| timestamp(row, 4)).transpose()?,
                since: timestamp(row, 5)?,
                reason: row.get::<_, Option<String>>(6)?.unwrap_or_else(|| SILENT.to_owned()),
            })
        })?;
        Ok(dead.collect::<Result<_, _>>()?)
    }

    pub(super) fn redrive(
        &mut self,
        queue: &str,
        only: Option<MessageId>,
        now: Timestamp,
    ) -> Result<usize, Error> {
        let sql = "UPDATE message
                   SET dead_at = NULL, reason = NULL, receives = 0, first_received_at = NULL, visible_at = ?2
                   WHERE queue = (SELECT id FROM queue WHERE name = ?1) AND dead_at IS NOT NULL
                     AND (?3 IS NULL OR id = ?3)";
        let values = params![queue, millis(now), only.map(|id| id.0)];
        Ok(self.connection.prepare_cached(sql)?.execute(values)?)
    }

    pub(super) fn discard(&mut self, queue: &str, id: MessageId) -> Result<bool, Error> {
        let sql = "DELETE FROM message
                   WHERE id = ?2 AND queue = (SELECT id FROM queue WHERE name = ?1) AND dead_at IS NOT NULL";
        Ok(self.connection.prepare_cached(sql)?.execute(params![queue, id.0])? == 1)
    }

    pub(super) fn counts(&mut self, now: Timestamp) -> Result<BTreeMap<String, Counts>, Error> {
        let sql = "SELECT q.name,
                          count(*) FILTER (WHERE m.dead_at IS NULL AND visible_at <= ?1),
                          count(*) FILTER (WHERE m.dead_at IS NULL AND visible_at > ?1 AND receives > 0),
                          count(*) FILTER (WHERE m.dead_at IS NULL AND visible_at > ?1 AND receives = 0),
                          count(m.dead_at)
                   FROM queue q LEFT JOIN message m ON m.queue = q.id GROUP BY q.name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let counts = statement.query_map([millis(now)], |row| {
            let (visible, in_flight, delayed, dead) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            Ok((row.get(0)?, Counts { visible, in_flight, delayed, dead }))
        })?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    pub(super) fn next_visible(&mut self, queue: Option<&str>) -> Result<Option<Timestamp>, Error> {
        // One step into the index per queue, however many messages wait.
        let sql = "SELECT min(first) FROM (
                       SELECT (SELECT min(visible_at) FROM message m WHERE m.queue = q.id AND dead_at IS NULL) first
                       FROM queue q WHERE ?1 IS NULL OR q.name = ?1)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([queue], |row| row.get::<_, Option<i64>>(0)?.map(|_| timestamp(row, 0)).transpose())?)
    }

    pub(super) fn version(&mut self) -> Result<i64, Error> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    fn begin(&mut self) -> Result<Transaction<'_>, Error> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn find_queue(connection: &Connection, name: &str) -> Result<Option<i64>, Error> {
    let mut statement = connection.prepare_cached("SELECT id FROM queue WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Up to `limit` live messages that are visible at `now`, longest waiting first, with their receives.
fn due(connection: &Connection, queue: i64, now: Timestamp, limit: u32) -> Result<Vec<(i64, u32)>, Error> {
    let sql = "SELECT id, receives FROM message
               WHERE queue = ?1 AND dead_at IS NULL AND visible_at <= ?2 ORDER BY visible_at, id LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let due =
        statement.query_map(params![queue, millis(now), limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(due.collect::<Result<_, _>>()?)
}

fn bury(transaction: &Transaction<'_>, id: i64, now: Timestamp) -> Result<(), Error> {
    transaction
        .prepare_cached("UPDATE message SET dead_at = ?2 WHERE id = ?1")?
        .execute(params![id, millis(now)])?;
    Ok(())
}

fn take(
    transaction: &Transaction<'_>,
    queue: &str,
    id: i64,
    now: Timestamp,
    visible: Timestamp,
) -> Result<Message, Error> {
    let sql = "UPDATE message SET receives = receives + 1, lease = lease + 1, visible_at = ?2,
                                  first_received_at = coalesce(first_received_at, ?3)
               WHERE id = ?1 RETURNING lease, receives, sent_at, first_received_at, body";
    let mut statement = transaction.prepare_cached(sql)?;
    Ok(statement.query_row(params![id, millis(visible), millis(now)], |row| {
        let id = MessageId(id);
        Ok(Message {
            id,
            receipt: Receipt { queue: queue.to_owned(), id, lease: row.get(0)? },
            attempts: row.get(1)?,
            sent: timestamp(row, 2)?,
            first_received: timestamp(row, 3)?,
            body: row.get(4)?,
        })
    })?)
}

fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

fn timestamp(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let millis = row.get(column)?;
    Timestamp::from_millisecond(millis)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, error.into()))
}
