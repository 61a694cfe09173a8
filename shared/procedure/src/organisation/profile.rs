//! The organisation as the customer declares it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, ApplicantType, CompanyRegistrationNumber, CorporateNumber, DunsNumber, TdbCode};
use crate::contact::{Line, PhoneNumber};

/// The third-party database (第三者機関のデータベース) that lists the main telephone number (R43, R44).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    /// Teikoku Databank (帝国データバンク).
    Tdb,
    /// Tokyo Shoko Research (東京商工リサーチ).
    Tsr,
    /// Dun & Bradstreet (D-U-N-S).
    Duns,
    /// iTownPage (iタウンページ).
    ITownPage,
    /// Another one, named by the customer.
    Other(Line),
}

/// Numbers by which registers and databases know the organisation; each optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Identifiers {
    /// Corporate number (法人番号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    /// Company registration number (会社法人等番号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<CompanyRegistrationNumber>,
    /// Company code of Teikoku Databank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tdb_code: Option<TdbCode>,
    /// D-U-N-S number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duns: Option<DunsNumber>,
}

/// The applicant organisation (申請組織). A sole proprietor's is personal data throughout.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Organisation {
    /// Kind of applicant.
    pub applicant: ApplicantType,
    /// Name exactly as registered, legal form included where it stands (P7); a sole proprietor's own name.
    pub name: Line,
    /// Name in English, as proven by articles or a database (P7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<Line>,
    /// Trade name (屋号) or assumed name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_name: Option<Line>,
    /// Where it is.
    pub address: Address,
    /// Main telephone number (代表電話番号), which the vendor looks up for itself (R43).
    pub main_phone: PhoneNumber,
    /// Where that number is listed; absent when the customer does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<Listing>,
    /// Numbers of registers and databases.
    #[serde(default)]
    pub identifiers: Identifiers,
}

impl Organisation {
    /// Every free text with the path of its field, for screening (R85).
    pub fn free_texts(&self) -> impl Iterator<Item = (&'static str, &Line)> {
        let listing = match &self.listing {
            Some(Listing::Other(text)) => Some(text),
            Some(Listing::Tdb | Listing::Tsr | Listing::Duns | Listing::ITownPage) | None => None,
        };
        [
            ("name", Some(&self.name)),
            ("name_en", self.name_en.as_ref()),
            ("trade_name", self.trade_name.as_ref()),
            ("address.city", Some(&self.address.city)),
            ("address.street", Some(&self.address.street)),
            ("address.building", self.address.building.as_ref()),
            ("listing", listing),
        ]
        .into_iter()
        .filter_map(|(field, line)| line.map(|line| (field, line)))
    }
}
