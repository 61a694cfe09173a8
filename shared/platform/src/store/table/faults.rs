//! Faults of a table, by script or by chance from a seed; the same every time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A call of [`Table`](super::Table).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
    /// Strongly consistent read by key.
    Get,
    /// Transaction.
    Transact,
    /// Conditional put.
    Put,
    /// Conditional update.
    Update,
    /// Query.
    Query,
}

impl Call {
    /// Whether it writes.
    pub const fn writes(self) -> bool {
        matches!(self, Call::Transact | Call::Put | Call::Update)
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The table limits our calls; nothing happens.
    Throttled,
    /// The call is lost; nothing happens, but the caller cannot know.
    Lost,
    /// The call is done and its answer is lost.
    AnswerLost,
    /// Another transaction holds an item; for a transaction only, otherwise as [`Fault::Throttled`].
    Conflict,
}

/// Which calls go wrong, and how many there were.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    calls: BTreeMap<Call, u64>,
    script: BTreeMap<(Call, u64), Fault>,
    chance: Option<Chance>,
}

#[derive(Debug)]
struct Chance {
    random: fastrand::Rng,
    per_thousand: u16,
}

impl Faults {
    /// Lets the `nth` call of this kind from now on (1 is the next) go wrong.
    pub fn inject(&self, call: Call, nth: u64, fault: Fault) {
        self.with(|state| {
            let so_far = state.calls.get(&call).copied().unwrap_or_default();
            state.script.insert((call, so_far + nth), fault);
        });
    }

    /// Lets `per_thousand` (0–1000) of all calls go wrong, as `seed` has it.
    pub fn by_chance(&self, seed: u64, per_thousand: u16) {
        let chance = Chance { random: fastrand::Rng::with_seed(seed), per_thousand };
        self.with(|state| state.chance = Some(chance));
    }

    /// Lets nothing go wrong from now on.
    pub fn stop(&self) {
        self.with(|state| {
            state.script.clear();
            state.chance = None;
        });
    }

    /// How many calls of each kind there were, those that went wrong included.
    pub fn calls(&self) -> BTreeMap<Call, u64> {
        self.with(|state| state.calls.clone())
    }

    /// Counts a call; what goes wrong with it.
    pub(super) fn next(&self, call: Call) -> Option<Fault> {
        self.with(|state| {
            let count = state.calls.entry(call).or_default();
            *count += 1;
            let scripted = state.script.remove(&(call, *count));
            scripted.or_else(|| state.chance.as_mut().and_then(|chance| chance.next(call)))
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Chance {
    fn next(&mut self, call: Call) -> Option<Fault> {
        if self.random.u16(0..1000) >= self.per_thousand {
            return None;
        }
        Some(match self.random.u8(0..4) {
            0 => Fault::Throttled,
            1 => Fault::Lost,
            2 if call.writes() => Fault::AnswerLost,
            _ => Fault::Conflict,
        })
    }
}
