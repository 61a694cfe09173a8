//! What the vendor says of an order, and what that means here.
//!
//! The words are those of the API's glossary and of answers that public clients have recorded. Two of them,
//! `approved` and `denied`, belong to requests, but appear on orders of older accounts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest unknown word kept, in characters.
const MAX_WORD: usize = 64;

/// The status of an order (`status`, `order_status`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
pub enum OrderStatus {
    /// Waits for an administrator of our own account.
    NeedsApproval,
    /// With the vendor: domains, organisation, telephone.
    Pending,
    /// The vendor is making the certificate.
    Processing,
    /// A word of requests; on an order, one public source means "issued" by it and another "being examined".
    Approved,
    /// Ordered without a CSR, which certflow never does.
    NeedsCsr,
    /// Waits for somebody to fetch it, which orders with a CSR never do.
    WaitingPickup,
    /// The certificate exists.
    Issued,
    /// A reissue is with the vendor; the certificate before it stays valid.
    ReissuePending,
    /// The vendor, or our administrator, said no.
    Rejected,
    /// The same, in the words of a request.
    Denied,
    /// Withdrawn.
    Canceled,
    /// The certificate was revoked.
    Revoked,
    /// Its time has run out.
    Expired,
    /// A word nobody knows yet, lower case, at most 64 characters.
    Other(String),
}

/// What a status means for the procedure, whatever the vendor calls it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Our own account has to approve the request: staff.
    AwaitingOurApproval,
    /// The vendor examines it (申請内容の審査, R18).
    Examining,
    /// Issued (R52).
    Issued,
    /// A reissue is examined; the old certificate is valid.
    Reissuing,
    /// Refused for good.
    Rejected,
    /// Withdrawn.
    Cancelled,
    /// Revoked.
    Revoked,
    /// Expired.
    Expired,
    /// Not understood: staff look, and nothing is concluded from it.
    Unknown(String),
}

/// The table of words: one line a word, each read in any letter case.
const WORDS: [(&str, OrderStatus); 14] = [
    ("needs_approval", OrderStatus::NeedsApproval),
    ("pending", OrderStatus::Pending),
    ("processing", OrderStatus::Processing),
    ("approved", OrderStatus::Approved),
    ("needs_csr", OrderStatus::NeedsCsr),
    ("waiting_pickup", OrderStatus::WaitingPickup),
    ("issued", OrderStatus::Issued),
    ("reissue_pending", OrderStatus::ReissuePending),
    ("rejected", OrderStatus::Rejected),
    ("denied", OrderStatus::Denied),
    ("canceled", OrderStatus::Canceled),
    ("cancelled", OrderStatus::Canceled),
    ("revoked", OrderStatus::Revoked),
    ("expired", OrderStatus::Expired),
];

impl OrderStatus {
    /// The table of meanings.
    pub fn meaning(&self) -> Meaning {
        match self {
            Self::NeedsApproval => Meaning::AwaitingOurApproval,
            Self::Pending | Self::Processing => Meaning::Examining,
            Self::Issued => Meaning::Issued,
            Self::ReissuePending => Meaning::Reissuing,
            Self::Rejected | Self::Denied => Meaning::Rejected,
            Self::Canceled => Meaning::Cancelled,
            Self::Revoked => Meaning::Revoked,
            Self::Expired => Meaning::Expired,
            // Known words, but no order of ours should ever say them: a person has to see why one does.
            Self::Approved | Self::NeedsCsr | Self::WaitingPickup | Self::Other(_) => {
                Meaning::Unknown(self.to_string())
            }
        }
    }

    /// Whether the documentation has an order in this status cancelled, or the reissue within it ("Update order status").
    pub const fn can_be_cancelled(&self, reissue: bool) -> bool {
        match self {
            Self::Pending | Self::WaitingPickup => !reissue,
            Self::ReissuePending => reissue,
            _ => false,
        }
    }

    /// The vendor's word.
    pub fn as_str(&self) -> &str {
        if let Self::Other(word) = self {
            return word;
        }
        WORDS.iter().find(|(_, status)| status == self).map_or("", |(word, _)| word)
    }
}

impl From<String> for OrderStatus {
    fn from(text: String) -> Self {
        let word = text.trim().to_lowercase();
        WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map_or_else(|| Self::Other(word.chars().take(MAX_WORD).collect()), |(_, status)| status.clone())
    }
}

impl fmt::Display for OrderStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R18, R19: every word of the vendor has one meaning, and this is the whole table.
    #[test]
    fn the_table_of_meanings() {
        let meanings: Vec<_> = WORDS
            .iter()
            .map(|(word, status)| (*word, serde_json::to_value(status.meaning()).unwrap().to_string()))
            .collect();
        let table = [
            ("needs_approval", r#""awaiting_our_approval""#),
            ("pending", r#""examining""#),
            ("processing", r#""examining""#),
            ("approved", r#"{"unknown":"approved"}"#),
            ("needs_csr", r#"{"unknown":"needs_csr"}"#),
            ("waiting_pickup", r#"{"unknown":"waiting_pickup"}"#),
            ("issued", r#""issued""#),
            ("reissue_pending", r#""reissuing""#),
            ("rejected", r#""rejected""#),
            ("denied", r#""rejected""#),
            ("canceled", r#""cancelled""#),
            ("cancelled", r#""cancelled""#),
            ("revoked", r#""revoked""#),
            ("expired", r#""expired""#),
        ];
        assert_eq!(meanings, table.map(|(word, meaning)| (word, meaning.to_owned())));
    }

    /// A new word of the vendor is shown to staff and is no failure.
    #[test]
    fn an_unknown_word_survives() {
        let status: OrderStatus = serde_json::from_str("\"Under_Review_2027\"").unwrap();
        assert_eq!(status, OrderStatus::Other("under_review_2027".to_owned()));
        assert_eq!(status.meaning(), Meaning::Unknown("under_review_2027".to_owned()));
        let long: OrderStatus = "長".repeat(1_000).into();
        assert_eq!(long.as_str().chars().count(), MAX_WORD);
    }

    #[test]
    fn words_are_read_in_any_case_and_written_as_documented() {
        assert_eq!(OrderStatus::from(" CANCELED ".to_owned()), OrderStatus::Canceled);
        for (word, status) in WORDS.iter().filter(|(word, _)| *word != "cancelled") {
            assert_eq!(status.as_str(), *word);
        }
    }
}
