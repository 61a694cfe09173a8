//! The stage: derived from phase and checks, never stored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Ending, Life, Order, Phase};
use crate::Text;

/// Where an order is, in one word for lists and the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// To be mended by the customer.
    Returned,
    /// A renewal to be confirmed.
    Confirming,
    /// To be submitted, or being submitted.
    Submitting,
    /// Under examination.
    Examining,
    /// Issued and in use.
    Issued,
    /// Another order took over.
    Succeeded,
    /// Past its end.
    Expired,
    /// Revoked.
    Revoked,
    /// Turned down.
    Rejected,
    /// Withdrawn.
    Cancelled,
    /// Not mended in time.
    Lapsed,
}

impl Stage {
    /// The neutral code, as in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Returned => "returned",
            Stage::Confirming => "confirming",
            Stage::Submitting => "submitting",
            Stage::Examining => "examining",
            Stage::Issued => "issued",
            Stage::Succeeded => "succeeded",
            Stage::Expired => "expired",
            Stage::Revoked => "revoked",
            Stage::Rejected => "rejected",
            Stage::Cancelled => "cancelled",
            Stage::Lapsed => "lapsed",
        }
    }

    /// What people read.
    pub const fn label(self) -> Text {
        match self {
            Stage::Returned => Text::fixed("申請内容の修正待ち", "to be mended"),
            Stage::Confirming => Text::fixed("更新内容の確認中", "renewal to be confirmed"),
            Stage::Submitting => Text::fixed("証明書の申請中", "being submitted"),
            Stage::Examining => Text::fixed("審査中", "under examination"),
            Stage::Issued => Text::fixed("発行済み", "issued"),
            Stage::Succeeded => Text::fixed("後続の注文へ引継ぎ済み", "succeeded by another order"),
            Stage::Expired => Text::fixed("有効期限切れ", "expired"),
            Stage::Revoked => Text::fixed("失効", "revoked"),
            Stage::Rejected => Text::fixed("却下", "rejected"),
            Stage::Cancelled => Text::fixed("取り消し", "cancelled"),
            Stage::Lapsed => Text::fixed("期限切れによる終了", "lapsed"),
        }
    }
}

impl Order {
    /// The stage.
    pub const fn stage(&self) -> Stage {
        match &self.phase {
            Phase::Returned(_) => Stage::Returned,
            Phase::Confirming(_) => Stage::Confirming,
            Phase::Accepted { .. } | Phase::Placing(_) => Stage::Submitting,
            Phase::Examining(_) => Stage::Examining,
            Phase::Issued(issued) => match issued.life {
                Life::Watched { .. } => Stage::Issued,
                Life::Succeeded { .. } => Stage::Succeeded,
                Life::Expired { .. } => Stage::Expired,
                Life::Revoked { .. } => Stage::Revoked,
            },
            Phase::Ended(ended) => match ended.how {
                Ending::Rejected => Stage::Rejected,
                Ending::Cancelled => Stage::Cancelled,
                Ending::Lapsed => Stage::Lapsed,
            },
        }
    }
}
