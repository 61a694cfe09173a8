//! What the vendor says of an order, in the words of the procedure (R18, R19, R52).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use procedure::name::{CertificateName, DnsName};
use procedure::order::{Checks as OrderChecks, EvChecks, Order};
use procedure::vendor::{
    Changed, ReportedCheck, ReportedItem, ReportedState, VendorError, VendorReport, VendorStatus,
};
use procedure::{OrderId, VendorOrderId};

use super::place::utc_day;
use super::stop::vendor_error;
use super::withdraw::is_over;
use super::{CertCentralPort, number};
use crate::certcentral::order::{LookBack, OrderInfo};
use crate::certcentral::validation::{Check, Checks, DomainCheck, Employment, Validation};
use crate::certcentral::{Error, Format, Meaning};

/// How far one request goes for changes that are older than seven days.
const DAYS_AT_ONCE: SignedDuration = SignedDuration::from_hours(5 * 24);
/// Longest word of the vendor's in a report, in characters.
const MAX_WORD: usize = 64;

impl CertCentralPort {
    /// The order's status and checks. A number that CertCentral does not know is told as an unknown status, for staff
    /// to read: it may be mistyped, and nothing follows from it.
    pub(super) async fn look(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
        now: Timestamp,
    ) -> Result<VendorReport, VendorError> {
        let told = |status, items| VendorReport {
            vendor_order: vendor_order.clone(),
            observed_at: now,
            status,
            items,
            asked: BTreeMap::new(),
        };
        let info = match number(vendor_order) {
            Some(number) => self.client.order_info(number).await,
            None => return Ok(told(unknown("not a number of CertCentral"), Vec::new())),
        };
        let info = match info {
            Err(error) if error.is_not_found() => return Ok(told(unknown("not_found"), Vec::new())),
            other => other.map_err(|error| vendor_error(&error))?,
        };
        let status = status(&info, &order.id);
        if !matches!(status, VendorStatus::NeedsApproval | VendorStatus::Examining | VendorStatus::Issued) {
            return Ok(told(status, Vec::new()));
        }
        let checks = match self.client.validation(info.order).await {
            Ok(validation) => {
                let mut checks = validation.checks();
                checks.employment = employment(order, &validation, &status, checks.employment);
                checks
            }
            // Not every status has a validation; the order itself has been read.
            Err(Error::Refused { .. }) => {
                let items = ev_checks(&info, &Check::NotReported, None);
                return Ok(told(status, items.collect()));
            }
            Err(error) => return Err(vendor_error(&error)),
        };
        let (items, unread) = items(&info, &checks);
        // An issued certificate is fetched whatever else is unclear.
        let report = match unread {
            Some(word) if status != VendorStatus::Issued => told(unknown(&word), items),
            _ => told(status, items),
        };
        Ok(VendorReport { asked: asked(&checks), ..report })
    }

    /// The numbers of the orders whose status changed, each once. The API counts in whole minutes, seven days back, and
    /// beyond that in days of its own time zone (UTC-6 or UTC-7), seven at a time.
    pub(super) async fn changed(&self, since: Timestamp, now: Timestamp) -> Result<Changed, VendorError> {
        let minutes = u64::try_from(now.duration_since(since).as_mins() + 1).unwrap_or_default();
        let lately = || self.client.status_changes(LookBack::minutes(minutes));
        let (changes, until) = if minutes <= u64::from(LookBack::LONGEST.get()) {
            (lately().await, now)
        } else {
            let until = since + DAYS_AT_ONCE;
            // With the day before the first, on which it may still be at the vendor: seven days.
            let first = utc_day(since).yesterday().unwrap_or(Date::MIN);
            match self.client.status_changes_between(first, utc_day(until)).await {
                Err(error @ Error::Refused { .. }) => {
                    tracing::error!(%since, %error, "changes older than seven days are not made up for");
                    (lately().await, now)
                }
                changes => (changes, until),
            }
        };
        let changes = changes.map_err(|error| vendor_error(&error))?;
        let numbers = changes.iter().filter_map(|change| change.order.to_string().parse().ok());
        let orders = numbers.collect::<BTreeSet<VendorOrderId>>().into_iter().collect();
        Ok(Changed { orders, until })
    }

