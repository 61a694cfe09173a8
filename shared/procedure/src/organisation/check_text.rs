//! What is wrong with one line of an organisation: empty words, length, width, a My Number.

use std::borrow::Cow;

use super::contains_my_number;
use super::wording::{has_full_width_latin, has_half_width_kana, is_placeholder};
use crate::contact::Line;
use crate::{Finding, Severity, Text, Vendor};

/// Longest organisation name in a certificate, in characters (X.520 ub-organization-name, BR 7.1.4.2).
pub(super) const MAX_NAME: usize = 64;

/// Longest locality and street in a certificate, in characters (BR 7.1.4.2).
const MAX_PLACE: usize = 128;

/// Longest city and street in CertCentral, in characters (`rules.md` §3.8).
const MAX_PLACE_DIGICERT: usize = 64;

/// What is wrong with one line, whatever it says.
pub(super) fn check_text(field: &'static str, line: &Line, vendor: Vendor) -> Vec<Finding> {
    let text = line.expose();
    let mut findings = Vec::new();
    if contains_my_number(text) {
        findings.push(my_number(field));
    }
    if is_placeholder(text) {
        findings.push(Finding::stop(
            "organisation.placeholder",
            field,
            "BR 7.1.2.7.4",
            Text::fixed("内容のない値です。", "The value says nothing."),
            Text::fixed(
                "正しい内容を入力するか、任意の項目なら空欄にしてください。",
                "Give the real value, or leave an optional field out.",
            ),
        ));
    }
    if line.char_len() > limit(field, vendor) {
        findings.push(Finding::stop(
            "organisation.too_long",
            field,
            "BR 7.1.4.2",
            Text::new(
                format!("{} 文字を超えています。", limit(field, vendor)),
                format!("It is longer than {} characters.", limit(field, vendor)),
            ),
            Text::fixed(
                "短くしてください。建物名は別の項目に入力できます。",
                "Shorten it; a building has its own field.",
            ),
        ));
    }
    if has_half_width_kana(text) {
        findings.push(Finding::warning(
            "organisation.half_width_kana",
            field,
            "P7",
            Text::fixed("半角カタカナがあります。", "It holds half-width katakana."),
            Text::fixed("全角カタカナで入力してください。", "Write katakana in full width."),
        ));
    }
    if is_name(field) && has_full_width_latin(text) {
        let hint = Finding::warning(
            "organisation.full_width",
            field,
            "P7",
            Text::fixed("全角の英数記号があります。", "It holds full-width letters, digits or signs."),
            Text::fixed(
                "登記や第三者機関の登録と同じ表記か確認してください。そのまま申請します。",
                "See that register and database write it so; it is applied for as it is.",
            ),
        );
        findings.push(Finding { severity: Severity::Note, ..hint });
    }
    findings
}

/// A My Number in a free text: refused, and the text must not be stored (R85).
pub(crate) fn my_number(field: impl Into<Cow<'static, str>>) -> Finding {
    Finding::stop(
        "text.my_number",
        field,
        "R85",
        Text::fixed(
            "個人番号(マイナンバー)と思われる 12 桁の番号があります。受け取れません。",
            "It holds 12 digits that may be a My Number, which may not be received.",
        ),
        Text::fixed("番号を削除してください。", "Remove the number."),
    )
}

fn limit(field: &str, vendor: Vendor) -> usize {
    match vendor {
        _ if is_name(field) => MAX_NAME,
        Vendor::Digicert => MAX_PLACE_DIGICERT,
        Vendor::Cybertrust => MAX_PLACE,
    }
}

fn is_name(field: &str) -> bool {
    matches!(field, "name" | "name_en" | "trade_name")
}
