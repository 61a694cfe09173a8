//! The fields of a form in their order, under the form's own labels.

use procedure::{Product, Text};
use serde::{Deserialize, Serialize};

use super::Field;

/// A form, block by block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Layout(pub Vec<Block>);

/// A block of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Its title.
    pub title: Text,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// One line of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What stands there.
    pub field: Field,
    /// What the form calls it.
    pub label: Text,
}

impl Layout {
    /// The form of `product` as far as it is public.
    pub fn of(product: Product) -> Self {
        match product {
            Product::CybertrustSureServer => Self::sure_server(),
            _ => Self::default(),
        }
    }

    /// Cybertrust SureServer. Names and order from the code of Teikoku Databank to the department are those of a reseller's
    /// form (ssl.ph, cybertrust_sureserver_prime_wc, as read on 2026-11-30); the addresses of the contact and of the issuance
    /// notice are named by Cybertrust (sb-guide.html). Where the certificate's own fields stand, and what SureBoard itself
    /// asks beyond these, is not public (U3).
    fn sure_server() -> Self {
        Self(vec![
            block(
                Text::fixed("申請内容", "Application"),
                &[
                    (Field::Kind, "申請種別", "kind"),
                    (
                        Field::FormerNumber,
                        "更新・再発行元の受付番号",
                        "reception number of the earlier order",
                    ),
                    (Field::Csr, "CSR", "certificate signing request"),
                    (Field::CommonName, "コモンネーム", "common name"),
                    (Field::OtherNames, "サブジェクト代替名", "SAN: further names"),
                    (Field::Product, "商品", "product"),
                    (Field::Term, "契約期間", "contract term"),
                ],
            ),
            block(
                Text::fixed("申請組織", "Applicant organisation"),
                &[
                    (Field::TdbCode, "帝国データバンクコード", "TDB company code"),
                    (Field::Name, "申請法人名", "name with its legal form"),
                    (Field::TradeName, "屋号", "trade name"),
                    (Field::LegalForm, "法人格", "legal form"),
                    (Field::Representative, "法人代表者", "representative"),
                    (Field::Prefecture, "都道府県", "prefecture"),
                    (Field::City, "市区町村", "city"),
                ],
            ),
            block(
                Text::fixed("申請責任者", "Application responsible person"),
                &[
                    (Field::ResponsibleName, "申請責任者名", "name"),
                    (Field::ResponsibleKana, "ふりがな", "reading"),
                    (Field::ResponsibleDepartment, "部署名", "department"),
                    (Field::ResponsibleTitle, "役職", "job title"),
                    (Field::ResponsibleEmail, "E-mail アドレス", "mail address"),
                    (Field::ResponsiblePhone, "直通電話番号", "direct line"),
                ],
            ),
            block(
                Text::fixed("手続き担当者", "Contact for procedures"),
                &[
                    (Field::ClerkOrganisation, "会社名", "company"),
                    (Field::ClerkDepartment, "部署名", "department"),
                    (Field::ClerkName, "氏名", "name"),
                    (Field::ClerkKana, "ふりがな", "reading"),
                    (Field::ClerkPhone, "電話番号", "telephone"),
                    (Field::ClerkEmail, "お手続き担当者様 E-mail アドレス", "mail address"),
                    (Field::ClerkEmail, "発行通知 E-mail アドレス", "address for the issuance notice"),
                ],
            ),
            block(
                Text::fixed("ドメイン名使用権確認", "Confirmation of the right to use the names"),
                &[(Field::ApprovalAddress, "使用権確認メールの送信先", "where the approval mail goes")],
            ),
            block(
                Text::fixed("そのほか（入力欄がある場合）", "Further, where the form asks for it"),
                &[
                    (Field::Reference, "当社注文番号", "our order number"),
                    (Field::Applicant, "組織の種別", "kind of organisation"),
                    (Field::CorporateNumber, "法人番号", "corporate number"),
                    (Field::NameEn, "英語組織名", "name in English"),
                    (Field::PostalCode, "郵便番号", "postal code"),
                    (Field::Street, "町名・番地", "street"),
                    (Field::Building, "建物名", "building"),
                    (Field::MainPhone, "代表電話番号", "main telephone number"),
                    (Field::Listing, "電話番号の掲載先", "listed in"),
                ],
            ),
        ])
    }
}

