//! How conditions, kinds and days are put into words.

use jiff::civil::Date;

use super::TradeNameRule;
use super::{
    Conditions, Currency, DocumentKind, FormRule, Item, ReceiptRule, ReceiptStamp, Role, RuleBook, Situation,
};
use crate::Text;

/// `2026年11月22日`, `2026-11-22`.
pub(super) fn day(date: Date) -> Text {
    Text::new(format!("{}年{}月{}日", date.year(), date.month(), date.day()), date.to_string())
}

/// The kind with its conditions, such as 運転免許証（コピー可・有効期限内）.
pub(super) fn described(kind: DocumentKind, conditions: &Conditions) -> Text {
    let label = kind.label();
    let name = match (kind.is_retained_copy(), conditions.must_be) {
        (true, Currency::PreviousFiscalYear(_)) => Text::new(
            format!("当該事業の前年度「{}」の控え", label.ja),
            format!("retained copy of the previous fiscal year's {} of the business", label.en),
        ),
        (true, _) => {
            Text::new(format!("「{}」の控え", label.ja), format!("retained copy of the \"{}\"", label.en))
        }
        (false, _) => label,
    };
    let phrases = phrases(kind, conditions);
    let ja: Vec<_> = phrases.iter().map(|phrase| phrase.ja.as_ref()).collect();
    let en: Vec<_> = phrases.iter().map(|phrase| phrase.en.as_ref()).collect();
    Text::new(format!("{}（{}）", name.ja, ja.join("・")), format!("{} ({})", name.en, en.join(", ")))
}

/// The conditions in the order of the mission document: for filings and bills the form last, for the rest first.
fn phrases(kind: DocumentKind, conditions: &Conditions) -> Vec<Text> {
    let mut phrases = Vec::new();
    if matches!(conditions.must_be, Currency::PreviousFiscalYear(_)) && !kind.is_retained_copy() {
        phrases.push(Text::fixed("前年度分", "for the previous fiscal year"));
    }
    phrases.extend(filing(conditions));
    if let Currency::LatestIssue { .. } = conditions.must_be {
        phrases.push(Text::fixed("発行日が最新のもの", "most recent issue"));
    }
    phrases.push(match conditions.form {
        FormRule::CopyAllowed => Text::fixed("コピー可", "copy allowed"),
        FormRule::OriginalOnly => Text::fixed("原本", "original"),
    });
    match conditions.must_be {
        Currency::Unexpired => phrases.push(Text::fixed("有効期限内", "unexpired")),
        Currency::IssuedWithinMonths(months) => phrases.push(Text::new(
            format!("発行日より{months}ヶ月以内"),
            format!("issued within the last {months} months"),
        )),
        Currency::SameYearAsReturn => {
            phrases.push(Text::fixed("申告書と同じ年分", "of the same tax year as the return"));
        }
        Currency::Undated | Currency::LatestIssue { .. } | Currency::PreviousFiscalYear(_) => {}
    }
    if kind == DocumentKind::ResidentRecord {
        phrases.push(Text::fixed("マイナンバーの記載がないもの", "without My Number"));
    }
    if conditions.mask_insurance_number {
        phrases.push(Text::fixed(
            "保険者番号、記号・番号、QRコードをマスキングしたもの",
            "insurer number, symbol, number and QR code masked",
        ));
    }
    phrases
}

fn filing(conditions: &Conditions) -> Option<Text> {
    let trade_name = conditions.trade_name != TradeNameRule::NotNeeded;
    match (&conditions.receipt, trade_name) {
        (ReceiptRule::NotNeeded, false) => None,
        (ReceiptRule::NotNeeded, true) => Some(Text::fixed("屋号の記載があるもの", "showing the trade name")),
        (ReceiptRule::Stamp { of, .. }, trade_name) => {
            let offices = offices(of);
            // The mission document says 受領印 of the tax office's stamp on returns, 受付印 of the others.
            let stamp = if of.as_slice() == [ReceiptStamp::TaxOffice] { "受領印" } else { "受付印" };
            Some(if trade_name {
                Text::new(
                    format!("屋号の記載と{}の{stamp}があるもの", offices.ja),
                    format!("showing the trade name and the receipt stamp of the {}", offices.en),
                )
            } else {
                Text::new(
                    format!("{}の{stamp}のあるもの", offices.ja),
                    format!("bearing the receipt stamp of the {}", offices.en),
                )
            })
        }
    }
}

/// The offices, read as alternatives (A23).
fn offices(of: &[ReceiptStamp]) -> Text {
    let names: Vec<_> = of
        .iter()
        .map(|stamp| match stamp {
            ReceiptStamp::TaxOffice => ("税務署", "tax office"),
            ReceiptStamp::Prefecture => ("都道府県", "prefecture"),
            ReceiptStamp::Municipality => ("市区町村", "municipality"),
        })
        .collect();
    Text::new(
        alternatives(&names.iter().map(|name| name.0).collect::<Vec<_>>(), "、", "または"),
        alternatives(&names.iter().map(|name| name.1).collect::<Vec<_>>(), ", ", " or "),
    )
}

fn alternatives(names: &[&str], comma: &str, or: &str) -> String {
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{}{or}{last}", rest.join(comma)),
        None => String::new(),
    }
}

/// What the applicant can send for `item` instead, as a remedy.
pub(super) fn send_one_of(book: &RuleBook, item: Item, role: Role, situation: &Situation) -> Text {
    let options: Vec<_> = book
        .accepted_kinds(item, role, situation)
        .into_iter()
        .filter_map(|kind| Some(described(kind, book.terms(kind, item, situation).ok()?.conditions)))
        .collect();
    let ja: Vec<_> = options.iter().map(|option| option.ja.as_ref()).collect();
    let en: Vec<_> = options.iter().map(|option| option.en.as_ref()).collect();
    let telegram = if book.telegram_offered(item, situation) {
        ("または、電報による確認をお選びください。", " Or choose confirmation by telegram.")
    } else {
        ("", "")
    };
    match options.len() {
        0 => Text::fixed("担当者にお問い合わせください。", "Ask the staff in charge."),
        1 => Text::new(
            format!("{}をお送りください。{}", ja.concat(), telegram.0),
            format!("Send: {}.{}", en.concat(), telegram.1),
        ),
        _ => Text::new(
            format!("次のいずれかをお送りください：{}。{}", ja.join("／"), telegram.0),
            format!("Send one of: {}.{}", en.join("; "), telegram.1),
        ),
    }
}
