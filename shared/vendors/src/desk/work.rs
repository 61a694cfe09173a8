//! What staff have to do at a vendor now. Derived from the order, never stored.

use jiff::Timestamp;
use procedure::documents::{DocumentId, Duty};
use procedure::order::{EnquiryState, EnquiryText, Order, Phase};
use procedure::{EnquiryId, OrderId, Text, VendorOrderId};
use serde::Serialize;

/// How an order's vendor is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By its API, which takes everything but answers to its questions, and documents.
    Api,
    /// By staff, in its portal.
    Desk,
}

/// One thing for staff to do at the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// The order.
    pub order: OrderId,
    /// The vendor's number of it, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_order: Option<VendorOrderId>,
    /// What to do.
    pub task: Task,
    /// Since when it lies there.
    pub since: Timestamp,
    /// By when, if there is a deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Enter the order from its sheet and record the vendor's number (R13).
    Enter,
    /// Pass the customer's answer on and close the enquiry (R17).
    PassAnswerOn {
        /// Which enquiry.
        enquiry: EnquiryId,
        /// What the vendor asked.
        question: EnquiryText,
        /// What the customer answered. Masked in `Debug`.
        answer: EnquiryText,
    },
    /// Hand copies of documents over (R16, R82).
    HandDocumentsOver {
        /// Which.
        documents: Vec<DocumentId>,
    },
    /// Send an original on by post (R82).
    ForwardOriginal {
        /// Which.
        document: DocumentId,
    },
    /// Ask for the telegram that stands in for a telephone bill (R79).
    RequestTelegram,
    /// Withdraw it: the order ended while the vendor has it.
    Withdraw,
    /// Have the certificate revoked.
    Revoke {
        /// Its serial number in hexadecimal.
        serial: String,
        /// Whether the key may be known to others.
        key_compromised: bool,
    },
}

impl Task {
    /// The neutral code, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Task::Enter => "enter",
            Task::PassAnswerOn { .. } => "pass_answer_on",
            Task::HandDocumentsOver { .. } => "hand_documents_over",
            Task::ForwardOriginal { .. } => "forward_original",
            Task::RequestTelegram => "request_telegram",
            Task::Withdraw => "withdraw",
            Task::Revoke { .. } => "revoke",
        }
    }

    /// What people read.
    pub const fn label(&self) -> Text {
        match self {
            Task::Enter => Text::fixed("ベンダーへの申請登録", "enter the order at the vendor"),
            Task::PassAnswerOn { .. } => {
                Text::fixed("照会への回答のベンダーへの連絡", "pass the answer on to the vendor")
            }
            Task::HandDocumentsOver { .. } => {
                Text::fixed("書類のベンダーへの提出", "hand the documents over")
            }
            Task::ForwardOriginal { .. } => {
                Text::fixed("原本のベンダーへの郵送", "send the original on by post")
            }
            Task::RequestTelegram => Text::fixed("ベンダーへの電報の依頼", "ask the vendor for the telegram"),
            Task::Withdraw => Text::fixed("ベンダーの申請の取り消し", "withdraw the order at the vendor"),
            Task::Revoke { key_compromised: true, .. } => {
                Text::fixed("証明書の失効（鍵の漏えい）", "revoke the certificate (key compromised)")
            }
            Task::Revoke { key_compromised: false, .. } => {
                Text::fixed("証明書の失効", "revoke the certificate")
            }
        }
    }

    /// What it is about: the enquiry, the documents, the certificate's serial number.
    pub fn about(&self) -> String {
        match self {
            Task::PassAnswerOn { enquiry, .. } => enquiry.to_string(),
            Task::HandDocumentsOver { documents } => {
                documents.iter().map(DocumentId::as_str).collect::<Vec<_>>().join(", ")
            }
            Task::ForwardOriginal { document } => document.to_string(),
            Task::Revoke { serial, .. } => serial.clone(),
            Task::Enter | Task::RequestTelegram | Task::Withdraw => String::new(),
        }
    }
}

/// What staff have to do for `order` at its vendor, the most urgent first. While it is on hold nothing is entered or
/// answered, but a revocation does not wait (BR 4.9.1.1).
///
/// A withdrawal is done once the vendor's status says so: `rejected`, `cancelled`, `expired` or `revoked`, reported by
/// staff.
pub fn work(order: &Order, channel: Channel) -> Vec<Work> {
    let item = |task, since, until| Work {
        order: order.id.clone(),
        vendor_order: order.vendor_order().cloned(),
        task,
        since,
        until,
    };
    let mut work = Vec::new();
    if channel == Channel::Desk {
        match &order.phase {
            Phase::Placing(placing) if placing.findings.is_empty() && order.hold.is_none() => {
                work.push(item(Task::Enter, placing.since, Some(placing.until)));
            }
            Phase::Issued(issued) => work.extend(issued.revocation.as_ref().map(|asked| {
                let serial = issued.certificate.serial().to_owned();
                let key_compromised = asked.key_compromised;
                item(Task::Revoke { serial, key_compromised }, asked.at, Some(asked.until()))
            })),
            Phase::Ended(ended) if ended.is_to_be_withdrawn() => {
                work.push(item(Task::Withdraw, ended.at, ended.withdraw_until));
            }
            Phase::Returned(_)
            | Phase::Confirming(_)
            | Phase::Accepted { .. }
            | Phase::Placing(_)
            | Phase::Examining(_)
            | Phase::Ended(_) => {}
        }
    }
    if order.hold.is_none() {
        // No vendor takes documents by an API.
        work.extend(order.document_duties().iter().map(|owed| {
            let task = match &owed.duty {
                Duty::HandOver { documents } => Task::HandDocumentsOver { documents: documents.clone() },
                Duty::ForwardOriginal { document } => Task::ForwardOriginal { document: document.clone() },
                Duty::RequestTelegram => Task::RequestTelegram,
            };
            item(task, owed.since, Some(owed.until))
        }));
    }
    if order.is_open() && order.hold.is_none() {
        work.extend(order.enquiries.iter().filter_map(|enquiry| match &enquiry.state {
            EnquiryState::Answered { answer, at, until } => {
                let (enquiry, question) = (enquiry.id.clone(), enquiry.question.clone());
                let task = Task::PassAnswerOn { enquiry, question, answer: answer.clone() };
                Some(item(task, *at, *until))
            }
            EnquiryState::Open(_) | EnquiryState::Closed { .. } => None,
        }));
    }
    work.sort_by_key(|work| (work.until.is_none(), work.until, work.since));
    work
}
