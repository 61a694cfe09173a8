//! A mail with an approval link: made once, sent again unchanged.

use jiff::Timestamp;
use jiff::fmt::strtime;

use super::account::Account;
use super::domain::TOKEN_DAYS;
use super::order::Order;
use crate::SimulationError;
use crate::mailroom::{Mail, MailKind};
use crate::mime::{Charset, Draft, NOTE, build};
use crate::when::{japan, plus_days};

/// What a token does when somebody approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aim {
    /// Approves this domain.
    Domain(String),
    /// Confirms issuance of this certificate.
    Issuance(u64),
}

/// A bearer token in a mail.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// None for a domain proven before any order.
    pub(super) order: Option<u64>,
    pub(super) aim: Aim,
    pub(super) english: bool,
    pub(super) expires: Timestamp,
    /// The mail that carried it: resending means the same bytes (BR 3.2.2.4).
    pub(super) mail: Mail,
    pub(super) used: bool,
}

/// What a mail is about.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) order: Option<u64>,
    pub(super) common_name: String,
    pub(super) organisation: u64,
    pub(super) english: bool,
}

impl About {
    pub(super) fn order(order: &Order) -> Self {
        Self {
            order: Some(order.id),
            common_name: order.common_name().to_owned(),
            organisation: order.organisation,
            english: order.english,
        }
    }
}

/// A mail with an approval link.
pub(super) struct Letter<'a> {
    pub(super) kind: MailKind,
    pub(super) aim: Aim,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) subject: &'a str,
    /// What is asked, in the mail's language.
    pub(super) lead: &'a str,
}

impl Account {
    /// Sends `letter`, or once more the mail this recipient has for the same thing in the same language, if
    /// its token still lives and was not used.
    pub(super) fn send_letter(
        &mut self,
        about: &About,
        letter: Letter<'_>,
        at: Timestamp,
    ) -> Result<(), SimulationError> {
        if self.resend(about, &letter, at) {
            return Ok(());
        }
        let Letter { kind, aim, from, to, subject, lead } = letter;
        let secret = self.dice.token();
        let expires = plus_days(at, TOKEN_DAYS);
        let link = format!("{}?token={secret}", self.options.mail.approval_page);
        let organisation =
            self.organisations.get(&about.organisation).map_or("", |record| record.form.name.as_str());
        let text = text(about, lead, organisation, &link, expires);
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
        let mail = Mail {
            kind,
            vendor_order: about.order.map(|id| id.to_string()).unwrap_or_default(),
            to: to.to_ascii_lowercase(),
            from: from.to_owned(),
            at,
            token: Some(secret.clone()),
            raw: build(&draft, &mut self.dice)?,
        };
        let (order, english) = (about.order, about.english);
        let token = Token { order, aim, english, expires, mail: mail.clone(), used: false };
        self.tokens_of.entry(order).or_default().push(secret.clone());
        self.tokens.insert(secret, token);
        self.mailroom.deliver(mail);
        Ok(())
    }

    fn resend(&self, about: &About, letter: &Letter<'_>, at: Timestamp) -> bool {
        let same = |token: &&Token| {
            token.aim == letter.aim
                && token.english == about.english
                && token.mail.to.eq_ignore_ascii_case(letter.to)
                && token.expires > at
                && !token.used
        };
        let sent = self.tokens_of.get(&about.order).map(Vec::as_slice).unwrap_or_default();
        let Some(token) = sent.iter().filter_map(|secret| self.tokens.get(secret)).find(same) else {
            return false;
        };
        self.mailroom.deliver(Mail { at, ..token.mail.clone() });
        true
    }
}

fn text(about: &About, lead: &str, organisation: &str, link: &str, expires: Timestamp) -> String {
    let About { common_name, .. } = about;
    let number = about.order.map(|id| id.to_string()).unwrap_or_default();
    if about.english {
        let until = expires.strftime("%Y-%m-%d %H:%M UTC");
        return format!(
            "{lead}\n\nOrganization: {organisation}\nCommon name: {common_name}\nOrder number: {number}\n\n\
             {link}\n\nThis link is valid until {until}.\n\n{NOTE}\n",
        );
    }
    let until = strtime::format("%Y年%m月%d日 %H:%M", &expires.to_zoned(japan())).unwrap_or_default();
    format!(
        "{lead}\n\n申請団体: {organisation}\nコモンネーム: {common_name}\nオーダー番号: {number}\n\n\
         {link}\n\nこのURLは{until}まで有効です。\n\
         お心当たりのない場合は、承認せずにこのメールを破棄してください。\n\n{NOTE}\n",
    )
}
