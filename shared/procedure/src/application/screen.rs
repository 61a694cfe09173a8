//! What may not be kept of an application as written: a My Number in any of its texts (R85).

use std::str::FromStr;

use super::draft::{ApplicationDraft, OrganisationDraft, PersonDraft};
use crate::Finding;
use crate::contact::{DnsContact, Email, PhoneNumber};
use crate::name::CertificateName;
use crate::organisation::{
    CompanyRegistrationNumber, CorporateNumber, DunsNumber, PostalCode, TdbCode, contains_my_number,
    my_number,
};

impl ApplicationDraft {
    /// A finding for every text that may hold a My Number; fields are below `application`. Where there is one, nothing
    /// of the application may be stored.
    pub fn my_numbers(&self) -> Vec<Finding> {
        let mut screen = Screen::default();
        screen.text("product", &self.product);
        screen.optional("term", self.term.as_deref());
        for (n, name) in self.names.iter().enumerate() {
            screen.own::<CertificateName>(format!("names[{n}]"), name);
        }
        screen.text("csr", &self.csr);
        screen.organisation(&self.organisation);
        screen.person(&self.responsible);
        screen.text("approval.method", &self.approval.method);
        screen.optional_own::<DnsContact>("approval.email", self.approval.email.as_deref());
        for (n, address) in self.notify.iter().enumerate() {
            screen.own::<Email>(format!("notify[{n}]"), address);
        }
        screen.optional("language", self.language.as_deref());
        screen.optional("dns", self.dns.as_deref());
        screen.optional("server", self.server.as_deref());
        screen.findings.into_iter().map(|finding| finding.below("application")).collect()
    }
}

#[derive(Default)]
struct Screen {
    findings: Vec<Finding>,
}

impl Screen {
    fn organisation(&mut self, draft: &OrganisationDraft) {
        self.text("organisation.applicant_type", &draft.applicant_type);
        self.text("organisation.name", &draft.name);
        self.optional("organisation.name_en", draft.name_en.as_deref());
        self.optional("organisation.trade_name", draft.trade_name.as_deref());
        self.optional("organisation.business_started", draft.business_started.as_deref());
        self.own::<PostalCode>("organisation.postal_code", &draft.postal_code);
        self.text("organisation.prefecture", &draft.prefecture);
        self.text("organisation.city", &draft.city);
        self.text("organisation.street", &draft.street);
        self.optional("organisation.building", draft.building.as_deref());
        self.own::<PhoneNumber>("organisation.main_phone", &draft.main_phone);
        self.optional("organisation.listed_in", draft.listed_in.as_deref());
        self.optional_own::<CorporateNumber>(
            "organisation.corporate_number",
            draft.corporate_number.as_deref(),
        );
        self.optional_own::<CompanyRegistrationNumber>(
            "organisation.registration_number",
            draft.registration_number.as_deref(),
        );
        self.optional_own::<TdbCode>("organisation.tdb_code", draft.tdb_code.as_deref());
        self.optional_own::<DunsNumber>("organisation.duns_number", draft.duns_number.as_deref());
    }

    fn person(&mut self, draft: &PersonDraft) {
        self.optional("responsible.family", draft.family.as_deref());
        self.optional("responsible.given", draft.given.as_deref());
        self.optional("responsible.name", draft.name.as_deref());
        self.optional("responsible.kana", draft.kana.as_deref());
        self.optional("responsible.department", draft.department.as_deref());
        self.optional("responsible.job_title", draft.job_title.as_deref());
        self.optional_own::<Email>("responsible.email", draft.email.as_deref());
        self.optional_own::<PhoneNumber>("responsible.phone", draft.phone.as_deref());
    }

    fn text(&mut self, field: impl Into<String>, text: &str) {
        if contains_my_number(text) {
            self.findings.push(my_number(field.into()));
        }
    }

    fn optional(&mut self, field: &str, text: Option<&str>) {
        self.text(field, text.unwrap_or_default());
    }

    /// A field with numbers of its own: one in eleven with twelve digits looks like a My Number, so what reads as what
    /// it is asked for is that.
    fn own<T: FromStr>(&mut self, field: impl Into<String>, text: &str) {
        if text.parse::<T>().is_err() {
            self.text(field, text);
        }
    }

    fn optional_own<T: FromStr>(&mut self, field: &str, text: Option<&str>) {
        self.own::<T>(field, text.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use crate::application::ApplicationDraft;
    use crate::{Product, samples};

    /// A change of a draft.
    type Write = fn(&mut ApplicationDraft, &str);

    const NUMBER: &str = "1234 5678 9018";

    fn seen(write: Write, text: &str) -> Vec<String> {
        let mut draft = samples::sole_proprietor_draft(Product::Bizcert);
        write(&mut draft, text);
        draft.my_numbers().into_iter().map(|finding| finding.field.into_owned()).collect()
    }

    /// R85: wherever somebody writes a My Number into an application, it is seen, in its own fields and beside them.
    #[test]
    fn seen_in_every_field() {
        let fields: [(&str, Write); 12] = [
            ("application.product", |d, t| d.product = t.to_owned()),
            ("application.names[1]", |d, t| d.names.insert(1, t.to_owned())),
            ("application.csr", |d, t| d.csr.insert_str(0, t)),
            ("application.organisation.name", |d, t| d.organisation.name = t.to_owned()),
            ("application.organisation.trade_name", |d, t| d.organisation.trade_name = Some(t.to_owned())),
            ("application.organisation.main_phone", |d, t| d.organisation.main_phone = t.to_owned()),
            ("application.organisation.listed_in", |d, t| d.organisation.listed_in = Some(t.to_owned())),
            ("application.responsible.kana", |d, t| d.responsible.kana = Some(t.to_owned())),
            ("application.responsible.email", |d, t| d.responsible.email = Some(t.to_owned())),
            ("application.approval.email", |d, t| d.approval.email = Some(t.to_owned())),
            ("application.notify[0]", |d, t| d.notify[0] = t.to_owned()),
            ("application.server", |d, t| d.server = Some(t.to_owned())),
        ];
        for (field, write) in fields {
            assert_eq!(seen(write, &format!("個人番号 {NUMBER}\n")), [field]);
        }
    }

    /// R85: telephone and register numbers of twelve digits, addresses and names are no My Number in their own fields.
    #[test]
    fn not_seen_in_what_reads_as_asked_for() {
        let fields: [(Write, &str); 4] = [
            (|d, t| d.organisation.registration_number = Some(t.to_owned()), "1234-56-789018"),
            (|d, t| d.organisation.registration_number = Some(t.to_owned()), "123456789018"),
            (|d, t| d.names.push(t.to_owned()), "123456789018.example.jp"),
            (|d, t| d.notify.push(t.to_owned()), "123456789018@example.jp"),
        ];
        for (write, text) in fields {
            assert_eq!(seen(write, text), Vec::<String>::new(), "{text}");
        }
        for product in Product::ALL {
            assert_eq!(samples::draft(product).my_numbers(), []);
        }
    }
}
