//! A run of a few stories in memory, and what is asked of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use certflow::demo::cast::fresh_csr;
use certflow::demo::wiring;
use certflow::demo::world::{Case, Outside, Setting, Story, World, WorldClock};
use certflow::machine::{Letterbox, Machine};
use jiff::{SignedDuration, Timestamp};
use procedure::order::{Installation, Phase, Step, StepState};
use procedure::{Product, samples};
use simulation::customers::Crowd;
use tempfile::TempDir;

/// Tuesday, 2026-12-01, 9:00 in Japan.
pub(crate) const START: &str = "2026-12-01T09:00:00+09:00";

/// A run in memory.
pub(crate) struct Play {
    pub(crate) world: World,
    _folder: TempDir,
}

/// A corporation applies for `product`; everybody does everything at once.
pub(crate) fn story(product: Product) -> Story {
    let mut draft = samples::draft(product);
    draft.csr = fresh_csr().unwrap();
    told(draft)
}

/// A sole proprietor in the second year or after applies for `product`.
pub(crate) fn sole_proprietor(product: Product) -> Story {
    let mut draft = samples::sole_proprietor_draft(product);
    draft.csr = fresh_csr().unwrap();
    told(draft)
}

/// The story of `draft`.
pub(crate) fn told(draft: procedure::application::ApplicationDraft) -> Story {
    Story::plain(samples::customer(), draft, Crowd::prompt(1).customer("C-1001"))
}

/// The same story under another domain and for another customer, so that several fit into one run.
pub(crate) fn elsewhere(mut story: Story, n: usize) -> Story {
    let domain = format!("example{n}.jp");
    let moved = |text: &mut String| *text = text.replace("example.jp", &domain);
    story.draft.names.iter_mut().for_each(moved);
    story.draft.notify.iter_mut().for_each(moved);
    story.draft.responsible.email.iter_mut().for_each(moved);
    story.draft.organisation.name = format!("株式会社例示{n}号");
    story.draft.csr = fresh_csr().unwrap();
    story.customer = format!("C-200{n}").parse().unwrap();
    story.person = Crowd::prompt(1).customer(story.customer.as_str());
    story
}

impl Play {
    pub(crate) async fn of(stories: Vec<Story>) -> Self {
        Self::seeded(1, stories).await
    }

    pub(crate) async fn seeded(seed: u64, stories: Vec<Story>) -> Self {
        let folder = TempDir::new().unwrap();
        let outside = Outside::open(START.parse().unwrap(), seed).await.unwrap();
        let clock = Arc::new(WorldClock(outside.clock.clone()));
        let settings = wiring::settings().unwrap();
        let machine = Machine::in_memory(folder.path(), settings, clock).await.unwrap();
        let letterbox = Arc::new(Letterbox::new());
        let rooms = machine.rooms_with(letterbox.clone(), wiring::vendors(&outside).unwrap()).unwrap();
        let setting = Setting { machine, rooms, letterbox, outside, seed };
        let world = World::new(setting, stories, Box::new(|_| {})).unwrap();
        Self { world, _folder: folder }
    }

    /// Runs until `goes_on` says no, for `days` at the most.
    pub(crate) async fn run_while(&mut self, days: i64, goes_on: impl Fn(&World) -> bool) {
        let end = self.world.outside.now() + SignedDuration::from_hours(24 * days);
        self.world.run_while(end, goes_on).await.unwrap();
        assert_eq!(self.world.trouble, Vec::<String>::new());
    }

    /// Runs until every new order is over: ended, or issued and on its server.
    pub(crate) async fn run_new(&mut self) {
        self.run_while(60, |world| {
            let begun = (0..world.stories().len()).all(|story| !world.cases_of(story).is_empty());
            !begun || !world.cases().all(is_at_rest)
        })
        .await;
    }

    /// Runs on until every renewal is on its server.
    pub(crate) async fn run_renewals(&mut self) {
        self.run_while(300, |world| {
            let stories = 0..world.stories().len();
            !stories
                .into_iter()
                .all(|story| world.cases_of(story).get(1).is_some_and(|case| is_at_rest(case)))
        })
        .await;
    }

    /// The new order of a story.
    pub(crate) fn new_order(&self, story: usize) -> &Case {
        self.world.cases_of(story)[0]
    }

    /// What followed from it.
    pub(crate) fn next_order(&self, story: usize) -> &Case {
        self.world.cases_of(story)[1]
    }

    /// Every letter has a Message-ID of its own: none was sent twice (R89).
    pub(crate) fn every_letter_went_out_once(&self) {
        let ids: Vec<&str> =
            self.world.cases().flat_map(|case| &case.letters).map(|sent| sent.message_id.as_str()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }

    /// How many orders or receptions the vendors have under our id.
    pub(crate) fn placed(&self, case: &Case) -> usize {
        let ours = |references: &[String]| references.iter().any(|own| own == case.order.id.as_str());
        let digicert = self.world.outside.certcentral.orders();
        let desk = self.world.outside.desk.receptions();
        digicert.iter().filter(|order| ours(&order.references)).count()
            + desk.iter().filter(|reception| reception.reference == case.order.id.as_str()).count()
    }

    /// The certificate of `case` verifies against the application on the day it was recorded, and ends in the
    /// vendor's own root.
    pub(crate) fn is_verified(&self, case: &Case) {
        let certificate = case.order.certificate().unwrap();
        let chain = certificate.chain_pem();
        let verified = case.order.application.verify(&chain, case.issued_at().unwrap()).unwrap();
        assert_eq!(verified.certificate, *certificate);
        let root = match case.order.application.product.vendor() {
            procedure::Vendor::Digicert => self.world.outside.certcentral.root_pem(),
            procedure::Vendor::Cybertrust => self.world.outside.desk.root_pem(),
        };
        let pems: Vec<_> =
            x509_parser::pem::Pem::iter_from_buffer(chain.as_bytes()).map(Result::unwrap).collect();
        let root = x509_parser::pem::parse_x509_pem(root.as_bytes()).unwrap().1;
        let top = pems.last().unwrap().parse_x509().unwrap();
        top.verify_signature(Some(root.parse_x509().unwrap().public_key())).unwrap();
    }
}

/// Ended, or issued with its certificate on the server.
pub(crate) fn is_at_rest(case: &Case) -> bool {
    match &case.order.phase {
        Phase::Ended(_) => true,
        Phase::Issued(issued) => matches!(
            issued.installation,
            Installation::Customer { done_at: Some(_) } | Installation::Provider { done_at: Some(_) }
        ),
        _ => false,
    }
}

/// Whether a step is done, or turned out not to be needed.
pub(crate) fn is_behind(step: &Step) -> bool {
    matches!(step.state, StepState::Done | StepState::NotRequired)
}

/// The codes of a case's letters, oldest first.
pub(crate) fn letters(case: &Case) -> Vec<&'static str> {
    case.letter_codes()
}

/// When the first letter of this kind went out.
pub(crate) fn sent(case: &Case, code: &str) -> Timestamp {
    let letter = case.letters.iter().find(|sent| sent.letter.notice.code() == code);
    letter.unwrap_or_else(|| panic!("no {code} among {:?}", letters(case))).at
}
