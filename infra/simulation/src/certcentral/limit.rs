//! The rate limits: 100 requests in 5 seconds and 1,000 in 180, rolling, per API key.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::when::plus;

const SHORT: (SignedDuration, usize) = (SignedDuration::from_secs(5), 100);
const LONG: (SignedDuration, usize) = (SignedDuration::from_secs(180), 1_000);

#[derive(Debug, Default)]
pub(super) struct Limiter(HashMap<String, VecDeque<Timestamp>>);

impl Limiter {
    /// Whether `key` may make another request at `now`; counts it if so.
    pub(super) fn admit(&mut self, key: &str, now: Timestamp) -> bool {
        let made = self.0.entry(key.to_owned()).or_default();
        let long_ago = plus(now, -LONG.0);
        while made.front().is_some_and(|at| *at <= long_ago) {
            made.pop_front();
        }
        let just_now = plus(now, -SHORT.0);
        let recent = made.iter().rev().take_while(|at| **at > just_now).count();
        let admitted = recent < SHORT.1 && made.len() < LONG.1;
        if admitted {
            made.push_back(now);
        }
        admitted
    }
}
