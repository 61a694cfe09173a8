//! The submission sheet.

use procedure::order::{Order, OrderKind};
use procedure::{Product, samples};
use serde_json::json;
use vendors::desk::{Desk, DeskSettings, Field, Row, Sheet};

const CT: Product = Product::CybertrustSureServer;

fn settings() -> DeskSettings {
    serde_json::from_value(json!({
        "clerk": {
            "organisation": "例ホスティング", "name": {"family": "鈴木", "given": "花子"}, "kana": "スズキ ハナコ",
            "email": "certificates@hosting.example", "phone": "06-1234-5678"
        },
        "portals": {"CT-SS": "https://portal.example/apply"},
        "products": {"CT-SS": "iTrust SSL/TLS サーバー証明書"}
    }))
    .unwrap()
}

fn sheet(order: &Order) -> Sheet {
    Desk::new(settings()).sheet(order)
}

fn values(sheet: &Sheet, field: Field) -> Vec<&str> {
    sheet.row(field).unwrap().values.iter().map(String::as_str).collect()
}

fn renewal() -> Order {
    let (of, vendor_order) = (samples::id("CF-0000-0000-0000"), samples::id("0123456789"));
    let kind = OrderKind::Renewal { of, vendor_order, expires_at: samples::now() };
    let application = samples::application(&samples::draft(CT));
    let (id, customer) = (samples::order_id(), samples::customer());
    Order::accepted(id, customer, kind, application, Vec::new(), samples::now())
}

/// R13, R43, R44, R90: everything the vendor's form asks for stands on the sheet, in the form's words, with our
/// reference.
#[test]
fn a_sheet_has_every_field_of_the_form() {
    assert_eq!(sheet(&samples::accepted(CT)).to_string(), include_str!("../data/sheet.txt"));
    let bizcert = sheet(&samples::accepted(Product::Bizcert)).to_string();
    assert_eq!(bizcert, include_str!("../data/sheet-bizcert.txt"));
}

/// R13: the CSR can be copied off the sheet as it is.
#[test]
fn the_csr_stands_at_the_left_margin() {
    for product in Product::ALL {
        let text = sheet(&samples::accepted(product)).to_string();
        assert!(text.contains(&format!("\n{}\n", samples::CSR.trim())), "{text}");
    }
}

/// U3: SureServer and BIZCERT have forms of their own; what is set for one leaves the other alone, and a form for all
/// products, as it was once set, still does for those without.
#[test]
fn each_product_has_its_own_form() {
    let labels = |settings: &serde_json::Value, product| {
        let settings: DeskSettings = serde_json::from_value(settings.clone()).unwrap();
        let sheet = Desk::new(settings).sheet(&samples::accepted(product));
        sheet.sections.iter().flat_map(|s| &s.rows).map(|row| row.label.ja.to_string()).collect::<Vec<_>>()
    };
    let (defaults, bizcert) = (json!({}), Product::Bizcert);
    assert!(labels(&defaults, CT).contains(&"法人代表者".to_owned()));
    assert!(labels(&defaults, bizcert).contains(&"代表者氏名".to_owned()));
    let form = |label: &str| {
        json!([{"title": {"ja": "組織", "en": "Organisation"}, "lines": [
            {"field": "name", "label": {"ja": label, "en": label}}
        ]}])
    };
    let one = json!({"layouts": {"BIZCERT": form("お客様名")}});
    assert_eq!(labels(&one, bizcert), ["お客様名"]);
    assert_eq!(labels(&one, CT), labels(&defaults, CT));
    let all = json!({"layouts": {"BIZCERT": form("お客様名")}, "layout": form("会社名")});
    assert_eq!(
        (labels(&all, bizcert), labels(&all, CT)),
        (vec!["お客様名".to_owned()], vec!["会社名".to_owned()])
    );
}

/// R44: the legal form is read off the name; a name without one has none.
#[test]
fn the_legal_form_is_read_off_the_name() {
    for (name, form) in [
        ("株式会社さくら商店", vec!["株式会社"]),
        ("さくら特定非営利活動法人", vec!["特定非営利活動法人"]),
        ("地方独立行政法人さくら", vec!["地方独立行政法人"]),
        ("さくら市", vec![]),
    ] {
        let mut draft = samples::draft(CT);
        draft.organisation.name = name.to_owned();
        assert_eq!(values(&sheet(&samples::accepted_from(&draft)), Field::LegalForm), form, "{name}");
    }
}

/// R14: a renewal names the order before it; a new one has no such line.
#[test]
fn a_renewal_names_the_order_before_it() {
    let renewal = sheet(&renewal());
    assert_eq!(values(&renewal, Field::Kind), ["更新"]);
    assert_eq!(values(&renewal, Field::FormerNumber), ["0123456789"]);
    let new = sheet(&samples::accepted(CT));
    assert_eq!(values(&new, Field::Kind), ["新規"]);
    assert_eq!(new.row(Field::FormerNumber), None);
}

