//! An order as its page shows it: for `show`, for `GET /orders/{id}`.

mod checks;
mod end;
mod examination;
mod page;

use jiff::Timestamp;
use platform::store::{HistoryRecord, OrderRecord};
use procedure::application::Application;
use procedure::documents::Unkept;
use procedure::order::{Act, Hold, Order, Phase, Step};
use procedure::policy::Policy;
use procedure::{CustomerId, Finding, OrderId, Party, Product, Text, Validation, Vendor, VendorOrderId};
use serde::Serialize;

pub use checks::{CheckView, EnquiryView, ResentView};
pub use end::{CertificateView, EndView};

use super::letters::{LineView, SendView};

/// Lines of the history that a page shows unless all are asked for.
pub const SHORT_HISTORY: u16 = 10;

/// An order.
#[derive(Debug, Serialize)]
pub struct OrderView {
    /// Its id.
    pub order: OrderId,
    /// How many events changed it.
    pub version: u64,
    /// Whose it is.
    pub customer: CustomerId,
    /// `new`, `renewal`, `reissue`.
    pub kind: &'static str,
    /// The order it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predecessor: Option<OrderId>,
    /// Its product.
    pub product: Product,
    /// The product's name.
    pub product_name: Text,
    /// Who issues it.
    pub vendor: Vendor,
    /// OV or EV.
    pub validation: Validation,
    /// Its names, the common name first.
    pub names: Vec<String>,
    /// When it was received or opened.
    pub received_at: Timestamp,
    /// The vendor's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_order: Option<VendorOrderId>,
    /// The code of its stage.
    pub stage: &'static str,
    /// The stage as people read it.
    pub stage_label: Text,
    /// The seven steps.
    pub steps: Vec<Step>,
    /// The parties it waits for; `nobody` when it is finished.
    pub waits_for: Vec<Party>,
    /// Who acts next: every act it waits for.
    pub acts: Vec<Act>,
    /// The checks of the examination.
    pub checks: Vec<CheckView>,
    /// The documents still wanted.
    pub documents_wanted: Vec<procedure::documents::ItemStatus>,
    /// The vendor's questions.
    pub enquiries: Vec<EnquiryView>,
    /// On hold, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// What has to be mended before it can be submitted, or what the vendor did not take.
    pub to_mend: Vec<Finding>,
    /// What staff have to look into.
    pub attention: Vec<Finding>,
    /// What is worth knowing.
    pub warnings: Vec<Finding>,
    /// The certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateView>,
    /// How it ended without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<EndView>,
    /// Recipients that letters do not reach.
    pub undeliverable: Vec<procedure::notice::Recipient>,
    /// The application details (personal data), when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Application>,
    /// The history, oldest first; its last lines only, unless all were asked for.
    pub history: Vec<LineView>,
    /// Whether the history has earlier lines.
    pub more_history: bool,
    /// Now, to tell what is late.
    #[serde(skip)]
    pub now: Timestamp,
    /// Whether the page shows what each line of the history sent.
    #[serde(skip)]
    pub in_full: bool,
}

impl OrderView {
    /// The page of `record` at `now`, without its history.
    pub fn of(record: &OrderRecord, policy: &Policy, now: Timestamp) -> Self {
        let order = &record.order;
        Self {
            order: order.id.clone(),
            version: record.version,
            customer: order.customer.clone(),
            kind: order.kind.code(),
            predecessor: order.kind.predecessor().cloned(),
            product: order.application.product,
            product_name: order.application.product.name(),
            vendor: order.application.product.vendor(),
            validation: order.application.product.validation(),
            names: order.application.names.iter().map(|name| name.to_unicode()).collect(),
            received_at: order.received_at,
            vendor_order: order.vendor_order().cloned(),
            stage: order.stage().code(),
            stage_label: order.stage().label(),
            steps: order.steps().to_vec(),
            waits_for: order.waits_for(),
            acts: order.acts(),
            checks: checks::checks(order),
            documents_wanted: documents_wanted(order, policy, now),
            enquiries: order.enquiries.iter().map(EnquiryView::of).collect(),
            hold: order.hold.clone(),
            to_mend: to_mend(&order.phase).to_vec(),
            attention: attention(order),
            warnings: order.warnings.clone(),
            certificate: CertificateView::of(order),
            ended: EndView::of(order),
            undeliverable: order.undeliverable.iter().copied().collect(),
            application: None,
            history: Vec::new(),
            more_history: false,
            now,
            in_full: false,
        }
    }

    /// With the lines of its history, newest first as the store has them.
    #[must_use]
    pub fn with_history(mut self, records: &[HistoryRecord], more: bool, in_full: bool) -> Self {
        self.history = records.iter().rev().map(LineView::of).collect();
        self.more_history = more;
        self.in_full = in_full;
        self
    }
}

/// What staff have to look into, and the documents that they may not keep.
fn attention(order: &Order) -> Vec<Finding> {
    let unkept = order.documents.unkept().map(Unkept::finding);
    order.attention.iter().cloned().chain(unkept).collect()
}

fn to_mend(phase: &Phase) -> &[Finding] {
    match phase {
        Phase::Returned(returned) => &returned.findings,
        Phase::Placing(placing) => &placing.findings,
        _ => &[],
    }
}

/// Documents are wanted while the order can still use them.
fn documents_wanted(order: &Order, policy: &Policy, now: Timestamp) -> Vec<procedure::documents::ItemStatus> {
    if order.is_open() { order.outstanding_documents(policy, now) } else { Vec::new() }
}

/// What a line sent, for the page.
fn sent(line: &LineView) -> impl Iterator<Item = &SendView> {
    line.sent.iter().filter(|send| send.kind != "event")
}
