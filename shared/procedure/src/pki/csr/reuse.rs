//! A CSR's key against earlier orders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, OrderId, Text};

/// Another order that has used the same key ([`KeyId`](crate::pki::KeyId)); never the order at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyUse {
    /// The order.
    pub order: OrderId,
    /// Whether it belongs to the same customer.
    pub same_customer: bool,
    /// Whether the key is known to be compromised, such as by a revocation for `keyCompromise`.
    pub compromised: bool,
}

/// What these uses mean for the key: one finding, the worst that applies (BR 6.1.1.3, A28: a new key every time).
///
/// A compromised key stops, whoever used it; so does the key of another customer, whose order is not named. An
/// earlier order of the same customer is a warning with that order as evidence.
pub fn reuse(uses: &[KeyUse]) -> Vec<Finding> {
    let finding = if uses.iter().any(|earlier| earlier.compromised) {
        Finding::stop(
            "csr.key_compromised",
            "csr.key",
            "BR 6.1.1.3",
            Text::fixed(
                "漏えいにより失効した証明書と同じ鍵です。この鍵は二度と使えません。",
                "This key was compromised and must never be used again.",
            ),
            NEW_KEY,
        )
    } else if uses.iter().any(|earlier| !earlier.same_customer) {
        Finding::stop(
            "csr.key_of_another",
            "csr.key",
            "A28",
            Text::fixed("別のお客様の申請で使われた鍵です。", "Another customer's order has used this key."),
            NEW_KEY,
        )
    } else if let Some(last) = uses.last() {
        Finding::warning(
            "csr.key_reused",
            "csr.key",
            "A28",
            Text::fixed("以前の申請で使われた鍵です。", "An earlier order has used this key."),
            NEW_KEY,
        )
        .with_evidence(last.order.as_str())
    } else {
        return Vec::new();
    };
    vec![finding]
}

const NEW_KEY: Text =
    Text::fixed("新しい鍵を作り、その CSR を提出してください。", "Make a new key and submit its CSR.");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    fn used(same_customer: bool, compromised: bool) -> KeyUse {
        KeyUse { order: "CF-0000-0000-0001".parse().unwrap(), same_customer, compromised }
    }

    fn verdict(uses: &[KeyUse]) -> Vec<(String, Severity, Option<String>)> {
        reuse(uses).into_iter().map(|f| (f.code.into_owned(), f.severity, f.evidence)).collect()
    }

    /// A28: a key used before by the same customer is a warning that names the order; one of another customer
    /// stops without naming it; a compromised one stops whoever used it.
    #[test]
    fn reuse_is_judged_by_its_worst() {
        assert!(verdict(&[]).is_empty());
        assert_eq!(
            verdict(&[used(true, false)]),
            [("csr.key_reused".into(), Severity::Warning, Some("CF-0000-0000-0001".into()))]
        );
        assert_eq!(
            verdict(&[used(true, false), used(false, false)]),
            [("csr.key_of_another".into(), Severity::Stop, None)]
        );
        for same_customer in [true, false] {
            assert_eq!(
                verdict(&[used(false, false), used(same_customer, true)]),
                [("csr.key_compromised".into(), Severity::Stop, None)]
            );
        }
    }
}
