//! Queues deliver more than once and in any order (R89).

use std::collections::BTreeMap;

use certflow::demo::world::Delivery;
use procedure::Product;
use procedure::order::StepState;

use super::support::{Play, elsewhere, is_behind, letters, story};

/// What a run comes to, apart from keys and times.
type Outcome = BTreeMap<String, (String, Vec<StepState>, Vec<&'static str>, usize)>;

async fn outcome(delivery: Delivery) -> Outcome {
    let stories =
        [Product::DigicertSecureServerIdEv, Product::GeotrustTrueBusinessId, Product::CybertrustSureServer];
    let stories = stories.into_iter().enumerate().map(|(n, product)| {
        let mut story = elsewhere(story(product), n + 1);
        // One name, one approval mail: of two mails of one second the later seen is not told apart.
        story.draft.names.truncate(1);
        story
    });
    let mut play = Play::of(stories.collect()).await;
    play.world.delivery = delivery;
    play.run_new().await;
    play.run_renewals().await;
    play.every_letter_went_out_once();
    let told = play.world.cases().map(|case| {
        let steps = case.order.steps();
        assert!(steps.iter().all(is_behind), "{steps:?}");
        let mut letters = letters(case);
        letters.sort_unstable();
        let key = format!("{} {}", case.order.application.product.code(), case.order.kind.code());
        let stage = case.order.stage().code().to_owned();
        (key, (stage, steps.map(|step| step.state).to_vec(), letters, play.placed(case)))
    });
    told.collect()
}

/// R18, R89, R92: every event delivered twice, and all of a moment in any order, comes to the same orders, the same
/// letters and the same placings as one after the other.
#[tokio::test]
async fn twice_and_in_any_order_is_the_same() {
    let in_order = outcome(Delivery::InOrder).await;
    assert_eq!(in_order.len(), 6);
    for seed in 1..=3 {
        assert_eq!(outcome(Delivery::shuffled(seed)).await, in_order, "seed {seed}");
    }
}
