//! Simulated outside parties for `certflow demo` and for tests: the two vendors and the customers.
//!
//! | room | plays |
//! |---|---|
//! | [`ca`] | a certificate authority that issues real X.509 certificates |
//! | [`certcentral`] | DigiCert CertCentral's Services API v2 on loopback |
//! | [`desk`] | the Cybertrust/BIZCERT desk, which has no API |
//! | [`customers`] | when a customer acts, if ever |
//! | [`mailroom`] | where the vendors' mails arrive |
//! | [`dkim`] | the signatures of these mails |
//! | [`clock`] | the only time there is: nothing here reads a real clock |
//!
//! The driver sets the [`clock::SimClock`], calls `advance_to` on the vendors, reads the
//! [`mailroom::Mailroom`] and carries out what the customers intend. Nothing
//! happens by itself and nothing happens twice.
//!
//! # What is documented and what is assumed
//! Documented (domain/vendors.md, rules.md, dev.digicert.com): the endpoints, bodies, statuses and error
//! shape of [`certcentral`]; error codes `request_limit_exceeded`, `not_found|…`, `access_denied|…`,
//! `bad_request_format`, `csr_invalid_cannot_parse`, `cert_validity_exceeds_order_validity`,
//! `caa_check_failed|…`, `invalid_dns_txt` and its kin; both rate limits; finding orders by
//! `alternative_order_id`, which need not be unique; base-domain scope and the dropped `www.`; the five
//! constructed addresses and the DNS TXT contact; 30-day approval tokens and resending unchanged
//! (BR 3.2.2.4); the phone call skipped for an organisation validated before; the issuance confirmation sent
//! to all verified contacts, one approval being enough, at once if they are already verified, and again on a
//! reissue; cancelling only before issue and with a note, and back to `issued` for a reissue; no revocation
//! while a reissue is pending; validity caps and reuse periods by date; Cybertrust's month-end validity.
//!
//! Assumed, \[U\]; certflow must not rely on any of it:
//! - every other error code, the 401 code included, and that a validity above the cap is refused, not cut;
//! - `filters[custom_fields][<metadata_id>]`, and that the order list leaves custom fields out;
//! - that `GET /order/alternate/…` answers 404 where nothing matches, and lags like the order list;
//! - the moment `processing` is shown;
//! - the GeoTrust EV product id `ssl_ev_geotrust_truebizid`;
//! - how a pending approval of a reissue shows (here `reissue_pending`, its request `pending`);
//! - the texts of all mails, the approval pages' host, sender and subject of the EV confirmation mail
//!   (A30) and of enquiries, and that enquiries come by mail;
//! - that the vendors sign their mails with DKIM, as the domain they are from, and which fields they sign;
//! - everything about the Cybertrust desk but its mail profile, button names and validity (R34–R37);
//! - that vendors keep office hours on weekdays, public holidays included.
//!
//! Not simulated: webhooks (their JSON is unknown), duplicates of a certificate, file validation, prices.

pub mod ca;
pub mod certcentral;
pub mod clock;
pub mod customers;
pub mod desk;
pub mod dkim;
mod error;
pub mod examination;
pub mod mailroom;
mod mime;
mod name;
mod organisation;
mod seed;
mod sync;
mod when;

pub use error::SimulationError;
pub use organisation::Organisation;
pub use when::When;
