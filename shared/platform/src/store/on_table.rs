//! The store on a table, whichever it is.

mod query;
mod settings;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::name::DnsName;
use procedure::pki::KeyId;
use procedure::{CustomerId, Finding, OrderId, Party, Vendor, VendorOrderId};
use serde_dynamo::AttributeValue;

pub use settings::StoreSettings;

use super::record::{ErasedRecord, EventRecord, HistoryRecord, OrderRecord, State, from_row, received_item};
use super::table::{
    Condition, DynamoTable, Item, MemoryTable, Range, Table, TransactError, Write, faults::Faults,
};
use super::{
    Ask, Commit, CommitError, Committed, CustomerRow, Delivery, DomainRow, DuePartition, DueRow, EventKey,
    HistoryKey, Key, KeyRow, Loaded, LoadedOutbox, Page, Received, Reception, Resolution, Store, StoreError,
    VendorOrderRow, WaitingRow, Watermark, due, key, outbox,
};

/// How often an order is read before its two items count as damaged. The large one changes a few times in its life.
const READS: usize = 3;

/// A [`Store`] on a table.
#[derive(Debug)]
pub struct TableStore<T> {
    pub(super) table: T,
    pub(super) settings: StoreSettings,
}

/// The store that ships.
pub type DynamoStore = TableStore<DynamoTable>;

/// The store in memory.
pub type MemoryStore = TableStore<MemoryTable>;

impl<T> TableStore<T> {
    /// The store on `table`.
    pub const fn new(table: T, settings: StoreSettings) -> Self {
        Self { table, settings }
    }

    /// The table.
    pub const fn table(&self) -> &T {
        &self.table
    }
}

impl MemoryStore {
    /// An empty store in memory with default settings.
    pub fn in_memory() -> Self {
        Self::new(MemoryTable::new(), StoreSettings::default())
    }

    /// Its faults and the count of its calls.
    pub fn faults(&self) -> Faults {
        self.table.faults()
    }
}

impl<T: Table> TableStore<T> {
    async fn get<const N: usize>(&self, keys: [Key; N]) -> Result<[Option<Item>; N], StoreError> {
        let mut found = self.table.get(&keys).await?.into_iter();
        Ok(keys.map(|_| found.next().flatten()))
    }

    /// An order, and what is under `also`, in one strongly consistent read. It is repeated when a commit came between
    /// the order's two items.
    async fn read(
        &self,
        id: &OrderId,
        also: Option<Key>,
    ) -> Result<(Option<State>, Option<Item>), StoreError> {
        let keys: Vec<Key> = [Key::state(id), Key::bulk(id)].into_iter().chain(also).collect();
        for _ in 0..READS {
            let mut found = self.table.get(&keys).await?.into_iter();
            let (item, beside, also) = (found.next(), found.next(), found.next());
            let Some(item) = item.flatten() else { return Ok((None, also.flatten())) };
            if let Some(state) = State::from_items(item, beside.flatten())? {
                return Ok((Some(state), also.flatten()));
            }
        }
        Err(StoreError::Malformed { key: Key::bulk(id).to_string(), path: ".".to_owned() })
    }

    async fn state(&self, id: &OrderId) -> Result<Option<State>, StoreError> {
        Ok(self.read(id, None).await?.0)
    }
}

#[async_trait]
impl<T: Table> Store for TableStore<T> {
    async fn load(&self, order: Option<&OrderId>, event: &EventKey) -> Result<Loaded, StoreError> {
        let event = Key::event(event);
        let (order, event) = match order {
            Some(order) => self.read(order, Some(event)).await?,
            None => (None, self.get([event]).await.map(|[event]| event)?),
        };
        let (order, erased) = match order {
            Some(State::Order(record)) => (Some(*record), None),
            Some(State::Erased(record)) => (None, Some(*record)),
            None => (None, None),
        };
        Ok(Loaded { order, erased, event: event.map(EventRecord::from_item).transpose()? })
    }

    async fn load_outbox(&self, history: &HistoryKey) -> Result<LoadedOutbox, StoreError> {
        let (order, history) = self.read(&history.order, Some(Key::history(history))).await?;
        Ok(LoadedOutbox {
            order: order.and_then(State::into_order),
            history: history.map(HistoryRecord::from_item).transpose()?,
        })
    }

