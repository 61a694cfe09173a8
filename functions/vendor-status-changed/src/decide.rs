//! The decisions: placed, answered, reported, due.

use procedure::event::{ApprovalMailReceived, CertificateIssued, OrderPlaced, VendorAnswered};
use procedure::notice::Notice;
use procedure::order::{Actor, Change, Check, CheckKind, Ending, Order, Phase, VendorMail};
use procedure::vendor::{VendorReply, VendorReport, VendorRequest, VendorStatus};
use procedure::{Decision, Finding, Moment, Party, Refusal, Text};

/// The vendor has the order (R90): its checks begin, and the customer is told what to do for each. Approval mails that
/// were faster than its number are judged now (R41).
///
/// # Errors
/// `order.placed_twice`, `order.out_of_phase`, `order.finished`.
pub fn placed(order: Order, event: &OrderPlaced, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    if let Phase::Ended(ended) = &mut order.phase {
        let number = ended.vendor_order.get_or_insert_with(|| event.vendor_order.clone());
        let same = *number == event.vendor_order;
        order.withdraw_by(moment.policy.desk_until(moment.now));
        return Ok(placed_after_the_end(event, same, order));
    }
    if !order.placed(&event.vendor_order, moment.policy, moment.now)? {
        return Ok(Decision::of(order));
    }
    let waits = |order: &Order, kind| {
        let checks = order.checks().into_iter().flat_map(|checks| checks.each());
        checks.into_iter().any(|(k, check)| k == kind && matches!(check, Check::Waiting(_)))
    };
    let (domain, phone, documents) = (
        waits(&order, CheckKind::Domain),
        waits(&order, CheckKind::Phone) || waits(&order, CheckKind::Employment),
        order
            .checks()
            .and_then(|checks| checks.common().documents.as_waiting())
            .is_some_and(|w| w.on == Party::Customer),
    );
    let confirmation = waits(&order, CheckKind::Confirmation);
    let what = Text::fixed("ベンダーへの申請が完了しました。", "The order is at the vendor.");
    let mut decision = Decision::of(order).because(event.by, what);
    for (needed, notice) in [
        (domain, Notice::ApprovalMailExpected),
        (phone, Notice::PhoneCallAhead),
        (documents, Notice::DocumentsNeeded),
    ] {
        if needed {
            decision = decision.tell(notice);
        }
    }
    let early = decision.order.take_early_mails();
    let decision = early
        .into_iter()
        .fold(decision, |decision, mail| decision.emit(ApprovalMailReceived { mail }.into()));
    Ok(if confirmation { decision.tell_changes(&[Change::ConfirmationBegan]) } else { decision })
}

/// The vendor answered a request other than by taking an order.
///
/// # Errors
/// `order.out_of_phase`, `order.finished`, `enquiry.unknown`.
pub fn answered(order: Order, event: &VendorAnswered, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    match (&event.request, &event.reply) {
        (VendorRequest::Place { .. }, VendorReply::Refused { findings }) => {
            order.placement_refused(findings.clone())?;
            let what = Text::fixed("ベンダーが申請を受け付けませんでした。", "The vendor refused the order.");
            Ok(Decision::of(order).because(Actor::Vendor, what))
        }
        (VendorRequest::Place { .. }, VendorReply::Placed { vendor_order }) => {
            let event = OrderPlaced { vendor_order: vendor_order.clone(), by: Actor::Vendor };
            placed(order, &event, moment)
        }
        (request, VendorReply::Refused { findings }) => {
            if let VendorRequest::Resend { mail, asked_at, .. } = request {
                order.resend_refused(*mail, *asked_at);
            }
            for finding in findings {
                order.needs_attention(finding.clone());
            }
            if findings.is_empty() {
                order.needs_attention(refused_without_reason());
            }
            Ok(Decision::of(order).because(Actor::Vendor, refused(request)))
        }
        (VendorRequest::Place { .. }, VendorReply::Done) => {
            // An order without its number cannot be followed: staff find out what the vendor took.
            order.placement_refused(vec![refused_without_reason()])?;
            Ok(Decision::of(order).because(Actor::Vendor, refused(&event.request)))
        }
        (request, VendorReply::AtDesk) => Ok(Decision::of(order).because(Actor::System, at_desk(request))),
        (VendorRequest::Resend { mail, asked_at, .. }, VendorReply::Done | VendorReply::Placed { .. }) => {
            let changed = order.mail_resent(*mail, *asked_at, moment.policy, moment.now);
            let decision = Decision::of(order);
            Ok(if changed {
                decision.because(Actor::Vendor, resent(*mail)).tell(reminder(*mail))
            } else {
                decision
            })
        }
        (VendorRequest::Answer { enquiry, .. }, VendorReply::Done | VendorReply::Placed { .. }) => {
            order.enquiries.close(enquiry, moment.now)?;
            let what = Text::fixed("照会への回答をベンダーへ伝えました。", "The vendor has the answer.");
            Ok(Decision::of(order).because(Actor::System, what))
        }
        (VendorRequest::Revoke { .. }, VendorReply::Done | VendorReply::Placed { .. }) => {
            let changed = order.revoked(moment.now)?;
            let what = Text::fixed("証明書が失効しました。", "The certificate is revoked.");
            let decision = Decision::of(order);
            Ok(if changed { decision.because(Actor::Vendor, what).tell(Notice::Revoked) } else { decision })
        }
        (VendorRequest::Cancel { .. }, VendorReply::Done | VendorReply::Placed { .. }) => {
            Ok(over_at_the_vendor(order, moment))
        }
    }
}

