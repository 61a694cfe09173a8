//! What the wording of a name or an address gives away.

/// What people write where they have nothing to write, compared without spaces and letter case.
const NOTHING: [&str; 16] = [
    "n/a",
    "na",
    "none",
    "null",
    "nil",
    "unknown",
    "test",
    "dummy",
    "xxx",
    "なし",
    "無し",
    "無",
    "未定",
    "不明",
    "該当なし",
    "テスト",
];

/// Short forms of a legal form; registers write it out (P7).
const ABBREVIATIONS: [&str; 12] =
    ["㈱", "㈲", "㈳", "㈶", "(株)", "(有)", "(合)", "（株）", "（有）", "（合）", "(社)", "（社）"];

/// One of these stands in the registered name of nearly every Japanese corporation.
const LEGAL_FORMS: [&str; 17] = [
    "会社",
    "法人",
    "組合",
    "連合会",
    "会議所",
    "協会",
    "機構",
    "銀行",
    "金庫",
    "公社",
    "公団",
    "事業団",
    "基金",
    "財団",
    "社団",
    "公庫",
    "商工会",
];

/// Addresses where nobody does business (EVG 3.2.2.4.1).
const POST_BOXES: [&str; 6] = ["私書箱", "p.o.box", "pobox", "気付", "c/o", "郵便局留"];

/// Whether `text` only says that there is nothing to say (BR 7.1.2.7.4: only "metadata such as '.', '-', and ' '").
pub(super) fn is_placeholder(text: &str) -> bool {
    let plain = folded(text);
    NOTHING.contains(&plain.as_str()) || !plain.chars().any(char::is_alphanumeric)
}

pub(super) fn has_abbreviated_form(text: &str) -> bool {
    ABBREVIATIONS.iter().any(|short| text.contains(short))
}

/// Names without kanji or kana pass: there is no list of foreign legal forms.
pub(super) fn has_legal_form(text: &str) -> bool {
    !text.chars().any(is_japanese) || LEGAL_FORMS.iter().any(|form| text.contains(form))
}

pub(super) fn is_post_box(text: &str) -> bool {
    let plain = folded(text);
    POST_BOXES.iter().any(|form| plain.contains(form))
}

pub(super) fn has_half_width_kana(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{FF61}'..='\u{FF9F}'))
}

pub(super) fn has_full_width_latin(text: &str) -> bool {
    text.contains(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
}

pub(super) fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn folded(text: &str) -> String {
    crate::contact::half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}
