//! The vendor's rate limits, kept before a request leaves.
//!
//! CertCentral counts the requests of a key in two rolling windows, 100 in 5 seconds and 1000 in 180 seconds, and
//! answers 429 beyond either (<https://dev.digicert.com/en/certcentral-apis/services-api/rate-limits.html>). Pure:
//! the time is an argument, given as the time since any fixed start.

use std::collections::VecDeque;
use std::time::Duration;

/// At most `count` requests within any `span`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many, at least 1.
    pub count: usize,
    /// Within how long.
    pub span: Duration,
}

/// The two windows of one key.
///
/// The vendor counts per key, this counts per process: functions that share a key share its limits, so each gets
/// its part through [`Limits::part`], which `CERTFLOW_CERTCENTRAL_SHARE` and the settings file's `share` say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Against bursts.
    pub short: Window,
    /// Over minutes.
    pub long: Window,
}

impl Limits {
    /// What the vendor documents: 100 in 5 s, 1000 in 180 s.
    pub const DOCUMENTED: Self = Self {
        short: Window { count: 100, span: Duration::from_secs(5) },
        long: Window { count: 1000, span: Duration::from_secs(180) },
    };

    /// Among how many they can be divided.
    pub const SHARES: std::ops::RangeInclusive<usize> = 1..=1000;

    /// The part of each of `users` processes that share one key; at least one request a window.
    #[must_use]
    pub const fn part(self, users: usize) -> Self {
        const fn share(window: Window, users: usize) -> Window {
            let users = if users == 0 { 1 } else { users };
            let count = window.count / users;
            Window { count: if count == 0 { 1 } else { count }, span: window.span }
        }
        Self { short: share(self.short, users), long: share(self.long, users) }
    }
}

/// When requests were admitted, and until when the vendor wants silence.
#[derive(Debug)]
pub struct Limiter {
    limits: Limits,
    admitted: VecDeque<Duration>,
    held_until: Duration,
}

impl Limiter {
    /// A limiter that has admitted nothing yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, admitted: VecDeque::new(), held_until: Duration::ZERO }
    }

    /// Admits a request at `now`, or tells how long to wait; it then has to be asked again.
    ///
    /// A `now` before an earlier one counts as that earlier one.
    ///
    /// # Errors
    /// The wait, more than zero.
    pub fn admit(&mut self, now: Duration) -> Result<(), Duration> {
        let now = self.admitted.back().copied().unwrap_or_default().max(now);
        let keep = self.limits.short.span.max(self.limits.long.span);
        while self.admitted.front().is_some_and(|at| *at + keep <= now) {
            self.admitted.pop_front();
        }
        let free = [self.limits.short, self.limits.long]
            .into_iter()
            .filter_map(|window| self.free_at(window))
            .fold(self.held_until, Duration::max);
        if free > now {
            return Err(free - now);
        }
        self.admitted.push_back(now);
        Ok(())
    }

    /// Admits nothing before `until`: the vendor answered 429.
    pub fn hold(&mut self, until: Duration) {
        self.held_until = self.held_until.max(until);
    }

    /// When this window has room again; `None` when it has never been full.
    fn free_at(&self, window: Window) -> Option<Duration> {
        let oldest = self.admitted.len().checked_sub(window.count.max(1))?;
        self.admitted.get(oldest).map(|at| *at + window.span)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn the_hundred_and_first_waits_for_the_first_to_age() {
        let mut limiter = Limiter::new(Limits::DOCUMENTED);
        for n in 0..100 {
            assert_eq!(limiter.admit(ms(n)), Ok(()));
        }
        assert_eq!(limiter.admit(ms(1_000)), Err(ms(4_000)));
        assert_eq!(limiter.admit(ms(5_000)), Ok(()));
    }

    #[test]
    fn the_long_window_holds_too() {
        let mut limiter = Limiter::new(Limits::DOCUMENTED);
        for n in 0..1_000 {
            assert_eq!(limiter.admit(ms(n * 100)), Ok(()), "{n}");
        }
        assert_eq!(limiter.admit(ms(100_000)), Err(ms(80_000)));
        assert_eq!(limiter.admit(ms(180_000)), Ok(()));
    }

    #[test]
    fn a_hold_admits_nothing_before_its_end() {
        let mut limiter = Limiter::new(Limits::DOCUMENTED);
        limiter.hold(ms(500));
        limiter.hold(ms(100));
        assert_eq!(limiter.admit(ms(200)), Err(ms(300)));
        assert_eq!(limiter.admit(ms(500)), Ok(()));
    }

    #[test]
    fn parts_of_a_key_never_reach_zero() {
        assert_eq!(Limits::DOCUMENTED.part(3).short.count, 33);
        assert_eq!(Limits::DOCUMENTED.part(1_000_000).long.count, 1);
        assert_eq!(Limits::DOCUMENTED.part(0), Limits::DOCUMENTED);
    }

    proptest! {
        /// Whatever the arrivals, no rolling window ever holds more than its count, and a wait that is kept is
        /// enough.
        #[test]
        fn no_window_is_ever_overfull(steps in prop::collection::vec(0_u64..400, 1..400)) {
            let limits = Limits {
                short: Window { count: 3, span: ms(500) },
                long: Window { count: 10, span: ms(5_000) },
            };
            let mut limiter = Limiter::new(limits);
            let mut sent: Vec<Duration> = Vec::new();
            let mut now = Duration::ZERO;
            for step in steps {
                now += ms(step);
                if let Err(wait) = limiter.admit(now) {
                    prop_assert!(wait > Duration::ZERO);
                    now += wait;
                    prop_assert_eq!(limiter.admit(now), Ok(()));
                }
                sent.push(now);
                for window in [limits.short, limits.long] {
                    let within = sent.iter().filter(|at| **at + window.span > now).count();
                    prop_assert!(within <= window.count, "{} in {:?}", within, window.span);
                }
            }
            prop_assert!(limiter.admitted.len() <= 10);
        }
    }
}
