//! How recent a document is on the submission date (R72–R77, R83, A17).

use jiff::civil::Date;

use super::Found;
use crate::documents::dates::months_after;
use crate::documents::{FilingDeadlines, Tax, wording};
use crate::{Party, Text};

/// Valid through its last day (R72–R74).
pub(super) fn unexpired(found: &mut Found<'_>, submission: Date) {
    let Some(last) = found.facts.expires_on else {
        return found.not_recorded("expires_on", Text::fixed("有効期限", "expiry date"));
    };
    found.last_day = Some(last);
    if submission > last {
        let on = wording::day(submission);
        found.refuse(
            "documents.expired",
            "expires_on",
            &format!("{}, R83", found.facts.kind.source()),
            Text::new(
                format!("提出予定日（{}）の時点で、有効期限が切れています。", on.ja),
                format!("It has expired by the planned submission date ({}).", on.en),
            ),
            Text::fixed("有効期限内のものをお送りください。", "Send one that is unexpired."),
        );
    }
}

/// Issued at most `months` months before (R75, R76).
pub(super) fn issued_within(found: &mut Found<'_>, submission: Date, months: u8) {
    let Some(issued) = issued_by(found, submission) else { return };
    let last = months_after(issued, months);
    found.last_day = Some(last);
    if submission > last {
        let on = wording::day(submission);
        found.refuse(
            "documents.issued_too_long_ago",
            "issued_on",
            &format!("{}, R83, A17", found.facts.kind.source()),
            Text::new(
                format!("提出予定日（{}）の時点で、発行日から{months}ヶ月を過ぎています。", on.ja),
                format!("On the planned submission date ({}) more than {months} months have passed since its issue.", on.en),
            ),
            Text::new(
                format!("発行日より{months}ヶ月以内のものを取得し直して、お送りください。"),
                format!("Obtain and send one issued within the last {months} months."),
            ),
        );
    }
}

/// The most recent issue (R77).
pub(super) fn latest_issue(found: &mut Found<'_>, submission: Date, doubtful: u8, stale: u8, remedy: Text) {
    let Some(issued) = issued_by(found, submission) else { return };
    let last = months_after(issued, stale);
    found.last_day = Some(last);
    if submission > last {
        let on = wording::day(submission);
        found.refuse(
            "documents.bill_not_latest",
            "issued_on",
            "R77, R83",
            Text::new(
                format!("提出予定日（{}）の時点で発行から{stale}ヶ月を過ぎており、最新の請求書とはいえません。", on.ja),
                format!("On the planned submission date ({}) it is more than {stale} months old, so not the latest bill.", on.en),
            ),
            remedy,
        );
    } else if submission > months_after(issued, doubtful) {
        found.warn(
            Party::Customer,
            "documents.bill_maybe_not_latest",
            "issued_on",
            "R77",
            Text::fixed(
                "より新しい請求書が発行されている可能性があります。",
                "A more recent bill may have been issued.",
            ),
            Text::fixed(
                "より新しい請求書がお手元にある場合は、そちらをお送りください。",
                "If you have a more recent bill, send that one.",
            ),
        );
    }
}

/// Of the tax year before the submission's (R67).
///
/// Between New Year and the due date that year's return need not exist, so the one before it still does, with a
/// warning.
pub(super) fn previous_fiscal_year(found: &mut Found<'_>, submission: Date, due: FilingDeadlines, tax: Tax) {
    let Some(tax_year) = found.facts.tax_year else {
        return found.not_recorded("tax_year", Text::fixed("年分", "tax year"));
    };
    let previous = submission.year().saturating_sub(1);
    let send = || {
        Text::new(
            format!("{previous}年分の申告書の控えをお送りください。"),
            format!("Send the retained copy of the return for {previous}."),
        )
    };
    if tax_year > previous {
        return found.refuse(
            "documents.tax_year_not_over",
            "tax_year",
            "R67, R83",
            Text::fixed(
                "提出予定日の時点で終わっていない年分の申告書です。",
                "The return is for a year that is not over on the planned submission date.",
            ),
            send(),
        );
    }
    let last = due.due_in(tax_year.saturating_add(2), tax);
    found.last_day = Some(last);
    if submission > last {
        found.refuse(
            "documents.tax_year_past",
            "tax_year",
            "R67, R83",
            Text::fixed("前年度の申告書ではありません。", "Not the previous fiscal year's return."),
            send(),
        );
    } else if tax_year < previous {
        found.warn(
            Party::Customer,
            "documents.newer_return_may_exist",
            "tax_year",
            "R67",
            Text::new(
                format!("{previous}年分の申告がお済みの場合、前年度の申告書ではありません。"),
                format!(
                    "If the return for {previous} has been filed, this is not the previous fiscal year's."
                ),
            ),
            Text::new(
                format!("{previous}年分の申告がお済みの場合は、そちらの控えをお送りください。"),
                "If it has been filed, send its retained copy.",
            ),
        );
    }
}

/// The issue date, unless it is not recorded or lies after the submission.
fn issued_by(found: &mut Found<'_>, submission: Date) -> Option<Date> {
    let Some(issued) = found.facts.issued_on else {
        found.not_recorded("issued_on", Text::fixed("発行日", "issue date"));
        return None;
    };
    if issued > submission {
        found.refuse(
            "documents.issued_after_submission",
            "issued_on",
            "R83",
            Text::fixed("発行日が提出予定日より後です。", "It is dated after the planned submission date."),
            Text::fixed(
                "記録された発行日と提出予定日をご確認ください。",
                "Check the recorded issue date and the planned submission date.",
            ),
        );
        return None;
    }
    Some(issued)
}
