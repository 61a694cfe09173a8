//! The mails the vendor sends; the texts are our own.

use jiff::Timestamp;

use super::account::Account;
use super::domain::{Domain, Invitation};
use super::letter::{About, Aim, Letter};
use super::order::Order;
use crate::SimulationError;
use crate::examination::{MailForm, What};
use crate::mailroom::{Mail, MailKind};
use crate::mime::{Charset, Draft, NOTE, build};

const DOMAIN_LEAD: &str = "\
次のSSL/TLSサーバー証明書が申請されました。ドメイン名の利用を承認される場合は、
下のURLを開き、内容をご確認のうえ「承認する」ボタンを押してください。";

const DOMAIN_LEAD_ENGLISH: &str = "\
The following TLS certificate has been requested. To approve the use of the domain name,
open the link below, check the page and press \"Approve\".";

const CONFIRMATION_LEAD: &str = "\
次のEV SSL/TLSサーバー証明書の審査が終わりました。発行を承認される場合は、
下のURLを開き、内容をご確認のうえ「承認する」ボタンを押してください。";

const CONFIRMATION_LEAD_ENGLISH: &str = "\
The following EV TLS certificate has been validated. To approve its issuance,
open the link below, check the page and press \"Approve\".";

impl Account {
    /// Sends the approval mails of every domain the order still waits for.
    pub(super) fn send_domain_mails(&mut self, id: u64, at: Timestamp) -> Result<(), SimulationError> {
        let Some(order) = self.orders.get(&id).cloned() else { return Ok(()) };
        let Some(run) = order.run() else { return Ok(()) };
        let mut about = About::order(&order);
        about.english |= run.plan.mail_form == MailForm::English;
        for domain in run.domains.iter().filter(|domain| domain.check.pending()) {
            let to = self.approvers(&order, &domain.scope);
            self.send_domain_mail(&about, &domain.scope, &to, run.plan.mail_form, at)?;
        }
        Ok(())
    }

    /// Who is asked: the addresses chosen for the order or the domain, else all that may approve.
    fn approvers(&self, order: &Order, scope: &str) -> Vec<String> {
        let of_order = order.chosen_emails.iter().filter(|(_, email)| self.may_approve(scope, email));
        let chosen: Vec<String> = of_order.map(|(_, email)| email.clone()).collect();
        if chosen.is_empty() { self.domain_approvers(scope) } else { chosen }
    }

    /// Who is asked for a domain: the addresses chosen for it, else all that may approve.
    pub(super) fn domain_approvers(&self, scope: &str) -> Vec<String> {
        let chosen = self.domain_named(scope).map(|domain| domain.emails.clone()).unwrap_or_default();
        if !chosen.is_empty() {
            return chosen;
        }
        Self::base_emails(scope).into_iter().chain(self.txt_emails(scope)).collect()
    }

    /// Keeps the addresses that may approve the domain; others are ignored, as the API does.
    pub(super) fn choose(&mut self, id: u64, emails: Vec<String>) {
        let Some(name) = self.domains.get(&id).map(|domain| domain.name.clone()) else { return };
        let emails = emails.into_iter().filter(|email| self.may_approve(&name, email)).collect();
        if let Some(domain) = self.domains.get_mut(&id) {
            domain.emails = emails;
        }
    }

    /// Sends the domain's approval mail for each order that waits for it, or for itself if none does.
    pub(super) fn mail_for_domain(
        &mut self,
        id: u64,
        locale: Option<&str>,
        at: Timestamp,
    ) -> Result<(), SimulationError> {
        let Some((name, organisation)) = self.domains.get(&id).map(|d| (d.name.clone(), d.organisation))
        else {
            return Ok(());
        };
        let to = self.domain_approvers(&name);
        let mut about: Vec<(About, MailForm)> = Vec::new();
        for order in self.waiting_for(&name) {
            let order = self.orders.get(&order);
            about.extend(order.and_then(|o| Some((About::order(o), o.run()?.plan.mail_form))));
        }
        if about.is_empty() {
            let itself = About { order: None, common_name: name.clone(), organisation, english: false };
            about.push((itself, MailForm::AsPrinted));
        }
        for (mut about, form) in about {
            about.english = locale.map_or(about.english, |locale| locale == "en");
            self.send_domain_mail(&about, &name, &to, form, at)?;
        }
        Ok(())
    }

