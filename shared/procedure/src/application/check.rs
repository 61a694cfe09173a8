//! From an application as written to one that can be read, with everything that is to be said of it.

use jiff::civil::Date;

use super::draft::{ApplicationDraft, ApprovalDraft, OrganisationDraft, PersonDraft};
use super::reader::Reader;
use super::{Application, ApprovalDestination, Business, Hosting, MAX_NOTIFICATION_ADDRESSES};
use crate::contact::{Email, Person, PersonName};
use crate::name::Names;
use crate::organisation::{Address, ApplicantType, Identifiers, Listing, Organisation};
use crate::pki::Csr;
use crate::{ContractTerm, Finding, Language, Product, Refusal, Text};

/// The application and the findings about it; some of them may stop it (see [`Refusal::of`]).
///
/// # Errors
/// Every finding at once when it cannot be read as an application; fields are below `application`. `text.my_number`
/// before anything else: such an application must not be kept to be mended (R85).
pub fn check(draft: &ApplicationDraft) -> Result<(Application, Vec<Finding>), Refusal> {
    if let Ok(refusal) = Refusal::of(draft.my_numbers()) {
        return Err(refusal);
    }
    let mut reader = Reader::default();
    let Some(application) = read(&mut reader, draft) else { return Err(reader.refusal("application")) };
    let findings = application.findings();
    Ok((application, findings))
}

fn read(reader: &mut Reader, draft: &ApplicationDraft) -> Option<Application> {
    let product = reader.keep("product", Product::from_code(&draft.product));
    let term = reader.choose(
        "term",
        draft.term.as_deref(),
        Some(ContractTerm::OneYear),
        &[("one_year", ContractTerm::OneYear), ("one_month", ContractTerm::OneMonth)],
    );
    if let (Some(product), Some(term)) = (product, term)
        && !product.terms().contains(&term)
    {
        reader.push(term_not_sold());
        return None;
    }
    let names = reader.keep_all(Names::parse(draft.names.iter().map(String::as_str)));
    let csr = reader.keep_all(Csr::parse(&draft.csr));
    let organisation = read_organisation(reader, &draft.organisation);
    let business = read_business(reader, &draft.organisation, organisation.as_ref());
    let responsible = read_person(reader, &draft.responsible);
    let approval = read_approval(reader, &draft.approval);
    let notify = read_notify(reader, &draft.notify);
    let language = reader.choose(
        "language",
        draft.language.as_deref(),
        Some(Language::Ja),
        &[("ja", Language::Ja), ("en", Language::En)],
    );
    let hosting = [("provider", Hosting::Provider), ("external", Hosting::External)];
    let dns = reader.choose("dns", draft.dns.as_deref(), Some(Hosting::External), &hosting);
    let server = reader.choose("server", draft.server.as_deref(), Some(Hosting::Provider), &hosting);
    Some(Application {
        product: product?,
        term: term?,
        names: names?,
        csr: csr?,
        organisation: organisation?,
        business: business?,
        responsible: responsible?,
        approval: approval?,
        notify: notify?,
        language: language?,
        dns: dns?,
        server: server?,
    })
}

fn read_organisation(reader: &mut Reader, draft: &OrganisationDraft) -> Option<Organisation> {
    let applicant = reader.choose(
        "organisation.applicant_type",
        Some(&draft.applicant_type),
        None,
        &[
            ("corporation", ApplicantType::Corporation),
            ("government", ApplicantType::Government),
            ("school", ApplicantType::School),
            ("professional_office", ApplicantType::ProfessionalOffice),
            ("other_group", ApplicantType::OtherGroup),
            ("sole_proprietor", ApplicantType::SoleProprietor),
        ],
    );
    let name = reader.read("organisation.name", &draft.name);
    let name_en = reader.read_optional("organisation.name_en", draft.name_en.as_deref());
    let trade_name = reader.read_optional("organisation.trade_name", draft.trade_name.as_deref());
    let postal_code = reader.read("organisation.postal_code", &draft.postal_code);
    let prefecture = reader.read("organisation.prefecture", &draft.prefecture);
    let city = reader.read("organisation.city", &draft.city);
    let street = reader.read("organisation.street", &draft.street);
    let building = reader.read_optional("organisation.building", draft.building.as_deref());
    let main_phone = reader.read("organisation.main_phone", &draft.main_phone);
    let listing = read_listing(reader, draft.listed_in.as_deref());
    let identifiers = Identifiers {
        corporate_number: reader
            .read_optional("organisation.corporate_number", draft.corporate_number.as_deref()),
        registration_number: reader
            .read_optional("organisation.registration_number", draft.registration_number.as_deref()),
        tdb_code: reader.read_optional("organisation.tdb_code", draft.tdb_code.as_deref()),
        duns: reader.read_optional("organisation.duns_number", draft.duns_number.as_deref()),
    };
    if reader.is_refused_below("organisation") {
        return None;
    }
    Some(Organisation {
        applicant: applicant?,
        name: name?,
        name_en,
        trade_name,
        address: Address {
            postal_code: postal_code?,
            prefecture: prefecture?,
            city: city?,
            street: street?,
            building,
        },
        main_phone: main_phone?,
        listing,
        identifiers,
    })
}

