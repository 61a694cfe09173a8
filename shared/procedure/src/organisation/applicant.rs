//! What kind of body applies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Text;

/// The kind of applicant, declared by the customer (R58); kinds as Cybertrust Japan lists who may apply for OV
/// (`vendors.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantType {
    /// A person in business under their own or a trade name (個人事業者).
    SoleProprietor,
    /// A company or other registered corporation (法人).
    Corporation,
    /// A ministry, agency or local government (官公庁・地方公共団体).
    Government,
    /// A school or university, with or without a school corporation (学校).
    School,
    /// The office of a licensed professional that is no corporation (士業の事務所).
    ProfessionalOffice,
    /// Any other body, such as a group that includes a corporation (その他の団体).
    OtherGroup,
}

impl ApplicantType {
    /// Every kind, in the order a form shows them.
    pub const ALL: [ApplicantType; 6] = [
        ApplicantType::Corporation,
        ApplicantType::Government,
        ApplicantType::School,
        ApplicantType::ProfessionalOffice,
        ApplicantType::OtherGroup,
        ApplicantType::SoleProprietor,
    ];

    /// Whether the vendors issue EV to it: registered corporations, government and schools, never a person or an
    /// unregistered office or group (A24).
    pub const fn ev_eligible(self) -> bool {
        match self {
            ApplicantType::Corporation | ApplicantType::Government | ApplicantType::School => true,
            ApplicantType::SoleProprietor | ApplicantType::ProfessionalOffice | ApplicantType::OtherGroup => {
                false
            }
        }
    }

    /// Whether it has to send documents without being asked (R58).
    pub const fn needs_documents(self) -> bool {
        matches!(self, ApplicantType::SoleProprietor)
    }

    /// The label shown to people.
    pub const fn label(self) -> Text {
        match self {
            ApplicantType::SoleProprietor => Text::fixed("個人事業者", "Sole proprietor"),
            ApplicantType::Corporation => Text::fixed("法人", "Corporation"),
            ApplicantType::Government => Text::fixed("官公庁・地方公共団体", "Government"),
            ApplicantType::School => Text::fixed("学校", "School"),
            ApplicantType::ProfessionalOffice => Text::fixed("士業の事務所", "Professional office"),
            ApplicantType::OtherGroup => Text::fixed("その他の団体", "Other group"),
        }
    }
}
