//! What time has to say to an order (P13, P16, P17): a certificate that ends before the next can be issued, a renewal before
//! the vendor takes it, validations that lapse on the way, details that nobody looked at for long.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::application::Application;
use crate::calendar::japan_date;
use crate::plan::{Validated, plan};
use crate::policy::Policy;
use crate::rules::dcv::EmailMethod;
use crate::rules::{DAY_SECONDS, validity};
use crate::{Finding, Party, Text};

/// The code of a renewal that the vendor does not take yet.
pub(super) const EARLY: &str = "timing.early";
/// The code of a certificate that ends before the next is issued.
pub(super) const LATE: &str = "timing.late";

const FIELD: &str = "application.names";
/// Most names that a finding shows.
const MAX_NAMES: usize = 10;

/// What is to be said of `application`, placed at `now`, of the certificate it replaces, which ends at `replaces`, and of
/// what was validated before.
pub fn timing(
    application: &Application,
    replaces: Option<Timestamp>,
    validated: &Validated,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Finding> {
    let lead = policy.preflight.lead_days;
    let day_after = |days: u8| policy.calendar.add_business_days(japan_date(now), i16::from(days));
    let (soonest, latest) = (day_after(lead.least), day_after(lead.most.max(lead.least)));
    let mut findings = Vec::new();
    if let Some(ends_at) = replaces {
        findings.extend(early(ends_at, policy.renewal.window_days, now));
        let ends_on = japan_date(ends_at);
        if !is_examined(application, validated, policy, now) {
            // What relies on earlier validations alone is issued at once.
        } else if ends_on < soonest {
            findings.push(late(ends_on, soonest));
        } else if ends_on < latest {
            findings.push(tight(ends_on, latest));
        }
        findings.extend(stale(application, validated, now));
    }
    findings.extend(reuse_lapses(application, validated, latest, policy, now));
    findings
}

/// Whether the vendor has anything left to check.
fn is_examined(application: &Application, validated: &Validated, policy: &Policy, now: Timestamp) -> bool {
    plan(application, validated, policy, now).each().any(|(_, check)| !check.is_settled())
}

fn early(ends_at: Timestamp, window_days: u16, now: Timestamp) -> Option<Finding> {
    let window = SignedDuration::from_secs(i64::from(window_days) * DAY_SECONDS);
    let opens_at = ends_at.checked_sub(window).ok().filter(|opens_at| now < *opens_at)?;
    let (ends, opens) = (japan_date(ends_at), japan_date(opens_at));
    let finding = Finding::warning(
        EARLY,
        FIELD,
        "P13",
        Text::new(
            format!("ベンダーは有効期限の {window_days} 日前から更新を受け付けます。まだ受付期間の前です。"),
            format!("The vendor takes renewals from {window_days} days before the end; it is too early."),
        ),
        Text::new(format!("{opens} 以降に申請してください。"), format!("Place it on {opens} or later.")),
    );
    Some(finding.owed_by(Party::Provider).with_evidence(format!("ends {ends}, window opens {opens}")))
}

fn late(ends: Date, soonest: Date) -> Finding {
    Finding::warning(
        LATE,
        FIELD,
        "P13, P16",
        Text::new(
            format!("現在の証明書の有効期限（{ends}）までに、新しい証明書の発行が間に合わない見込みです。"),
            format!("The present certificate ends on {ends}, most likely before the next is issued."),
        ),
        ANSWER_SOON,
    )
    .with_evidence(format!("ends {ends}, issued {soonest} at the soonest"))
}

fn tight(ends: Date, latest: Date) -> Finding {
    Finding::warning(
        "timing.tight",
        FIELD,
        "P13, P16",
        Text::new(
            format!(
                "現在の証明書の有効期限（{ends}）までに、新しい証明書の発行が間に合わない場合があります。"
            ),
            format!("The present certificate ends on {ends}, perhaps before the next is issued."),
        ),
        ANSWER_SOON,
    )
    .with_evidence(format!("ends {ends}, issued by {latest} as a rule"))
}

const ANSWER_SOON: Text = Text::fixed(
    "確認のメールや電話がありましたら、早めにご対応ください。",
    "Answer the vendor's mails and calls as soon as they come.",
);

/// A name that the vendor would take for approved today, but not on the day of issuance.
fn reuse_lapses(
    application: &Application,
    validated: &Validated,
    latest: Date,
    policy: &Policy,
    now: Timestamp,
) -> Option<Finding> {
    let issued_by = policy.calendar.end_of_business_day(latest);
    let method = EmailMethod::of(&application.approval);
    let lapses = application.names.iter().filter_map(|name| {
        let ends_at = method.reuse_ends(*validated.names.get(name)?);
        (now < ends_at && ends_at <= issued_by).then(|| format!("{name} until {}", japan_date(ends_at)))
    });
    let lapses: Vec<String> = lapses.collect();
    if lapses.is_empty() {
        return None;
    }
    let mut shown = lapses.iter().take(MAX_NAMES).cloned().collect::<Vec<_>>().join(", ");
    if lapses.len() > MAX_NAMES {
        shown.push_str(&format!(", {} more", lapses.len() - MAX_NAMES));
    }
    let finding = Finding::warning(
        "timing.reuse_lapses",
        FIELD,
        "P13, BR 4.2.1",
        Text::fixed(
            "ドメイン名の確認の有効期間が、発行の前に切れる場合があります。その際は承認メールが改めて届きます。",
            "The approval of a domain name may lapse before the issuance; a new approval mail comes then.",
        ),
        Text::fixed(
            "承認メールが届きましたら、早めにご承認ください。",
            "Approve it as soon as the mail comes.",
        ),
    );
    Some(finding.with_evidence(shown))
}

/// Details that were validated longer ago than they may be used (P17): people leave, organisations move.
fn stale(application: &Application, validated: &Validated, now: Timestamp) -> Option<Finding> {
    let known = validated.organisation?;
    if now < validity::identity_reuse_ends(application.product.validation(), known) {
        return None;
    }
    let since = japan_date(known);
    let finding = Finding::warning(
        "timing.stale_details",
        "application.organisation",
        "P17, BR 4.2.1",
        Text::new(
            format!("申請情報は、前回の確認（{since}）から長い期間が過ぎています。"),
            format!("The details were last validated on {since}, longer ago than they may be used."),
        ),
        Text::fixed(
            "申請責任者、組織名、住所、電話番号に変更がないかご確認ください。",
            "See that the responsible person, name, address and telephone number still hold.",
        ),
    );
    Some(finding.with_evidence(format!("validated {since}")))
}
