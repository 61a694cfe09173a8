//! Applications and orders that are right, for tests of every crate and for trying things out. Feature `samples`.
//!
//! The CSRs' private keys were thrown away when they were made: `openssl req -new -newkey ec …`, empty subject.

#![expect(clippy::expect_used, reason = "a sample that is wrong must fail the test that uses it")]

mod chain;

use std::str::FromStr;

pub use chain::chain;

use jiff::Timestamp;

use crate::application::{
    self, Application, ApplicationDraft, ApprovalDraft, OrganisationDraft, PersonDraft,
};
use crate::order::{EvChecks, Order, OrderKind, Phase};
use crate::policy::Policy;
use crate::{CustomerId, Finding, OrderId, Product, Refusal};

/// A CSR with a P-256 key and an empty subject.
pub const CSR: &str = include_str!("csr.pem");
/// Another one, for a renewal or reissue.
pub const CSR_RENEWED: &str = include_str!("csr-renewed.pem");

/// 2026-11-24 (a Tuesday) 10:00 in Japan.
pub fn now() -> Timestamp {
    Timestamp::from_second(1_795_482_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A corporation's application for `product`, `www.example.jp` and `example.jp`, approved through postmaster@.
pub fn draft(product: Product) -> ApplicationDraft {
    let text = |text: &str| Some(text.to_owned());
    ApplicationDraft {
        product: product.code().to_owned(),
        term: None,
        names: vec!["www.example.jp".to_owned(), "example.jp".to_owned()],
        csr: CSR.to_owned(),
        organisation: OrganisationDraft {
            applicant_type: "corporation".to_owned(),
            name: "株式会社さくら商店".to_owned(),
            name_en: text("Sakura Shoten K.K."),
            postal_code: "100-0001".to_owned(),
            prefecture: "東京都".to_owned(),
            city: "千代田区".to_owned(),
            street: "千代田1-1".to_owned(),
            main_phone: "03-1234-5678".to_owned(),
            listed_in: text("tdb"),
            corporate_number: text("7000012050002"),
            registration_number: text("000012050002"),
            ..OrganisationDraft::default()
        },
        responsible: PersonDraft {
            family: text("山田"),
            given: text("太郎"),
            kana: text("ヤマダ タロウ"),
            department: text("情報システム部"),
            job_title: text("部長"),
            email: text("taro.yamada@example.jp"),
            phone: None,
            name: None,
        },
        approval: ApprovalDraft { method: "postmaster".to_owned(), email: None },
        notify: vec!["tanto@example.jp".to_owned()],
        language: None,
        dns: None,
        server: None,
    }
}

/// A sole proprietor's application for `product` (OV only, A24), in business since 2019.
pub fn sole_proprietor_draft(product: Product) -> ApplicationDraft {
    let mut draft = draft(product);
    draft.organisation = OrganisationDraft {
        applicant_type: "sole_proprietor".to_owned(),
        name: "山田太郎".to_owned(),
        name_en: None,
        trade_name: Some("やまだ工房".to_owned()),
        business_started: Some("2019-04-01".to_owned()),
        corporate_number: None,
        registration_number: None,
        ..draft.organisation
    };
    draft
}

/// The application of `draft`.
pub fn application(draft: &ApplicationDraft) -> Application {
    let (application, findings) = application::check(draft).expect("the sample can be read");
    let refusal = Refusal::of(findings).ok();
    assert!(refusal.is_none(), "the sample is refused: {refusal:?}");
    application
}

/// The id of the sample order.
pub fn order_id() -> OrderId {
    OrderId::derived("samples", &id("1"))
}

/// The customer of the sample order.
pub fn customer() -> CustomerId {
    id("C-1001")
}

/// Any identifier.
pub fn id<T: FromStr<Err = Finding>>(text: &str) -> T {
    text.parse().expect("the sample id is valid")
}

/// A new order for `product` that was just accepted.
pub fn accepted(product: Product) -> Order {
    accepted_from(&draft(product))
}

/// A new order from `draft` that was just accepted.
pub fn accepted_from(draft: &ApplicationDraft) -> Order {
    Order::accepted(order_id(), customer(), OrderKind::New, application(draft), Vec::new(), now())
}

/// A new order for `product` that the vendor examines under the number `V-1`.
pub fn examining(product: Product) -> Order {
    placed(accepted(product))
}

/// `order`, placed with the vendor at [`now`] under the number `V-1`.
pub fn placed(mut order: Order) -> Order {
    let policy = Policy::default();
    order.intend_placement(&policy, now()).expect("an accepted order can be placed");
    order.placed(&id("V-1"), &policy, now()).expect("an order being placed takes its number");
    order
}

/// An order for `product` whose certificate was issued at [`now`] for `days` days; EV's own checks have passed.
pub fn issued(product: Product, days: i64) -> Order {
    let (policy, mut order) = (Policy::default(), examining(product));
    if let Phase::Examining(examining) = &mut order.phase
        && let crate::order::Checks::Ev { ev, .. } = &mut examining.checks
    {
        ev.confirm_employment(now(), true, policy.confirmation_until(now()));
        if let EvChecks::Confirmation { check, .. } = ev {
            check.pass(now());
        }
    }
    let chain = chain(&order.application, now(), days);
    let verified = order.application.verify(&chain, now()).expect("the sample certificate verifies");
    order.issue(verified.certificate, &policy, now()).expect("the sample order takes its certificate");
    order
}
