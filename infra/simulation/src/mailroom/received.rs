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
    /// A forged one.
    pub const FORGED: Self = Self { spf: Verdict::Fail, dkim: Verdict::Fail, dmarc: Verdict::Fail };
}

impl Mail {
    /// The message with `Return-Path`, `Received`, SES's scan verdicts (both passed) and an
    /// `Authentication-Results` by `amazonses.com` on top.
    pub fn received(&self, found: Authentication) -> Vec<u8> {
        let domain = self.from.rsplit('@').next().unwrap_or_default();
        let head = format!(
            "Return-Path: <{from}>\r\n\
             Received: from mail.{domain} (mail.{domain} [192.0.2.25])\r\n \
             by inbound-smtp.ap-northeast-1.amazonaws.com\r\n for {to};\r\n {date}\r\n\
             X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\n\
             Authentication-Results: amazonses.com;\r\n \
             spf={spf} (spfCheck) client-ip=192.0.2.25; envelope-from={from}; helo=mail.{domain};\r\n \
             dkim={dkim} header.i=@{domain};\r\n dmarc={dmarc} header.from={domain};\r\n",
            from = self.from,
            to = self.to,
            date = rfc5322_date(self.at),
            spf = found.spf.word(),
            dkim = found.dkim.word(),
            dmarc = found.dmarc.word(),
        );
        [head.as_bytes(), &self.raw].concat()
    }
}
