//! Staff at the desk of a vendor without an API: they enter orders and read what its portal shows.

use procedure::OrderId;
use procedure::event::{CertificateIssued, OrderRejected, VendorStatusChanged};
use procedure::order::{Actor, Check, EnquiryText, Phase};
use procedure::vendor::{ReportedCheck, ReportedItem, ReportedState, VendorReport, VendorStatus};
use simulation::Organisation;
use simulation::desk::{Entry, Reception, ReceptionStatus};
use simulation::examination::{Happening, What};
use vendors::desk::{Channel, Desk, Field, Task, work};

use super::{Case, World, WorldError};

impl World {
    /// What staff type into the form; none when there is nothing to enter any more.
    pub(super) fn entry_for(&self, id: &OrderId) -> Option<Entry> {
        let case = self.cases.get(id)?;
        let order = &case.order;
        if !work(order, Channel::Desk).iter().any(|work| work.task == Task::Enter) {
            return None;
        }
        let story = self.stories.get(case.story)?;
        let before = self.cases.values().filter(|other| {
            other.story == case.story && other.order.id != *id && other.order.vendor_order().is_some()
        });
        let sheet = Desk::default().sheet(order);
        let all = |field| sheet.row(field).map(|row| row.values.clone()).unwrap_or_default();
        let one = |field| all(field).into_iter().next().unwrap_or_default();
        Some(Entry {
            product: order.application.product,
            reference: one(Field::Reference),
            organisation: Organisation {
                name: one(Field::Name),
                locality: one(Field::City),
                state: one(Field::Prefecture),
                country: "JP".to_owned(),
                registration_number: String::new(),
            },
            names: [all(Field::CommonName), all(Field::OtherNames)].concat(),
            csr_pem: all(Field::Csr).join("\n"),
            approval_address: approval_address(case),
            plan: story.plans.get(before.count()).cloned(),
        })
    }

    /// Staff look at an order in the portal and record what is new there.
    pub(super) async fn look_at_desk(&mut self, id: &OrderId) -> Result<(), WorldError> {
        let Some(number) = self.number_of(id) else { return Ok(()) };
        let Some(reception) = self.outside.desk.reception(&number) else { return Ok(()) };
        let Some(case) = self.cases.get(id) else { return Ok(()) };
        if !matches!(case.order.phase, Phase::Examining(_)) {
            return Ok(());
        }
        let subject = Some(id.clone());
        match &reception.status {
            ReceptionStatus::Rejected(reason) => {
                let reason = EnquiryText::new("reason", reason)?;
                return self.staff(subject, OrderRejected { by: Actor::Vendor, reason }.into()).await;
            }
            ReceptionStatus::Issued => {
                let chain = reception.certificate_pem.clone();
                return self.staff(subject, CertificateIssued { chain }.into()).await;
            }
            ReceptionStatus::Examination | ReceptionStatus::Cancelled => {}
        }
        let report = VendorReport {
            vendor_order: number.parse()?,
            observed_at: self.outside.now(),
            status: VendorStatus::Examining,
            items: items(case, &reception),
            asked: Default::default(),
        };
        self.staff(subject, VendorStatusChanged { report: Some(report) }.into()).await
    }

    /// Staff have the certificate revoked and record that it is.
    pub(super) async fn revoke_at_desk(&mut self, id: OrderId) -> Result<(), WorldError> {
        self.over_at_desk(id, VendorStatus::Revoked).await
    }

    /// Staff withdraw the order in the vendor's portal and record that they did.
    pub(super) async fn withdraw_at_desk(&mut self, id: OrderId) -> Result<(), WorldError> {
        if let Some(number) = self.number_of(&id) {
            self.outside.desk.cancel(&number);
        }
        self.over_at_desk(id, VendorStatus::Cancelled).await
    }

    async fn over_at_desk(&mut self, id: OrderId, status: VendorStatus) -> Result<(), WorldError> {
        let Some(number) = self.number_of(&id) else { return Ok(()) };
        let observed_at = self.outside.now();
        let report = VendorReport {
            vendor_order: number.parse()?,
            observed_at,
            status,
            items: Vec::new(),
            asked: Default::default(),
        };
        self.staff(Some(id), VendorStatusChanged { report: Some(report) }.into()).await
    }

    /// What the portal will show once this has happened.
    pub(super) fn note_at_desk(&mut self, id: &OrderId, happening: &Happening) {
        let Some(case) = self.cases.get_mut(id) else { return };
        match &happening.what {
            What::OrganisationChecked => case.desk.organisation = true,
            What::PhoneAnswered => case.desk.phone = true,
            What::DomainApproved(name) => drop(case.desk.approved.insert(name.clone())),
            _ => {}
        }
    }
}

/// The one address of the TXT record, if the customer chose that (R35).
fn approval_address(case: &Case) -> Option<String> {
    let application = &case.order.application;
    match &application.approval {
        procedure::application::ApprovalDestination::TxtContact { email } => Some(email.expose()),
        procedure::application::ApprovalDestination::Postmaster => None,
    }
}

fn items(case: &Case, reception: &Reception) -> Vec<ReportedItem> {
    let mut items = Vec::new();
    let mut push = |item, state| items.push(ReportedItem { item, state });
    for name in &case.order.application.names {
        let domain = name.domain().clone();
        let open = reception.domains_open.contains(&domain.to_string());
        let approved = case.desk.approved.contains(&domain.to_string());
        let state = match (open, approved) {
            (true, _) => ReportedState::Pending,
            (false, true) => ReportedState::Passed,
            (false, false) => ReportedState::NotRequired,
        };
        push(ReportedCheck::Domain { name: domain }, state);
    }
    if case.desk.organisation {
        push(ReportedCheck::Organisation, ReportedState::Passed);
    }
    if case.desk.phone {
        push(ReportedCheck::Phone, ReportedState::Passed);
    } else if !reception.phone_open {
        push(ReportedCheck::Phone, ReportedState::NotRequired);
    }
    let wanted = |case: &Case| {
        let check = case.order.checks().map(|checks| checks.common().documents.clone());
        check.is_some_and(|check| matches!(check, Check::Waiting(_)))
    };
    if case.desk.documents && wanted(case) {
        push(ReportedCheck::Documents, ReportedState::Passed);
    }
    items
}