/// R23, R26, A7, A27: the approval mail goes to one address for all names, or to the mailboxes of each; names are
/// entered as A-labels.
#[test]
fn names_and_where_their_approval_goes() {
    let mut draft = samples::draft(CT);
    draft.names = ["*.例え.jp", "shop.www.example.jp"].map(ToOwned::to_owned).into();
    let mailboxes = sheet(&samples::accepted_from(&draft));
    assert_eq!(values(&mailboxes, Field::CommonName), ["*.xn--r8jz45g.jp"]);
    assert_eq!(mailboxes.row(Field::CommonName).unwrap().note.as_ref().unwrap().ja, "*.例え.jp");
    assert_eq!(values(&mailboxes, Field::OtherNames), ["shop.www.example.jp"]);
    assert_eq!(
        values(&mailboxes, Field::ApprovalAddress),
        [
            "*.xn--r8jz45g.jp: postmaster@xn--r8jz45g.jp",
            "shop.www.example.jp: postmaster@shop.www.example.jp / postmaster@www.example.jp / postmaster@example.jp",
        ]
    );
    draft.approval =
        serde_json::from_value(json!({"method": "txt_contact", "email": "ssl@example.com"})).unwrap();
    let record = sheet(&samples::accepted_from(&draft));
    assert_eq!(values(&record, Field::ApprovalAddress), ["ssl@example.com"]);
}

/// R44: what the application does not say is shown as missing, not left out; what the applicant does not have is.
#[test]
fn what_is_missing_is_seen() {
    let sheet = sheet(&samples::accepted_from(&samples::sole_proprietor_draft(CT)));
    assert_eq!(values(&sheet, Field::Applicant), ["個人事業者"]);
    assert_eq!(values(&sheet, Field::TradeName), ["やまだ工房"]);
    for missing in [Field::TdbCode, Field::CorporateNumber, Field::NameEn, Field::Representative] {
        assert!(values(&sheet, missing).is_empty(), "{missing:?}");
    }
    for absent in [Field::Building, Field::ResponsiblePhone, Field::ClerkDepartment] {
        assert_eq!(sheet.row(absent), None, "{absent:?}");
    }
    let unset = Desk::default().sheet(&samples::accepted(CT));
    assert!(values(&unset, Field::ClerkName).is_empty());
    assert!(
        unset.warnings.len() == 1 && unset.to_string().contains("手続き担当者が設定されていません"),
        "R15"
    );
    assert_eq!(sheet.warnings, []);
}

/// R1, R2: every product has a sheet, since CertCentral's orders come to the desk while there is no key for it.
#[test]
fn every_product_has_a_sheet() {
    for product in Product::ALL {
        let sheet = sheet(&samples::accepted(product));
        assert_eq!(sheet.product, product);
        assert_eq!(values(&sheet, Field::Product).len(), 1);
        assert_eq!(values(&sheet, Field::Csr).join("\n"), samples::CSR.trim());
    }
}

/// U3: the form is data: another order of fields, other labels, fewer fields.
#[test]
fn the_form_is_data() {
    let settings: DeskSettings = serde_json::from_value(json!({"layout": [
        {"title": {"ja": "組織", "en": "Organisation"}, "lines": [
            {"field": "name", "label": {"ja": "会社名", "en": "company"}},
            {"field": "trade_name", "label": {"ja": "屋号", "en": "trade name"}}
        ]},
        {"title": {"ja": "空", "en": "empty"}, "lines": []}
    ]}))
    .unwrap();
    let sheet = Desk::new(settings.clone()).sheet(&samples::accepted(CT));
    let rows: Vec<(&str, &[String])> = sheet.sections.iter().flat_map(|s| &s.rows).map(row).collect();
    assert_eq!(rows, [("会社名", &["株式会社さくら商店".to_owned()][..])]);
    assert_eq!(sheet.sections.len(), 1);
    let written = serde_json::to_string(&settings).unwrap();
    assert_eq!(serde_json::from_str::<DeskSettings>(&written).unwrap(), settings);
    assert!(serde_json::from_value::<DeskSettings>(json!({"layouts": []})).is_err());
}

fn row(row: &Row) -> (&str, &[String]) {
    (&row.label.ja, &row.values)
}

/// R90: a sheet is personal data; logs show its order and nothing else.
#[test]
fn debug_shows_no_personal_data() {
    let sheet = sheet(&samples::accepted(CT));
    let debug = format!("{sheet:?} {:?}", sheet.sections);
    for private in ["山田", "さくら", "鈴木", "@", "1234", "BEGIN"] {
        assert!(!debug.contains(private), "{private}: {debug}");
    }
    let json = serde_json::to_value(&sheet).unwrap();
    assert_eq!(json["sections"][0]["rows"][0]["field"], "kind");
    assert_eq!(json["portal"], "https://portal.example/apply");
}
