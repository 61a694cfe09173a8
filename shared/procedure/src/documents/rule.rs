//! A rule about one kind of document, as data (R84).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocumentKind, Item, ReceiptStamp, Window};

/// What holds for one kind, for one item, in one period. A kind whose standing changed has one rule a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRule {
    /// The kind.
    pub kind: DocumentKind,
    /// The item it serves.
    pub item: Item,
    /// The submission dates it holds for.
    #[serde(default)]
    pub effective: Window,
    /// Whether the kind is accepted then, and on which conditions.
    pub standing: Standing,
}

/// Whether a kind is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Standing {
    /// Named by the vendor.
    Accepted {
        /// What it must fulfil.
        conditions: Conditions,
    },
    /// Not named by the vendor, who has to agree (A19–A21).
    PendingVendorConsent {
        /// What holds until it has answered.
        meanwhile: Meanwhile,
        /// What the document must fulfil.
        conditions: Conditions,
    },
    /// No longer issued or valid.
    Obsolete {
        /// What has taken its place.
        replaced_by: Vec<DocumentKind>,
    },
}

/// What holds for a kind until the vendor has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Meanwhile {
    /// It is accepted, with a warning: what the vendor names cannot be had any more (A19).
    Accepted,
    /// It is not accepted (A20, A21).
    Withheld,
}

/// What a document of a kind must fulfil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conditions {
    /// Copy or original.
    pub form: FormRule,
    /// How recent it must be.
    pub must_be: Currency,
    /// The proof that the authority received it.
    #[serde(default)]
    pub receipt: ReceiptRule,
    /// The trade name.
    #[serde(default)]
    pub trade_name: TradeNameRule,
    /// Whether a download from the web is refused (R78).
    #[serde(default)]
    pub not_web_download: bool,
    /// Whether it bears insurance symbols and numbers, which must be masked.
    #[serde(default)]
    pub mask_insurance_number: bool,
    /// Whether the vendor can take the address for a telegram from it (R79, R81).
    #[serde(default)]
    pub proves_address: bool,
    /// Whether it suffices for its item.
    #[serde(default)]
    pub role: Role,
}

/// Copy or original (A18: the item's rule wins over the general "copies allowed").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormRule {
    /// コピー可: a copy or the original.
    CopyAllowed,
    /// 原本: only the original, so only by post (R82).
    OriginalOnly,
}

/// How recent a document must be on the submission date (R83).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Currency {
    /// Of any date.
    Undated,
    /// 有効期限内: its last valid day is not past.
    Unexpired,
    /// Issued at most so many months before.
    IssuedWithinMonths(u8),
    /// 発行日が最新のもの (R77). How old the latest bill may be is not published; both limits are ours.
    LatestIssue {
        /// After so many months a newer one probably exists: a warning.
        doubtful_after_months: u8,
        /// After so many months it cannot be the latest: refused.
        stale_after_months: u8,
    },
    /// 前年度: the tax year before (R67); until that year's return is due, also the one before it.
    PreviousFiscalYear(Tax),
    /// Of the same tax year as the return whose receipt it proves (A19).
    SameYearAsReturn,
}

/// Which return, for its due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tax {
    /// 所得税.
    Income,
    /// 消費税.
    Consumption,
}

/// How it must be shown that the authority received the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptRule {
    /// Not at all.
    #[default]
    NotNeeded,
    /// By a receipt stamp (受付印, 受領印).
    Stamp {
        /// Of any of these.
        of: Vec<ReceiptStamp>,
        /// A document filed on this day or later may have none when another document proves the receipt (A19).
        proof_instead_from: Option<Date>,
    },
}

/// Whether a document must show the trade name (屋号).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TradeNameRule {
    /// It need not.
    #[default]
    NotNeeded,
    /// It must (R68).
    Required,
    /// It must when the application names one.
    RequiredIfUsed,
}

/// What a document does for its item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It satisfies the item (the receipt aside).
    #[default]
    Suffices,
    /// It only proves that another document was received (A19).
    ReceiptProof,
}

impl Standing {
    /// The conditions, unless it is obsolete.
    pub const fn conditions(&self) -> Option<&Conditions> {
        match self {
            Standing::Accepted { conditions } | Standing::PendingVendorConsent { conditions, .. } => {
                Some(conditions)
            }
            Standing::Obsolete { .. } => None,
        }
    }
}
