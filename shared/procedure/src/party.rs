//! Who acts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Text;

/// The four parties an order can wait for, and nobody (R12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    /// The customer or applicant (お客様).
    Customer,
    /// The hosting provider's staff or system (当社).
    Provider,
    /// The certificate vendor (証明書ベンダー).
    Vendor,
    /// A date that has to come, such as the opening of a renewal.
    Calendar,
    /// Nobody: the order is finished.
    Nobody,
}

impl Party {
    /// Every party, in the order staff look at them.
    pub const ALL: [Party; 5] =
        [Party::Customer, Party::Provider, Party::Vendor, Party::Calendar, Party::Nobody];

    /// The neutral code used in keys, flags and JSON (R87).
    pub const fn code(self) -> &'static str {
        match self {
            Party::Customer => "customer",
            Party::Provider => "provider",
            Party::Vendor => "vendor",
            Party::Calendar => "calendar",
            Party::Nobody => "nobody",
        }
    }

    /// The label shown to people: お客様作業, 当社作業 … (R12).
    pub const fn label(self) -> Text {
        match self {
            Party::Customer => Text::fixed("お客様作業", "Customer"),
            Party::Provider => Text::fixed("当社作業", "Provider"),
            Party::Vendor => Text::fixed("証明書ベンダー作業", "Vendor"),
            Party::Calendar => Text::fixed("期日待ち", "Date"),
            Party::Nobody => Text::fixed("完了", "Nobody"),
        }
    }
}
