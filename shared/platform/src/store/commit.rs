//! One event, one transaction.

use jiff::{SignedDuration, Timestamp};
use procedure::event::Room;
use procedure::order::{Actor, Due, Entry, Order};
use procedure::policy::Policy;
use procedure::{Decision, Finding, MAX_SENDS, OrderId, Party, Refusal, Text};

use super::record::{
    Claim, Done, ErasedRecord, EventRecord, EventRef, HistoryRecord, OrderRecord, OutboxEntry, OutcomeKind,
    State, diff, rows_of, rows_of_erased,
};
use super::table::{Condition, Path, Reason, Write};
use super::{CommitError, EventKey, HistoryKey, Shards, StoreError, size};
use crate::envelope::{Digest, Kind};

/// What is to be written because of an event.
#[derive(Debug, Clone)]
pub struct Commit<'a> {
    /// The event.
    pub event: EventKey,
    /// Its type.
    pub kind: Kind,
    /// The order it names, if it names one.
    pub subject: Option<OrderId>,
    /// The digest of its content.
    pub digest: Digest,
    /// When it was accepted, if it came from outside.
    pub received_at: Option<Timestamp>,
    /// The order as it was loaded; `None` when there was none.
    pub base: Option<&'a OrderRecord>,
    /// What follows from it.
    pub verdict: Verdict<'a>,
    /// The function that handles it.
    pub room: Room,
    /// Who sends its outbox: unique for each handling of an event.
    pub worker: &'a str,
    /// Until when it is theirs to send.
    pub lease_until: Timestamp,
    /// Now.
    pub at: Timestamp,
    /// The operator's settings, for the next due time.
    pub policy: &'a Policy,
}

/// What follows from an event.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// The decision, when it changes, tells or sends something.
    Applied(&'a Decision),
    /// Nothing: only the event is recorded.
    Ignored,
    /// No. The history of its order says so, if there is one.
    Refused(&'a Refusal),
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// The order, if there is one and it is not erased.
    pub order: Option<OrderRecord>,
    /// What is kept of it, if the event had it erased.
    pub erased: Option<ErasedRecord>,
    /// The line of its history with the outbox, claimed by the worker, if one was written.
    pub history: Option<HistoryRecord>,
}

/// The transaction of a commit.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) writes: Vec<Write>,
    pub(super) committed: Committed,
    /// Where the order's state is among the writes; the event's record is always first.
    state_at: Option<usize>,
}

impl Commit<'_> {
    pub(super) fn plan(&self, shards: &Shards, keep: SignedDuration) -> Result<Plan, CommitError> {
        let change = self.change()?;
        let done = Done {
            outcome: match self.verdict {
                Verdict::Applied(_) => OutcomeKind::Applied,
                Verdict::Ignored => OutcomeKind::Ignored,
                Verdict::Refused(_) => OutcomeKind::Refused,
            },
            at: self.at,
            order: change.as_ref().map(|change| change.id.clone()).or_else(|| self.subject.clone()),
            version: change.as_ref().map(|change| change.version),
            in_history: change.as_ref().is_some_and(|change| change.history.is_some()),
            findings: match self.verdict {
                Verdict::Refused(refusal) => refusal.findings().to_vec(),
                Verdict::Applied(_) | Verdict::Ignored => Vec::new(),
            },
        };
        let event = EventRecord {
            key: self.event.clone(),
            kind: self.kind,
            subject: self.subject.clone(),
            digest: self.digest.clone(),
            received_at: self.received_at,
            data: None,
            done: Some(done),
        };
        let condition = Some(Condition::Missing("outcome"));
        let mut writes = vec![Write::Put { item: event.to_item(keep)?, condition }];
        let mut committed = Committed { order: self.base.cloned(), erased: None, history: None };
        let mut state_at = None;
        if let Some(change) = change {
            state_at = Some(writes.len());
            writes.push(Write::Put {
                item: match &change.state {
                    State::Order(record) => record.to_item(change.due, shards)?,
                    State::Erased(record) => record.to_item(self.at, shards)?,
                },
                condition: Some(self.unmoved()),
            });
            if let Some(history) = &change.history {
                writes.push(Write::Put { item: history.to_item(shards)?, condition: None });
            }
            writes.extend(change.index);
            committed.history = change.history;
            (committed.order, committed.erased) = match change.state {
                State::Order(record) => (Some(*record), None),
                State::Erased(record) => (None, Some(*record)),
            };
        }
        check_limits(&writes)?;
        Ok(Plan { writes, committed, state_at })
    }

    /// What becomes of the order; `None` when it stays as it is and nothing is told or sent.
    fn change(&self) -> Result<Option<Change>, CommitError> {
        let (order, entry, sends, erased) = match (self.verdict, self.base) {
            (Verdict::Applied(decision), _) => {
                (&decision.order, decision.entry.clone(), &decision.sends[..], decision.erased.as_deref())
            }
            (Verdict::Refused(refusal), Some(base)) => {
                (&base.order, Some(refused(self.kind, refusal)), &[][..], None)
            }
            (Verdict::Ignored, _) | (Verdict::Refused(_), None) => return Ok(None),
        };
        if sends.len() > MAX_SENDS {
            return Err(CommitError::TooLarge(too_large("sends")));
        }
        let version = self.base.map_or(0, |base| base.version) + 1;
        let before = self.base.map(|base| base.index.clone()).unwrap_or_default();
        let rows = match erased {
            Some(erased) => rows_of_erased(erased)?,
            None => rows_of(order)?,
        };
        let (index, remembered) = diff(&before, rows);
        let outbox: Vec<OutboxEntry> =
            sends.iter().enumerate().map(|(n, send)| OutboxEntry::new(n, send)).collect();
        let claim = (!outbox.is_empty()).then(|| Claim {
            worker: self.worker.to_owned(),
            attempt: 1,
            until: self.lease_until,
        });
        let history = (entry.is_some() || !outbox.is_empty()).then(|| HistoryRecord {
            key: HistoryKey { order: order.id.clone(), sequence: version },
            at: self.at,
            entry,
            event: EventRef { kind: self.kind, key: self.event.clone() },
            room: self.room,
            outbox,
            claim,
        });
        let (id, index_of) = (order.id.clone(), remembered);
        let state = match erased.cloned() {
            Some(erased) => {
                State::Erased(Box::new(ErasedRecord { erased, version, pending: true, index: index_of }))
            }
            None => State::Order(Box::new(OrderRecord { order: order.clone(), version, index: index_of })),
        };
        Ok(Some(Change { due: self.due(order), id, version, state, history, index }))
    }

    /// The next due time. What is due already is due now: the sweep has left the days before behind.
    fn due(&self, order: &Order) -> Option<Due> {
        order.due(self.policy).map(|due| Due { at: due.at.max(self.at), ..due })
    }

    /// That nobody changed the order since it was loaded.
    fn unmoved(&self) -> Condition {
        match self.base {
            Some(base) => {
                let version = serde_dynamo::AttributeValue::N(base.version.to_string());
                Condition::Equals(Path::of("version"), version)
            }
            None => Condition::Missing("pk"),
        }
    }
}

