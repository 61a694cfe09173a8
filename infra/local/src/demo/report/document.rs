//! What a run came to, as one document.

use jiff::{SignedDuration, Timestamp};
use procedure::notice::{Notice, Recipient};
use procedure::order::Step;
use procedure::{CustomerId, Language, OrderId, Party, Product, Text};
use serde::Serialize;

use crate::demo::world::{Case, SentLetter, World};

/// What a run came to.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Decided how long everybody took.
    pub seed: u64,
    /// When it began, in simulated time.
    pub started: Timestamp,
    /// When the last thing happened.
    pub ended: Timestamp,
    /// Every order, in the order they were received or opened.
    pub orders: Vec<OrderReport>,
    /// What went wrong that the stories did not want; empty.
    pub trouble: Vec<String>,
}

/// What became of an order.
#[derive(Debug, Clone, Serialize)]
pub struct OrderReport {
    /// Its id.
    pub order: OrderId,
    /// The order it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<OrderId>,
    /// Whose it is.
    pub customer: CustomerId,
    /// The product's code.
    pub product: Product,
    /// What customers call the product.
    pub product_name: Text,
    /// `new`, `renewal`, `reissue`.
    pub kind: &'static str,
    /// Its names, as people read them.
    pub names: Vec<String>,
    /// The code of its stage.
    pub stage: &'static str,
    /// The stage as people read it.
    pub stage_label: Text,
    /// When it was received or opened.
    pub received_at: Timestamp,
    /// When its certificate was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Timestamp>,
    /// The last second of its certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Timestamp>,
    /// The seven steps.
    pub steps: [Step; 7],
    /// The certificate and its intermediates in PEM.
    pub certificate: Option<String>,
    /// For whom it waited, in seconds of simulated time.
    pub waited: Waited,
    /// What it waited for, the longest wait first.
    pub waits: Vec<Wait>,
    /// Its letters, oldest first.
    pub mails: Vec<MailReport>,
}

/// For whom an order waited. Parties it waited for at once count each.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Waited {
    /// The customer, in seconds.
    pub customer: i64,
    /// The provider, in seconds.
    pub provider: i64,
    /// The vendor, in seconds.
    pub vendor: i64,
}

/// One thing an order waited for.
#[derive(Debug, Clone, Serialize)]
pub struct Wait {
    /// Who owed it.
    pub by: Party,
    /// The act's code.
    pub code: String,
    /// What it is.
    pub what: Text,
    /// How long, in seconds.
    pub seconds: i64,
}

/// A letter.
#[derive(Debug, Clone, Serialize)]
pub struct MailReport {
    /// When it went out.
    pub at: Timestamp,
    /// What it says: its code and what it is about.
    #[serde(flatten)]
    pub notice: Notice,
    /// Its language.
    pub language: Language,
    /// To whom.
    pub to: Recipient,
    /// Its Message-ID.
    pub message_id: String,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: String,
}

impl Document {
    /// What `world` came to at `ended`.
    pub fn of(world: &World, seed: u64, started: Timestamp, ended: Timestamp) -> Self {
        let mut cases: Vec<&Case> = world.cases().collect();
        cases.sort_by_key(|case| (case.order.received_at, case.order.id.clone()));
        let orders = cases.into_iter().map(OrderReport::of).collect();
        Self { seed, started, ended, orders, trouble: world.trouble.clone() }
    }
}

impl OrderReport {
    fn of(case: &Case) -> Self {
        let order = &case.order;
        let seconds = |time: SignedDuration| time.as_secs();
        let waited = |party| seconds(case.tally.of(party));
        Self {
            order: order.id.clone(),
            follows: order.kind.predecessor().cloned(),
            customer: order.customer.clone(),
            product: order.application.product,
            product_name: order.application.product.name(),
            kind: order.kind.code(),
            names: order.application.names.iter().map(|name| name.to_unicode()).collect(),
            stage: order.stage().code(),
            stage_label: order.stage().label(),
            received_at: order.received_at,
            issued_at: case.issued_at(),
            not_after: order.certificate().map(|certificate| certificate.not_after()),
            steps: order.steps(),
            certificate: order.certificate().map(|certificate| certificate.chain_pem()),
            waited: Waited {
                customer: waited(Party::Customer),
                provider: waited(Party::Provider),
                vendor: waited(Party::Vendor),
            },
            waits: (case.tally.acts().into_iter())
                .map(|(by, code, what, time)| Wait {
                    by,
                    code: code.to_owned(),
                    what: what.clone(),
                    seconds: seconds(time),
                })
                .collect(),
            mails: case.letters.iter().map(MailReport::of).collect(),
        }
    }
}

impl MailReport {
    fn of(sent: &SentLetter) -> Self {
        Self {
            at: sent.at,
            notice: sent.letter.notice.clone(),
            language: sent.language,
            to: sent.letter.to,
            message_id: sent.message_id.clone(),
            subject: sent.subject.clone(),
            text: sent.text.clone(),
        }
    }
}
