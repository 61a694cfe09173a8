//! Lists, page by page, however the table cuts its answers.

use super::super::page::foreign_cursor;
use super::super::table::{Item, Query, Range, Table};
use super::super::{Ask, Cursor, Page, StoreError};
use super::TableStore;

/// Answers that one page may take; DynamoDB cuts them at 1 MB.
const MAX_ANSWERS: u32 = 64;

impl<T: Table> TableStore<T> {
    /// A page of a partition. It ends early, with a cursor, after [`MAX_ANSWERS`] answers.
    pub(in crate::store) async fn list<R>(
        &self,
        partition: String,
        range: Range,
        descending: bool,
        ask: &Ask,
        read: impl Fn(Item) -> Result<R, StoreError> + Send,
    ) -> Result<Page<R>, StoreError>
    where
        R: Send,
    {
        let after = ask.after.as_ref().map(|cursor| cursor.0.clone());
        if after.as_ref().is_some_and(|last| !last.is_in(&partition) || last.due.is_some() != range.is_due())
        {
            return Err(StoreError::Refused(foreign_cursor()));
        }
        let mut query = Query { partition, range, limit: ask.size(), after, descending };
        let mut items = Vec::new();
        for _ in 0..MAX_ANSWERS {
            let found = self.table.query(&query).await?;
            for item in found.items {
                items.push(read(item)?);
            }
            query.after = found.last;
            query.limit = ask.size().saturating_sub(items.len());
            if query.after.is_none() || query.limit == 0 {
                break;
            }
        }
        Ok(Page { items, next: query.after.map(Cursor) })
    }
}
