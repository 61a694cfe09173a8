//! Runs drawn by chance: whatever customers do, the same must hold.

use procedure::order::{Checks, EvChecks, Stage};
use procedure::{Product, Vendor};
use simulation::customers::Crowd;

use super::support::{Play, elsewhere, is_behind, letters, story};

/// R1, R48, R52, R55, R88, R89: every product is issued and renewed, placed once, its letters sent once, its
/// certificate verified, EV never without its confirmation.
async fn holds_for(seed: u64) {
    let crowd = Crowd { seed, at_once: 55, after_reminder: 30 };
    let stories = Product::ALL.into_iter().enumerate().map(|(n, product)| {
        let mut story = elsewhere(story(product), n + 1);
        story.person = crowd.customer(story.customer.as_str());
        story
    });
    let mut play = Play::seeded(seed, stories.collect()).await;
    play.run_new().await;
    play.run_renewals().await;
    play.every_letter_went_out_once();
    for case in play.world.cases() {
        let order = &case.order;
        assert!(matches!(order.stage(), Stage::Issued | Stage::Succeeded), "{seed}: {:?}", order.stage());
        // Whether customers set a new certificate on their server is theirs.
        let steps = if order.kind.code() == "new" { 6 } else { 7 };
        assert!(order.steps().iter().take(steps).all(is_behind), "{seed}: {:?}", order.steps());
        assert!(order.attention.is_empty(), "{seed}: {:?}", order.attention);
        assert!(case.letters.len() <= 20, "{seed}: {:?}", letters(case));
        play.is_verified(case);
        if let Some(Checks::Ev { ev, .. }) = order.checks() {
            assert!(matches!(ev, EvChecks::Confirmation { check, .. } if check.is_settled()), "{seed}");
        }
        let renewed_by_reissue =
            order.kind.code() != "new" && order.application.product.vendor() == Vendor::Digicert;
        assert_eq!(play.placed(case), usize::from(!renewed_by_reissue), "{seed}: {}", order.id);
    }
}

/// R88, R89: three crowds.
#[tokio::test]
async fn whatever_customers_do() {
    for seed in [7, 42, 2026] {
        holds_for(seed).await;
    }
}