    /// The certificate and its intermediates in PEM, once issued: what a server sends.
    pub(super) async fn fetch(&self, vendor_order: &VendorOrderId) -> Result<Option<String>, VendorError> {
        let Some(number) = number(vendor_order) else { return Ok(None) };
        let info = match self.client.order_info(number).await {
            Err(error) if error.is_not_found() => return Ok(None),
            other => other.map_err(|error| vendor_error(&error))?,
        };
        let issued = matches!(
            info.status.meaning(),
            Meaning::Issued | Meaning::Reissuing | Meaning::Revoked | Meaning::Expired
        );
        let Some(certificate) = info.certificate.certificate.filter(|_| issued) else { return Ok(None) };
        let pem = self.client.download(certificate, Format::PemNoRoot).await;
        pem.map(Some).map_err(|error| vendor_error(&error))
    }
}

/// The table of statuses. An order of the vendor may hold several of ours: the first one and its reissues (A3).
fn status(info: &OrderInfo, order: &OrderId) -> VendorStatus {
    let reissue = info.reissue_of(order);
    match (info.status.meaning(), reissue) {
        (Meaning::AwaitingOurApproval, _) => VendorStatus::NeedsApproval,
        (Meaning::Reissuing, Some(reissue)) if reissue.awaits_our_approval() => VendorStatus::NeedsApproval,
        (Meaning::Examining, _) | (Meaning::Reissuing, Some(_)) => VendorStatus::Examining,
        // A reissue that ended leaves the certificate before it.
        (Meaning::Issued, Some(reissue)) if is_over(reissue) => VendorStatus::Rejected,
        (Meaning::Issued, _) => VendorStatus::Issued,
        (Meaning::Reissuing, None) if info.mentions(order, None) => VendorStatus::Issued,
        (Meaning::Reissuing, None) => VendorStatus::Examining,
        (Meaning::Rejected, _) => VendorStatus::Rejected,
        (Meaning::Cancelled, _) => VendorStatus::Cancelled,
        (Meaning::Revoked, _) => VendorStatus::Revoked,
        // The certificate before it expired; the reissue may still come.
        (Meaning::Expired, Some(reissue)) if !is_over(reissue) => unknown("expired"),
        (Meaning::Expired, _) => VendorStatus::Expired,
        (Meaning::Unknown(word), _) => unknown(&word),
    }
}

fn unknown(word: &str) -> VendorStatus {
    VendorStatus::Unknown { word: word.chars().take(MAX_WORD).collect() }
}

/// Every check that the vendor reports, and the first word that nobody knows.
fn items(info: &OrderInfo, checks: &Checks) -> (Vec<ReportedItem>, Option<String>) {
    let mut unread = None;
    let mut state = |what: &str, check: &Check| match check {
        Check::Done => Some(ReportedState::Passed),
        Check::Pending | Check::Expired => Some(ReportedState::Pending),
        Check::NotReported => None,
        Check::Other(word) => {
            unread.get_or_insert_with(|| format!("{what}: {word}"));
            None
        }
    };
    let mut items = Vec::new();
    let examined = checks.organisation.iter().filter(|check| matches!(check.kind.as_str(), "ov" | "ev" | ""));
    let states: Vec<_> = examined.filter_map(|check| state("organisation", &check.state)).collect();
    let organisation = states.iter().find(|s| **s == ReportedState::Pending).or(states.first()).copied();
    let single =
        [(ReportedCheck::Organisation, organisation), (ReportedCheck::Phone, state("phone", &checks.phone))];
    items.extend(single.into_iter().filter_map(|(item, state)| Some(ReportedItem { item, state: state? })));
    items.extend(ev_checks(info, &checks.employment, state("employment", &checks.employment)));
    let mut names: BTreeMap<DnsName, ReportedState> = BTreeMap::new();
    for check in &checks.domains {
        let Some(state) = state("domain", &check.state) else { continue };
        for name in names_of(check) {
            let known = names.entry(name).or_insert(state);
            if state == ReportedState::Pending {
                *known = state;
            }
        }
    }
    items.extend(domains(&names));
    (items, unread)
}