    async fn commit(&self, commit: &Commit<'_>) -> Result<Committed, CommitError> {
        let plan = commit.plan(&self.settings.shards, self.settings.keep_events)?;
        if let [Write::Put { item, condition }] = &plan.writes[..] {
            // A transaction of one write is that write, at half the price.
            let new = self.table.put(item, condition.as_ref()).await?;
            return if new { Ok(plan.committed) } else { Err(CommitError::Duplicate) };
        }
        match self.table.transact(&plan.writes).await {
            Ok(()) => Ok(plan.committed),
            Err(TransactError::Cancelled(reasons, cause)) => Err(plan.cancelled(&reasons, cause)),
            Err(TransactError::Store(error)) => Err(CommitError::Store(error)),
        }
    }

    async fn receive(&self, event: &Received) -> Result<Reception, StoreError> {
        let item = received_item(event, &self.settings.shards)?;
        if self.table.put(&item, Some(&Condition::Missing("pk"))).await? {
            return Ok(Reception::New);
        }
        // A record vanishes only when its time to live is over: then the event is as good as new.
        let [known] = self.get([Key::event(&event.key)]).await?;
        Ok(match known {
            Some(item) => Reception::Known(Box::new(EventRecord::from_item(item)?)),
            None => Reception::New,
        })
    }

    async fn mark(
        &self,
        record: &mut HistoryRecord,
        results: &[(usize, Delivery)],
        retry_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut marked = record.clone();
        let update = outbox::mark(&mut marked, results, retry_at, &self.settings.shards)?;
        let stands = self.table.update(&update).await?.is_some();
        if stands {
            *record = marked;
        }
        Ok(stands)
    }

