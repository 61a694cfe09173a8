//! The rules of the mission document, with what has become of them (A17–A23).

use jiff::civil::{Date, date};

use super::{
    Conditions, Currency, DocumentKind, DocumentRule, FormRule, Item, Meanwhile, ReceiptRule, ReceiptStamp,
    Role, Standing, Tax, TradeNameRule, Window,
};

/// The first day on which tax offices stamped no retained copy (A19).
const STAMP_ABOLISHED: Date = date(2025, 1, 1);
/// The last day any health-insurance card was valid (A20).
const LAST_INSURANCE_CARD: Date = date(2025, 12, 1);
/// The first day of the eligibility certificate (A20).
const ELIGIBILITY_CERTIFICATE: Date = date(2024, 12, 2);
/// The day alien registration ended and the residence card began (A21).
const RESIDENCE_CARD: Date = date(2012, 7, 9);

/// Every rule, by item, the kinds of an item in the order they are offered.
pub(super) fn rules() -> Vec<DocumentRule> {
    [opening(), tax_return(), identity(), phone_bill()].concat()
}

/// (i), R62–R65. Prefectures and municipalities still stamp; only what goes to the tax office may be unstamped.
fn opening() -> Vec<DocumentRule> {
    let any_office = || vec![ReceiptStamp::TaxOffice, ReceiptStamp::Prefecture, ReceiptStamp::Municipality];
    let stamped = |proof_instead_from| Conditions {
        receipt: ReceiptRule::Stamp { of: any_office(), proof_instead_from },
        ..copy(Currency::Undated)
    };
    let proof = || Conditions { role: Role::ReceiptProof, ..copy(Currency::Undated) };
    let at = Item::Opening;
    vec![
        accepted(DocumentKind::OpeningNotification, at, Window::ALWAYS, stamped(Some(STAMP_ABOLISHED))),
        accepted(DocumentKind::CommencementReport, at, Window::ALWAYS, stamped(None)),
        presumed(DocumentKind::EtaxReceiptNotice, at, proof()),
        presumed(DocumentKind::ReceiptLeaflet, at, proof()),
    ]
}

/// (i'), R66–R70. A proof of receipt goes with the return, since the trade name is only on the return (R68).
fn tax_return() -> Vec<DocumentRule> {
    let of_year = |tax| Conditions {
        trade_name: TradeNameRule::Required,
        proves_address: true,
        ..copy(Currency::PreviousFiscalYear(tax))
    };
    let stamped = |tax| Conditions {
        receipt: ReceiptRule::Stamp {
            of: vec![ReceiptStamp::TaxOffice],
            proof_instead_from: Some(STAMP_ABOLISHED),
        },
        ..of_year(tax)
    };
    let proof = || Conditions { role: Role::ReceiptProof, ..copy(Currency::SameYearAsReturn) };
    let at = Item::TaxReturn;
    vec![
        accepted(DocumentKind::IncomeTaxReturn, at, Window::ALWAYS, stamped(Tax::Income)),
        accepted(DocumentKind::ConsumptionTaxReturn, at, Window::ALWAYS, stamped(Tax::Consumption)),
        presumed(DocumentKind::TaxReturnDataService, at, of_year(Tax::Income)),
        presumed(DocumentKind::EtaxReceiptNotice, at, proof()),
        presumed(DocumentKind::ReceiptLeaflet, at, proof()),
        presumed(DocumentKind::TaxPaymentCertificate, at, proof()),
    ]
}

/// (ii), R71–R76, A20, A21. A passport shows no address that an authority confirmed, so no telegram can follow it.
fn identity() -> Vec<DocumentRule> {
    let valid = || Conditions { proves_address: true, ..copy(Currency::Unexpired) };
    let without_address = || copy(Currency::Unexpired);
    let insurance = || Conditions { mask_insurance_number: true, ..without_address() };
    let certificate = || Conditions {
        form: FormRule::OriginalOnly,
        proves_address: true,
        ..copy(Currency::IssuedWithinMonths(3))
    };
    let at = Item::Identity;
    vec![
        accepted(DocumentKind::DriversLicence, at, Window::ALWAYS, valid()),
        accepted(DocumentKind::Passport, at, Window::ALWAYS, without_address()),
        accepted(DocumentKind::HealthInsuranceCard, at, Window::until(LAST_INSURANCE_CARD), insurance()),
        obsolete(
            DocumentKind::HealthInsuranceCard,
            at,
            date(2025, 12, 2),
            &[DocumentKind::EligibilityCertificate],
        ),
        accepted(DocumentKind::ResidentRecord, at, Window::ALWAYS, certificate()),
        accepted(
            DocumentKind::AlienRegistrationCertificate,
            at,
            Window::until(date(2012, 7, 8)),
            certificate(),
        ),
        obsolete(
            DocumentKind::AlienRegistrationCertificate,
            at,
            RESIDENCE_CARD,
            &[
                DocumentKind::ResidentRecord,
                DocumentKind::ResidenceCard,
                DocumentKind::SpecialPermanentResidentCertificate,
            ],
        ),
        withheld(DocumentKind::EligibilityCertificate, at, ELIGIBILITY_CERTIFICATE, insurance()),
        withheld(DocumentKind::ResidenceCard, at, RESIDENCE_CARD, valid()),
        withheld(DocumentKind::SpecialPermanentResidentCertificate, at, RESIDENCE_CARD, valid()),
        withheld(DocumentKind::IndividualNumberCard, at, date(2016, 1, 1), valid()),
    ]
}

/// (iii), R77, R78.
fn phone_bill() -> Vec<DocumentRule> {
    let latest = Currency::LatestIssue { doubtful_after_months: 1, stale_after_months: 3 };
    let bill = Conditions { not_web_download: true, ..copy(latest) };
    vec![accepted(DocumentKind::PhoneBill, Item::PhoneBill, Window::ALWAYS, bill)]
}

/// The least a copy must fulfil.
fn copy(must_be: Currency) -> Conditions {
    Conditions {
        form: FormRule::CopyAllowed,
        must_be,
        receipt: ReceiptRule::NotNeeded,
        trade_name: TradeNameRule::NotNeeded,
        not_web_download: false,
        mask_insurance_number: false,
        proves_address: false,
        role: Role::Suffices,
    }
}

fn accepted(kind: DocumentKind, item: Item, effective: Window, conditions: Conditions) -> DocumentRule {
    DocumentRule { kind, item, effective, standing: Standing::Accepted { conditions } }
}

/// A19: accepted until the vendor answers, since the stamp it names cannot be had any more.
fn presumed(kind: DocumentKind, item: Item, conditions: Conditions) -> DocumentRule {
    let standing = Standing::PendingVendorConsent { meanwhile: Meanwhile::Accepted, conditions };
    DocumentRule { kind, item, effective: Window::since(STAMP_ABOLISHED), standing }
}

/// A20, A21: not accepted until the vendor answers, since other kinds can be had.
fn withheld(kind: DocumentKind, item: Item, since: Date, conditions: Conditions) -> DocumentRule {
    let standing = Standing::PendingVendorConsent { meanwhile: Meanwhile::Withheld, conditions };
    DocumentRule { kind, item, effective: Window::since(since), standing }
}

fn obsolete(kind: DocumentKind, item: Item, since: Date, replaced_by: &[DocumentKind]) -> DocumentRule {
    let standing = Standing::Obsolete { replaced_by: replaced_by.to_vec() };
    DocumentRule { kind, item, effective: Window::since(since), standing }
}
