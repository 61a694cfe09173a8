//! Renewals confirmed, amended, left to silence; reissue and revocation; expiry.

use certflow::demo::world::{Event, Milestone, RenewalAnswer, World};
use jiff::SignedDuration;
use procedure::order::{Life, OrderKind, Phase, Stage};
use procedure::{Party, Product};
use simulation::customers::Habit;
use simulation::examination::{Plan, What};

use super::support::{Play, is_at_rest, letters, sent, story};

/// R9, R10, A28: an amended renewal is submitted as amended, with its new key.
#[tokio::test]
async fn an_amended_renewal_has_its_new_key() {
    let mut amends = story(Product::CybertrustSureServer);
    amends.renewal = RenewalAnswer::Amends;
    let mut play = Play::of(vec![amends]).await;
    play.run_new().await;
    play.run_renewals().await;
    let (old, new) = (play.new_order(0), play.next_order(0));
    let (old, new) = (old.order.certificate().unwrap(), new.order.certificate().unwrap());
    assert_ne!(old.key_id(), new.key_id());
    assert_eq!(new.key_id(), &play.next_order(0).order.application.csr.key().id);
}

/// R8, R10, A5: silence: reminded, called for the last time, and at the prescribed date it goes on as it is.
#[tokio::test]
async fn silence_is_consent_for_ov() {
    let silent = story(Product::GeotrustTrueBusinessId).with_habits(|h| h.confirms_renewal = Habit::Never);
    let mut play = Play::of(vec![silent]).await;
    play.run_new().await;
    play.run_renewals().await;
    let renewal = play.next_order(0);
    let codes = letters(renewal);
    assert_eq!(codes[..4], ["renewal_opened", "renewal_reminder", "renewal_reminder", "renewal_last_call"]);
    assert_eq!(renewal.order.stage(), Stage::Issued);
    let expires = play.new_order(0).order.certificate().unwrap().not_after();
    let placed = renewal.reached(Stage::Examining).unwrap();
    assert!(
        expires.duration_since(placed) > SignedDuration::from_hours(24 * 25),
        "placed in good time: {placed}"
    );
    assert!(placed > sent(renewal, "renewal_last_call"));
}

/// R8, A5: EV is not renewed by silence: at the prescribed date staff ask.
#[tokio::test]
async fn silence_is_no_consent_for_ev() {
    let silent = story(Product::DigicertSecureServerIdEv).with_habits(|h| h.confirms_renewal = Habit::Never);
    let mut play = Play::of(vec![silent]).await;
    play.run_new().await;
    let asked = |world: &World| {
        let renewal = world.cases_of(0).get(1).map(|case| case.order.waits_for());
        renewal.is_some_and(|parties| parties == [Party::Provider])
    };
    play.run_while(300, |world| !asked(world)).await;
    assert_eq!(play.next_order(0).order.stage(), Stage::Confirming);
    assert_eq!(play.next_order(0).order.acts()[0].code, "confirm_renewal");
    play.run_renewals().await;
    assert_eq!(play.next_order(0).order.stage(), Stage::Issued);
}

/// R8, R88: the certificate expires before anybody answers: told once, the order stays open, and an answer that comes
/// late still renews.
#[tokio::test]
async fn a_certificate_that_expires_first() {
    let mut silent =
        story(Product::GeotrustTrueBusinessIdEv).with_habits(|h| h.confirms_renewal = Habit::Never);
    silent.heeds_calls = false;
    let mut play = Play::of(vec![silent]).await;
    play.run_new().await;
    let expires = play.new_order(0).order.certificate().unwrap().not_after();
    play.run_while(220, |_| true).await;
    let renewal = play.next_order(0);
    assert!(play.world.outside.now() > expires);
    assert_eq!(renewal.order.stage(), Stage::Confirming);
    assert_eq!(letters(renewal).iter().filter(|code| **code == "expired").count(), 1);
    let told = sent(renewal, "expired");
    assert!(told > expires && told.duration_since(expires) < SignedDuration::from_hours(24), "{told}");
    play.every_letter_went_out_once();
}

/// R14, A28, A26: the key is out: a certificate with a new key, then the old one revoked, and its key never again.
#[tokio::test]
async fn a_compromised_key_is_replaced_and_revoked() {
    let plans = [Plan::usual(procedure::Validation::Ov), Plan::swift()];
    let out = story(Product::DigicertSecureServerId).at_vendor(plans).with_turn(
        Milestone::Issued,
        SignedDuration::from_hours(24 * 10),
        Event::KeyCompromised,
    );
    let mut play = Play::of(vec![out]).await;
    play.run_new().await;
    let revoked = |world: &World| world.cases().any(|case| case.order.stage() == Stage::Revoked);
    play.run_while(30, |world| !revoked(world) || !world.cases().all(is_at_rest)).await;
    let (old, new) = (play.new_order(0), play.next_order(0));
    assert!(matches!(&new.order.kind, OrderKind::Reissue { of, .. } if *of == old.order.id));
    let Phase::Issued(issued) = &old.order.phase else { panic!("{:?}", old.order.phase) };
    assert!(matches!(issued.life, Life::Revoked { key_compromised: true, .. }), "{:?}", issued.life);
    assert!(old.order.key_is_compromised());
    assert_ne!(old.order.certificate().unwrap().key_id(), new.order.certificate().unwrap().key_id());
    let happenings = play.world.outside.certcentral.happenings(0);
    let nth = |what: &What| happenings.iter().rposition(|happening| happening.what == *what).unwrap();
    assert!(nth(&What::ReissuePlaced) < nth(&What::Issued) && nth(&What::Issued) < nth(&What::Revoked));
    assert_eq!(letters(old).last(), Some(&"revoked"));
    assert_eq!(play.world.outside.certcentral.orders().len(), 1);
    play.is_verified(new);
    assert!(is_at_rest(new));
}
