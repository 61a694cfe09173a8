//! A sole proprietor's documents in the second year and after (R66–R81).

use jiff::Timestamp;
use jiff::civil::{Date, date};
use procedure::Finding;
use procedure::documents::{DocumentFacts, DocumentKind, Form};

use crate::demo::world::Paper;

/// What is sent first: last year's return with the proof that it was received, a licence, and a telephone bill from
/// the web, which does not do (R78). Then the telegram instead (R79).
///
/// # Errors
/// None: the ids are fixed and valid.
pub fn of_the_second_year() -> Result<Vec<Vec<Paper>>, Finding> {
    let filed = Some(date(2026, 3, 10));
    let tax_return = DocumentFacts {
        tax_year: Some(2025),
        shows_trade_name: Some(true),
        ..document("tax-return", DocumentKind::IncomeTaxReturn, filed)?
    };
    let receipt = DocumentFacts {
        tax_year: Some(2025),
        ..document("etax-receipt", DocumentKind::EtaxReceiptNotice, filed)?
    };
    let licence = DocumentFacts {
        expires_on: Some(date(2029, 5, 20)),
        ..document("licence", DocumentKind::DriversLicence, None)?
    };
    let bill = DocumentFacts {
        web_download: Some(true),
        ..document("phone-bill", DocumentKind::PhoneBill, Some(date(2026, 11, 20)))?
    };
    let first = [tax_return, receipt, licence, bill].map(|facts| Paper::Document(Box::new(facts)));
    Ok(vec![first.into(), vec![Paper::Telegram]])
}

fn document(id: &str, kind: DocumentKind, issued_on: Option<Date>) -> Result<DocumentFacts, Finding> {
    Ok(DocumentFacts {
        id: id.parse()?,
        revision: 0,
        kind,
        form: Form::ElectronicCopy,
        received_at: Timestamp::UNIX_EPOCH,
        my_number_visible: false,
        legible: true,
        issued_on,
        expires_on: None,
        tax_year: None,
        shows_trade_name: None,
        receipt_stamp: None,
        web_download: None,
        insurance_number_masked: None,
        file: None,
        answers: None,
    })
}
