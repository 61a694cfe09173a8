//! Procedures, from application to certificate. Everything that is sent is sent twice.

use std::sync::Arc;

use certflow::demo::cast::fresh_csr;
use jiff::{SignedDuration, Timestamp};
use procedure::application::ApplicationDraft;
use procedure::event::{
    CertificateIssued, DocumentReceived, OrderPlaced, OrderSubmitted, PhoneCheckLogged, RenewalConfirmed,
    VendorStatusChanged,
};
use procedure::order::{Actor, CallOutcome, Callee, Check, DocumentNews, Life, Order, Phase};
use procedure::vendor::{ReportedCheck, ReportedItem, ReportedState, VendorReport, VendorStatus};
use procedure::{OrderId, Product, VendorOrderId, samples};
use simulation::desk::{Answer, Entry, Scope};
use simulation::examination::{Enquiry, EnquiryKind, Plan};
use simulation::mailroom::{Authentication, Mail, MailKind};
use simulation::{Organisation, When};

use super::news::Letter;
use super::papers;
use super::stack::Stack;
use super::wait::until;
use super::world::World;

/// A stack and the world around it.
pub(super) struct Stage {
    pub(super) stack: Stack,
    pub(super) world: World,
}

impl Stage {
    /// A customer applies at the portal; the vendor will be swift.
    pub(super) async fn apply(&self, draft: ApplicationDraft) -> OrderId {
        let name = draft.names[0].clone();
        self.swiftly(&name);
        let event = OrderSubmitted { customer: samples::customer(), application: draft };
        self.stack.portal(&format!("apply-{}", name.replace('.', "-")), None, &event.into()).await
    }

    /// CertCentral will examine the next order with this name at once.
    pub(super) fn swiftly(&self, name: &str) {
        self.world.certcentral.plan_for(name, Plan::swift());
    }

    /// R7, R13, R18, R22, R41, R52: a new OV order at CertCentral.
    pub(super) async fn ov(&self, order: &OrderId) {
        let (number, mail) = self.asked(order).await;
        self.arrives(order, "ov", &mail.received(Authentication::GENUINE)).await;
        self.goes_on(order, &number, &mail).await;
    }

    /// CertCentral has the order, and asks for the domain's approval: the vendor's number, and the mail.
    pub(super) async fn asked(&self, order: &OrderId) -> (VendorOrderId, Arc<Mail>) {
        let number = self.placed(order).await;
        let mail = self.world.mail(&number, MailKind::DomainApproval, 0).await;
        (number, mail)
    }

    /// What follows the approval mail, until the certificate is issued.
    pub(super) async fn goes_on(&self, order: &OrderId, number: &VendorOrderId, mail: &Mail) {
        self.world.certcentral.approve(mail.token.as_deref().unwrap()).unwrap();
        self.called(order, Callee::ResponsiblePerson).await;
        self.world.issued(number, 1).await;
        self.stack.vendor("certificate_issued", number).await;
        self.is_issued(order).await;
    }

    /// R8, R14, R47: months later the sweep finds it, the customer confirms, CertCentral issues again.
    pub(super) async fn ev_renewal(&self, of: &OrderId) -> OrderId {
        let before = self.world.mails();
        self.swiftly("www.example2.jp");
        let mut sweeps = 0;
        let renewal = until("the renewal", async || {
            if sweeps % 20 == 0 {
                self.stack.sweep(sweeps).await;
            }
            sweeps += 1;
            match self.state(of).await.phase {
                Phase::Issued(issued) => match issued.life {
                    Life::Succeeded { by, .. } => self.stack.order(&by).await.map(|_| by),
                    _ => None,
                },
                _ => None,
            }
        })
        .await;
        let confirmed = RenewalConfirmed { by: Actor::Customer }.into();
        self.stack.portal("confirm-renewal", Some(&renewal), &confirmed).await;
        let number = self.placed(&renewal).await;
        let mail = self.world.mail(&number, MailKind::IssuanceConfirmation, before).await;
        self.world.certcentral.approve(mail.token.as_deref().unwrap()).unwrap();
        self.world.issued(&number, 2).await;
        self.stack.vendor("certificate_issued", &number).await;
        self.is_issued(&renewal).await;
        renewal
    }

