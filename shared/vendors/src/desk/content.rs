//! What stands in each field of a form, from the application. Pure.

use procedure::application::ApprovalDestination;
use procedure::contact::Line;
use procedure::order::{Order, OrderKind};
use procedure::organisation::Listing;
use procedure::{ContractTerm, Text};

use super::{DeskSettings, Field};
use crate::Clerk;

/// What stands there.
pub(super) enum Content {
    /// These values.
    Values(Vec<String>, Option<Text>),
    /// Nothing, though the form may ask for it.
    Missing(Option<Text>),
    /// The order has no such field.
    Absent,
}

impl Field {
    pub(super) fn content(self, order: &Order, settings: &DeskSettings) -> Content {
        let application = &order.application;
        let (organisation, person) = (&application.organisation, &application.responsible);
        let numbers = &organisation.identifiers;
        match self {
            Field::Kind => kind(&order.kind),
            Field::Product => {
                let named = settings.products.get(&application.product).cloned();
                let name = application.product.name();
                noted(named.unwrap_or_else(|| name.ja.clone().into_owned()), name)
            }
            Field::Term => match application.term {
                ContractTerm::OneMonth => one_text(Text::fixed("1ヶ月契約", "one month")),
                ContractTerm::OneYear => one_text(Text::fixed("1年契約", "one year")),
            },
            Field::Reference => one(order.id.as_str()),
            Field::FormerNumber => match &order.kind {
                OrderKind::New => Content::Absent,
                OrderKind::Renewal { vendor_order, .. } | OrderKind::Reissue { vendor_order, .. } => {
                    one(vendor_order.as_str())
                }
            },
            Field::CommonName => application.names.common_name().map_or_else(
                || {
                    Content::Missing(Some(Text::fixed(
                        "64 文字を超えるため SAN のみです。",
                        "Longer than 64 characters: in the SAN only.",
                    )))
                },
                |name| names([name]),
            ),
            Field::OtherNames => {
                let common = application.names.common_name();
                names(application.names.iter().filter(|name| Some(*name) != common))
            }
            Field::Csr => {
                Content::Values(application.csr.pem().lines().map(ToOwned::to_owned).collect(), None)
            }
            Field::Applicant => one_text(organisation.applicant.label()),
            Field::TdbCode => optional(numbers.tdb_code.as_ref().map(|code| code.as_str())),
            Field::CorporateNumber => optional(numbers.corporate_number.as_ref().map(|n| n.as_str())),
            Field::Name => one(organisation.name.expose()),
            Field::LegalForm => optional(legal_form(organisation.name.expose())),
            Field::NameEn => line(organisation.name_en.as_ref()),
            Field::TradeName => present(organisation.trade_name.as_ref().map(Line::expose)),
            Field::Representative => Content::Missing(Some(Text::fixed(
                "申請情報にはありません。登記事項証明書などで確認してください。",
                "Not part of the application: look it up in the register.",
            ))),
            Field::PostalCode => one(organisation.address.postal_code.expose()),
            Field::Prefecture => one_text(organisation.address.prefecture.name()),
            Field::City => one(organisation.address.city.expose()),
            Field::Street => one(organisation.address.street.expose()),
            Field::Building => present(organisation.address.building.as_ref().map(Line::expose)),
            Field::MainPhone => one(organisation.main_phone.expose()),
            Field::Listing => organisation.listing.as_ref().map_or(Content::Missing(None), listing),
            Field::ResponsibleName => one(person.name.expose()),
            Field::ResponsibleKana => optional(person.kana.as_ref().map(|kana| kana.expose())),
            Field::ResponsibleDepartment => line(person.department.as_ref()),
            Field::ResponsibleTitle => line(person.job_title.as_ref()),
            Field::ResponsibleEmail => optional(person.email.as_ref().map(|email| email.expose())),
            Field::ResponsiblePhone => present(person.phone.as_ref().map(|phone| phone.expose())),
            Field::ClerkOrganisation => clerk(settings, |c| Some(c.organisation.expose().to_owned())),
            Field::ClerkDepartment => clerk(settings, |c| Some(c.department.as_ref()?.expose().to_owned())),
            Field::ClerkName => clerk(settings, |c| Some(c.name.expose())),
            Field::ClerkKana => clerk(settings, |c| Some(c.kana.as_ref()?.expose().to_owned())),
            Field::ClerkEmail => clerk(settings, |c| Some(c.email.expose())),
            Field::ClerkPhone => clerk(settings, |c| Some(c.phone.expose().to_owned())),
            Field::ApprovalAddress => approval(order),
        }
    }
}

