//! What a document is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Text;

/// A kind of document: those of the mission document and what has replaced them since (A19–A21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 個人事業の開廃業届出書 (R63).
    OpeningNotification,
    /// 事業開始等の申告書 (R63).
    CommencementReport,
    /// 所得税の申告書 (R66).
    IncomeTaxReturn,
    /// 消費税の申告書 (R66).
    ConsumptionTaxReturn,
    /// 申告書等情報取得サービスで取得した申告書: the filed return as the tax agency gives it out (A19).
    TaxReturnDataService,
    /// e-Tax の受信通知: proves that a filing was received (A19).
    EtaxReceiptNotice,
    /// 収受日付リーフレット: handed out with paper filings since the stamp was abolished (A19).
    ReceiptLeaflet,
    /// 納税証明書: proves that a return was received (A19).
    TaxPaymentCertificate,
    /// 運転免許証 (R72).
    DriversLicence,
    /// 旅券 (R73).
    Passport,
    /// 各種健康保険証 (R74).
    HealthInsuranceCard,
    /// 資格確認書 (A20).
    EligibilityCertificate,
    /// 住民票の写し (R75).
    ResidentRecord,
    /// 外国人登録原票記載事項証明書 (R76).
    AlienRegistrationCertificate,
    /// 在留カード (A21).
    ResidenceCard,
    /// 特別永住者証明書 (A21).
    SpecialPermanentResidentCertificate,
    /// マイナンバーカード, front side only; not in the mission document, but offered by customers.
    IndividualNumberCard,
    /// 電話会社請求書 (R77).
    PhoneBill,
    /// Whatever else a vendor's enquiry asked for (R59).
    Other,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [DocumentKind; 19] = [
        DocumentKind::OpeningNotification,
        DocumentKind::CommencementReport,
        DocumentKind::IncomeTaxReturn,
        DocumentKind::ConsumptionTaxReturn,
        DocumentKind::TaxReturnDataService,
        DocumentKind::EtaxReceiptNotice,
        DocumentKind::ReceiptLeaflet,
        DocumentKind::TaxPaymentCertificate,
        DocumentKind::DriversLicence,
        DocumentKind::Passport,
        DocumentKind::HealthInsuranceCard,
        DocumentKind::EligibilityCertificate,
        DocumentKind::ResidentRecord,
        DocumentKind::AlienRegistrationCertificate,
        DocumentKind::ResidenceCard,
        DocumentKind::SpecialPermanentResidentCertificate,
        DocumentKind::IndividualNumberCard,
        DocumentKind::PhoneBill,
        DocumentKind::Other,
    ];

    /// The name on the document.
    pub const fn label(self) -> Text {
        match self {
            DocumentKind::OpeningNotification => Text::fixed(
                "個人事業の開廃業届出書",
                "Notification of Opening/Closing of an Individual Business",
            ),
            DocumentKind::CommencementReport => {
                Text::fixed("事業開始等の申告書", "Report of Business Commencement")
            }
            DocumentKind::IncomeTaxReturn => Text::fixed("所得税の申告書", "income tax return"),
            DocumentKind::ConsumptionTaxReturn => Text::fixed("消費税の申告書", "consumption tax return"),
            DocumentKind::TaxReturnDataService => Text::fixed(
                "申告書等情報取得サービスで取得した申告書",
                "tax return obtained from the tax agency's return data service",
            ),
            DocumentKind::EtaxReceiptNotice => Text::fixed("e-Taxの受信通知", "e-Tax receipt notice"),
            DocumentKind::ReceiptLeaflet => Text::fixed("収受日付リーフレット", "receipt-date leaflet"),
            DocumentKind::TaxPaymentCertificate => Text::fixed("納税証明書", "tax payment certificate"),
            DocumentKind::DriversLicence => Text::fixed("運転免許証", "driver's licence"),
            DocumentKind::Passport => Text::fixed("旅券", "passport"),
            DocumentKind::HealthInsuranceCard => Text::fixed("各種健康保険証", "health insurance card"),
            DocumentKind::EligibilityCertificate => {
                Text::fixed("資格確認書", "health insurance eligibility certificate")
            }
            DocumentKind::ResidentRecord => Text::fixed("住民票の写し", "copy of the resident record"),
            DocumentKind::AlienRegistrationCertificate => {
                Text::fixed("外国人登録原票記載事項証明書", "certificate of the alien registration record")
            }
            DocumentKind::ResidenceCard => Text::fixed("在留カード", "residence card"),
            DocumentKind::SpecialPermanentResidentCertificate => {
                Text::fixed("特別永住者証明書", "special permanent resident certificate")
            }
            DocumentKind::IndividualNumberCard => {
                Text::fixed("マイナンバーカード（表面のみ）", "Individual Number Card (front side only)")
            }
            DocumentKind::PhoneBill => Text::fixed("電話会社請求書", "telephone company bill"),
            DocumentKind::Other => Text::fixed("その他の書類", "other document"),
        }
    }

    /// Where its rule is written.
    pub const fn source(self) -> &'static str {
        match self {
            DocumentKind::OpeningNotification | DocumentKind::CommencementReport => "R64",
            DocumentKind::IncomeTaxReturn | DocumentKind::ConsumptionTaxReturn => "R67",
            DocumentKind::TaxReturnDataService
            | DocumentKind::EtaxReceiptNotice
            | DocumentKind::ReceiptLeaflet
            | DocumentKind::TaxPaymentCertificate => "A19",
            DocumentKind::DriversLicence => "R72",
            DocumentKind::Passport => "R73",
            DocumentKind::HealthInsuranceCard => "R74",
            DocumentKind::EligibilityCertificate => "A20",
            DocumentKind::ResidentRecord => "R75",
            DocumentKind::AlienRegistrationCertificate => "R76",
            DocumentKind::ResidenceCard | DocumentKind::SpecialPermanentResidentCertificate => "A21",
            DocumentKind::IndividualNumberCard => "R71",
            DocumentKind::PhoneBill => "R77",
            DocumentKind::Other => "R59",
        }
    }

    /// Whether the document is the customer's retained copy (控え) of something filed (R64, R67).
    pub const fn is_retained_copy(self) -> bool {
        matches!(
            self,
            DocumentKind::OpeningNotification
                | DocumentKind::CommencementReport
                | DocumentKind::IncomeTaxReturn
                | DocumentKind::ConsumptionTaxReturn
        )
    }

    /// Whether insurance numbers stand on it, to be masked (R74, A20).
    pub const fn bears_insurance_numbers(self) -> bool {
        matches!(self, DocumentKind::HealthInsuranceCard | DocumentKind::EligibilityCertificate)
    }

    /// Whether its form has a place for My Number, so that the customer is told beforehand to keep it out (R85).
    pub const fn has_my_number_field(self) -> bool {
        matches!(
            self,
            DocumentKind::OpeningNotification
                | DocumentKind::IncomeTaxReturn
                | DocumentKind::ConsumptionTaxReturn
                | DocumentKind::TaxReturnDataService
                | DocumentKind::ResidentRecord
                | DocumentKind::IndividualNumberCard
        )
    }
}