struct Change {
    id: OrderId,
    version: u64,
    state: State,
    due: Option<Due>,
    history: Option<HistoryRecord>,
    index: Vec<Write>,
}

impl Plan {
    /// What a cancelled transaction means; the event's record speaks first.
    pub(super) fn cancelled(&self, reasons: &[Option<Reason>], cause: super::Cause) -> CommitError {
        let at = |n: usize| reasons.get(n).copied().flatten();
        if at(0) == Some(Reason::Condition) {
            return CommitError::Duplicate;
        }
        if self.state_at.and_then(at) == Some(Reason::Condition) {
            return CommitError::VersionMoved;
        }
        let passing = |reason: &Reason| matches!(reason, Reason::Conflict | Reason::Throttled);
        if reasons.iter().flatten().all(passing) {
            return CommitError::Store(StoreError::Throttled(cause));
        }
        CommitError::Store(StoreError::Rejected(cause))
    }
}

fn check_limits(writes: &[Write]) -> Result<(), CommitError> {
    let sizes = writes.iter().filter_map(|write| match write {
        Write::Put { item, .. } => Some(size::of_item(item)),
        Write::Delete { .. } => None,
    });
    let (mut total, mut largest) = (0, 0);
    for size in sizes {
        total += size;
        largest = largest.max(size);
    }
    if writes.len() > size::MAX_ITEMS {
        return Err(CommitError::TooLarge(too_large("order.names")));
    }
    if total > size::MAX_TRANSACTION || largest > size::MAX_ITEM {
        return Err(CommitError::TooLarge(too_large("order")));
    }
    Ok(())
}

fn too_large(field: &'static str) -> Finding {
    Finding::stop(
        "order.too_large",
        field,
        "certflow",
        Text::fixed("一度に保存できる量を超えています。", "This is more than can be stored at once."),
        Text::fixed(
            "一度に変更する名前を減らすか、注文を分けてください。",
            "Change fewer names at a time, or split the order.",
        ),
    )
    .owed_by(Party::Provider)
}

fn refused(kind: Kind, refusal: &Refusal) -> Entry {
    let name = kind.type_name();
    let code = refusal.code();
    let text = |language: fn(&Finding) -> &str| {
        refusal.findings().iter().take(3).map(language).collect::<Vec<_>>().join(" ")
    };
    let what = Text::new(
        format!("{name} を受け付けませんでした（{code}）。{}", text(|finding| &finding.message.ja)),
        format!("Refused {name} ({code}). {}", text(|finding| &finding.message.en)),
    );
    Entry::new(Actor::System, what)
}
