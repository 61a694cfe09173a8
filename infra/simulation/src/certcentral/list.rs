//! `GET /order/certificate`: filters, sorting, paging.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::account::Account;
use super::error::{ApiError, ApiResult};
use super::order::Order;
use crate::when::plus;

/// Most orders on one page, and how many unless asked otherwise.
const MAX_LIMIT: usize = 1_000;

/// A filter by time: from, to, both included.
type Span = (Option<Timestamp>, Option<Timestamp>);

impl Account {
    /// The orders that fit `query`, newest first unless sorted otherwise. Unknown filters are ignored, as the
    /// API does. A new order appears after the account's `list_delay`.
    pub(super) fn list(&self, query: &[(String, String)], now: Timestamp) -> ApiResult<Value> {
        let mut found: Vec<&Order> = Vec::new();
        for order in self.orders.values().filter(|o| plus(o.placed, self.options.list_delay) <= now) {
            if self.fits(order, query)? {
                found.push(order);
            }
        }
        if !matches!(value(query, "sort"), Some("order_id" | "+order_id" | "date_created" | "+date_created"))
        {
            found.reverse();
        }
        page("orders", found.iter().map(|order| self.order_row(order, now)).collect(), query)
    }

    /// `GET /order/alternate/{alternative_order_id}`; 404 where no order carries it \[U\].
    pub(super) fn by_alternative_id(&self, key: &str, now: Timestamp) -> ApiResult<Value> {
        let shown = |order: &&Order| {
            order.alternative_id.as_deref() == Some(key) && plus(order.placed, self.options.list_delay) <= now
        };
        let found: Vec<Value> = self.orders.values().filter(shown).map(order_line).collect();
        match found.is_empty() {
            true => Err(ApiError::not_found("order")),
            false => page("orders", found, &[]),
        }
    }

    fn fits(&self, order: &Order, query: &[(String, String)]) -> ApiResult<bool> {
        for name in ["common_name", "status", "product_name_id", "search"] {
            let wanted = values(query, name);
            let fits = |wanted: &&str| match name {
                "common_name" => like(order.common_name(), wanted),
                "status" => order.status.code() == *wanted,
                "product_name_id" => order.name_id == *wanted,
                _ => order.id.to_string() == *wanted || names(order).any(|name| like(name, wanted)),
            };
            if !wanted.is_empty() && !wanted.iter().any(fits) {
                return Ok(false);
            }
        }
        for wanted in values(query, "date_created") {
            if !within(order.placed, span(wanted)?) {
                return Ok(false);
            }
        }
        for wanted in values(query, "valid_till") {
            let till = order.certificates.last().map(|certificate| certificate.issued.not_after);
            if !within(till.unwrap_or(Timestamp::MAX), span(wanted)?) {
                return Ok(false);
            }
        }
        Ok(custom_fields(query).all(|(id, wanted)| {
            order.custom_fields.iter().any(|(known, value)| *known == id && value == wanted)
        }))
    }

    /// `GET /order/certificate/status-changes`: orders whose status changed in the last `minutes`, or within
    /// `filters[status_last_updated]` and not again since.
    pub(super) fn status_changes(&self, query: &[(String, String)], now: Timestamp) -> ApiResult<Value> {
        if let [wanted] = values(query, "status_last_updated")[..] {
            let (Some(from), Some(to)) = span(wanted)? else {
                return Err(ApiError::format("status_last_updated must have two ends."));
            };
            if to.duration_since(from) > jiff::SignedDuration::from_hours(7 * 24) {
                return Err(ApiError::refused("time_frame_too_long", "At most seven days."));
            }
            let changed = self.orders.values().filter(|o| within(o.status_changed, (Some(from), Some(to))));
            return page("orders", changed.map(order_line).collect(), query);
        }
        let minutes = number(query, "minutes")?
            .filter(|minutes| (1..=10_080).contains(minutes))
            .ok_or_else(|| ApiError::format("minutes must be 1 to 10080."))?;
        let since = plus(now, -jiff::SignedDuration::from_mins(i64::try_from(minutes).unwrap_or(0)));
        let changed = self.orders.values().filter(|order| order.status_changed >= since);
        page("orders", changed.map(order_line).collect(), query)
    }
}

