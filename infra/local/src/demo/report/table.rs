//! The end of a run, for people: every order, what each waited for, and where to look next.

use std::fmt;
use std::path::Path;

use procedure::Language;

use super::document::{Document, OrderReport};
use crate::view::{Cell, Columns, Page, Tone, kind, when};

/// The table of orders.
///
/// # Errors
/// None of its own: those of `page`.
pub fn orders(document: &Document, page: &mut Page) -> fmt::Result {
    page.heading("注文と、それぞれが待ったもの", "The orders, and what each waited for")?;
    let mut columns = Columns::titled([
        page.pick("注文番号", "ORDER"),
        page.pick("商品", "PRODUCT"),
        page.pick("種別", "KIND"),
        page.pick("ドメイン", "NAME"),
        page.pick("状態", "STAGE"),
        page.pick("お客様", "CUSTOMER"),
        page.pick("当社", "PROVIDER"),
        page.pick("ベンダー", "VENDOR"),
        page.pick("最も長く待ったもの", "LONGEST WAIT"),
        page.pick("有効期限 (JST)", "EXPIRES (JST)"),
    ]);
    for order in &document.orders {
        columns.add(row(order, page));
    }
    page.columns(&columns, 0)
}

fn row(order: &OrderReport, page: &Page) -> Vec<Cell> {
    let tone = match order.stage {
        "issued" => Tone::Good,
        "rejected" | "cancelled" | "revoked" | "expired" => Tone::Bad,
        _ => Tone::Plain,
    };
    let longest = order
        .waits
        .first()
        .map(|wait| format!("{} ({})", page.say(&wait.what), span(wait.seconds, page.language())));
    let waited = order.waited;
    let mut cells = vec![
        Cell::toned(order.order.to_string(), Tone::Strong),
        order.product.code().into(),
        page.say(&kind(order.kind)).into(),
        order.names.first().cloned().unwrap_or_default().into(),
        Cell::toned(page.say(&order.stage_label), tone),
    ];
    cells.extend(
        [waited.customer, waited.provider, waited.vendor].map(|time| span(time, page.language()).into()),
    );
    cells.push(longest.unwrap_or_default().into());
    cells.push(order.not_after.map(when).unwrap_or_default().into());
    cells
}

/// A span of time in its two largest units.
pub fn span(seconds: i64, language: Language) -> String {
    let minutes = seconds / 60;
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    let [day, hour, minute] = match language {
        Language::Ja => ["日", "時間", "分"],
        Language::En => ["d", "h", "min"],
    };
    match (days, hours, minutes) {
        (0, 0, 0) => "–".to_owned(),
        (0, 0, minutes) => format!("{minutes}{minute}"),
        (0, hours, _) => format!("{hours}{hour}"),
        (days, 0, _) => format!("{days}{day}"),
        (days, hours, _) => format!("{days}{day}{hours}{hour}"),
    }
}

/// Where to look next, with commands of `program` that work as they stand.
///
/// # Errors
/// None of its own: those of `page`.
pub fn next(document: &Document, folder: &Path, program: &str, page: &mut Page) -> fmt::Result {
    page.heading("次に見るところ", "Where to look next")?;
    let of = |stage: &str| document.orders.iter().find(|order| order.stage == stage && order.kind != "new");
    let Some(shown) = of("issued").or_else(|| document.orders.first()) else { return Ok(()) };
    let data = folder.display();
    let order = &shown.order;
    let mut columns = Columns::new();
    for (command, what) in [
        (
            format!("{data}/outbox/{order}/"),
            page.pick("この注文のメール（.eml と .html）", "the letters of this order (.eml and .html)"),
        ),
        (format!("{program} --data {data} list"), page.pick("すべての注文", "every order")),
        (
            format!("{program} --data {data} show {order}"),
            page.pick("7 つの手順と履歴", "the seven steps and the history"),
        ),
        (
            format!("{program} --data {data} letters {order}"),
            page.pick("送信したメール", "the letters it was sent"),
        ),
        (format!("{program} --data {data} desk"), page.pick("担当者の作業", "what staff have to do")),
    ] {
        columns.row([Cell::toned(command, Tone::Strong), what.into()]);
    }
    page.columns(&columns, 2)?;
    page.heading("自分で注文を進める", "Drive an order by hand")?;
    let mut columns = Columns::new();
    for (command, what) in [
        (
            "export CERTFLOW_RESOLVER=off".to_owned(),
            page.pick("例のドメイン名を DNS に照会しない", "do not ask the DNS about the sample's names"),
        ),
        (
            "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr \\".to_owned(),
            "",
        ),
        ("  -subj '/C=JP/ST=Tokyo/L=Chiyoda-ku/O=Example K.K./CN=www.example.jp'".to_owned(), ""),
        (
            format!("{program} template DC-OV --csr server.csr > application.json"),
            page.pick("編集してから", "edit it, then"),
        ),
        (format!("{program} check application.json"), page.pick("申請内容の確認", "what would be said of it")),
        (format!("{program} submit application.json"), page.pick("申請", "apply")),
        (format!("{program} list"), page.pick("次に誰が何をするか", "who acts next")),
    ] {
        columns.row([Cell::toned(command, Tone::Strong), what.into()]);
    }
    page.columns(&columns, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_their_largest_units() {
        let told =
            [30, 300, 3 * 3600 + 59, 2 * 86_400, 2 * 86_400 + 5 * 3600 + 1].map(|s| span(s, Language::En));
        assert_eq!(told, ["–", "5min", "3h", "2d", "2d5h"]);
        assert_eq!(span(2 * 86_400 + 5 * 3600, Language::Ja), "2日5時間");
    }
}
