//! How the simulated account is set up.

use jiff::SignedDuration;
use procedure::Product;

/// The API key of an account with default options; full rights.
pub const DEFAULT_KEY: &str = "SIMULATED-CERTCENTRAL-KEY";

/// The account's settings. All defaults are a working account.
#[derive(Debug, Clone)]
pub struct Options {
    /// The API keys it accepts.
    pub keys: Vec<ApiKey>,
    /// Whether the two rate limits apply, counted in simulated time.
    pub rate_limits: bool,
    /// How long after it was placed an order appears in the order list.
    pub list_delay: SignedDuration,
    /// Whether the order list shows custom fields; no public source says so \[U\].
    pub list_shows_custom_fields: bool,
    /// What one approval covers.
    pub name_scope: NameScope,
    /// The custom fields of the order form.
    pub custom_fields: Vec<CustomField>,
    /// Which product ids the account may order.
    pub products: Vec<(String, Product)>,
    /// Senders and addresses of its mail.
    pub mail: MailOptions,
    /// Decides tokens and serial numbers.
    pub seed: u64,
}

/// An API key (`X-DC-DEVKEY`).
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// The key itself.
    pub key: String,
    /// What it may do.
    pub rights: KeyRights,
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKey").field("rights", &self.rights).finish_non_exhaustive()
    }
}

/// What an API key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyRights {
    /// Everything.
    Full,
    /// `GET` only ("View only").
    ViewOnly,
}

/// What one domain approval covers (`order_name_scope`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameScope {
    /// The registrable domain and all below: DigiCert's default.
    BaseDomain,
    /// Each name of its own, without `www.`.
    Fqdn,
}

/// A custom field of the order form (`custom_fields[].metadata_id`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomField {
    /// `metadata_id`.
    pub id: u64,
    /// Its label.
    pub label: String,
}

/// Senders and addresses of the vendor's mail. Defaults are the mission document's where it has one (R30);
/// the page host is a reserved name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailOptions {
    /// From of approval mails (R30).
    pub approval_sender: String,
    /// From of issuance-confirmation mails \[U\] (A30).
    pub confirmation_sender: String,
    /// From of enquiries \[U\].
    pub enquiry_sender: String,
    /// Where enquiries go: the provider's own address.
    pub account_address: String,
    /// The approval page without its query \[U\] (U2); nothing serves it.
    pub approval_page: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            keys: vec![ApiKey { key: DEFAULT_KEY.to_owned(), rights: KeyRights::Full }],
            rate_limits: true,
            list_delay: SignedDuration::ZERO,
            list_shows_custom_fields: false,
            name_scope: NameScope::BaseDomain,
            custom_fields: vec![CustomField { id: 101, label: "certflow order".to_owned() }],
            products: [
                ("ssl_securesite_flex", Product::DigicertSecureServerId),
                ("ssl_ev_securesite_flex", Product::DigicertSecureServerIdEv),
                ("ssl_geotrust_truebizid", Product::GeotrustTrueBusinessId),
                ("ssl_ev_geotrust_truebizid", Product::GeotrustTrueBusinessIdEv),
            ]
            .map(|(id, product)| (id.to_owned(), product))
            .to_vec(),
            mail: MailOptions::default(),
            seed: 0,
        }
    }
}

impl Default for MailOptions {
    fn default() -> Self {
        Self {
            approval_sender: "no-reply@digitalcertvalidation.com".to_owned(),
            confirmation_sender: "no-reply@digitalcertvalidation.com".to_owned(),
            enquiry_sender: "auth_support_japan@digicert.com".to_owned(),
            account_address: "certificates@provider.example".to_owned(),
            approval_page: "https://approval.digicert.example/approve".to_owned(),
        }
    }
}
