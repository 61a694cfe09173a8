//! Requests held to what is documented of their call: `tests/data/documented/calls.json`, one row a call with its path, its
//! query and its body as a JSON Schema.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use vendors::certcentral::Call;

use super::sample;

struct Row {
    call: String,
    method: String,
    path: String,
    query: Value,
    body: Option<Validator>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows: Vec<Value> = serde_json::from_slice(&sample("documented/calls.json")).unwrap();
    rows.iter().map(row).collect()
});

fn row(row: &Value) -> Row {
    let text = |member: &str| row[member].as_str().unwrap().to_owned();
    assert!(!text("source").is_empty());
    let body = row.get("body").map(|schema| jsonschema::validator_for(schema).unwrap());
    Row { call: text("call"), method: text("method"), path: text("path"), query: row["query"].clone(), body }
}

/// What of a request is not documented; `target` is its path and decoded query.
pub(crate) fn problems(method: &str, target: &str, body: &[u8]) -> Vec<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some(row) = ROWS.iter().find(|row| row.method == method && is_at(&row.path, path)) else {
        return vec!["no such call is documented".to_owned()];
    };
    let mut found: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter_map(|pair| of_query(&row.query, pair))
        .collect();
    match (&row.body, body.is_empty()) {
        (None, true) => {}
        (None, false) => found.push(format!("{}: a body where none is documented", row.call)),
        (Some(schema), _) => match serde_json::from_slice(body) {
            Ok(json) => {
                found.extend(schema.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())))
            }
            Err(error) => found.push(format!("{}: {error}", row.call)),
        },
    }
    found
}

/// Whether a path fits a pattern, whose parts in braces stand for one part each. Fixed parts come before variable ones:
/// `status-changes` is no order.
fn is_at(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, got): (&&str, &&str)| {
        wanted == got || wanted.starts_with('{') && !got.is_empty() && *got != "status-changes"
    };
    pattern.len() == path.len() && pattern.iter().zip(&path).all(fits)
}

fn of_query(documented: &Value, pair: &str) -> Option<String> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let fits = match documented[name].as_str() {
        Some("integer") => value.parse::<u32>().is_ok(),
        Some("boolean") => matches!(value, "true" | "false"),
        Some(_) => !value.is_empty(),
        None => return Some(format!("query {name} is not documented")),
    };
    (!fits).then(|| format!("query {name} is no {}", documented[name]))
}

/// Every call of the client has its row, and each row is of a call.
pub(crate) fn is_complete() {
    let rows: Vec<_> = ROWS.iter().map(|row| row.call.as_str()).collect();
    let calls: Vec<_> = Call::ALL.iter().map(|call| call.name()).collect();
    assert_eq!(rows, calls);
}