fn one(value: impl Into<String>) -> Content {
    Content::Values(vec![value.into()], None)
}

fn noted(value: String, note: Text) -> Content {
    Content::Values(vec![value], Some(note))
}

/// The Japanese words, which are what is entered, with both languages beside.
fn one_text(text: Text) -> Content {
    noted(text.ja.clone().into_owned(), text)
}

fn optional(value: Option<impl Into<String>>) -> Content {
    value.map_or(Content::Missing(None), one)
}

fn line(value: Option<&Line>) -> Content {
    optional(value.map(Line::expose))
}

/// A field that few applications have.
fn present(value: Option<impl Into<String>>) -> Content {
    value.map_or(Content::Absent, one)
}

fn kind(kind: &OrderKind) -> Content {
    one_text(match kind {
        OrderKind::New => Text::fixed("新規", "new"),
        OrderKind::Renewal { .. } => Text::fixed("更新", "renewal"),
        OrderKind::Reissue { .. } => Text::fixed("再発行", "reissue"),
    })
}

/// Names as they are entered, with their readable form beside where that differs.
fn names<'a>(names: impl IntoIterator<Item = &'a procedure::name::CertificateName>) -> Content {
    let names: Vec<_> = names.into_iter().collect();
    if names.is_empty() {
        return Content::Absent;
    }
    let differing = names.iter().filter(|name| name.to_unicode() != name.to_string());
    let readable: Vec<String> = differing.map(|name| name.to_unicode()).collect();
    let note = (!readable.is_empty()).then(|| Text::new(readable.join(", "), readable.join(", ")));
    Content::Values(names.iter().map(ToString::to_string).collect(), note)
}

fn listing(listing: &Listing) -> Content {
    match listing {
        Listing::Tdb => one_text(Text::fixed("帝国データバンク", "Teikoku Databank")),
        Listing::Tsr => one_text(Text::fixed("東京商工リサーチ", "Tokyo Shoko Research")),
        Listing::Duns => one_text(Text::fixed("D-U-N-S", "D-U-N-S")),
        Listing::ITownPage => one_text(Text::fixed("iタウンページ", "iTownPage")),
        Listing::Other(other) => one(other.expose()),
    }
}

/// Legal forms that stand before or after a registered name; a longer one before those that it contains.
const LEGAL_FORMS: [&str; 22] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "特定非営利活動法人",
    "国立大学法人",
    "地方独立行政法人",
    "独立行政法人",
    "医療法人社団",
    "医療法人財団",
    "医療法人",
    "学校法人",
    "社会福祉法人",
    "宗教法人",
    "税理士法人",
    "弁護士法人",
    "協同組合",
];

fn legal_form(name: &str) -> Option<&'static str> {
    LEGAL_FORMS.into_iter().find(|form| name.starts_with(form) || name.ends_with(form))
}

fn clerk(settings: &DeskSettings, value: impl Fn(&Clerk) -> Option<String>) -> Content {
    match &settings.clerk {
        Some(clerk) => present(value(clerk)),
        None => Content::Missing(None),
    }
}

/// One address for all names, or the mailboxes that may stand for each, nearest first (A7).
fn approval(order: &Order) -> Content {
    let application = &order.application;
    match &application.approval {
        ApprovalDestination::TxtContact { email } => noted(
            email.expose(),
            Text::fixed(
                "DNS の TXT レコード（_validation-contactemail）に登録のアドレスです。",
                "The address in the TXT record at _validation-contactemail.",
            ),
        ),
        ApprovalDestination::Postmaster => {
            let each = application.names.iter().map(|name| {
                let addresses = application.approval_addresses(name);
                format!("{name}: {}", addresses.join(" / "))
            });
            Content::Values(each.collect(), None)
        }
    }
}
