//! A mail as the receiving side (Amazon SES) stores it: with the headers it puts on top.

use super::Mail;
use crate::mime::rfc5322_date;

/// One check of the receiving side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// The sender publishes nothing to check against.
    None,
}

impl Verdict {
    const fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::None => "none",
        }
    }
}

/// What the receiving side finds when it authenticates a mail (mail-and-privacy.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authentication {
    /// SPF, for the envelope sender.
    pub spf: Verdict,
    /// DKIM, by the sender's own domain.
    pub dkim: Verdict,
    /// DMARC, for the From header.
    pub dmarc: Verdict,
}

impl Authentication {
    /// A genuine vendor mail.
    pub const GENUINE: Self = Self { spf: Verdict::Pass, dkim: Verdict::Pass, dmarc: Verdict::Pass };
    /// A forged one, or a copy that was changed on its way.
    pub const FORGED: Self = Self { spf: Verdict::Fail, dkim: Verdict::Fail, dmarc: Verdict::Fail };
    /// A genuine one that another server hands on: it is none of the sender's, but the signature still holds.
    pub const REDIRECTED: Self = Self { spf: Verdict::Fail, dkim: Verdict::Pass, dmarc: Verdict::Pass };
}

/// A mail server.
struct Server {
    name: String,
    address: &'static str,
}

impl Mail {
    /// The message as the receiving side stores it when it comes from the vendor.
    pub fn received(&self, found: Authentication) -> Vec<u8> {
        [self.head(&self.vendors_server(), &self.to, found).as_bytes(), &self.raw].concat()
    }

    /// The same when the mail server of its recipient redirected a copy of it to `intake` (RFC 5228 §4.2): envelope sender,
    /// header and body are the vendor's still.
    pub fn redirected(&self, intake: &str, found: Authentication) -> Vec<u8> {
        let server = Server { name: "mail.hosting.example".to_owned(), address: "192.0.2.80" };
        let Server { name, address } = self.vendors_server();
        let hop = format!(
            "Received: from {name} ({name} [{address}])\r\n by {by}\r\n for <{to}>;\r\n {date}\r\n",
            by = server.name,
            to = self.to,
            date = rfc5322_date(self.at),
        );
        [self.head(&server, intake, found).as_bytes(), hop.as_bytes(), &self.raw].concat()
    }

    /// `Return-Path`, `Received`, SES's scan verdicts (both passed) and an `Authentication-Results` by `amazonses.com`.
    fn head(&self, server: &Server, to: &str, found: Authentication) -> String {
        let Server { name, address } = server;
        format!(
            "Return-Path: <{from}>\r\n\
             Received: from {name} ({name} [{address}])\r\n \
             by inbound-smtp.ap-northeast-1.amazonaws.com\r\n for {to};\r\n {date}\r\n\
             X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\n\
             Authentication-Results: amazonses.com;\r\n \
             spf={spf} (spfCheck) client-ip={address}; envelope-from={from}; helo={name};\r\n \
             dkim={dkim} header.i=@{domain};\r\n dmarc={dmarc} header.from={domain};\r\n",
            from = self.from,
            domain = self.domain(),
            date = rfc5322_date(self.at),
            spf = found.spf.word(),
            dkim = found.dkim.word(),
            dmarc = found.dmarc.word(),
        )
    }

    fn vendors_server(&self) -> Server {
        Server { name: format!("mail.{}", self.domain()), address: "192.0.2.25" }
    }

    fn domain(&self) -> &str {
        self.from.rsplit('@').next().unwrap_or_default()
    }
}