    /// R58, R60, R66, R79: BIZCERT for a sole proprietor, at the desk, with documents.
    pub(super) async fn bizcert(&self, order: &OrderId) {
        until("the desk's work", async || {
            matches!(self.state(order).await.phase, Phase::Placing(_)).then_some(())
        })
        .await;
        let number = self.world.desk.enter(entry(&self.state(order).await)).unwrap();
        let number: VendorOrderId = number.parse().unwrap();
        let placed = OrderPlaced { vendor_order: number.clone(), by: Actor::Staff };
        self.stack.staff("placed-at-desk", order, &placed.into()).await;
        self.placed(order).await;
        let mail = self.world.mail(&number, MailKind::DomainApproval, 0).await;
        self.arrives(order, "bizcert", &mail.received(Authentication::GENUINE)).await;
        let answer = Answer { scope: Scope::FqdnOnly, signature: "山田太郎".to_owned() };
        self.world.desk.approve(mail.token.as_deref().unwrap(), &answer).unwrap();
        self.called(order, Callee::ResponsiblePerson).await;
        for (n, event) in papers::of_the_first_year().into_iter().enumerate() {
            self.stack.portal(&format!("paper-{n}"), Some(order), &event).await;
        }
        until("the last document", async || {
            let acts = self.state(order).await.acts();
            acts.iter().any(|act| act.code == "hand_documents_over").then_some(())
        })
        .await;
        let record = DocumentNews::HandedOver { documents: Vec::new() };
        self.stack.staff("handed-over", order, &DocumentReceived { record }.into()).await;
        assert!(self.world.desk.answer_enquiry(number.as_str()));
        let report = report(&self.state(order).await, &number);
        self.stack.staff("report", order, &VendorStatusChanged { report: Some(report) }.into()).await;
        let chain = until("the desk's certificate", async || {
            self.world.desk.reception(number.as_str()).unwrap().certificate_pem
        })
        .await;
        self.stack.staff("certificate", order, &CertificateIssued { chain: Some(chain) }.into()).await;
        self.is_issued(order).await;
    }

    /// The letters that functions have sent.
    pub(super) fn letters(&self) -> Vec<Letter> {
        self.stack.gate.calls().iter().filter_map(Letter::of).collect()
    }

    pub(super) async fn state(&self, order: &OrderId) -> Order {
        until("the order", async || self.stack.order(order).await).await.order
    }

    async fn placed(&self, order: &OrderId) -> VendorOrderId {
        until("the placement", async || {
            let order = self.state(order).await;
            let examining = matches!(order.phase, Phase::Examining(_));
            order.vendor_order().filter(|_| examining).cloned()
        })
        .await
    }

    /// The vendor's mail comes to the customer, and to us as SES stores it, whom it tells which step the order is at.
    pub(super) async fn arrives(&self, order: &OrderId, key: &str, stored: &[u8]) {
        self.stack.receive_mail(key, stored).await;
        until("the mail's arrival", async || {
            let order = self.state(order).await;
            let seen = order.checks()?.common().domains.iter().all(|domain| domain.mail.is_some());
            seen.then_some(())
        })
        .await;
    }

    /// Staff hear that the vendor has called.
    async fn called(&self, order: &OrderId, callee: Callee) {
        let event = PhoneCheckLogged { callee, outcome: CallOutcome::Completed, at: Timestamp::now() };
        self.stack.staff(&format!("call-{order}-{callee:?}"), order, &event.into()).await;
    }

    async fn is_issued(&self, order: &OrderId) {
        until("the certificate", async || {
            matches!(self.state(order).await.phase, Phase::Issued(_)).then_some(())
        })
        .await;
    }
}

/// An application of a corporation, with a key of its own.
pub(super) fn draft(product: Product, names: &[&str]) -> ApplicationDraft {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    ApplicationDraft { names, csr: fresh_csr().unwrap(), ..samples::draft(product) }
}

/// An application of a sole proprietor in business since last month.
pub(super) fn sole_proprietor(names: &[&str]) -> ApplicationDraft {
    let ApplicationDraft { names, csr, .. } = draft(Product::Bizcert, names);
    let mut draft = ApplicationDraft { names, csr, ..samples::sole_proprietor_draft(Product::Bizcert) };
    draft.organisation.business_started = Some(papers::japan_days_ago(30).to_string());
    draft
}

/// What staff type into the desk's form. The desk asks for documents before it issues.
fn entry(order: &Order) -> Entry {
    let text = "必要書類をご送付ください。".to_owned();
    let enquiry = Enquiry { when: When::NOW, kind: EnquiryKind::Documents, text };
    let application = &order.application;
    Entry {
        product: application.product,
        reference: order.id.to_string(),
        organisation: Organisation {
            name: application.organisation.name.expose().to_owned(),
            locality: "千代田区".to_owned(),
            state: "東京都".to_owned(),
            country: "JP".to_owned(),
            registration_number: String::new(),
        },
        names: application.names.iter().map(ToString::to_string).collect(),
        csr_pem: application.csr.pem().to_owned(),
        approval_address: None,
        plan: Some(Plan { enquiry: Some(enquiry), ..Plan::swift() }),
    }
}

/// What staff read in the desk's portal once all is done.
fn report(order: &Order, number: &VendorOrderId) -> VendorReport {
    let passed = |item| ReportedItem { item, state: ReportedState::Passed };
    let domains =
        order.application.names.iter().map(|name| ReportedCheck::Domain { name: name.domain().clone() });
    let common = order.checks().unwrap().common();
    assert!(matches!(common.documents, Check::Waiting(_)), "{:?}", common.documents);
    let checks = [ReportedCheck::Organisation, ReportedCheck::Phone, ReportedCheck::Documents];
    VendorReport {
        vendor_order: number.clone(),
        observed_at: Timestamp::now() - SignedDuration::from_secs(1),
        status: VendorStatus::Examining,
        items: domains.chain(checks).map(passed).collect(),
        asked: Default::default(),
    }
}
