//! Documents a vendor's enquiry asks for, of whatever applicant (R16, R59).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EnquiryId, Finding, Party, Refusal, Text};

/// Longest label of a document asked for, in characters of either language.
pub const MAX_LABEL: usize = 200;

/// A document asked for beyond the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AskedDocument {
    /// The vendor's enquiry.
    pub enquiry: EnquiryId,
    /// What the customer is asked for.
    pub label: Text,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the vendor did without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

impl AskedDocument {
    /// A request.
    ///
    /// # Errors
    /// `documents.label` when the label is empty, too long or has control characters in either language.
    pub(super) fn new(enquiry: EnquiryId, label: Text, asked_at: Timestamp) -> Result<Self, Refusal> {
        let proper = |text: &str| {
            !text.trim().is_empty()
                && text.chars().count() <= MAX_LABEL
                && !text.chars().any(char::is_control)
        };
        if proper(&label.ja) && proper(&label.en) {
            return Ok(Self { enquiry, label, asked_at, withdrawn_at: None });
        }
        Err(Finding::stop(
            "documents.label",
            format!("documents.asked.{enquiry}.label"),
            "R59",
            Text::fixed(
                "依頼する書類の名称が空か、長すぎるか、制御文字を含んでいます。",
                "The label of the document is empty, too long or has control characters.",
            ),
            Text::fixed(
                "日本語と英語の名称を、それぞれ 1〜200 文字・1行で入力してください。",
                "Write the label in Japanese and English, 1 to 200 characters each, on one line.",
            ),
        )
        .owed_by(Party::Provider)
        .into())
    }
}
