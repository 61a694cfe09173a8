//! All questions of one application, within limits.

use std::time::Duration;

use futures::StreamExt;
use procedure::application::Application;
use procedure::preflight::{self, Failure, Observations, Question, Seen};
use tokio::time::{Instant, timeout_at};

use super::Lookup;

/// How much one run may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for everything.
    pub total: Duration,
    /// Time for one question, second tries included; never past `total`.
    pub per_lookup: Duration,
    /// Most questions about few names; the rest is [`Failure::NotAsked`].
    pub lookups: usize,
    /// Most questions for each name, where that makes more.
    pub per_name: usize,
    /// Most questions however many names.
    pub most: usize,
    /// Most questions of one run on their way at once, and half the most exchanges of a resolver, whoever runs: a
    /// question about addresses takes two, each up to four sockets (sent again while there is no answer), and a Lambda
    /// function may open 1,024 files.
    pub at_once: usize,
}

impl Default for Limits {
    /// 2.8 s in all, so that a caller with its own overhead stays below 3 s; 2.2 s for one question: two tries with a
    /// resolver that takes a second; 256 questions, 96 at once: ten names of four labels in two rounds; 20 for each of
    /// more names: four labels with two hosts to each MX.
    fn default() -> Self {
        Self {
            total: Duration::from_millis(2_800),
            per_lookup: Duration::from_millis(2_200),
            lookups: 256,
            per_name: 20,
            most: 1_024,
            at_once: 96,
        }
    }
}

/// What the DNS says about `application`: each question asked once, in two rounds, within `limits`. Ends in time
/// whatever `lookup` does, and never fails: a question without an answer has its [`Failure`].
pub async fn observe(lookup: &dyn Lookup, application: &Application, limits: &Limits) -> Observations {
    let names = application.names.iter().count();
    let mut run = Run {
        lookup,
        limits,
        lookups: limits.lookups.max(names.saturating_mul(limits.per_name)).min(limits.most),
        deadline: Instant::now() + limits.total,
        seen: Observations::default(),
    };
    run.ask(preflight::first(application)).await;
    let second = preflight::next(application, &run.seen);
    run.ask(second).await;
    run.seen
}

struct Run<'a> {
    lookup: &'a dyn Lookup,
    limits: &'a Limits,
    lookups: usize,
    deadline: Instant,
    seen: Observations,
}

impl Run<'_> {
    async fn ask(&mut self, questions: Vec<Question>) {
        let left = self.lookups.saturating_sub(self.seen.count());
        let Self { lookup, limits, deadline, .. } = *self;
        let asked = questions.into_iter().enumerate().map(|(n, question)| async move {
            let until = deadline.min(Instant::now() + limits.per_lookup);
            let seen = if n < left && Instant::now() < deadline {
                let answer = timeout_at(until, lookup.look_up(&question, until)).await;
                answer.unwrap_or_else(|_| Seen::failed(Failure::Timeout))
            } else {
                Seen::failed(Failure::NotAsked)
            };
            (question, seen)
        });
        let mut answers = futures::stream::iter(asked).buffer_unordered(limits.at_once.max(1));
        while let Some((question, seen)) = answers.next().await {
            self.seen.add(question, seen);
        }
    }
}
