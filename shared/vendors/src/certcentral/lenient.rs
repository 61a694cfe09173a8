//! Reading what the API really sends: numbers as text, `[]` for an absent object, `"1"` for true, dates in three
//! forms. What is optional and unreadable is absent; what is required still fails.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Private;

/// A list; anything but an array counts as empty, and each element must be readable.
pub(super) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(d: D) -> Result<Vec<T>, D::Error> {
    match Value::deserialize(d)? {
        Value::Array(items) => {
            items.into_iter().map(|item| serde_json::from_value(item).map_err(opaque)).collect()
        }
        _ => Ok(Vec::new()),
    }
}

/// A list of which each element counts by itself: those that cannot be read are left out and counted.
#[derive(Debug)]
pub(super) struct Readable<T> {
    pub(super) items: Vec<T>,
    pub(super) unreadable: usize,
}

impl<T> Default for Readable<T> {
    fn default() -> Self {
        Self { items: Vec::new(), unreadable: 0 }
    }
}

/// Such a list; anything but an array counts as empty.
pub(super) fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    d: D,
) -> Result<Readable<T>, D::Error> {
    let Value::Array(elements) = Value::deserialize(d)? else { return Ok(Readable::default()) };
    let all = elements.len();
    let items: Vec<T> = elements.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect();
    Ok(Readable { unreadable: all - items.len(), items })
}

/// Host names: blank entries, which the API is known to send, are dropped.
pub(super) fn names<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    let Value::Array(items) = Value::deserialize(d)? else { return Ok(Vec::new()) };
    let name = |item: Value| item.as_str().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
    Ok(items.into_iter().filter_map(name).collect())
}

/// An object; `[]`, `null` and everything else that is no object count as absent.
pub(super) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(d: D) -> Result<Option<T>, D::Error> {
    match Value::deserialize(d)? {
        object @ Value::Object(_) => serde_json::from_value(object).map(Some).map_err(opaque),
        _ => Ok(None),
    }
}

/// An object, each part of it optional; absent as with [`object`], it is empty.
pub(super) fn part<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(d: D) -> Result<T, D::Error> {
    Ok(object(d)?.unwrap_or_default())
}

/// A positive number, as a number or as text; 0, blank and anything else count as absent.
pub(super) fn number<'de, D: Deserializer<'de>, T: TryFrom<u64>>(d: D) -> Result<Option<T>, D::Error> {
    Ok(as_number(&Value::deserialize(d)?).filter(|n| *n > 0).and_then(|n| T::try_from(n).ok()))
}

/// The number in a JSON number or in a JSON string of digits.
pub(super) fn as_number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Text that says something; blank counts as absent, a number becomes text.
pub(super) fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(d)? {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Private text that says something; as [`text`].
pub(super) fn private<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Private>, D::Error> {
    Ok(text(d)?.map(Private::new))
}

/// Mail addresses; as [`names`].
pub(super) fn privates<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Private>, D::Error> {
    Ok(names(d)?.into_iter().map(Private::new).collect())
}

/// Texts by name; anything but an object counts as empty, and what is no text in it is left out.
pub(super) fn texts<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<String, String>, D::Error> {
    let Value::Object(entries) = Value::deserialize(d)? else { return Ok(BTreeMap::new()) };
    Ok(entries.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect())
}

/// A truth value: `true`, `1`, `"1"`, `"true"` and their opposites.
pub(super) fn boolean<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(d)? {
        Value::Bool(value) => Some(value),
        Value::Number(number) => number.as_u64().map(|n| n != 0),
        Value::String(text) => match text.trim() {
            "1" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        },
        _ => None,
    })
}

/// A moment: ISO 8601 with an offset, without one (UTC, as the API documents), or a bare date (its start in UTC).
pub(super) fn timestamp<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Timestamp>, D::Error> {
    let value = Value::deserialize(d)?;
    let Some(text) = value.as_str().map(str::trim) else { return Ok(None) };
    let utc = |t: DateTime| t.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp());
    Ok(text.parse::<Timestamp>().ok().or_else(|| text.parse::<DateTime>().ok().and_then(utc)))
}

/// A date, `yyyy-mm-dd`, whatever follows it.
pub(super) fn date<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
    let value = Value::deserialize(d)?;
    Ok(value.as_str().and_then(|text| text.trim().get(..10)).and_then(|text| text.parse().ok()))
}

/// The error without the value that `serde_json` would quote.
fn opaque<E: serde::de::Error>(error: serde_json::Error) -> E {
    E::custom(match error.classify() {
        serde_json::error::Category::Data => "a nested value has another shape",
        _ => "a nested value cannot be read",
    })
}

/// A required number in either form, for `Deserialize` of the identifiers.
pub(super) fn required<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    let number = as_number(&Value::deserialize(d)?).filter(|n| *n > 0);
    number.ok_or_else(|| D::Error::custom("not a positive number"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct All {
        #[serde(deserialize_with = "names")]
        names: Vec<String>,
        #[serde(deserialize_with = "object")]
        object: Option<Inner>,
        #[serde(deserialize_with = "number")]
        number: Option<u64>,
        #[serde(deserialize_with = "text")]
        text: Option<String>,
        #[serde(deserialize_with = "boolean")]
        boolean: Option<bool>,
        #[serde(deserialize_with = "timestamp")]
        timestamp: Option<Timestamp>,
        #[serde(deserialize_with = "date")]
        date: Option<Date>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        id: u64,
    }

    fn read(value: Value) -> All {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn both_forms_are_read() {
        let plain = read(json!({
            "names": ["a.example", " "], "object": {"id": 1}, "number": 7, "text": "x", "boolean": true,
            "timestamp": "2026-11-22T00:00:00+00:00", "date": "2026-11-22"
        }));
        let odd = read(json!({
            "names": ["", "a.example"], "object": {"id": 1, "new": []}, "number": "7", "text": "x", "boolean": "1",
            "timestamp": "2026-11-22 00:00:00", "date": "2026-11-22T10:00:00Z"
        }));
        assert_eq!(plain, odd);
        assert_eq!(plain.names, ["a.example"]);
        assert!(plain.timestamp.is_some() && plain.date.is_some());
    }

    #[test]
    fn absence_has_many_faces() {
        let empty = All::default();
        for nothing in [json!(null), json!([]), json!(""), json!({})] {
            let mut value = json!({"names": nothing, "number": nothing, "text": nothing});
            value["boolean"] = nothing.clone();
            value["timestamp"] = nothing.clone();
            value["date"] = nothing.clone();
            if nothing != json!({}) {
                value["object"] = nothing;
            }
            assert_eq!(read(value), empty);
        }
        assert_eq!(read(json!({"number": 0, "timestamp": "0000-00-00 00:00:00", "date": "soon"})), empty);
    }

    /// R90: an error does not quote the answer.
    #[test]
    fn a_nested_error_does_not_quote_the_value() {
        let error = serde_json::from_value::<All>(json!({"object": {"id": "Taro Yamada"}})).unwrap_err();
        assert_eq!(error.to_string(), "a nested value has another shape");
    }
}
