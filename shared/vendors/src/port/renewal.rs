//! How a renewal is submitted: as the mission document says, mostly as a reissue (R14, A3). Pure.
//!
//! A vendor's order lasts a year and its certificates half of that, so that a certificate's renewal falls within its
//! order's term more often than at its end. Only the vendor knows the term.

use jiff::civil::Date;
use procedure::Finding;

use super::refusal;
use super::settings::RenewalWindow;
use crate::certcentral::order::OrderInfo;
use crate::certcentral::{Meaning, ProductId};

/// The three ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The order's term goes on: another certificate of the same order.
    Reissue,
    /// The term ends: a new order that continues it.
    Renew,
    /// Nothing to continue: a new order by itself.
    Anew,
}

/// The way for the order of `info`, as it is `today` (UTC). A changed product is a new order (JP KB SO23295).
///
/// # Errors
/// `vendor.status` when the earlier order is in no status that an issued one has.
pub(super) fn way(
    info: &OrderInfo,
    product: &ProductId,
    window: RenewalWindow,
    today: Date,
) -> Result<Way, Finding> {
    if info.product.name_id.as_ref().is_some_and(|id| id != product.as_str()) {
        return Ok(Way::Anew);
    }
    match info.status.meaning() {
        Meaning::Issued | Meaning::Reissuing | Meaning::Expired => {}
        Meaning::Rejected | Meaning::Cancelled | Meaning::Revoked => return Ok(Way::Anew),
        Meaning::AwaitingOurApproval | Meaning::Examining | Meaning::Unknown(_) => {
            return Err(refusal::wrong_status(&info.status));
        }
    }
    Ok(match info.order_valid_till.map(|till| days_between(today, till)) {
        Some(left) if left > i64::from(window.opens_days) => Way::Reissue,
        Some(left) if left < -i64::from(window.closes_days) => Way::Anew,
        _ => Way::Renew,
    })
}

/// Days that a certificate reissued `today` can last, or `None` when the vendor does not tell the term.
///
/// # Errors
/// `vendor.term_over` when there are none.
pub(super) fn days_left(info: &OrderInfo, today: Date) -> Result<Option<u32>, Finding> {
    let Some(till) = info.order_valid_till else { return Ok(None) };
    // The hour at which the term ends is not told, so the last day does not count.
    match u32::try_from(days_between(today, till) - 1) {
        Ok(days @ 1..) => Ok(Some(days)),
        _ => Err(refusal::term_over()),
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    fn info(status: &str, till: Option<&str>, product: &str) -> OrderInfo {
        let order =
            json!({"id": 1, "status": status, "order_valid_till": till, "product": {"name_id": product}});
        serde_json::from_value(order).unwrap()
    }

    fn way_of(status: &str, till: Option<&str>, product: &str) -> Result<Way, String> {
        let ours = "ssl_securesite_flex".parse().unwrap();
        let today = date(2026, 11, 24);
        way(&info(status, till, product), &ours, RenewalWindow::default(), today)
            .map_err(|finding| finding.code.into_owned())
    }

    /// R14, A3: within the order's term a renewal is a reissue, from 90 days before its end to 7 after it a renewal,
    /// and a new order beyond; nothing is guessed from a status that an issued order does not have.
    #[test]
    fn the_term_of_the_order_decides() {
        let ours = "ssl_securesite_flex";
        for (till, way) in [
            (Some("2027-05-30"), Way::Reissue),
            (Some("2027-02-23"), Way::Reissue),
            (Some("2027-02-22"), Way::Renew),
            (Some("2026-11-17"), Way::Renew),
            (Some("2026-11-16"), Way::Anew),
            (None, Way::Renew),
        ] {
            for status in ["issued", "expired", "reissue_pending"] {
                assert_eq!(way_of(status, till, ours), Ok(way), "{till:?} {status}");
            }
            for status in ["revoked", "canceled", "rejected"] {
                assert_eq!(way_of(status, till, ours), Ok(Way::Anew), "{till:?} {status}");
            }
            for status in ["pending", "needs_approval", "under_review_2027"] {
                assert_eq!(way_of(status, till, ours), Err("vendor.status".to_owned()), "{status}");
            }
            assert_eq!(way_of("issued", till, "ssl_geotrust_truebizid"), Ok(Way::Anew));
        }
    }

    /// A3, P13: no certificate is asked for that would outlive its order.
    #[test]
    fn a_reissue_ends_within_the_term() {
        let left = |till| days_left(&info("issued", till, "x"), date(2026, 11, 24)).map_err(|f| f.code);
        assert_eq!(left(Some("2026-11-27")), Ok(Some(2)));
        assert_eq!(left(Some("2026-11-26")), Ok(Some(1)));
        for over in ["2026-11-25", "2026-11-24", "2020-01-01"] {
            assert_eq!(left(Some(over)), Err("vendor.term_over".into()), "{over}");
        }
        assert_eq!(left(None), Ok(None));
    }
}