/// What the vendor reports (R18, R19), and what became due in the meantime. Without a report only the latter.
///
/// # Errors
/// `order.out_of_phase`, `order.finished`, `report.other_order`.
pub fn reported(
    order: Order,
    report: Option<&VendorReport>,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let mut order = order;
    let Some(report) = report else {
        order.ask_later(moment.policy, moment.now);
        return Ok(due(order, moment));
    };
    if order.vendor_order().is_some_and(|known| *known != report.vendor_order) {
        return Err(other_order());
    }
    match (&order.phase, &report.status) {
        (Phase::Examining(_), VendorStatus::Rejected) => {
            order.end(Ending::Rejected, None, moment.now)?;
            order.withdrawn(moment.now);
            let what = Text::fixed("ベンダーが申請を却下しました。", "The vendor rejected the order.");
            return Ok(Decision::of(order).because(Actor::Vendor, what).tell(Notice::Rejected));
        }
        (Phase::Examining(_), VendorStatus::Cancelled | VendorStatus::Expired | VendorStatus::Revoked) => {
            order.end(Ending::Cancelled, None, moment.now)?;
            order.withdrawn(moment.now);
            let what = Text::fixed("ベンダー側で申請が終了しました。", "The order ended at the vendor.");
            return Ok(Decision::of(order).because(Actor::Vendor, what).tell(Notice::Cancelled));
        }
        (Phase::Issued(_), VendorStatus::Revoked) => {
            let changed = order.revoked(moment.now)?;
            let what = Text::fixed("証明書が失効しました。", "The certificate is revoked.");
            let decision = Decision::of(order);
            return Ok(if changed {
                decision.because(Actor::Vendor, what).tell(Notice::Revoked)
            } else {
                decision
            });
        }
        (
            Phase::Ended(_),
            VendorStatus::Rejected | VendorStatus::Cancelled | VendorStatus::Expired | VendorStatus::Revoked,
        ) => return Ok(over_at_the_vendor(order, moment)),
        // A late report on an order that moved on says nothing new.
        (Phase::Issued(_) | Phase::Ended(_), _) => return Ok(Decision::of(order)),
        _ => {}
    }
    let changes = order.apply_report(report, moment.policy)?;
    let issued = report.status == VendorStatus::Issued;
    let mut decision = due(order, moment).tell_changes(&changes);
    if let Some(what) = told(&changes) {
        decision = decision.because(Actor::Vendor, what);
    }
    Ok(if issued { decision.emit(CertificateIssued { chain: None }.into()) } else { decision })
}

/// An order that ended here is over at the vendor too, as it or staff say: nothing is left to withdraw.
fn over_at_the_vendor(order: Order, moment: &Moment<'_>) -> Decision {
    let mut order = order;
    let changed = order.withdrawn(moment.now);
    let what = Text::fixed("ベンダーの申請を取り消しました。", "The order at the vendor is cancelled.");
    let decision = Decision::of(order);
    if changed { decision.because(Actor::Vendor, what) } else { decision }
}

fn due(order: Order, moment: &Moment<'_>) -> Decision {
    let mut order = order;
    let reminded = order.remind(moment.policy, moment.now);
    Decision::of(order).remind(&reminded)
}