fn block(title: Text, lines: &[(Field, &'static str, &'static str)]) -> Block {
    let line = |(field, ja, en): &(Field, &'static str, &'static str)| Line {
        field: *field,
        label: Text::fixed(ja, en),
    };
    Block { title, lines: lines.iter().map(line).collect() }
}

/// The fields that a vendor's pages and a reseller's form name (`vendors.md`); their order is ours. BIZCERT's form is not
/// public (U5), and CertCentral is entered here only while there is no key for it.
impl Default for Layout {
    fn default() -> Self {
        Self(vec![
            block(
                Text::fixed("申請内容", "Application"),
                &[
                    (Field::Kind, "申請種別", "kind"),
                    (Field::Product, "商品", "product"),
                    (Field::Term, "契約期間", "contract term"),
                    (Field::Reference, "当社注文番号", "our order number"),
                    (
                        Field::FormerNumber,
                        "更新・再発行元の受付番号",
                        "reception number of the earlier order",
                    ),
                ],
            ),
            block(
                Text::fixed("証明書", "Certificate"),
                &[
                    (Field::CommonName, "コモンネーム", "common name"),
                    (Field::OtherNames, "サブジェクト代替名", "SAN: further names"),
                    (Field::Csr, "CSR", "certificate signing request"),
                ],
            ),
            block(
                Text::fixed("申請組織", "Applicant organisation"),
                &[
                    (Field::Applicant, "組織の種別", "kind of organisation"),
                    (Field::TdbCode, "TDBコード", "TDB company code"),
                    (Field::CorporateNumber, "法人番号", "corporate number"),
                    (Field::Name, "法人名", "registered name"),
                    (Field::NameEn, "英語組織名", "name in English"),
                    (Field::TradeName, "屋号", "trade name"),
                    (Field::Representative, "代表者氏名", "representative"),
                    (Field::PostalCode, "郵便番号", "postal code"),
                    (Field::Prefecture, "都道府県", "prefecture"),
                    (Field::City, "市区町村", "city"),
                    (Field::Street, "町名・番地", "street"),
                    (Field::Building, "建物名", "building"),
                    (Field::MainPhone, "代表電話番号", "main telephone number"),
                    (Field::Listing, "電話番号の掲載先", "listed in"),
                ],
            ),
            block(
                Text::fixed("申請責任者", "Application responsible person"),
                &[
                    (Field::ResponsibleName, "氏名", "name"),
                    (Field::ResponsibleKana, "フリガナ", "reading"),
                    (Field::ResponsibleDepartment, "部署", "department"),
                    (Field::ResponsibleTitle, "役職", "job title"),
                    (Field::ResponsibleEmail, "メールアドレス", "mail address"),
                    (Field::ResponsiblePhone, "直通電話番号", "direct line"),
                ],
            ),
            block(
                Text::fixed("手続き担当者", "Contact for procedures"),
                &[
                    (Field::ClerkOrganisation, "会社名", "company"),
                    (Field::ClerkDepartment, "部署", "department"),
                    (Field::ClerkName, "氏名", "name"),
                    (Field::ClerkKana, "フリガナ", "reading"),
                    (Field::ClerkEmail, "メールアドレス", "mail address"),
                    (Field::ClerkPhone, "電話番号", "telephone"),
                ],
            ),
            block(
                Text::fixed("ドメイン名使用権確認", "Confirmation of the right to use the names"),
                &[(Field::ApprovalAddress, "使用権確認メールの送信先", "where the approval mail goes")],
            ),
        ])
    }
}
