//! Six products, new and renewed, from the application to the certificate on its server.

use procedure::Product;
use procedure::order::{OrderKind, Stage};

use super::support::{Play, is_behind, letters, story};

const TO_OV: [&str; 5] =
    ["application_received", "approval_mail_expected", "phone_call_ahead", "approval_mail_arrived", "issued"];
/// The confirmation is told to the responsible person, who has to give it, and to the notification address.
const TO_EV: [&str; 7] = [
    "application_received",
    "approval_mail_expected",
    "phone_call_ahead",
    "approval_mail_arrived",
    "confirmation_expected",
    "confirmation_expected",
    "issued",
];
/// Cybertrust has each of the two names approved by a mail of its own (A15).
const TO_DESK: [&str; 6] = [
    "application_received",
    "approval_mail_expected",
    "phone_call_ahead",
    "approval_mail_arrived",
    "approval_mail_arrived",
    "issued",
];
/// A renewal after 2027-03-15 relies on the organisation, not on approvals of more than 100 days ago.
const TO_OV_AGAIN: [&str; 6] = [
    "renewal_opened",
    "application_received",
    "approval_mail_expected",
    "approval_mail_arrived",
    "issued",
    "installed",
];
const TO_EV_AGAIN: [&str; 8] = [
    "renewal_opened",
    "application_received",
    "approval_mail_expected",
    "confirmation_expected",
    "confirmation_expected",
    "approval_mail_arrived",
    "issued",
    "installed",
];
const TO_DESK_AGAIN: [&str; 7] = [
    "renewal_opened",
    "application_received",
    "approval_mail_expected",
    "approval_mail_arrived",
    "approval_mail_arrived",
    "issued",
    "installed",
];

async fn issued_and_renewed(product: Product, new_letters: &[&str], renewal_letters: &[&str]) {
    let mut play = Play::of(vec![story(product)]).await;
    play.run_new().await;
    let new = play.new_order(0);
    assert_eq!((new.order.stage(), &new.order.kind), (Stage::Issued, &OrderKind::New));
    assert_eq!(letters(new), new_letters);
    assert!(new.order.steps().iter().all(is_behind), "{:?}", new.order.steps());
    assert_eq!(play.placed(new), 1);
    play.is_verified(new);
    let first_id = new.order.id.clone();

    play.run_renewals().await;
    let renewal = play.next_order(0);
    assert_eq!(renewal.order.kind.predecessor(), Some(&first_id));
    assert_eq!((renewal.order.stage(), renewal.order.kind.code()), (Stage::Issued, "renewal"));
    assert_eq!(letters(renewal), renewal_letters);
    assert!(renewal.order.steps().iter().all(is_behind), "{:?}", renewal.order.steps());
    play.is_verified(renewal);
    assert_eq!(play.new_order(0).order.stage(), Stage::Succeeded);
    assert_eq!(letters(play.new_order(0)), new_letters, "nothing more is written about the old order");
    play.every_letter_went_out_once();
    no_certificate_ends_before_its_successor_begins(&play);
    placed_once_each(&play, product);
}

fn no_certificate_ends_before_its_successor_begins(play: &Play) {
    let (old, new) = (play.new_order(0), play.next_order(0));
    let (old, new) = (old.order.certificate().unwrap(), new.order.certificate().unwrap());
    assert!(new.not_before() < old.not_after(), "{} {}", new.not_before(), old.not_after());
}

/// CertCentral reissues within its order's term, so the renewal is no second order there (A3); the desk takes both.
fn placed_once_each(play: &Play, product: Product) {
    let (digicert, desk) =
        (play.world.outside.certcentral.orders().len(), play.world.outside.desk.receptions().len());
    let expected = match product.vendor() {
        procedure::Vendor::Digicert => (1, 0),
        procedure::Vendor::Cybertrust => (0, 2),
    };
    assert_eq!((digicert, desk), expected);
}

/// R1, R2, R7, R8, R13, R52–R57: デジサート セキュア・サーバID, new and renewed.
#[tokio::test]
async fn digicert_secure_server_id() {
    issued_and_renewed(Product::DigicertSecureServerId, &TO_OV, &TO_OV_AGAIN).await;
}

/// R1, R2, R7, R8, R13, R52–R57: ジオトラスト トゥルービジネスID, new and renewed.
#[tokio::test]
async fn geotrust_true_business_id() {
    issued_and_renewed(Product::GeotrustTrueBusinessId, &TO_OV, &TO_OV_AGAIN).await;
}

/// R1, R2, R3, R46–R48, R52–R57: デジサート セキュア・サーバID EV, new and renewed.
#[tokio::test]
async fn digicert_secure_server_id_ev() {
    issued_and_renewed(Product::DigicertSecureServerIdEv, &TO_EV, &TO_EV_AGAIN).await;
}

/// R1, R2, R3, R46–R48, R52–R57: ジオトラスト トゥルービジネスID with EV, new and renewed.
#[tokio::test]
async fn geotrust_true_business_id_ev() {
    issued_and_renewed(Product::GeotrustTrueBusinessIdEv, &TO_EV, &TO_EV_AGAIN).await;
}

/// R1, R2, R7, R8, R13, R52–R57: サイバートラスト SureServer, entered at the desk, new and renewed.
#[tokio::test]
async fn cybertrust_sure_server() {
    issued_and_renewed(Product::CybertrustSureServer, &TO_DESK, &TO_DESK_AGAIN).await;
}

/// R1, R2, R4, R5, A1, A2: BIZCERT by the month: the procedure follows the certificate's end, not the contract's.
#[tokio::test]
async fn bizcert_by_the_month() {
    let mut monthly = story(Product::Bizcert);
    monthly.draft.term = Some("one_month".to_owned());
    let mut play = Play::of(vec![monthly]).await;
    play.run_new().await;
    play.run_while(100, |_| true).await;
    assert_eq!(play.world.cases().count(), 1, "three contract months later nothing has opened");
    play.run_renewals().await;
    assert_eq!(letters(play.next_order(0)), TO_DESK_AGAIN);
}

/// R1, R2, R7, R8, R13, R52–R57: BIZCERT by the year, new and renewed.
#[tokio::test]
async fn bizcert_by_the_year() {
    issued_and_renewed(Product::Bizcert, &TO_DESK, &TO_DESK_AGAIN).await;
}
