//! The people an order names. Pure.

use procedure::application::Application;
use procedure::contact::{Email, PersonName, PhoneNumber};
use procedure::organisation::check_responsible_person;
use procedure::{Finding, Party, Severity, Text, Validation};

use crate::Clerk;
use crate::certcentral::Private;
use crate::certcentral::order::{Contact, Contacts};

/// The responsible person as organisation contact and, for EV, as the one who confirms the issuance (R47, A30); the
/// provider as technical contact.
///
/// # Errors
/// `clerk.missing` where the vendor would have nobody to write to (R15); what EV needs of the responsible person and the application lacks (R50).
pub(super) fn contacts(application: &Application, clerk: Option<&Clerk>) -> Result<Contacts, Vec<Finding>> {
    if application.responsible.email.is_none()
        && clerk.is_none()
        && application.product.validation() == Validation::Ov
    {
        return Err(vec![no_clerk()]);
    }
    let mut organisation = responsible(application, clerk);
    let mut verified = Vec::new();
    if application.product.validation() == Validation::Ev {
        let missing = missing(application);
        if !missing.is_empty() {
            return Err(missing);
        }
        verified.push(organisation.clone());
    } else if organisation.job_title.is_none() {
        let department = application.responsible.department.as_ref();
        organisation.job_title = department.map(|line| Private::new(line.expose()));
    }
    Ok(Contacts { organisation: Some(organisation), technical: clerk.map(technical), verified })
}

/// The responsible person (申請責任者). An application may lack a mail address and a direct line: the vendor then
/// writes to the provider, who relays (R15), and calls the organisation (R43).
pub(super) fn responsible(application: &Application, clerk: Option<&Clerk>) -> Contact {
    let person = &application.responsible;
    let own = person.email.as_ref();
    let email = own.or(clerk.map(|clerk| &clerk.email));
    let phone = person.phone.as_ref().unwrap_or(&application.organisation.main_phone);
    let title = person.job_title.as_ref().map(|line| Private::new(line.expose()));
    contact(&person.name, title, email, phone)
}

fn technical(clerk: &Clerk) -> Contact {
    let title = clerk.job_title.as_ref().or(clerk.department.as_ref());
    let title = title.map(|line| Private::new(line.expose()));
    contact(&clerk.name, title, Some(&clerk.email), &clerk.phone)
}

fn contact(
    name: &PersonName,
    job_title: Option<Private>,
    email: Option<&Email>,
    phone: &PhoneNumber,
) -> Contact {
    let (family, given) = parts(name);
    Contact {
        first_name: Private::new(given),
        last_name: Private::new(family),
        job_title,
        telephone: Private::new(phone.e164()),
        email: Private::new(email.map(Email::expose).unwrap_or_default()),
    }
}

/// Family and given name. The API demands both: a name that is not divided stands for either.
fn parts(name: &PersonName) -> (&str, &str) {
    match name {
        PersonName::Parts { family, given } => (family.expose(), given.expose()),
        PersonName::Whole(whole) => {
            let whole = whole.expose();
            whole.split_once(char::is_whitespace).map_or((whole, whole), |(a, b)| (a, b.trim_start()))
        }
    }
}

fn missing(application: &Application) -> Vec<Finding> {
    let person = &application.responsible;
    if person.job_title.is_some() && person.email.is_some() {
        return Vec::new();
    }
    let (product, applicant) = (application.product, application.organisation.applicant);
    let findings = check_responsible_person(person, applicant, product.validation(), product.vendor());
    let stops = findings.into_iter().filter(|finding| finding.severity == Severity::Stop);
    stops.map(|finding| finding.below("application.responsible")).collect()
}

/// A vendor writes to the provider, which relays: never to whom the customer named for our letters (R15).
fn no_clerk() -> Finding {
    Finding::stop(
        "clerk.missing",
        "certcentral.orders.clerk",
        "R15",
        Text::fixed(
            "申請責任者のメールアドレスがなく、手続き担当者も設定されていないため、ベンダーの連絡先がありません。",
            "The responsible person has no mail address and no contact for procedures is configured: the vendor could write to \
             nobody.",
        ),
        Text::fixed(
            "手続き担当者（certcentral.orders.clerk）を設定し、もう一度申請してください（`certflow release`）。",
            "Configure the contact for procedures (certcentral.orders.clerk), then submit it once more (`certflow release`).",
        ),
    )
    .owed_by(Party::Provider)
}

#[cfg(test)]
mod tests {
    use procedure::{Product, samples};

    use super::*;

    fn clerk() -> Clerk {
        serde_json::from_value(serde_json::json!({
            "organisation": "例ホスティング", "department": "証明書係", "name": {"full": "証明書係"},
            "email": "certificates@hosting.example", "phone": "06-1234-5678"
        }))
        .unwrap()
    }

    /// R15, R43: without an own address the vendor writes to the provider; without a direct line it calls the
    /// organisation.
    #[test]
    fn the_provider_stands_in_for_a_missing_address() {
        let mut draft = samples::draft(Product::DigicertSecureServerId);
        draft.responsible.email = None;
        draft.responsible.job_title = None;
        let application = samples::application(&draft);
        let named = contacts(&application, Some(&clerk())).unwrap();
        let organisation = named.organisation.unwrap();
        assert_eq!(organisation.email.expose(), "certificates@hosting.example");
        assert_eq!(organisation.telephone.expose(), "+81312345678");
        assert_eq!(organisation.job_title.unwrap().expose(), "情報システム部");
        assert_eq!(named.technical.unwrap().job_title.unwrap().expose(), "証明書係");
        assert_eq!(named.verified, []);
        let told = contacts(&application, None).unwrap_err();
        assert_eq!(
            (told[0].code.as_ref(), told[0].acts),
            ("clerk.missing", Party::Provider),
            "never the customer's"
        );
    }

    /// R44: a name is divided where it can be, and never sent incomplete.
    #[test]
    fn names_are_divided() {
        for (full, family, given) in [
            ("山田 太郎", "山田", "太郎"),
            ("山田　太郎", "山田", "太郎"),
            ("山田太郎", "山田太郎", "山田太郎"),
        ] {
            let mut draft = samples::draft(Product::DigicertSecureServerId);
            (draft.responsible.family, draft.responsible.given) = (None, None);
            draft.responsible.name = Some(full.to_owned());
            let person = contacts(&samples::application(&draft), None).unwrap().organisation.unwrap();
            assert_eq!((person.last_name.expose(), person.first_name.expose()), (family, given));
        }
    }

    /// R50: EV without the responsible person's own address is not sent; the customer has to give it.
    #[test]
    fn ev_needs_title_and_address() {
        let mut application = samples::application(&samples::draft(Product::GeotrustTrueBusinessIdEv));
        application.responsible.email = None;
        let findings = contacts(&application, Some(&clerk())).unwrap_err();
        let told: Vec<_> = findings.iter().map(|f| (f.code.as_ref(), f.field.as_ref(), f.acts)).collect();
        let field = "application.responsible.email";
        assert_eq!(told, [("person.no_email", field, procedure::Party::Customer)]);
    }
}
