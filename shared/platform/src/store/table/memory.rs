//! The table in memory: for simulations, and for faults that no real table gives on demand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::faults::{Call, Fault, Faults};
use super::{Condition, Found, Item, Query, Range, Reason, Table, TransactError, Update, Write};
use crate::store::{Key, LastKey, StoreError};

/// A table in memory, with the semantics of DynamoDB that the store relies on. Its due index is consistent.
#[derive(Debug, Default)]
pub struct MemoryTable {
    state: Mutex<State>,
    faults: Faults,
}

#[derive(Debug, Default)]
struct State {
    items: BTreeMap<Key, Item>,
    /// Places in the due index with the item's own key.
    due: BTreeSet<(Key, Key)>,
}

/// What the table in memory says when a fault was asked for.
#[derive(Debug, thiserror::Error)]
#[error("injected: {0:?}")]
struct Injected(Fault);

/// A request that DynamoDB would turn down.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Invalid(&'static str);

impl MemoryTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The faults of this table and the count of its calls.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// Every item, by key: what an operator would see in the console.
    pub fn dump(&self) -> Vec<Item> {
        self.lock().items.values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` unless a fault comes first; loses its answer if the fault says so.
    fn call<T>(&self, call: Call, work: impl FnOnce(&mut State) -> T) -> Result<T, StoreError> {
        let fault = self.faults.next(call);
        match fault {
            None => Ok(work(&mut self.lock())),
            Some(Fault::AnswerLost) => {
                work(&mut self.lock());
                Err(StoreError::Unavailable(Injected(Fault::AnswerLost).into()))
            }
            Some(Fault::Lost) => Err(StoreError::Unavailable(Injected(Fault::Lost).into())),
            Some(fault @ (Fault::Throttled | Fault::Conflict)) => {
                Err(StoreError::Throttled(Injected(fault).into()))
            }
        }
    }
}

impl State {
    fn put(&mut self, item: Item) {
        let key = key_of(&item);
        self.delete(&key);
        if let Some(due) = Key::from_due_item(&item) {
            self.due.insert((due, key.clone()));
        }
        self.items.insert(key, item);
    }

    fn delete(&mut self, key: &Key) {
        if let Some(due) = self.items.remove(key).as_ref().and_then(Key::from_due_item) {
            self.due.remove(&(due, key.clone()));
        }
    }

    fn transact(&mut self, writes: &[Write]) -> Result<(), TransactError> {
        let mut keys: Vec<Key> = writes.iter().map(Write::key).collect();
        keys.sort();
        if writes.is_empty() || writes.len() > 100 || keys.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(TransactError::Store(rejected("1 to 100 writes of different items")));
        }
        let reasons: Vec<Option<Reason>> = (writes.iter())
            .map(|write| match write {
                Write::Put { item, condition: Some(condition) } => {
                    let holds = condition.holds(self.items.get(&key_of(item)));
                    (!holds).then_some(Reason::Condition)
                }
                Write::Put { condition: None, .. } | Write::Delete { .. } => None,
            })
            .collect();
        if reasons.iter().any(Option::is_some) {
            return Err(TransactError::Cancelled(reasons, Invalid("a condition does not hold").into()));
        }
        for write in writes {
            match write {
                Write::Put { item, .. } => self.put(item.clone()),
                Write::Delete { key } => self.delete(key),
            }
        }
        Ok(())
    }

    fn update(&mut self, update: &Update) -> Result<Option<Item>, StoreError> {
        let current = self.items.get(&update.key);
        if !update.condition.holds(current) {
            return Ok(None);
        }
        let mut item = current.cloned().unwrap_or_else(|| update.key.as_item());
        for (path, value) in &update.set {
            if !path.set(&mut item, value.clone()) {
                return Err(rejected("the path does not exist"));
            }
        }
        for path in &update.remove {
            item.remove(path.name);
        }
        self.put(item.clone());
        Ok(Some(item))
    }

    fn query(&self, query: &Query) -> Found {
        let first = Key { pk: query.partition.clone(), sk: String::new() };
        let within = |key: &Key| key.pk == query.partition;
        let mut found: Vec<(Option<Key>, Key)> = if query.range.is_due() {
            let start = (first, Key { pk: String::new(), sk: String::new() });
            let places = self.due.range(start..).take_while(|(due, _)| within(due));
            let places = places.filter(|(due, _)| query.range.holds(&due.sk));
            places.map(|(due, key)| (Some(due.clone()), key.clone())).collect()
        } else {
            let keys = self.items.range(first..).map(|(key, _)| key).take_while(|key| within(key));
            keys.filter(|key| query.range.holds(&key.sk)).map(|key| (None, key.clone())).collect()
        };
        if query.descending {
            found.reverse();
        }
        if let Some(after) = &query.after {
            let place = (after.due.clone(), after.key.clone());
            found.retain(|one| if query.descending { *one < place } else { *one > place });
        }
        let more = found.len() > query.limit;
        found.truncate(query.limit);
        let last =
            found.last().filter(|_| more).map(|(due, key)| LastKey { key: key.clone(), due: due.clone() });
        let items = found.iter().filter_map(|(due, key)| match due {
            Some(due) => {
                let mut item = key.as_item();
                item.extend(due.as_due_item());
                Some(item)
            }
            None => self.items.get(key).cloned(),
        });
        Found { items: items.collect(), last }
    }
}

#[async_trait]
impl Table for MemoryTable {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        self.call(Call::Get, |state| keys.iter().map(|key| state.items.get(key).cloned()).collect())
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TransactError> {
        let fault = self.faults.next(Call::Transact);
        let injected = |fault| Injected(fault).into();
        match fault {
            None => self.lock().transact(writes),
            Some(Fault::Conflict) => {
                let reasons = writes.iter().map(|_| Some(Reason::Conflict)).collect();
                Err(TransactError::Cancelled(reasons, injected(Fault::Conflict)))
            }
            Some(Fault::Throttled) => {
                Err(TransactError::Store(StoreError::Throttled(injected(Fault::Throttled))))
            }
            Some(Fault::Lost) => Err(TransactError::Store(StoreError::Unavailable(injected(Fault::Lost)))),
            Some(Fault::AnswerLost) => {
                // Whether it succeeds is what the caller does not learn.
                let _ = self.lock().transact(writes);
                Err(TransactError::Store(StoreError::Unavailable(injected(Fault::AnswerLost))))
            }
        }
    }

    async fn put(&self, item: &Item, condition: Option<&Condition>) -> Result<bool, StoreError> {
        self.call(Call::Put, |state| {
            let holds = condition.is_none_or(|condition| condition.holds(state.items.get(&key_of(item))));
            if holds {
                state.put(item.clone());
            }
            holds
        })
    }

    async fn update(&self, update: &Update) -> Result<Option<Item>, StoreError> {
        self.call(Call::Update, |state| state.update(update))?
    }

    async fn query(&self, query: &Query) -> Result<Found, StoreError> {
        self.call(Call::Query, |state| state.query(query))
    }
}

impl Write {
    fn key(&self) -> Key {
        match self {
            Write::Put { item, .. } => key_of(item),
            Write::Delete { key } => key.clone(),
        }
    }
}

impl Range {
    fn holds(&self, sk: &str) -> bool {
        match self {
            Range::All | Range::Due => true,
            Range::Prefix(prefix) => sk.starts_with(prefix),
            Range::DueUntil(until) => sk <= until.as_str(),
        }
    }
}

/// The empty key for an item without one, which the store never writes.
fn key_of(item: &Item) -> Key {
    Key::from_item(item).unwrap_or_else(|| Key { pk: String::new(), sk: String::new() })
}

fn rejected(why: &'static str) -> StoreError {
    StoreError::Rejected(Invalid(why).into())
}
