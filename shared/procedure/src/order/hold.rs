//! An order on hold, with the comment that says why.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EnquiryText;

/// While on hold certflow starts nothing for the order: no submission, no reminder. What others do is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    /// Since when.
    pub since: Timestamp,
    /// Why, for staff.
    pub comment: EnquiryText,
}