/// EV's employment and confirmation (R46, R47). An EV certificate is issued by the confirmation of a contact whose
/// employment was verified (A30), so that an issued order has passed what the vendor no longer tells of it. For OV
/// nobody reads them (R49).
fn ev_checks(
    info: &OrderInfo,
    check: &Check,
    employment: Option<ReportedState>,
) -> impl Iterator<Item = ReportedItem> + use<> {
    let issued = (info.status.meaning() == Meaning::Issued).then_some(ReportedState::Passed);
    let employment = employment.or(issued.filter(|_| *check == Check::NotReported));
    let confirmation = match info.order_approval_complete {
        Some(true) => Some(ReportedState::Passed),
        Some(false) => Some(ReportedState::Pending),
        None => issued,
    };
    [(ReportedCheck::Employment, employment), (ReportedCheck::Confirmation, confirmation)]
        .into_iter()
        .filter_map(|(item, state)| Some(ReportedItem { item, state: state? }))
}

/// Whose employment counts: before the issuance the responsible person's. Whoever confirmed an issued certificate, one
/// contact was enough (A30). OV orders have no such check (R49).
fn employment(order: &Order, validation: &Validation, status: &VendorStatus, any: Check) -> Check {
    let application = &order.application;
    let person = application.responsible.email.as_ref();
    match (application.product.validation(), person) {
        (procedure::Validation::Ov, _) => Check::NotReported,
        (procedure::Validation::Ev, Some(email)) if *status != VendorStatus::Issued => {
            match validation.employment_of(&email.expose()) {
                Employment::Of(check) => check,
                // Once somebody has logged the third person's call there is nothing left to look at.
                Employment::OfAnother if waits_for_employment(order) => {
                    Check::Other("another contact confirms".to_owned())
                }
                Employment::OfAnother => Check::NotReported,
            }
        }
        (procedure::Validation::Ev, _) => any,
    }
}

fn waits_for_employment(order: &Order) -> bool {
    matches!(order.checks().and_then(OrderChecks::ev), Some(EvChecks::Employment(_)))
}

/// The names that a domain's proof covers: those listed, or else the domain itself.
fn names_of(check: &DomainCheck) -> Vec<DnsName> {
    let read = |name: &str| name.parse::<CertificateName>().ok().map(|name| name.domain().clone());
    if check.names.is_empty() {
        return check.scope.as_deref().and_then(read).into_iter().collect();
    }
    check.names.iter().filter_map(|name| read(name)).collect()
}

/// What the approval mail of each name asks about: the domain that the vendor wants proven (A7).
fn asked(checks: &Checks) -> BTreeMap<DnsName, DnsName> {
    let of_domain = |check: &DomainCheck| {
        let scope: DnsName = check.scope.as_deref()?.parse().ok()?;
        Some(names_of(check).into_iter().map(move |name| (name, scope.clone())))
    };
    checks.domains.iter().filter_map(of_domain).flatten().collect()
}

/// A passed name stands for all below it, so it is told only once none of those is open (the account may want each
/// name proven by itself).
fn domains(names: &BTreeMap<DnsName, ReportedState>) -> impl Iterator<Item = ReportedItem> {
    let open_below = |name: &DnsName| {
        names.iter().any(|(below, state)| *state != ReportedState::Passed && below.is_within(name))
    };
    names.iter().filter(move |(name, state)| **state != ReportedState::Passed || !open_below(name)).map(
        |(name, state)| ReportedItem { item: ReportedCheck::Domain { name: name.clone() }, state: *state },
    )
}
