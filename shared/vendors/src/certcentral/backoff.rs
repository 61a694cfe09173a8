//! Whether a failed attempt is followed by another, and when. Pure.

use std::time::Duration;

use super::{Call, Effect, Error};

/// The pause after the first failed attempt; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The pause before the next attempt, or `None` when `error` is the answer of the call.
///
/// Only what is safe to repeat is repeated; a rate limit is waited for only when it ends within `longest`.
/// There is no jitter: the callers are spread by the sweep that drives them.
pub(super) fn pause(
    call: Call,
    error: &Error,
    attempt: u8,
    attempts: u8,
    longest: Duration,
) -> Option<Duration> {
    if call.effect() == Effect::Once || attempt >= attempts {
        return None;
    }
    let pause = match error {
        Error::Unavailable { .. } => FIRST_PAUSE * 2_u32.saturating_pow(u32::from(attempt.saturating_sub(1))),
        Error::RateLimited { after, .. } => *after,
        _ => return None,
    };
    (pause <= longest).then_some(pause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certcentral::Cause;

    const LONGEST: Duration = Duration::from_secs(30);

    fn unavailable(call: Call) -> Error {
        Error::Unavailable { call, cause: Cause::Timeout }
    }

    #[test]
    fn pauses_double_and_end() {
        let call = Call::OrderInfo;
        let pauses: Vec<_> = (1..=4).map(|n| pause(call, &unavailable(call), n, 4, LONGEST)).collect();
        let ms = |n| Some(Duration::from_millis(n));
        assert_eq!(pauses, [ms(250), ms(500), ms(1000), None]);
    }

    /// R13: no order is ever sent twice by itself.
    #[test]
    fn a_call_that_is_sent_once_is_never_repeated() {
        for call in Call::ALL.iter().copied().filter(|c| c.effect() == Effect::Once) {
            assert_eq!(pause(call, &unavailable(call), 1, 5, LONGEST), None, "{call}");
            let after = Duration::ZERO;
            assert_eq!(pause(call, &Error::RateLimited { call, after }, 1, 5, LONGEST), None, "{call}");
        }
    }

    #[test]
    fn a_long_rate_limit_is_left_to_the_caller() {
        let call = Call::StatusChanges;
        let limited = |secs| Error::RateLimited { call, after: Duration::from_secs(secs) };
        assert_eq!(pause(call, &limited(30), 1, 3, LONGEST), Some(LONGEST));
        assert_eq!(pause(call, &limited(31), 1, 3, LONGEST), None);
    }
}
