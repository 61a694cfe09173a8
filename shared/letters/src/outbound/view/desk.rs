//! The order, the rules of the day and the reader's language, together.

use jiff::Timestamp;
use procedure::calendar::japan_date;
use procedure::name::CertificateName;
use procedure::notice::Recipient;
use procedure::order::{Check, Order};
use procedure::profile::MailProfile;
use procedure::{Language, Party, Text, Vendor};
use serde::Serialize;

use crate::outbound::{Context, Error, time};

/// Most names listed in one letter; the order's page has them all.
pub(super) const MAX_LISTED: usize = 10;

pub(super) struct Desk<'a> {
    pub(super) order: &'a Order,
    pub(super) context: Context<'a>,
}

/// Whom a letter addresses.
#[derive(Serialize)]
pub(super) struct Reader<'a> {
    /// The organisation; a sole proprietor by the trade name if there is one.
    organisation: &'a str,
    /// `contact`, `responsible_person`, or `individual` when the organisation's name is a person's.
    person: &'static str,
}

/// Who writes.
#[derive(Serialize)]
pub(super) struct Writer<'a> {
    name: &'a str,
    contact: &'a str,
    post: &'a str,
}

/// Where a letter leads.
#[derive(Serialize)]
pub(super) struct Pages<'a> {
    order_page: String,
    update_application: &'a str,
    mail_account: &'a str,
    mail_client: &'a str,
    dns_records: &'a str,
    server_settings: &'a str,
    sample_mail: &'a str,
}

/// A deadline in words.
#[derive(Serialize)]
pub(super) struct Deadline {
    /// In full.
    at: String,
    /// Short, for a subject.
    day: String,
}

impl<'a> Desk<'a> {
    pub(super) const fn language(&self) -> Language {
        self.order.application.language
    }

    pub(super) fn say(&self, text: &Text) -> String {
        text.in_language(self.language()).to_owned()
    }

    pub(super) fn moment(&self, at: Timestamp) -> String {
        time::moment(at, self.language())
    }

    pub(super) fn day(&self, at: Timestamp) -> String {
        time::day(at, self.language())
    }

    pub(super) fn deadline(&self, at: Timestamp) -> Deadline {
        Deadline { at: self.moment(at), day: time::short_day(at, self.language()) }
    }

    /// The vendor's profile, chosen by product (R93).
    pub(super) fn profile(&self) -> Result<&'a MailProfile, Error> {
        let vendor = self.order.application.product.vendor();
        let profiles = &self.context.policy.profiles;
        profiles.of(vendor, japan_date(self.context.now)).ok_or(Error::NoProfile { vendor })
    }

    pub(super) fn reader(&self, to: Recipient) -> Reader<'a> {
        let application = &self.order.application;
        let organisation = &application.organisation;
        let trade_name = organisation.trade_name.as_ref().filter(|_| application.is_sole_proprietor());
        let name = match (trade_name, &organisation.name_en, self.language()) {
            (Some(trade_name), _, _) => trade_name,
            (None, Some(english), Language::En) => english,
            (None, _, _) => &organisation.name,
        };
        let person = match to {
            _ if application.is_sole_proprietor() && trade_name.is_none() => "individual",
            Recipient::Notification => "contact",
            Recipient::ResponsiblePerson => "responsible_person",
        };
        Reader { organisation: name.expose(), person }
    }

    /// The main name, and how many there are besides.
    pub(super) fn about(&self) -> String {
        let names = &self.order.application.names;
        let first = shown(names.first());
        match (names.iter().len() - 1, self.language()) {
            (0, _) => first,
            (others, Language::Ja) => format!("{first} ほか{others}件"),
            (others, Language::En) => format!("{first} and {others} more"),
        }
    }

    /// A label of the procedure, which says 使用権 of every vendor, in this vendor's term for the right (R91).
    pub(super) fn label(&self, label: &Text) -> String {
        let label = self.say(label);
        match self.profile() {
            Ok(profile) => label.replace("使用権", &profile.right),
            Err(_) => label,
        }
    }

    pub(super) fn writer(&self) -> Writer<'a> {
        let provider = self.context.provider;
        let language = self.language();
        Writer {
            name: provider.name.in_language(language),
            contact: provider.contact.in_language(language),
            post: provider.post.in_language(language),
        }
    }

    pub(super) fn pages(&self) -> Pages<'a> {
        let links = self.context.links;
        let sample_mail = match self.order.application.product.vendor() {
            Vendor::Digicert => &links.sample_mail_digicert,
            Vendor::Cybertrust => &links.sample_mail_cybertrust,
        };
        Pages {
            order_page: links.order_page.of(&self.order.id),
            update_application: links.update_application.as_str(),
            mail_account: links.mail_account.as_str(),
            mail_client: links.mail_client.as_str(),
            dns_records: links.dns_records.as_str(),
            server_settings: links.server_settings.as_str(),
            sample_mail: sample_mail.as_str(),
        }
    }
}

/// The name as people read it, with the form that stands in the certificate where that differs.
pub(super) fn shown(name: &CertificateName) -> String {
    let (ascii, unicode) = (name.to_string(), name.to_unicode());
    if ascii == unicode { ascii } else { format!("{unicode} ({ascii})") }
}

/// Until when the customer has to act on `check`; `None` while somebody else does.
pub(super) fn customer_deadline(check: &Check) -> Option<Timestamp> {
    check.as_waiting().filter(|waiting| waiting.on == Party::Customer).map(|waiting| waiting.until)
}
