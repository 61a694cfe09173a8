//! Why a mail is not believed. No text echoes an address, a link or a subject.

mod arrival;
mod link;
mod order;
mod reading;

use procedure::{Finding, Party, Text};

pub(super) use arrival::{authentication, date, from, lapsed, spam, staff_word, virus};
pub(super) use link::{link_form, link_host, no_link};
pub(super) use order::{copy_unproven, domain, not_awaited, other_number, recipient, subject, too_early};
pub(super) use reading::{header_too_large, no_order, not_approval, subject_unknown, too_large, unreadable};

fn stop(code: &'static str, field: &'static str, rule: &'static str, message: Text, remedy: Text) -> Finding {
    Finding::stop(code, field, rule, message, remedy).owed_by(Party::Provider)
}

/// What staff do with a mail that fails a rule.
const fn look_into_it() -> Text {
    Text::fixed(
        "メールのリンクは開かず、ベンダーの管理画面で注文の状況をご確認ください。",
        "Do not open its link; look the order up in the vendor's console.",
    )
}
