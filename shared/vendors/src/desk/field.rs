//! The fields of the vendors' forms.

use serde::{Deserialize, Serialize};

/// A field of the vendor's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// New, renewal or reissue (申請種別).
    Kind,
    /// The product as the vendor calls it.
    Product,
    /// The contract term (R5).
    Term,
    /// Our order id, by which the order can be found again (R90).
    Reference,
    /// The vendor's number of the order that is renewed or reissued.
    FormerNumber,
    /// The first name, where it fits a common name.
    CommonName,
    /// The other names.
    OtherNames,
    /// The CSR in PEM.
    Csr,
    /// What kind of body applies.
    Applicant,
    /// TDB company code.
    TdbCode,
    /// Corporate number (法人番号).
    CorporateNumber,
    /// The name as registered.
    Name,
    /// The legal form in the name, such as 株式会社.
    LegalForm,
    /// The name in English.
    NameEn,
    /// The trade name (屋号).
    TradeName,
    /// The representative, whom applications do not name.
    Representative,
    /// Postal code.
    PostalCode,
    /// Prefecture.
    Prefecture,
    /// City.
    City,
    /// District and number.
    Street,
    /// Building.
    Building,
    /// Main telephone number (R43).
    MainPhone,
    /// Which third-party database lists it (R44).
    Listing,
    /// The responsible person's name.
    ResponsibleName,
    /// Its reading.
    ResponsibleKana,
    /// Department.
    ResponsibleDepartment,
    /// Job title.
    ResponsibleTitle,
    /// Mail address.
    ResponsibleEmail,
    /// Direct line.
    ResponsiblePhone,
    /// The provider's name.
    ClerkOrganisation,
    /// The provider's department.
    ClerkDepartment,
    /// The contact's name.
    ClerkName,
    /// Its reading.
    ClerkKana,
    /// Mail address.
    ClerkEmail,
    /// Telephone.
    ClerkPhone,
    /// Where the approval mail is to go (R23–R26).
    ApprovalAddress,
}