fn order_line(order: &Order) -> Value {
    json!({ "order_id": order.id, "certificate_id": order.certificate_id(), "status": order.status.code() })
}

/// The page of `rows` that `query` asks for, under `name`.
pub(super) fn page(name: &str, rows: Vec<Value>, query: &[(String, String)]) -> ApiResult<Value> {
    let limit = number(query, "limit")?.unwrap_or(MAX_LIMIT).clamp(1, MAX_LIMIT);
    let offset = number(query, "offset")?.unwrap_or(0);
    let page = json!({ "total": rows.len(), "limit": limit, "offset": offset });
    let rows: Vec<Value> = rows.into_iter().skip(offset).take(limit).collect();
    Ok(json!({ name: rows, "page": page }))
}

fn names(order: &Order) -> impl Iterator<Item = &str> {
    order.wish().into_iter().flat_map(|wish| wish.names.iter().map(String::as_str))
}

fn value<'q>(query: &'q [(String, String)], name: &str) -> Option<&'q str> {
    query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The values of `filters[name]` and `filters[name][n]`.
fn values<'q>(query: &'q [(String, String)], name: &str) -> Vec<&'q str> {
    let prefix = format!("filters[{name}]");
    query.iter().filter(|(key, _)| key.starts_with(&prefix)).map(|(_, value)| value.as_str()).collect()
}

/// `filters[custom_fields][<metadata_id>]=value` \[U\].
fn custom_fields(query: &[(String, String)]) -> impl Iterator<Item = (u64, &str)> {
    query.iter().filter_map(|(key, value)| {
        let id = key.strip_prefix("filters[custom_fields][")?.strip_suffix(']')?.parse().ok()?;
        Some((id, value.as_str()))
    })
}

fn number(query: &[(String, String)], name: &str) -> ApiResult<Option<usize>> {
    value(query, name)
        .map(|text| text.parse().map_err(|_| ApiError::format(format!("{name} must be a number."))))
        .transpose()
}

/// `%` at either end stands for anything.
fn like(text: &str, wanted: &str) -> bool {
    let wanted = wanted.to_ascii_lowercase();
    match (wanted.strip_prefix('%'), wanted.strip_suffix('%')) {
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (Some(_), Some(_)) => text.contains(wanted.trim_matches('%')),
        (None, None) => text == wanted,
    }
}

fn within(at: Timestamp, (from, to): Span) -> bool {
    from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to)
}

/// `>2026-11-01`, `<2026-11-01T09:00:00`, `2026-11-01...2026-11-30`, with or without `=` in front.
fn span(text: &str) -> ApiResult<Span> {
    let text = text.trim_start_matches('=');
    if let Some((from, to)) = text.split_once("...") {
        return Ok((Some(moment(from, false)?), Some(moment(to, true)?)));
    }
    if let Some(from) = text.strip_prefix('>') {
        return Ok((Some(moment(from.trim_start_matches('='), false)?), None));
    }
    if let Some(to) = text.strip_prefix('<') {
        return Ok((None, Some(moment(to.trim_start_matches('='), true)?)));
    }
    Ok((Some(moment(text, false)?), Some(moment(text, true)?)))
}

/// A date, a date and time in UTC, or a full timestamp; a date alone is its first or its last second.
fn moment(text: &str, last: bool) -> ApiResult<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let civil = match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => {
            if last {
                date.at(23, 59, 59, 999_999_999)
            } else {
                date.at(0, 0, 0, 0)
            }
        }
        _ => text.parse::<DateTime>().map_err(|_| ApiError::format("A date filter is malformed."))?,
    };
    civil
        .to_zoned(TimeZone::UTC)
        .map(|at| at.timestamp())
        .map_err(|_| ApiError::format("A date filter is out of range."))
}
