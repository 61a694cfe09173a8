//! The mails the vendor sends; the texts are our own.

use jiff::Timestamp;
use jiff::fmt::strtime;

use super::account::Account;
use super::domain::TOKEN_DAYS;
use super::order::Order;
use super::progress::{Aim, Token};
use crate::SimulationError;
use crate::examination::{MailForm, What};
use crate::mailroom::{Mail, MailKind};
use crate::mime::{Charset, Draft, NOTE, build};
use crate::when::{japan, plus_days};

const DOMAIN_LEAD: &str = "\
次のSSL/TLSサーバー証明書が申請されました。ドメイン名の利用を承認される場合は、
下のURLを開き、内容をご確認のうえ「承認する」ボタンを押してください。";

const CONFIRMATION_LEAD: &str = "\
次のEV SSL/TLSサーバー証明書の審査が終わりました。発行を承認される場合は、
下のURLを開き、内容をご確認のうえ「承認する」ボタンを押してください。";

/// A mail with an approval link.
struct Letter<'a> {
    kind: MailKind,
    aim: Aim,
    from: &'a str,
    to: &'a str,
    subject: &'a str,
    lead: &'a str,
}

impl Account {
    /// Sends the approval mails of every domain the order still waits for. A live token to the same address
    /// is sent again as it was; `again` sends although the method is not mail.
    pub(super) fn send_domain_mails(
        &mut self,
        id: u64,
        at: Timestamp,
        again: bool,
    ) -> Result<(), SimulationError> {
        let Some(order) = self.orders.get(&id).cloned() else { return Ok(()) };
        if order.dcv_method != "email" && !again {
            return Ok(());
        }
        let Some(run) = order.run() else { return Ok(()) };
        for domain in run.domains.iter().filter(|domain| domain.check.pending()) {
            for to in self.approvers(&order, &domain.scope) {
                self.send_domain_mail(&order, &domain.scope, &to, run.plan.mail_form, at)?;
            }
            self.journal.note(at, &id.to_string(), What::DomainMailSent(domain.scope.clone()));
        }
        Ok(())
    }

    /// Who is asked: the addresses chosen for the order or the domain, else all that may approve.
    fn approvers(&self, order: &Order, scope: &str) -> Vec<String> {
        let of_order = order.chosen_emails.iter().filter(|(_, email)| self.may_approve(scope, email));
        let mut chosen: Vec<String> = of_order.map(|(_, email)| email.clone()).collect();
        if chosen.is_empty() {
            chosen = self.domain_named(scope).map(|domain| domain.emails.clone()).unwrap_or_default();
        }
        if chosen.is_empty() {
            chosen = Self::base_emails(scope);
            chosen.extend(self.txt_emails(scope));
        }
        chosen
    }

    pub(super) fn send_domain_mail(
        &mut self,
        order: &Order,
        scope: &str,
        to: &str,
        form: MailForm,
        at: Timestamp,
    ) -> Result<(), SimulationError> {
        let aim = Aim::Domain(scope.to_owned());
        if self.resend(order.id, &aim, to, at) {
            return Ok(());
        }
        let subject = match form {
            MailForm::AsPrinted => format!("[Domain Approval] ドメイン名の利用権確認のお願い: {scope}"),
            MailForm::WithOrderNumber => {
                format!("[Domain Approval]:ドメイン名の利用権確認のお願い:[{scope}] {}", order.id)
            }
            MailForm::English => {
                format!("[Domain Approval] Please approve the use of the domain name: {scope}")
            }
        };
        let sender = self.options.mail.approval_sender.clone();
        let letter = Letter {
            kind: MailKind::DomainApproval,
            aim,
            from: &sender,
            to,
            subject: &subject,
            lead: DOMAIN_LEAD,
        };
        self.send_link(order, letter, at)
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
        let aim = Aim::Issuance(certificate);
        if self.resend(order.id, &aim, to, at) {
            return Ok(());
        }
        let subject = format!("[要対応] EV SSL/TLSサーバー証明書の発行承認のお願い: {}", order.common_name());
        let sender = self.options.mail.confirmation_sender.clone();
        let letter = Letter {
            kind: MailKind::IssuanceConfirmation,
            aim,
            from: &sender,
            to,
            subject: &subject,
            lead: CONFIRMATION_LEAD,
        };
        self.send_link(order, letter, at)
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

    /// Sends a live, unused mail of the same order, aim and recipient once more, unchanged.
    fn resend(&mut self, order: u64, aim: &Aim, to: &str, at: Timestamp) -> bool {
        let same = |token: &&Token| {
            token.aim == *aim && token.mail.to.eq_ignore_ascii_case(to) && token.expires > at && !token.used
        };
        let sent = self.tokens_of.get(&order).map(Vec::as_slice).unwrap_or_default();
        let Some(token) = sent.iter().filter_map(|secret| self.tokens.get(secret)).find(same) else {
            return false;
        };
        self.mailroom.deliver(Mail { at, ..token.mail.clone() });
        true
    }

    fn send_link(&mut self, order: &Order, letter: Letter<'_>, at: Timestamp) -> Result<(), SimulationError> {
        let Letter { kind, aim, from, to, subject, lead } = letter;
        let secret = self.dice.token();
        let expires = plus_days(at, TOKEN_DAYS);
        let link = format!("{}?token={secret}", self.options.mail.approval_page);
        let organisation =
            self.organisations.get(&order.organisation).map_or("", |record| record.form.name.as_str());
        let until = strtime::format("%Y年%m月%d日 %H:%M", &expires.to_zoned(japan())).unwrap_or_default();
        let (common_name, number) = (order.common_name(), order.id);
        let text = format!(
            "{lead}\n\n申請団体: {organisation}\nコモンネーム: {common_name}\nオーダー番号: {number}\n\n\
             {link}\n\nこのURLは{until}まで有効です。\n\
             お心当たりのない場合は、承認せずにこのメールを破棄してください。\n\n{NOTE}\n",
        );
        let draft = Draft {
            from_name: "DigiCert (simulated)",
            from,
            to,
            subject,
            text: &text,
            link: Some(&link),
            at,
            charset: Charset::Utf8,
        };
        let raw = build(&draft, &mut self.dice)?;
        let mail = Mail {
            kind,
            vendor_order: order.id.to_string(),
            to: to.to_ascii_lowercase(),
            from: from.to_owned(),
            at,
            token: Some(secret.clone()),
            raw,
        };
        self.tokens_of.entry(order.id).or_default().push(secret.clone());
        self.tokens.insert(secret, Token { order: order.id, aim, expires, mail: mail.clone(), used: false });
        self.mailroom.deliver(mail);
        Ok(())
    }
}
