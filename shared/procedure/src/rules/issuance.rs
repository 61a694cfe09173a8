//! How long the vendors' certificates run: shorter than the rules allow, and changed when a vendor likes.

use jiff::civil::{Date, date, time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{days_after, validity};
use crate::Vendor;
use crate::calendar::{japan_date, japan_time};

/// The vendors' own caps on a certificate's validity, each from its day on. Configuration: vendors announce them on
/// web pages, and Cybertrust's is known through resellers only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IssuanceLimits {
    /// DigiCert and GeoTrust.
    pub digicert: Vec<DatedCap>,
    /// Cybertrust and BIZCERT.
    pub cybertrust: Vec<DatedCap>,
}

/// A cap and the day in Japan from which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedCap {
    /// First day.
    pub from: Date,
    /// The cap.
    pub cap: Cap,
}

/// How a vendor limits a certificate's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    /// At most so many days of 86,400 seconds.
    Days(u32),
    /// To the last second, in Japan, of the month so many months after the month of issue.
    EndOfMonth(u8),
}

impl Default for IssuanceLimits {
    /// DigiCert: 199 days from 2026-02-24 (dev.digicert.com). Cybertrust: to the end of the fifth month, from
    /// February 2026 (a reseller's page; unverified).
    fn default() -> Self {
        Self {
            digicert: vec![DatedCap { from: date(2026, 2, 24), cap: Cap::Days(199) }],
            cybertrust: vec![DatedCap { from: date(2026, 2, 1), cap: Cap::EndOfMonth(5) }],
        }
    }
}

impl IssuanceLimits {
    /// The latest end to expect of a certificate that `vendor` issues at `issued`: its own cap or what the BR
    /// recommend, whichever comes first. The certificate itself decides once it is there.
    pub fn latest_not_after(&self, vendor: Vendor, issued: Timestamp) -> Timestamp {
        let caps = match vendor {
            Vendor::Digicert => &self.digicert,
            Vendor::Cybertrust => &self.cybertrust,
        };
        let day = japan_date(issued);
        let current = caps.iter().filter(|dated| dated.from <= day).max_by_key(|dated| dated.from);
        let recommended = last_second(issued, validity::recommended_days(issued));
        match current.map(|dated| dated.cap) {
            None => recommended,
            Some(Cap::Days(days)) => last_second(issued, days).min(recommended),
            Some(Cap::EndOfMonth(months)) => end_of_month(day, months).min(recommended),
        }
        .max(issued)
    }
}

/// A validity of n days ends a second before n × 86,400 s have passed (BR 6.3.2: both ends count).
fn last_second(issued: Timestamp, days: u32) -> Timestamp {
    days_after(issued, days).checked_sub(SignedDuration::from_secs(1)).unwrap_or(issued)
}

fn end_of_month(day: Date, months: u8) -> Timestamp {
    let month = day.first_of_month().checked_add(i64::from(months).months()).unwrap_or(Date::MAX);
    japan_time(month.last_of_month(), time(23, 59, 59, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A3, P13: a new certificate's end is foreseen from vendor and day, never beyond what the BR recommend.
    #[test]
    fn certificates_end_by_vendor_and_day() {
        let limits = IssuanceLimits::default();
        for (vendor, issued, expected, days) in [
            (Vendor::Digicert, "2026-02-23T00:00:00Z", "2027-03-26T23:59:59Z", 397),
            (Vendor::Digicert, "2026-02-24T00:00:00Z", "2026-09-10T23:59:59Z", 199),
            (Vendor::Digicert, "2026-11-22T00:00:00Z", "2027-06-08T23:59:59Z", 199),
            (Vendor::Digicert, "2027-03-15T00:00:00Z", "2027-06-21T23:59:59Z", 99),
            (Vendor::Digicert, "2029-03-15T00:00:00Z", "2029-04-29T23:59:59Z", 46),
            (Vendor::Cybertrust, "2026-11-22T00:00:00Z", "2027-04-30T23:59:59+09:00", 160),
            (Vendor::Cybertrust, "2026-09-30T15:00:00Z", "2027-03-31T23:59:59+09:00", 182),
            (Vendor::Cybertrust, "2027-03-20T00:00:00Z", "2027-06-26T23:59:59Z", 99),
        ] {
            let issued: Timestamp = issued.parse().unwrap();
            let end = limits.latest_not_after(vendor, issued);
            assert_eq!(end, expected.parse().unwrap(), "{vendor:?} {issued}");
            assert_eq!(validity::validity_days(issued, end), days, "{vendor:?} {issued}");
            assert!(days < validity::max_certificate_days(issued));
        }
        for vendor in Vendor::ALL {
            assert_eq!(limits.latest_not_after(vendor, Timestamp::MAX), Timestamp::MAX);
            assert!(limits.latest_not_after(vendor, Timestamp::MIN) >= Timestamp::MIN);
        }
    }

    /// P13: caps are configuration; the latest day that has come holds, in whatever order they are written.
    #[test]
    fn caps_are_configured() {
        let limits: IssuanceLimits = serde_json::from_str(
            r#"{"cybertrust":[{"from":"2027-01-01","cap":{"days":90}},{"from":"2026-02-01","cap":{"end_of_month":5}}]}"#,
        )
        .unwrap();
        assert_eq!(limits.digicert, IssuanceLimits::default().digicert);
        let issued = "2027-01-10T00:00:00Z".parse().unwrap();
        let end = limits.latest_not_after(Vendor::Cybertrust, issued);
        assert_eq!(validity::validity_days(issued, end), 90);
    }
}
