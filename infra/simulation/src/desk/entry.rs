//! What staff enter and see at the desk, and what an approval page takes.

use procedure::Product;

use crate::Organisation;
use crate::examination::Plan;

/// What staff type into the form from the submission sheet.
#[derive(Debug, Clone)]
pub struct Entry {
    /// SureServer or BIZCERT.
    pub product: Product,
    /// Our own reference, kept with the reception.
    pub reference: String,
    /// The applicant organisation.
    pub organisation: Organisation,
    /// The names of the certificate; the first is the common name.
    pub names: Vec<String>,
    /// PKCS #10 in PEM.
    pub csr_pem: String,
    /// The one address that all approval mails of this order go to; none: `postmaster@` each name without
    /// `www.` and `*.` (R35).
    pub approval_address: Option<String>,
    /// How it fares; none: [`Plan::usual`].
    pub plan: Option<Plan>,
}

/// Why the form does not take an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAccepted {
    /// Not a product of this vendor.
    #[error("the desk does not sell this product")]
    Product,
    /// No name, too many, or one that is no DNS name.
    #[error("the names are missing, too many or malformed")]
    Names,
    /// The CSR cannot be read.
    #[error("the CSR cannot be read")]
    Csr,
    /// The approval address is no mail address.
    #[error("the approval address is no mail address")]
    Address,
}

/// What the portal shows of a reception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reception {
    /// 受付番号, ten digits.
    pub number: String,
    /// Our own reference.
    pub reference: String,
    /// Where it stands.
    pub status: ReceptionStatus,
    /// Domains that wait for approval.
    pub domains_open: Vec<String>,
    /// Whether the phone confirmation is still to be done.
    pub phone_open: bool,
    /// Leaf and intermediate, PEM, once issued.
    pub certificate_pem: Option<String>,
}

/// Where a reception stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceptionStatus {
    /// Under examination (審査中).
    Examination,
    /// Issued.
    Issued,
    /// Rejected, with the reason.
    Rejected(String),
    /// Withdrawn by staff.
    Cancelled,
}

/// 【承認範囲】 on the approval page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// 「FQDN限定で使用権を承認する」 (R37, A15).
    FqdnOnly,
    /// 「ベースドメイン名全体の使用権を承認する」.
    BaseDomain,
}

/// What somebody fills in on the approval page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// 【承認範囲】.
    pub scope: Scope,
    /// ご署名欄: the customer's name.
    pub signature: String,
}

/// Why the approval page refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// No mail carried this token.
    #[error("the token is unknown")]
    Unknown,
    /// The link is older than 30 days.
    #[error("the token has expired")]
    Expired,
    /// Nothing waits for it any more.
    #[error("no order waits for this approval")]
    NotWaiting,
    /// The signature is blank.
    #[error("the signature is blank")]
    Signature,
}