    /// Asks each of `to` to approve the domain.
    pub(super) fn send_domain_mail(
        &mut self,
        about: &About,
        scope: &str,
        to: &[String],
        form: MailForm,
        at: Timestamp,
    ) -> Result<(), SimulationError> {
        let number = about.order.map(|id| id.to_string()).unwrap_or_default();
        let (subject, lead) = match form {
            _ if about.english => {
                let subject = format!("[Domain Approval] Please approve the use of the domain name: {scope}");
                (subject, DOMAIN_LEAD_ENGLISH)
            }
            MailForm::WithOrderNumber => {
                (format!("[Domain Approval]:ドメイン名の利用権確認のお願い:[{scope}] {number}"), DOMAIN_LEAD)
            }
            MailForm::AsPrinted | MailForm::English => {
                (format!("[Domain Approval] ドメイン名の利用権確認のお願い: {scope}"), DOMAIN_LEAD)
            }
        };
        let from = self.options.mail.approval_sender.clone();
        let kind = MailKind::DomainApproval;
        for to in to {
            let aim = Aim::Domain(scope.to_owned());
            self.send_letter(about, Letter { kind, aim, from: &from, to, subject: &subject, lead }, at)?;
            let id = self.next_id();
            let from_txt = self.txt_emails(scope).iter().any(|email| email.eq_ignore_ascii_case(to));
            let source = if from_txt { "dns_txt" } else { "base" };
            let invitation = Invitation { id, email: to.clone(), source, sent: at };
            let domain = self.domain_ids.get(scope).and_then(|id| self.domains.get_mut(id));
            if let Some(Domain { invitations, .. }) = domain {
                invitations.push(invitation);
            }
        }
        if about.order.is_some() {
            self.journal.note(at, &number, What::DomainMailSent(scope.to_owned()));
        }
        Ok(())
    }

    /// EV: asks every verified contact; one answer is enough (A30).
    pub(super) fn send_confirmation(&mut self, id: u64, at: Timestamp) -> Result<(), SimulationError> {
        let Some(order) = self.orders.get(&id).cloned() else { return Ok(()) };
        let (Some(job), Some(record)) = (&order.job, self.organisations.get(&order.organisation)) else {
            return Ok(());
        };
        let contacts = record.contacts.clone();
        for to in contacts.iter().filter(|c| c.verified(at)).filter_map(|c| c.person.email.as_deref()) {
            self.send_confirmation_to(&order, job.certificate_id, to, at)?;
        }
        self.journal.note(at, &id.to_string(), What::ConfirmationMailSent);
        Ok(())
    }

    pub(super) fn send_confirmation_to(
        &mut self,
        order: &Order,
        certificate: u64,
        to: &str,
        at: Timestamp,
    ) -> Result<(), SimulationError> {
        let name = order.common_name();
        let (subject, lead) = match order.english {
            true => {
                let subject = format!("[Action required] Approve your EV TLS certificate: {name}");
                (subject, CONFIRMATION_LEAD_ENGLISH)
            }
            false => {
                let subject = format!("[要対応] EV SSL/TLSサーバー証明書の発行承認のお願い: {name}");
                (subject, CONFIRMATION_LEAD)
            }
        };
        let from = self.options.mail.confirmation_sender.clone();
        let (kind, aim) = (MailKind::IssuanceConfirmation, Aim::Issuance(certificate));
        let letter = Letter { kind, aim, from: &from, to, subject: &subject, lead };
        self.send_letter(&About::order(order), letter, at)
    }

    pub(super) fn send_enquiry(&mut self, id: u64, at: Timestamp) -> Result<(), SimulationError> {
        let Some(order) = self.orders.get(&id) else { return Ok(()) };
        let Some(enquiry) = order.run().and_then(|run| run.plan.enquiry.clone()) else { return Ok(()) };
        let subject = format!("[確認のお願い] オーダー番号 {id}: {}", order.common_name());
        let text = format!("オーダー番号: {id}\n\n{}\n\n{NOTE}\n", enquiry.text);
        let (from, to) = (&self.options.mail.enquiry_sender, &self.options.mail.account_address);
        let draft = Draft {
            from_name: "DigiCert Japan (simulated)",
            from,
            to,
            subject: &subject,
            text: &text,
            link: None,
            at,
            charset: Charset::Utf8,
        };
        let raw = build(&draft, &mut self.dice)?;
        self.mailroom.deliver(Mail {
            kind: MailKind::Enquiry,
            vendor_order: id.to_string(),
            to: to.clone(),
            from: from.clone(),
            at,
            token: None,
            raw,
        });
        self.journal.note(at, &id.to_string(), What::Asked(enquiry.kind));
        Ok(())
    }
}
