//! An application as written: nothing checked, everything bounded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a customer or the portal writes. Masked in `Debug`: it is personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationDraft {
    /// The product's code: `DC-OV`, `GT-OV`, `DC-EV`, `GT-EV`, `CT-SS`, `BIZCERT`.
    pub product: String,
    /// `one_year` (default) or, for BIZCERT, `one_month`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The names, the common name first; U-labels or A-labels.
    pub names: Vec<String>,
    /// The certificate signing request in PEM. Never a private key.
    pub csr: String,
    /// The applicant organisation (申請組織).
    pub organisation: OrganisationDraft,
    /// The application responsible person (申請責任者).
    pub responsible: PersonDraft,
    /// Where the approval mail goes (R23).
    pub approval: ApprovalDraft,
    /// The notification addresses (通知メールアドレス), 1 to 5 (R56).
    pub notify: Vec<String>,
    /// `ja` (default) or `en` (R87).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who runs the domain's DNS: `provider` or `external` (default) (A8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dns: Option<String>,
    /// Who runs the server: `provider` (default) or `external` (A6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
}

/// The organisation as written.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OrganisationDraft {
    /// `corporation`, `government`, `school`, `professional_office`, `other_group`, `sole_proprietor` (R58).
    pub applicant_type: String,
    /// The name exactly as registered; a sole proprietor's own name.
    pub name: String,
    /// The name in English.
    pub name_en: Option<String>,
    /// The trade name (屋号) of a sole proprietor (R68).
    pub trade_name: Option<String>,
    /// When a sole proprietor's business started, `YYYY-MM-DD` (R61, A16).
    pub business_started: Option<String>,
    /// Whether a sole proprietor filed a return for a completed tax year already (A16).
    pub return_filed: Option<bool>,
    /// `NNN-NNNN`.
    pub postal_code: String,
    /// Prefecture (都道府県).
    pub prefecture: String,
    /// City (市区町村).
    pub city: String,
    /// District and number (町名・番地).
    pub street: String,
    /// Building (建物名).
    pub building: Option<String>,
    /// The main telephone number (代表電話番号, R43).
    pub main_phone: String,
    /// Where that number is listed: `tdb`, `tsr`, `duns`, `itownpage` or another directory's name (R44).
    pub listed_in: Option<String>,
    /// Corporate number (法人番号), 13 digits.
    pub corporate_number: Option<String>,
    /// Company registration number (会社法人等番号), 12 digits.
    pub registration_number: Option<String>,
    /// Teikoku Databank code, 9 digits.
    pub tdb_code: Option<String>,
    /// D-U-N-S number, 9 digits.
    pub duns_number: Option<String>,
}

/// A person as written.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PersonDraft {
    /// Family name (姓), with `given`.
    pub family: Option<String>,
    /// Given name (名).
    pub given: Option<String>,
    /// The whole name (氏名), instead of the two.
    pub name: Option<String>,
    /// Its reading in kana.
    pub kana: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Job title (役職).
    pub job_title: Option<String>,
    /// Own address; mandatory for EV (R50).
    pub email: Option<String>,
    /// Direct number.
    pub phone: Option<String>,
}

/// Where the approval mail goes, as written.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApprovalDraft {
    /// `postmaster` (R24) or `txt_contact` (R26).
    pub method: String,
    /// The address in the TXT record, for `txt_contact`.
    pub email: Option<String>,
}

macro_rules! masked {
    ($($name:ident),*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(masked)"))
            }
        })*
    };
}

masked!(ApplicationDraft, OrganisationDraft, PersonDraft, ApprovalDraft);
