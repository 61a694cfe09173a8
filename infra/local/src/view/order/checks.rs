//! The checks and the vendor's questions.

use jiff::Timestamp;
use procedure::order::{
    Call, CallState, Check, CheckKind, Enquiry, EnquiryState, EvChecks, Order, Phase, VendorMail, Waiting,
};
use procedure::{EnquiryId, Party, Text};
use serde::Serialize;

/// One check.
#[derive(Debug, Serialize)]
pub struct CheckView {
    /// Which.
    pub check: CheckKind,
    /// What people call it.
    pub label: Text,
    /// The name it is about, for a domain's approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `not_required`, `waiting`, `passed`, `failed`.
    pub state: &'static str,
    /// Since when it is in that state, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Whom it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<Party>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Reminders sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminders: Option<u8>,
    /// When the approval mail was sent, once it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_seen: Option<Timestamp>,
    /// Until when its link works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_lapses: Option<Timestamp>,
    /// How often staff had the mail sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resent: Option<ResentView>,
    /// Where a telephone check stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_state: Option<CallState>,
    /// The vendor's calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
}

/// A mail that staff had sent again.
#[derive(Debug, Clone, Serialize)]
pub struct ResentView {
    /// How often.
    pub times: usize,
    /// When staff last asked for it.
    pub asked_at: Timestamp,
    /// When the vendor said that it sent that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
}

/// A question of the vendor.
#[derive(Debug, Serialize)]
pub struct EnquiryView {
    /// Its id within the order.
    pub enquiry: EnquiryId,
    /// The question.
    pub question: String,
    /// `open`, `answered`, `closed`.
    pub state: &'static str,
    /// Until when the customer has to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The answer, until it is passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl CheckView {
    fn of(kind: CheckKind, check: &Check) -> Self {
        let (state, since, waiting): (_, _, Option<&Waiting>) = match check {
            Check::NotRequired => ("not_required", None, None),
            Check::Waiting(waiting) => ("waiting", Some(waiting.since), Some(waiting)),
            Check::Passed { at } => ("passed", Some(*at), None),
            Check::Failed { at } => ("failed", Some(*at), None),
        };
        Self {
            check: kind,
            label: kind.label(),
            name: None,
            state,
            since,
            waits_for: waiting.map(|waiting| waiting.on),
            until: waiting.map(|waiting| waiting.until),
            reminders: waiting.map(|waiting| waiting.reminders),
            mail_seen: None,
            mail_lapses: None,
            resent: None,
            call_state: None,
            calls: Vec::new(),
        }
    }
}

/// Every check of `order`, in the order customers meet them.
pub(super) fn checks(order: &Order) -> Vec<CheckView> {
    let Some(checks) = order.checks() else { return Vec::new() };
    let common = checks.common();
    let mut views: Vec<CheckView> = (common.domains.iter())
        .map(|domain| CheckView {
            name: Some(domain.name.to_unicode()),
            mail_seen: domain.mail.as_ref().map(|mail| mail.at),
            mail_lapses: domain.mail.as_ref().map(|mail| mail.lapses_at),
            resent: ResentView::of(order, VendorMail::Approval),
            ..CheckView::of(CheckKind::Domain, &domain.check)
        })
        .collect();
    let call = |kind, phone: &procedure::order::PhoneCheck| CheckView {
        call_state: Some(phone.state()),
        calls: phone.calls.clone(),
        ..CheckView::of(kind, &phone.check)
    };
    views.push(CheckView::of(CheckKind::Organisation, &common.organisation));
    views.push(call(CheckKind::Phone, &common.phone));
    views.push(CheckView::of(CheckKind::Documents, &common.documents));
    match checks.ev() {
        Some(EvChecks::Employment(phone)) => views.push(call(CheckKind::Employment, phone)),
        Some(EvChecks::Confirmation { employment, check }) => {
            let passed = Check::Passed { at: employment.at };
            views.push(CheckView::of(CheckKind::Employment, &passed));
            let resent = ResentView::of(order, VendorMail::Confirmation);
            views.push(CheckView { resent, ..CheckView::of(CheckKind::Confirmation, check) });
        }
        None => {}
    }
    views
}

impl ResentView {
    fn of(order: &Order, mail: VendorMail) -> Option<Self> {
        let Phase::Examining(examining) = &order.phase else { return None };
        let resends = examining.resends.iter().filter(|resend| resend.mail == mail);
        let last = resends.clone().next_back()?;
        Some(Self { times: resends.count(), asked_at: last.asked_at, sent_at: last.sent_at })
    }
}

impl EnquiryView {
    pub(super) fn of(enquiry: &Enquiry) -> Self {
        let (state, until, answer) = match &enquiry.state {
            EnquiryState::Open(waiting) => ("open", Some(waiting.until), None),
            EnquiryState::Answered { answer, .. } => ("answered", None, Some(answer.expose().to_owned())),
            EnquiryState::Closed { .. } => ("closed", None, None),
        };
        let question = enquiry.question.expose().to_owned();
        Self { enquiry: enquiry.id.clone(), question, state, until, answer }
    }
}
