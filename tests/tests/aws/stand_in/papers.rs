//! A sole proprietor's documents in the first year, as of today (R62–R65, R71, R77).

use jiff::civil::Date;
use jiff::tz::{self, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use procedure::documents::{DocumentFacts, DocumentKind, Form, ReceiptStamp};
use procedure::event::{DocumentReceived, Event};
use procedure::order::DocumentNews;

/// The day in Japan so many days ago.
pub(super) fn japan_days_ago(days: i64) -> Date {
    let today = Timestamp::now().to_zoned(TimeZone::fixed(tz::offset(9))).date();
    today.checked_sub(days.days()).unwrap()
}

/// The commencement report stamped by the prefecture, a driver's licence, a telephone bill by post.
pub(super) fn of_the_first_year() -> Vec<Event> {
    let report = DocumentFacts {
        receipt_stamp: Some(ReceiptStamp::Prefecture),
        ..document("report", DocumentKind::CommencementReport)
    };
    let licence = DocumentFacts {
        expires_on: Some(japan_days_ago(-700)),
        ..document("licence", DocumentKind::DriversLicence)
    };
    let bill = DocumentFacts {
        issued_on: Some(japan_days_ago(5)),
        web_download: Some(false),
        ..document("bill", DocumentKind::PhoneBill)
    };
    let event = |facts| DocumentReceived { record: DocumentNews::Recorded { facts } }.into();
    [report, licence, bill].map(event).into()
}

fn document(id: &str, kind: DocumentKind) -> DocumentFacts {
    DocumentFacts {
        id: id.parse().unwrap(),
        revision: 0,
        kind,
        form: Form::ElectronicCopy,
        received_at: Timestamp::now(),
        my_number_visible: false,
        legible: true,
        issued_on: None,
        expires_on: None,
        tax_year: None,
        shows_trade_name: None,
        receipt_stamp: None,
        web_download: None,
        insurance_number_masked: None,
        file: None,
        answers: None,
    }
}
