//! The documents of sole proprietors (必要書類), as dated rules (R58–R86, A16–A23).
//!
//! A [`RuleBook`] says which [`DocumentKind`] does for which [`Item`] on which day; [`assess()`] holds one
//! document's [`DocumentFacts`] against it; a [`DocumentSet`] keeps the facts of an order's documents, never their
//! content, and tells what is outstanding. No verdict is stored: each is a function of the submission date, so a
//! delay is judged anew (R83).

mod age;
mod asked;
mod assess;
mod dates;
mod default_rules;
mod duty;
mod facts;
mod item;
mod kind;
mod original;
mod outstanding;
mod preparation;
mod rule;
mod rulebook;
mod rulebook_check;
mod set;
mod status;
mod telegram;
mod unkept;
mod wording;

pub use age::BusinessAge;
pub use asked::{AskedDocument, MAX_LABEL};
pub use assess::{Acceptance, Assessment, FileDuty, Part, assess};
pub use dates::{MonthDay, Window};
pub use duty::{Duty, HandedOver, Owed};
pub use facts::{DocumentFacts, DocumentId, FileDigest, Form, ReceiptStamp};
pub use item::{Applicant, Item, Situation, required};
pub use kind::DocumentKind;
pub use original::{Forwarding, Original, OriginalStage};
pub use preparation::{Preparation, PreparedKind, preparation_list};
pub use rule::{
    Conditions, Currency, DocumentRule, FormRule, Meanwhile, ReceiptRule, Role, Standing, Tax, TradeNameRule,
};
pub use rulebook::{FilingDeadlines, RuleBook, RuleBookData, VendorConsent};
pub use set::{DocumentSet, MAX_ASKED, MAX_DOCUMENTS};
pub use status::{ItemState, ItemStatus, RefusedDocument, Wanted};
pub use telegram::{AddressSource, Telegram};
pub use unkept::Unkept;

#[cfg(test)]
mod tests;
