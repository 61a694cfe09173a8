//! Pre-flight (事前確認): what would make the vendor stop, found before it is asked (`preflight.md`): in the DNS (P1–P4, P10)
//! and in time (P13).
//!
//! [`first`] and [`next`] say what to ask, a resolver fills [`Observations`], [`judge`] says what they mean, [`timing`] what
//! time has to say, and [`dispose`] what becomes of the order. Nothing here reads the DNS, and nothing here is stored: a
//! TXT record may hold a mail address.
//!
//! | of `preflight.md` | where it is looked after | what is not known here |
//! |---|---|---|
//! | P1 CAA | `caa` | |
//! | P2 DNSSEC | `failure`; whether the resolver validates | |
//! | P3 postmaster@ | `mail`: MX, null MX, addresses, the people's domains | whether the mailbox is there, has room and lets the mail through, before one is sent |
//! | P4 TXT contact | `contact` | what each name server answers, and what the vendor's perspectives see: one resolver is asked |
//! | P5 bounces | `mail-feedback` | |
//! | P6 telephone | [`crate::contact`] | whether TDB or another database lists the number: none is asked |
//! | P7 organisation | [`crate::organisation`] | what register and databases say: none is asked |
//! | P8 numbers | [`crate::organisation`]: form and check digit | whether they are the organisation's |
//! | P9 CSR | [`crate::pki`] | |
//! | P10 domain | `judge`: whether it exists | who its registrant is: WHOIS is not asked |
//! | P11 EV | [`crate::application`], [`crate::organisation`]; mail of the responsible person: `mail` | a company's age: the application does not say when it was founded |
//! | P12 documents | [`crate::documents`] | |
//! | P13 timing | `timing`, [`crate::rules::renewal`]; random values: `order` | |
//! | P14 vendor account | what the vendor answers, for staff | balance, products and validations of the account, before an order is placed |
//! | P15 duplicates | `order-submitted`, and once more in `vendor-review-requested` | |
//! | P16 business days | [`crate::calendar`] | |
//! | P17 stale details | `timing`, A5's explicit answer | whether somebody has left |

mod approval;
mod ask;
mod caa;
mod case;
mod contact;
mod disposition;
mod evidence;
mod failure;
mod judge;
mod mail;
mod owner;
mod record;
mod seen;
mod settings;
#[cfg(test)]
mod tests;
mod timing;

pub use ask::{first, next};
pub use disposition::{Disposition, Gate, dispose};
pub use judge::judge;
pub use owner::Owner;
pub use record::{CaaRecord, CaaValue, Exchange, MxRecord, Record, TxtRecord};
pub use seen::{Failure, Kind, Observations, Outcome, Question, Seen};
pub use settings::{LeadDays, MailScope, Settings, VendorSettings};
pub use timing::timing;
