//! Orders stored by an earlier release are lifted, one schema at a time, before they are read.

use serde_json::Value;

/// The schema in which this release stores orders. A change that older stored states do not fit raises it by one
/// and appends to [`STEPS`]; a new field with a default does not.
pub(crate) const SCHEMA: u32 = 1 + STEPS.len() as u32;

/// Lifts the JSON form of an order from one schema to the next.
type Step = fn(Value) -> Value;

/// `STEPS[n]` lifts schema `n + 1`.
const STEPS: &[Step] = &[
    // 2: what is large lies beside the state (`record/bulk.rs`); joined, it is the same.
    |state| state,
    // 3: the id lies in the key, and what is remembered of settled index items beside the state; joined, it is the same.
    |state| state,
];

/// The state in today's schema; `None` when it is of a later release (or of schema 0, which never was).
pub(crate) fn upcast(schema: u32, state: Value) -> Option<Value> {
    lift(STEPS, schema, state)
}

fn lift(steps: &[Step], schema: u32, state: Value) -> Option<Value> {
    let done = usize::try_from(schema).ok()?.checked_sub(1)?;
    Some(steps.get(done..)?.iter().fold(state, |state, step| step(state)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rename(mut state: Value) -> Value {
        let name = state["name"].take();
        json!({ "names": [name] })
    }

    fn count(mut state: Value) -> Value {
        state["count"] = json!(state["names"].as_array().map(Vec::len));
        state
    }

    #[test]
    fn a_state_is_lifted_through_every_schema_since_its_own() {
        let steps: &[Step] = &[rename, count];
        let today = json!({ "names": ["a.jp"], "count": 1 });
        assert_eq!(lift(steps, 1, json!({ "name": "a.jp" })), Some(today.clone()));
        assert_eq!(lift(steps, 2, json!({ "names": ["a.jp"] })), Some(today.clone()));
        assert_eq!(lift(steps, 3, today.clone()), Some(today));
    }

    #[test]
    fn a_later_or_impossible_schema_is_not_guessed_at() {
        assert_eq!(lift(&[rename], 3, json!({})), None);
        assert_eq!(lift(&[rename], 0, json!({})), None);
        assert_eq!(upcast(SCHEMA + 1, json!({})), None);
    }
}
