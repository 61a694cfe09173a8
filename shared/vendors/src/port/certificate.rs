//! What the certificate is to hold: names, key, validity. Pure.

use jiff::{SignedDuration, Timestamp};
use procedure::application::Application;
use procedure::name::{CertificateName, MAX_COMMON_NAME};
use procedure::rules::issuance::IssuanceLimits;
use procedure::rules::validity::validity_days;
use procedure::{Finding, Vendor};

use super::refusal;
use crate::certcentral::order::Request;

/// How long an examination may take at most, for the validity asked for.
const EXAMINATION: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The names and the CSR of `application`; the validity is left to the vendor.
///
/// The API demands a common name, so the first name that is short enough is it.
pub(super) fn request(application: &Application) -> Result<Request, Finding> {
    let short = |name: &&CertificateName| name.char_len() <= MAX_COMMON_NAME;
    let common = application.names.iter().find(short).ok_or_else(refusal::no_common_name)?;
    Ok(Request {
        common_name: common.to_string(),
        dns_names: application.names.iter().map(ToString::to_string).collect(),
        csr: application.csr.pem().to_owned(),
        days: None,
    })
}

/// Days of validity to ask for at `now`: the cap of the day, or what `term` leaves of the order's. `None`, which asks
/// for the most that is allowed, when the cap changes within the next 30 days: a certificate is held to the rule of
/// the day it is issued, not of the day it was ordered (BR 6.3.2).
pub(super) fn days(limits: &IssuanceLimits, now: Timestamp, term: Option<u32>) -> Option<u16> {
    let cap = |at: Timestamp| validity_days(at, limits.latest_not_after(Vendor::Digicert, at));
    let (today, later) = (cap(now), cap(now.checked_add(EXAMINATION).unwrap_or(now)));
    let days = match term {
        Some(term) if term < today.min(later) => term,
        _ if today == later => today,
        _ => return None,
    };
    u16::try_from(days).ok()
}

#[cfg(test)]
mod tests {
    use procedure::{Product, samples};

    use super::*;

    fn days_at(now: &str, term: Option<u32>) -> Option<u16> {
        days(&IssuanceLimits::default(), now.parse().unwrap(), term)
    }

    /// A3, P13: the cap of the day is asked for, less where the vendor's order ends sooner, and none when the cap is
    /// about to change.
    #[test]
    fn validity_follows_the_day_and_the_term() {
        for (now, term, days) in [
            ("2026-11-24T01:00:00Z", None, Some(199)),
            ("2026-11-24T01:00:00Z", Some(250), Some(199)),
            ("2026-11-24T01:00:00Z", Some(120), Some(120)),
            ("2027-02-12T01:00:00Z", None, Some(199)),
            ("2027-02-14T01:00:00Z", None, None),
            ("2027-02-14T01:00:00Z", Some(150), None),
            ("2027-02-14T01:00:00Z", Some(80), Some(80)),
            ("2027-03-15T00:00:00Z", None, Some(99)),
        ] {
            assert_eq!(days_at(now, term), days, "{now} {term:?}");
        }
    }

    /// A27: names go out as A-labels, with the first that fits as common name; without one nothing is sent.
    #[test]
    fn names_are_a_labels_and_the_common_name_is_short() {
        let long = format!("{}.example.jp", "a".repeat(60));
        let with = |names: &[&str]| {
            let mut draft = samples::draft(Product::DigicertSecureServerId);
            draft.names = names.iter().map(ToString::to_string).collect();
            request(&samples::application(&draft))
        };
        let request = with(&[&long, "www.例え.jp", "*.example.jp"]).unwrap();
        assert_eq!(request.common_name, "www.xn--r8jz45g.jp");
        assert_eq!(request.dns_names, [long.as_str(), "www.xn--r8jz45g.jp", "*.example.jp"]);
        assert_eq!(request.csr, samples::CSR);
        assert_eq!(with(&[&long]).unwrap_err().code, "names.no_common_name");
    }
}
