//! What people call the fields of an application.

use procedure::Text;

/// The label of each path below `application`; the longest that fits counts.
static LABELS: [(&str, Text); 31] = [
    ("product", Text::fixed("商品", "product")),
    ("term", Text::fixed("契約期間", "contract term")),
    ("names", Text::fixed("ドメイン名", "domain names")),
    ("csr", Text::fixed("CSR", "CSR")),
    ("organisation", Text::fixed("申請組織", "organisation")),
    ("organisation.applicant", Text::fixed("申請者の種別", "type of applicant")),
    ("organisation.name", Text::fixed("申請組織名", "organisation's name")),
    ("organisation.name_en", Text::fixed("申請組織名（英語）", "organisation's name in English")),
    ("organisation.trade_name", Text::fixed("屋号", "trade name")),
    ("organisation.business_started", Text::fixed("事業開始日", "start of business")),
    ("organisation.address", Text::fixed("申請組織の住所", "organisation's address")),
    ("organisation.postal_code", Text::fixed("郵便番号", "postal code")),
    ("organisation.prefecture", Text::fixed("都道府県", "prefecture")),
    ("organisation.city", Text::fixed("市区町村", "city")),
    ("organisation.street", Text::fixed("町名・番地", "street")),
    ("organisation.building", Text::fixed("建物名", "building")),
    ("organisation.main_phone", Text::fixed("代表電話番号", "main telephone number")),
    ("organisation.listed_in", Text::fixed("代表電話番号の掲載先", "where the main number is listed")),
    ("organisation.listing", Text::fixed("代表電話番号の掲載先", "where the main number is listed")),
    ("organisation.corporate_number", Text::fixed("法人番号", "corporate number")),
    ("organisation.registration_number", Text::fixed("会社法人等番号", "company registration number")),
    ("organisation.tdb_code", Text::fixed("帝国データバンク企業コード", "Teikoku Databank code")),
    ("organisation.duns", Text::fixed("D-U-N-S番号", "D-U-N-S number")),
    ("responsible", Text::fixed("申請責任者", "responsible person")),
    ("responsible.name", Text::fixed("申請責任者の氏名", "responsible person's name")),
    ("responsible.email", Text::fixed("申請責任者のメールアドレス", "responsible person's mail address")),
    ("responsible.phone", Text::fixed("申請責任者の電話番号", "responsible person's telephone number")),
    ("approval", Text::fixed("確認メールの宛先", "address for the approval mail")),
    ("notify", Text::fixed("通知メールアドレス", "notification addresses")),
    ("dns", Text::fixed("DNS", "DNS")),
    ("documents", Text::fixed("必要書類", "documents")),
];

/// The label of the field at `path`, with its place in a list; the path itself where it has no label.
pub(super) fn label(path: &str) -> Text {
    let path = path.strip_prefix("application.").unwrap_or(path);
    let fits = |label: &&(&str, Text)| {
        path.strip_prefix(label.0).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '_']))
    };
    let Some((field, label)) = LABELS.iter().filter(fits).max_by_key(|(field, _)| field.len()) else {
        return Text::new(path, path);
    };
    match place(&path[field.len()..]) {
        Some(n) => Text::new(format!("{}（{n}件目）", label.ja), format!("{} (no. {n})", label.en)),
        None => label.clone(),
    }
}

/// `[2]` is the third.
fn place(rest: &str) -> Option<usize> {
    let (index, _) = rest.strip_prefix('[')?.split_once(']')?;
    index.parse::<usize>().ok()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R86: the customer reads what the field is called, not its path.
    #[test]
    fn a_path_has_a_label() {
        assert_eq!(label("application.names[2]").ja, "ドメイン名（3件目）");
        assert_eq!(label("application.names").en, "domain names");
        assert_eq!(label("application.organisation.applicant_type").ja, "申請者の種別");
        assert_eq!(label("application.organisation.name_en").ja, "申請組織名（英語）");
        assert_eq!(label("application.csr.public_key").ja, "CSR");
        assert_eq!(label("somewhere.else").en, "somewhere.else");
    }
}
