//! How the desk is set up.

use super::Charset;

/// The desk's settings.
#[derive(Debug, Clone)]
pub struct Options {
    /// From of approval mails (R34).
    pub approval_sender: String,
    /// From of enquiries \[U\].
    pub enquiry_sender: String,
    /// Where enquiries go: the provider's own address.
    pub account_address: String,
    /// The approval page without its query \[U\]; a reserved name, and nothing serves it.
    pub approval_page: String,
    /// How its mails are encoded \[U\].
    pub charset: Charset,
    /// Decides tokens and serial numbers.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            approval_sender: "sureserver_support@cybertrust.co.jp".to_owned(),
            enquiry_sender: "sureserver_support@cybertrust.co.jp".to_owned(),
            account_address: "certificates@provider.example".to_owned(),
            approval_page: "https://approval.cybertrust.example/approve".to_owned(),
            charset: Charset::Utf8,
            seed: 0,
        }
    }
}