    async fn claim(
        &self,
        record: &HistoryRecord,
        worker: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<HistoryRecord>, StoreError> {
        let free = record.claim.as_ref().is_none_or(|claim| claim.is_over(now));
        if !free || !record.has_pending() {
            return Ok(None);
        }
        let mut claimed = record.clone();
        let update = outbox::claim(&mut claimed, worker, until, &self.settings.shards)?;
        if let Some(item) = self.table.update(&update).await? {
            // Its former holder may have marked something between our read and now.
            return HistoryRecord::from_item(item).map(Some);
        }
        // A repeated request finds its own first run.
        let [item] = self.get([Key::history(&record.key)]).await?;
        let found = item.map(HistoryRecord::from_item).transpose()?;
        Ok(found.filter(|found| found.claim == claimed.claim))
    }

    async fn resolve(
        &self,
        history: &HistoryKey,
        n: usize,
        resolution: Resolution,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let [item] = self.get([Key::history(history)]).await?;
        let Some(mut record) = item.map(HistoryRecord::from_item).transpose()? else { return Ok(false) };
        match outbox::resolve(&mut record, n, resolution, at, &self.settings.shards)? {
            Some(update) => Ok(self.table.update(&update).await?.is_some()),
            None => Ok(false),
        }
    }

    async fn order(&self, id: &OrderId) -> Result<Option<OrderRecord>, StoreError> {
        Ok(self.state(id).await?.and_then(State::into_order))
    }

    async fn erased(&self, id: &OrderId) -> Result<Option<ErasedRecord>, StoreError> {
        Ok(self.state(id).await?.and_then(State::into_erased))
    }

    async fn erase_traces(&self, record: &ErasedRecord, now: Timestamp) -> Result<(), StoreError> {
        self.erase_history(record).await?;
        self.end_waiting(record, now).await
    }

    async fn close_erasure(&self, record: &ErasedRecord) -> Result<(), StoreError> {
        self.table.update(&record.close()).await.map(drop)
    }

    async fn unhandled(&self, now: Timestamp) -> Result<Vec<EventRecord>, StoreError> {
        self.look_for_unhandled(now).await
    }

    async fn withdraw(&self, event: &EventRecord, why: Finding, now: Timestamp) -> Result<bool, StoreError> {
        self.end_event(event, why, now).await
    }

    async fn event(&self, key: &EventKey) -> Result<Option<EventRecord>, StoreError> {
        let [item] = self.get([Key::event(key)]).await?;
        item.map(EventRecord::from_item).transpose()
    }

    async fn history(&self, order: &OrderId, ask: &Ask) -> Result<Page<HistoryRecord>, StoreError> {
        let range = Range::Prefix(key::history_prefix().to_owned());
        self.list(key::order_partition(order), range, true, ask, HistoryRecord::from_item).await
    }

    async fn waiting(&self, party: Party, ask: &Ask) -> Result<Page<WaitingRow>, StoreError> {
        self.list(key::waiting_partition(party), Range::All, false, ask, from_row).await
    }

    async fn by_domain(&self, domain: &DnsName, ask: &Ask) -> Result<Page<DomainRow>, StoreError> {
        let base = domain.base_domain();
        let partition = key::domain_partition(base.as_ref().unwrap_or(domain));
        self.list(partition, Range::All, false, ask, from_row).await
    }

    async fn by_key(&self, key: &KeyId, ask: &Ask) -> Result<Page<KeyRow>, StoreError> {
        self.list(key::key_partition(key), Range::All, false, ask, from_row).await
    }

    async fn by_customer(&self, customer: &CustomerId, ask: &Ask) -> Result<Page<CustomerRow>, StoreError> {
        self.list(key::customer_partition(customer), Range::All, false, ask, from_row).await
    }

    async fn by_vendor_order(
        &self,
        vendor: Vendor,
        number: &VendorOrderId,
        ask: &Ask,
    ) -> Result<Page<VendorOrderRow>, StoreError> {
        self.list(key::vendor_order_partition(vendor, number), Range::All, false, ask, from_row).await
    }

    async fn due(
        &self,
        partition: DuePartition,
        until: Timestamp,
        ask: &Ask,
    ) -> Result<Page<DueRow>, StoreError> {
        let range = Range::DueUntil(due::last_of(until));
        self.list(partition.key(), range, false, ask, |item| DueRow::from_item(&item)).await
    }

    async fn held(&self, ask: &Ask) -> Result<Page<HistoryKey>, StoreError> {
        let read = |item: Item| {
            let key = Key::from_item(&item).as_ref().and_then(Key::as_history);
            key.ok_or_else(|| due::keyless("held"))
        };
        self.list(due::HELD.to_owned(), Range::Due, false, ask, read).await
    }

    fn shards_on(&self, day: Date) -> u16 {
        self.settings.shards.on(day)
    }

    async fn watermark(&self) -> Result<Option<Watermark>, StoreError> {
        let key = Key::watermark();
        let [item] = self.get([key.clone()]).await?;
        let Some(item) = item else { return Ok(None) };
        let text = |name: &str| match item.get(name) {
            Some(AttributeValue::S(text)) => Ok(text.as_str()),
            _ => Err(StoreError::Malformed { key: key.to_string(), path: name.to_owned() }),
        };
        let malformed = |path: &str| StoreError::Malformed { key: key.to_string(), path: path.to_owned() };
        Ok(Some(Watermark {
            day: text("day")?.parse().map_err(|_| malformed("day"))?,
            until: text("until")?.parse().map_err(|_| malformed("until"))?,
        }))
    }

    async fn set_watermark(&self, watermark: Watermark) -> Result<(), StoreError> {
        let mut item = Key::watermark().as_item();
        item.insert("day".to_owned(), AttributeValue::S(watermark.day.to_string()));
        item.insert("until".to_owned(), AttributeValue::S(watermark.until.to_string()));
        self.table.put(&item, None).await.map(drop)
    }

    async fn polled(&self, vendor: Vendor) -> Result<Option<Timestamp>, StoreError> {
        let key = Key::poll(vendor);
        let [item] = self.get([key.clone()]).await?;
        let Some(item) = item else { return Ok(None) };
        let until = match item.get("until") {
            Some(AttributeValue::S(text)) => text.parse().ok(),
            _ => None,
        };
        let malformed = || StoreError::Malformed { key: key.to_string(), path: "until".to_owned() };
        until.map(Some).ok_or_else(malformed)
    }

    async fn set_polled(&self, vendor: Vendor, until: Timestamp) -> Result<(), StoreError> {
        let mut item = Key::poll(vendor).as_item();
        item.insert("until".to_owned(), AttributeValue::S(until.to_string()));
        self.table.put(&item, None).await.map(drop)
    }
}
