//! Who handles the vendors' procedures at the provider.

use procedure::contact::{Email, Kana, Line, PersonName, PhoneNumber};
use serde::{Deserialize, Serialize};

/// The contact for procedures (手続き担当者), who need not belong to the applicant: here the hosting provider's.
/// Vendors write to it, and the provider relays (R15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clerk {
    /// The provider's name (会社名).
    pub organisation: Line,
    /// Department (部署).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Line>,
    /// Name, of a person or of a desk such as 証明書係.
    pub name: PersonName,
    /// Its reading (フリガナ).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<Kana>,
    /// Position (役職).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<Line>,
    /// Where the vendor writes.
    pub email: Email,
    /// Where the vendor calls.
    pub phone: PhoneNumber,
}
