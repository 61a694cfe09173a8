//! An order as the vendor keeps it.

use jiff::Timestamp;
use procedure::Product;
use serde_json::Value;

use crate::ca::Issued;
use crate::examination::Run;

/// Order statuses as the API writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// The account's own administrator has to approve the request first.
    NeedsApproval,
    /// Under examination.
    Pending,
    /// Examined, being issued.
    Processing,
    /// Issued.
    Issued,
    /// Issued, and a reissue is under way.
    ReissuePending,
    /// Rejected by the vendor.
    Rejected,
    /// All its certificates are revoked.
    Revoked,
    /// Cancelled by the account.
    Canceled,
    /// Its term has ended.
    Expired,
}

impl OrderStatus {
    /// The word in the API.
    pub const fn code(self) -> &'static str {
        match self {
            OrderStatus::NeedsApproval => "needs_approval",
            OrderStatus::Pending => "pending",
            OrderStatus::Processing => "processing",
            OrderStatus::Issued => "issued",
            OrderStatus::ReissuePending => "reissue_pending",
            OrderStatus::Rejected => "rejected",
            OrderStatus::Revoked => "revoked",
            OrderStatus::Canceled => "canceled",
            OrderStatus::Expired => "expired",
        }
    }
}

/// Statuses of requests within an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestStatus {
    Pending,
    Approved,
    Rejected,
}

impl RequestStatus {
    pub(super) const fn code(self) -> &'static str {
        match self {
            RequestStatus::Pending => "pending",
            RequestStatus::Approved => "approved",
            RequestStatus::Rejected => "rejected",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestKind {
    New,
    Reissue,
    /// Of one certificate, or of all.
    Revoke(Option<u64>),
}

impl RequestKind {
    pub(super) const fn code(self) -> &'static str {
        match self {
            RequestKind::New => "new_request",
            RequestKind::Reissue => "reissue",
            RequestKind::Revoke(_) => "revoke",
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) id: u64,
    pub(super) at: Timestamp,
    pub(super) kind: RequestKind,
    pub(super) status: RequestStatus,
    pub(super) comments: Option<String>,
    pub(super) processor_comment: Option<String>,
}

/// What a certificate is to say, and how long.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) csr: String,
    /// The common name first, then the others, each once.
    pub(super) names: Vec<String>,
    pub(super) signature_hash: String,
    pub(super) lifetime: Lifetime,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Lifetime {
    /// As long as the date and the order allow.
    Longest,
    Days(u16),
    Until(Timestamp),
}

/// A certificate on its way.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) certificate_id: u64,
    pub(super) request_id: u64,
    pub(super) created: Timestamp,
    pub(super) wish: Wish,
    /// None while the account's administrator has not approved it.
    pub(super) run: Option<Run>,
}

#[derive(Debug, Clone)]
pub(super) struct Certificate {
    pub(super) id: u64,
    pub(super) created: Timestamp,
    pub(super) wish: Wish,
    pub(super) issued: Issued,
    pub(super) revoked: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) id: u64,
    pub(super) name_id: String,
    pub(super) product: Product,
    pub(super) organisation: u64,
    pub(super) placed: Timestamp,
    pub(super) valid_till: Timestamp,
    pub(super) years: i64,
    pub(super) status: OrderStatus,
    pub(super) status_changed: Timestamp,
    pub(super) requests: Vec<Request>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) job: Option<Job>,
    pub(super) dcv_method: String,
    pub(super) chosen_emails: Vec<(String, String)>,
    pub(super) custom_fields: Vec<(u64, String)>,
    /// Our reference (`alternative_order_id`); need not be unique.
    pub(super) alternative_id: Option<String>,
    /// Whether its mails are in English (`locale`).
    pub(super) english: bool,
    /// The random value that proves any of its domains in the DNS, and the end of its life.
    pub(super) random_value: Option<(String, Timestamp)>,
    pub(super) comments: Option<String>,
    pub(super) organization_contact: Option<Value>,
    pub(super) technical_contact: Option<Value>,
    pub(super) renewal_of: Option<u64>,
    pub(super) renewed_by: Option<u64>,
    /// Where it stands in the agenda.
    pub(super) scheduled: Option<Timestamp>,
}

impl Order {
    /// What the order is about: the certificate on its way for a new order, else the one issued last.
    pub(super) fn wish(&self) -> Option<&Wish> {
        self.certificates.last().map(|c| &c.wish).or(self.job.as_ref().map(|job| &job.wish))
    }

    pub(super) fn common_name(&self) -> &str {
        self.wish().and_then(|wish| wish.names.first()).map_or("", String::as_str)
    }

    pub(super) fn certificate_id(&self) -> Option<u64> {
        self.certificates.last().map(|c| c.id).or(self.job.as_ref().map(|job| job.certificate_id))
    }

    pub(super) fn run(&self) -> Option<&Run> {
        self.job.as_ref()?.run.as_ref()
    }

    pub(super) fn run_mut(&mut self) -> Option<&mut Run> {
        self.job.as_mut()?.run.as_mut()
    }

    /// The run people can still do something about; none once the order is rejected or cancelled.
    pub(super) fn open_run(&mut self) -> Option<&mut Run> {
        let open = matches!(self.status, OrderStatus::Pending | OrderStatus::ReissuePending);
        self.run_mut().filter(|_| open)
    }

    pub(super) fn set_status(&mut self, status: OrderStatus, at: Timestamp) {
        if self.status != status {
            self.status = status;
            self.status_changed = at;
        }
    }

    /// When something happens to it by itself.
    pub(super) fn next(&self) -> Option<Timestamp> {
        match self.status {
            OrderStatus::Pending | OrderStatus::Processing | OrderStatus::ReissuePending => {
                self.run()?.next()
            }
            OrderStatus::Issued => Some(self.valid_till),
            _ => None,
        }
    }
}