fn read_listing(reader: &mut Reader, text: Option<&str>) -> Option<Listing> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    match text.to_ascii_lowercase().as_str() {
        "tdb" => Some(Listing::Tdb),
        "tsr" => Some(Listing::Tsr),
        "duns" => Some(Listing::Duns),
        "itownpage" => Some(Listing::ITownPage),
        _ => reader.read("organisation.listed_in", text).map(Listing::Other),
    }
}

/// `Some(None)` for anyone but a sole proprietor.
fn read_business(
    reader: &mut Reader,
    draft: &OrganisationDraft,
    organisation: Option<&Organisation>,
) -> Option<Option<Business>> {
    if organisation.is_none_or(|known| known.applicant != ApplicantType::SoleProprietor) {
        return Some(None);
    }
    let text = draft.business_started.as_deref().unwrap_or("").trim();
    let started =
        reader.keep("organisation.business_started", text.parse::<Date>().map_err(|_| no_start()))?;
    Some(Some(Business { started, return_filed: draft.return_filed }))
}

fn read_person(reader: &mut Reader, draft: &PersonDraft) -> Option<Person> {
    let family = reader.read_optional("responsible.family", draft.family.as_deref());
    let given = reader.read_optional("responsible.given", draft.given.as_deref());
    let whole = reader.read_optional("responsible.name", draft.name.as_deref());
    let name = match (family, given, whole) {
        (Some(family), Some(given), None) => Some(PersonName::Parts { family, given }),
        (None, None, Some(whole)) => Some(PersonName::Whole(whole)),
        _ => {
            reader.push(no_name());
            None
        }
    };
    let person = Person {
        kana: reader.read_optional("responsible.kana", draft.kana.as_deref()),
        department: reader.read_optional("responsible.department", draft.department.as_deref()),
        job_title: reader.read_optional("responsible.job_title", draft.job_title.as_deref()),
        email: reader.read_optional("responsible.email", draft.email.as_deref()),
        phone: reader.read_optional("responsible.phone", draft.phone.as_deref()),
        name: name?,
    };
    (!reader.is_refused_below("responsible")).then_some(person)
}

fn read_approval(reader: &mut Reader, draft: &ApprovalDraft) -> Option<ApprovalDestination> {
    let choices = [("postmaster", false), ("txt_contact", true)];
    if !reader.choose("approval.method", Some(&draft.method), None, &choices)? {
        return Some(ApprovalDestination::Postmaster);
    }
    let email = reader.read("approval.email", draft.email.as_deref().unwrap_or(""))?;
    Some(ApprovalDestination::TxtContact { email })
}

fn read_notify(reader: &mut Reader, texts: &[String]) -> Option<Vec<Email>> {
    if !(1..=MAX_NOTIFICATION_ADDRESSES).contains(&texts.len()) {
        reader.push(notify_count());
        return None;
    }
    let mut addresses: Vec<Email> = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let address = reader.read(format!("notify[{n}]"), text)?;
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Some(addresses)
}

fn term_not_sold() -> Finding {
    Finding::stop(
        "term.not_sold",
        "term",
        "R5",
        Text::fixed("この商品にない契約期間です。", "The product is not sold with this term."),
        Text::fixed("1ヶ月契約は BIZCERT のみです。", "One month is sold with BIZCERT only."),
    )
}

fn no_start() -> Finding {
    Finding::stop(
        "business.started",
        "organisation.business_started",
        "R61",
        Text::fixed(
            "個人事業者の事業開始日がないか、正しくありません。",
            "A sole proprietor's start of business is missing or malformed.",
        ),
        Text::fixed("2024-04-01 の形式で入力してください。", "Give it as 2024-04-01."),
    )
}

fn no_name() -> Finding {
    Finding::stop(
        "person.name",
        "responsible.name",
        "R44",
        Text::fixed("申請責任者の氏名がありません。", "The responsible person's name is missing."),
        Text::fixed(
            "姓と名、または氏名を入力してください。",
            "Give family and given name, or the whole name.",
        ),
    )
}

fn notify_count() -> Finding {
    Finding::stop(
        "notify.count",
        "notify",
        "R56",
        Text::fixed(
            "通知メールアドレスの数が正しくありません。",
            "The number of notification addresses is wrong.",
        ),
        Text::fixed("1〜5 件を入力してください。", "Give 1 to 5."),
    )
}