/// A cancelled order turned out to have been placed: it is cancelled at the vendor too.
fn placed_after_the_end(event: &OrderPlaced, same: bool, order: Order) -> Decision {
    let what = Text::fixed(
        "終了後にベンダーへの申請が判明したため、取り消します。",
        "It turned out to be at the vendor after it ended; it is cancelled there.",
    );
    let decision = Decision::of(order).because(event.by, what);
    if same {
        decision.request(VendorRequest::Cancel { vendor_order: event.vendor_order.clone() })
    } else {
        decision
    }
}

fn told(changes: &[Change]) -> Option<Text> {
    let mut parts: Vec<Text> = Vec::new();
    for change in changes {
        let (kind, ja, en) = match change {
            Change::Passed(kind) => (kind, "完了", "passed"),
            Change::Skipped(kind) => (kind, "不要", "not required"),
            Change::Required(kind) => (kind, "必要", "required"),
            Change::Failed(kind) => (kind, "不可", "turned down"),
            Change::ConfirmationBegan => (&CheckKind::Confirmation, "開始", "began"),
            Change::UnreadStatus => {
                parts.push(Text::fixed("未知の状態", "unknown status"));
                continue;
            }
            Change::OwnApprovalWanted => {
                parts.push(Text::fixed("自社の承認待ち", "our own approval: wanted"));
                continue;
            }
            Change::OwnApprovalGiven => {
                parts.push(Text::fixed("自社の承認: 完了", "our own approval: given"));
                continue;
            }
        };
        let label = kind.label();
        let part = Text::new(format!("{}: {ja}", label.ja), format!("{}: {en}", label.en));
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        return None;
    }
    let ja: Vec<&str> = parts.iter().map(|part| part.ja.as_ref()).collect();
    let en: Vec<&str> = parts.iter().map(|part| part.en.as_ref()).collect();
    Some(Text::new(ja.join("、"), en.join("; ")))
}

fn name(request: &VendorRequest) -> Text {
    match request {
        VendorRequest::Place { .. } => Text::fixed("申請", "order"),
        VendorRequest::Cancel { .. } => Text::fixed("取り消し", "cancellation"),
        VendorRequest::Revoke { .. } => Text::fixed("失効", "revocation"),
        VendorRequest::Answer { .. } => Text::fixed("照会への回答", "answer to the enquiry"),
        VendorRequest::Resend { mail: VendorMail::Approval, .. } => {
            Text::fixed("承認メールの再送", "resending of the approval mail")
        }
        VendorRequest::Resend { mail: VendorMail::Confirmation, .. } => {
            Text::fixed("発行確認メールの再送", "resending of the confirmation mail")
        }
    }
}

fn resent(mail: VendorMail) -> Text {
    let mail = mail.label();
    Text::new(
        format!("ベンダーが{}を再送しました。", mail.ja),
        format!("The vendor sent the {} again.", mail.en),
    )
}

/// What the customer reads then: how to recognise the mail and what to click, which is what a reminder says.
const fn reminder(mail: VendorMail) -> Notice {
    Notice::Reminder { check: mail.check() }
}

fn refused(request: &VendorRequest) -> Text {
    let name = name(request);
    Text::new(
        format!("ベンダーが{}を受け付けませんでした。", name.ja),
        format!("The vendor refused the {}.", name.en),
    )
}

fn at_desk(request: &VendorRequest) -> Text {
    let name = name(request);
    Text::new(
        format!("{}を申請デスクの作業に登録しました。", name.ja),
        format!("The {} lies on the desk for staff to enter.", name.en),
    )
}

fn refused_without_reason() -> Finding {
    Finding::stop(
        "vendor.refused",
        "vendor_order",
        "R19",
        Text::fixed("ベンダーが依頼を受け付けませんでした。", "The vendor refused a request."),
        Text::fixed("ベンダーの管理画面で確認してください。", "Look at the order in the vendor's console."),
    )
    .owed_by(Party::Provider)
}

fn other_order() -> Refusal {
    Finding::stop(
        "report.other_order",
        "report.vendor_order",
        "R90",
        Text::fixed("ベンダー注文番号が一致しません。", "The report is about another vendor order."),
        Text::fixed("ベンダー注文番号をご確認ください。", "Check the vendor's number."),
    )
    .owed_by(Party::Provider)
    .into()
}
