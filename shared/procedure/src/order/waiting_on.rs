//! Who acts next and by when (R12, R88).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, CheckKind, EnquiryState, EvChecks, Installation, Life, OnSilence, Order, Phase};
use crate::documents::{Duty, FileDuty};
use crate::{Party, Text, Vendor};

/// One act that the order waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    /// Who owes it.
    pub by: Party,
    /// A neutral code: `approve_domain`, `answer_call`, …
    pub code: String,
    /// What it is.
    pub what: Text,
    /// Since when.
    pub since: Timestamp,
    /// Until when, if there is a deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Order {
    /// Every act the order waits for, the customer's first, of each party the most urgent first; empty once it is
    /// finished.
    pub fn acts(&self) -> Vec<Act> {
        let mut acts = self.phase_acts();
        if self.is_open() {
            acts.extend(self.enquiry_acts());
        }
        if !self.attention.is_empty() {
            let what = Text::fixed("確認が必要な事項の対応", "look into what needs attention");
            acts.push(act(Party::Provider, "look_into", what, self.received_at, None));
        }
        if let Some(hold) = &self.hold {
            // On hold only staff can move the order, so nobody else is asked to act; but a revocation does not wait
            // (BR 4.9.1.1).
            acts.retain(|act| act.code == "revoke");
            let what = Text::fixed("保留の解除", "release the hold");
            acts.push(act(Party::Provider, "release", what, hold.since, None));
        }
        acts.extend(self.unkept_acts());
        acts.sort_by_key(|act| (act.by, act.until.is_none(), act.until));
        acts
    }

    /// Owed whatever becomes of the order.
    fn unkept_acts(&self) -> impl Iterator<Item = Act> {
        self.documents.unkept().map(|unkept| {
            let (code, what) = match unkept.duty {
                FileDuty::MaskOrDestroy => (
                    "mask_document",
                    Text::fixed(
                        "受領書類の保険者番号等のマスキングまたは廃棄",
                        "mask the insurance numbers on a document, or destroy it",
                    ),
                ),
                FileDuty::Destroy | FileDuty::MayKeep => (
                    "destroy_document",
                    Text::fixed("保管できない書類の廃棄または返送", "destroy a document, or send it back"),
                ),
            };
            act(Party::Provider, code, what, unkept.since, Some(unkept.until))
        })
    }

    /// The parties it waits for; [`Party::Nobody`] alone when it is finished.
    pub fn waits_for(&self) -> Vec<Party> {
        let mut parties: Vec<Party> = self.acts().iter().map(|act| act.by).collect();
        parties.dedup();
        if parties.is_empty() {
            parties.push(Party::Nobody);
        }
        parties
    }

    fn phase_acts(&self) -> Vec<Act> {
        match &self.phase {
            Phase::Returned(returned) => vec![act(
                Party::Customer,
                "mend_application",
                Text::fixed("申請内容の修正", "mend the application"),
                returned.waiting.since,
                Some(returned.waiting.until),
            )],
            Phase::Confirming(confirming) => {
                let what = match (confirming.waiting.on, confirming.on_silence) {
                    (Party::Provider, _) => {
                        Text::fixed("お客様への更新意思の確認", "ask the customer for an answer")
                    }
                    (_, OnSilence::Proceed) => {
                        Text::fixed("申請情報の確認（変更がある場合）", "confirm or amend")
                    }
                    (_, OnSilence::AskExplicitly) => Text::fixed("申請情報の確認", "confirm the application"),
                };
                let waiting = &confirming.waiting;
                vec![act(waiting.on, "confirm_renewal", what, waiting.since, Some(waiting.until))]
            }
            Phase::Accepted { since } => {
                vec![act(
                    Party::Provider,
                    "submit",
                    Text::fixed("証明書の申請", "submit to the vendor"),
                    *since,
                    None,
                )]
            }
            Phase::Placing(placing) => {
                let what = if placing.findings.is_empty() {
                    Text::fixed("ベンダーへの申請登録", "enter the order at the vendor")
                } else {
                    Text::fixed("ベンダーが受け付けなかった申請の確認", "look at what the vendor refused")
                };
                vec![act(Party::Provider, "place", what, placing.since, Some(placing.until))]
            }
            Phase::Examining(examining) => {
                let handing_on = self.document_acts();
                // What staff do about the documents is told once.
                let told = |kind, check: &Check| {
                    let on = check.as_waiting().map(|waiting| waiting.on);
                    kind == CheckKind::Documents && on == Some(Party::Provider) && !handing_on.is_empty()
                };
                let checks = examining.checks.each().filter(|(kind, check)| !told(*kind, check));
                let mut acts: Vec<Act> = checks.filter_map(|(kind, check)| check_act(kind, check)).collect();
                // One act for all names that wait for the same mail.
                acts.dedup_by(|later, first| later.code == first.code && later.by == first.by);
                if let Some(EvChecks::Employment(_)) = examining.checks.ev()
                    && acts.is_empty()
                {
                    acts.push(act(
                        Party::Vendor,
                        "employment",
                        CheckKind::Employment.label(),
                        examining.placed_at,
                        None,
                    ));
                }
                if let Some(since) = examining.own_approval_since {
                    // The vendor begins once it is approved.
                    acts.retain(|act| act.by != Party::Vendor);
                    let what = Text::fixed(
                        "ベンダーの管理画面（CertCentral）での申請の承認",
                        "approve the request in the vendor's console (CertCentral)",
                    );
                    acts.push(act(Party::Provider, "approve_request", what, since, None));
                }
                acts.extend(handing_on);
                if let Some(word) = &examining.unread_status {
                    acts.push(act(
                        Party::Provider,
                        "read_status",
                        Text::new(
                            format!("ベンダーの未知の状態「{word}」の確認"),
                            format!("read the vendor's unknown status `{word}`"),
                        ),
                        examining.reported_at.unwrap_or(examining.placed_at),
                        None,
                    ));
                }
                if acts.is_empty() {
                    let since = examining.reported_at.unwrap_or(examining.placed_at);
                    acts.push(act(
                        Party::Vendor,
                        "issue",
                        Text::fixed("証明書の発行", "issue the certificate"),
                        since,
                        None,
                    ));
                }
                acts
            }
            Phase::Issued(issued) => {
                let mut acts = Vec::new();
                let install = |by| {
                    act(
                        by,
                        "install",
                        Text::fixed("証明書のサーバー設定", "set it on the server"),
                        issued.at,
                        None,
                    )
                };
                if let Some(asked) = &issued.revocation {
                    let what = Text::fixed("証明書の失効", "revoke the certificate");
                    // Where there is no API, or the vendor is late, staff have it revoked.
                    let by = match self.application.product.vendor() {
                        Vendor::Digicert if !self.is_revocation_overdue() => Party::Vendor,
                        Vendor::Digicert | Vendor::Cybertrust => Party::Provider,
                    };
                    acts.push(act(by, "revoke", what, asked.at, Some(asked.until())));
                }
                if let Life::Watched { renewal_opens_at } = issued.life {
                    match issued.installation {
                        Installation::Customer { done_at: None } => acts.push(install(Party::Customer)),
                        Installation::Provider { done_at: None } => acts.push(install(Party::Provider)),
                        Installation::Customer { .. } | Installation::Provider { .. } => {}
                    }
                    acts.push(act(
                        Party::Calendar,
                        "renewal",
                        Text::fixed("更新手続きの開始日", "the renewal opens"),
                        issued.at,
                        Some(renewal_opens_at),
                    ));
                }
                acts
            }
            Phase::Ended(ended) if ended.is_to_be_withdrawn() => {
                let what = Text::fixed("ベンダーの申請の取り消し", "withdraw the order at the vendor");
                vec![act(Party::Provider, "withdraw", what, ended.at, ended.withdraw_until)]
            }
            Phase::Ended(_) => Vec::new(),
        }
    }

    /// One act of each kind, though several originals may wait.
    fn document_acts(&self) -> Vec<Act> {
        let mut acts: Vec<Act> = Vec::new();
        for owed in self.document_duties() {
            let (code, what) = match &owed.duty {
                Duty::HandOver { .. } => {
                    ("hand_documents_over", Text::fixed("書類のベンダーへの提出", "hand the documents over"))
                }
                Duty::ForwardOriginal { .. } => (
                    "forward_original",
                    Text::fixed("原本のベンダーへの郵送", "send the original on by post"),
                ),
                Duty::RequestTelegram => (
                    "request_telegram",
                    Text::fixed("ベンダーへの電報の依頼", "ask the vendor for the telegram"),
                ),
            };
            if acts.iter().all(|act| act.code != code) {
                acts.push(act(Party::Provider, code, what, owed.since, Some(owed.until)));
            }
        }
        acts
    }

    fn enquiry_acts(&self) -> impl Iterator<Item = Act> {
        self.enquiries.iter().filter_map(|enquiry| match &enquiry.state {
            EnquiryState::Open(waiting) => Some(act(
                waiting.on,
                "answer_enquiry",
                Text::fixed("ベンダーからの照会への回答", "answer the vendor's enquiry"),
                waiting.since,
                Some(waiting.until),
            )),
            EnquiryState::Answered { at, until, .. } => Some(act(
                Party::Provider,
                "pass_answer_on",
                Text::fixed("照会への回答のベンダーへの連絡", "pass the answer on to the vendor"),
                *at,
                *until,
            )),
            EnquiryState::Closed { .. } => None,
        })
    }
}

fn check_act(kind: CheckKind, check: &Check) -> Option<Act> {
    let code = match kind {
        CheckKind::Domain => "approve_domain",
        CheckKind::Organisation => "examine_organisation",
        CheckKind::Phone => "answer_call",
        CheckKind::Documents => "send_documents",
        CheckKind::Employment => "employment",
        CheckKind::Confirmation => "confirm_issuance",
    };
    match check {
        Check::Waiting(waiting) => {
            Some(act(waiting.on, code, kind.label(), waiting.since, Some(waiting.until)))
        }
        Check::Failed { at } => Some(act(Party::Provider, code, kind.label(), *at, None)),
        Check::NotRequired | Check::Passed { .. } => None,
    }
}

fn act(by: Party, code: &str, what: Text, since: Timestamp, until: Option<Timestamp>) -> Act {
    Act { by, code: code.to_owned(), what, since, until }
}
