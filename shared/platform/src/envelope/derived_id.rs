//! Ids of certflow's own events.

use procedure::EventId;
use sha2::{Digest as _, Sha256};

use super::hex;

/// The id that says `text`. Texts are put together from ids of up to 128 characters each, so one that is too long is
/// replaced by its digest; with certflow's own order ids (17 characters) that does not happen.
pub(crate) fn derived_id(text: &str) -> EventId {
    text.parse().unwrap_or_else(|_| of_digest(text))
}

fn of_digest(text: &str) -> EventId {
    let digest = hex(&Sha256::digest(text));
    // 64 hexadecimal digits are an id; were they not, no event could be named and nothing could go on.
    #[expect(clippy::expect_used, reason = "holds for every text")]
    digest.parse().expect("64 hexadecimal digits are an id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_an_id_becomes_its_digest() {
        assert_eq!(derived_id("CF-1.7.0").as_str(), "CF-1.7.0");
        let long = "x".repeat(129);
        assert_eq!(derived_id(&long).as_str().len(), 64);
        assert_ne!(derived_id(&long), derived_id(&"y".repeat(129)));
    }
}
