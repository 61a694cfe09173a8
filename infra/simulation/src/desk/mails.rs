//! The desk's mails; the texts are our own.

use jiff::Timestamp;

use super::reception::Token;
use super::{Inner, TOKEN_DAYS};
use crate::SimulationError;
use crate::examination::What;
use crate::mailroom::{Mail, MailKind};
use crate::mime::{Draft, NOTE, build};
use crate::when::plus_days;

struct Letter {
    kind: MailKind,
    from: String,
    to: String,
    /// The token, and the link that carries it.
    link: Option<(String, String)>,
    subject: String,
    text: String,
}

impl Inner {
    /// Sends the approval mail of every domain the order waits for (R34–R37).
    pub(super) fn send_domain_mails(&mut self, number: &str, at: Timestamp) -> Result<(), SimulationError> {
        let Some(case) = self.cases.get(number) else { return Ok(()) };
        let organisation = case.entry.organisation.name.clone();
        let address = case.entry.approval_address.clone();
        let pending = case.run.domains.iter().filter(|domain| domain.check.pending());
        let domains: Vec<String> = pending.map(|domain| domain.scope.clone()).collect();
        for fqdn in domains {
            let host = fqdn.strip_prefix("www.").unwrap_or(&fqdn);
            let to = address.clone().unwrap_or_else(|| format!("postmaster@{host}"));
            let secret = self.dice.token();
            let link = format!("{}?id={secret}", self.options.approval_page);
            let subject = format!("SSL サーバー証明書 ドメイン名使用権確認について({fqdn})");
            let text = format!(
                "SSL サーバー証明書のお申し込みについて、ドメイン名の使用権を確認しております。\n\n\
                 受付番号: {number}\n申請組織: {organisation}\nドメイン名: {fqdn}\n\n\
                 下のURLを開き、内容をご確認のうえ、【承認範囲】を選び、\n\
                 ご署名欄にお客様名を入力して「承認」を押してください。\n\n{link}\n\n\
                 お心当たりのない場合は、このメールを破棄してください。\n\n{NOTE}\n"
            );
            let from = self.options.approval_sender.clone();
            let link = Some((secret.clone(), link));
            let letter = Letter { kind: MailKind::DomainApproval, from, to, link, subject, text };
            self.send(number, letter, at)?;
            let token = Token { fqdn: fqdn.clone(), expires: plus_days(at, TOKEN_DAYS) };
            self.tokens.insert(secret, token);
            self.journal.note(at, number, What::DomainMailSent(fqdn));
        }
        Ok(())
    }

    pub(super) fn send_enquiry(&mut self, number: &str, at: Timestamp) -> Result<(), SimulationError> {
        let Some(enquiry) = self.cases.get(number).and_then(|case| case.run.plan.enquiry.clone()) else {
            return Ok(());
        };
        let subject = format!("[SureServer] ご確認のお願い-受付番号:[{number}]");
        let text = format!("受付番号: {number}\n\n{}\n\n{NOTE}\n", enquiry.text);
        let (from, to) = (self.options.enquiry_sender.clone(), self.options.account_address.clone());
        self.send(number, Letter { kind: MailKind::Enquiry, from, to, link: None, subject, text }, at)?;
        self.journal.note(at, number, What::Asked(enquiry.kind));
        Ok(())
    }

    fn send(&mut self, number: &str, letter: Letter, at: Timestamp) -> Result<(), SimulationError> {
        let Letter { kind, from, to, link, subject, text } = letter;
        let draft = Draft {
            from_name: "SureServer (simulated)",
            from: &from,
            to: &to,
            subject: &subject,
            text: &text,
            link: link.as_ref().map(|(_, link)| link.as_str()),
            at,
            charset: self.options.charset,
        };
        let raw = build(&draft, &mut self.dice)?;
        let vendor_order = number.to_owned();
        let token = link.map(|(secret, _)| secret);
        let to = to.to_ascii_lowercase();
        self.mailroom.deliver(Mail { kind, vendor_order, to, from, at, token, raw });
        Ok(())
    }
}
