//! Applicants and their applications. Every name is made up; every domain is reserved for examples (JPRS, RFC 2606).

use procedure::Product;
use procedure::application::{ApplicationDraft, ApprovalDraft, OrganisationDraft, PersonDraft};

/// An organisation and the person who answers for its application.
pub(super) struct Applicant {
    /// The customer number in the portal.
    pub(super) customer: &'static str,
    /// The registered name.
    pub(super) name: &'static str,
    /// The name in English.
    pub(super) name_en: &'static str,
    /// The corporate number; its registry office 9999 does not exist.
    pub(super) corporate_number: &'static str,
    /// Postal code, prefecture, city, street.
    pub(super) address: [&'static str; 4],
    /// Family name, given name, reading.
    pub(super) person: [&'static str; 3],
    /// The domain of its mail addresses.
    pub(super) mail: &'static str,
}

impl Applicant {
    /// Its application for `product`, approved through `postmaster@`.
    pub(super) fn applies(&self, product: Product, names: &[&str], csr: String) -> ApplicationDraft {
        let text = |text: &str| Some(text.to_owned());
        let [postal_code, prefecture, city, street] = self.address.map(str::to_owned);
        let [family, given, kana] = self.person.map(text);
        ApplicationDraft {
            product: product.code().to_owned(),
            term: None,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            csr,
            organisation: OrganisationDraft {
                applicant_type: "corporation".to_owned(),
                name: self.name.to_owned(),
                name_en: text(self.name_en),
                postal_code,
                prefecture,
                city,
                street,
                main_phone: "03-1234-5678".to_owned(),
                listed_in: text("tdb"),
                corporate_number: text(self.corporate_number),
                registration_number: self.corporate_number.get(1..).map(str::to_owned),
                ..OrganisationDraft::default()
            },
            responsible: PersonDraft {
                family,
                given,
                kana,
                department: text("情報システム部"),
                job_title: text("部長"),
                email: Some(format!("{}@{}", "sekininsha", self.mail)),
                ..PersonDraft::default()
            },
            approval: ApprovalDraft { method: "postmaster".to_owned(), email: None },
            notify: vec![format!("web-tanto@{}", self.mail)],
            language: None,
            dns: text("provider"),
            server: text("provider"),
        }
    }

    /// The same as a sole proprietor with a trade name, in business since 2019 (R58, R61).
    pub(super) fn applies_alone(&self, product: Product, names: &[&str], csr: String) -> ApplicationDraft {
        let draft = self.applies(product, names, csr);
        let organisation = OrganisationDraft {
            applicant_type: "sole_proprietor".to_owned(),
            name: self.person[..2].concat(),
            name_en: None,
            trade_name: Some(self.name.to_owned()),
            business_started: Some("2019-04-01".to_owned()),
            corporate_number: None,
            registration_number: None,
            ..draft.organisation
        };
        let responsible =
            PersonDraft { department: None, job_title: Some("代表".to_owned()), ..draft.responsible };
        ApplicationDraft { organisation, responsible, ..draft }
    }
}
