//! The decisions: hold, release, reject, cancel, resend, revoke.

use procedure::event::{
    OrderCancelled, OrderHeld, OrderRejected, ResendRequested, RevocationRequested, VendorReviewRequested,
};
use procedure::notice::Notice;
use procedure::order::{Actor, Ending, EnquiryText, Order, Phase};
use procedure::vendor::VendorRequest;
use procedure::{Decision, Finding, Moment, Party, Refusal, Text};

/// Staff put the order on hold with a comment.
///
/// # Errors
/// `order.finished`.
pub fn held(order: Order, event: &OrderHeld, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    order.put_on_hold(event.comment.clone(), moment.now)?;
    Ok(Decision::of(order).because(Actor::Staff, Text::fixed("保留にしました。", "Put on hold.")))
}

/// Staff released it; what waited for the release goes on, and what the vendor refused is submitted once more.
///
/// # Errors
/// None.
pub fn released(order: Order) -> Result<Decision, Refusal> {
    let mut order = order;
    let refused = matches!(&order.phase, Phase::Placing(placing) if !placing.findings.is_empty());
    if !order.release() && !refused {
        return Ok(Decision::of(order));
    }
    let waits = order.can_be_submitted() || refused;
    let decision =
        Decision::of(order).because(Actor::Staff, Text::fixed("保留を解除しました。", "Released."));
    Ok(if waits { decision.emit(VendorReviewRequested {}.into()) } else { decision })
}

/// The order is turned down, with the reason (R19).
///
/// # Errors
/// `order.finished`, `order.out_of_phase`.
pub fn rejected(order: Order, event: &OrderRejected, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let what = Text::fixed("申請を却下しました。", "Rejected.");
    end(order, Ending::Rejected, &event.reason, event.by, what, Notice::Rejected, moment)
}

/// The order is withdrawn.
///
/// # Errors
/// `order.finished`, `order.out_of_phase`.
pub fn cancelled(order: Order, event: &OrderCancelled, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let what = Text::fixed("注文を取り消しました。", "Cancelled.");
    end(order, Ending::Cancelled, &event.reason, event.by, what, Notice::Cancelled, moment)
}

/// The vendor is asked to send a mail again. A mail twice is the worst that comes of a lost answer.
///
/// # Errors
/// As [`Order::ask_resend`].
pub fn resend(order: Order, event: &ResendRequested, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let request = order.ask_resend(event.mail, moment.policy, moment.now)?;
    let mail = event.mail.label();
    let what = Text::new(
        format!("{}の再送をベンダーへ依頼しました。", mail.ja),
        format!("The vendor is asked to send the {} again.", mail.en),
    );
    Ok(Decision::of(order).because(Actor::Staff, what).request(request))
}

/// The vendor is asked to revoke the certificate; it counts as revoked once the vendor says so.
///
/// # Errors
/// `order.out_of_phase` before it is issued, `order.finished` once it is revoked.
pub fn revocation(
    order: Order,
    event: &RevocationRequested,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let mut order = order;
    if !order.ask_revocation(event.key_compromised, moment.now)? {
        return Ok(Decision::of(order));
    }
    let request = match &order.phase {
        Phase::Issued(issued) => VendorRequest::Revoke {
            vendor_order: issued.vendor_order.clone(),
            serial: issued.certificate.serial().to_owned(),
            key_compromised: event.key_compromised,
        },
        _ => return Ok(Decision::of(order)),
    };
    let what =
        Text::fixed("失効をベンダーへ依頼しました。", "The vendor is asked to revoke the certificate.");
    Ok(Decision::of(order).because(event.by, what).request(request))
}

fn end(
    order: Order,
    how: Ending,
    reason: &EnquiryText,
    by: Actor,
    what: Text,
    notice: Notice,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let mut order = order;
    // While it is being placed the vendor may have it under a number not yet known: staff must look before it ends.
    let placing = matches!(order.phase, Phase::Placing(_));
    if !order.end(how, Some(reason.clone()), moment.now)? {
        return Ok(Decision::of(order));
    }
    let vendor_order = order.vendor_order().cloned();
    order.withdraw_by(moment.policy.desk_until(moment.now));
    if placing {
        order.needs_attention(may_be_placed());
    }
    let decision = Decision::of(order).because(by, what).tell(notice);
    Ok(match vendor_order {
        Some(vendor_order) => decision.request(VendorRequest::Cancel { vendor_order }),
        None => decision,
    })
}

/// What staff look into when an order ends while it is being placed.
fn may_be_placed() -> Finding {
    Finding::stop(
        "order.may_be_placed",
        "vendor_order",
        "R89",
        Text::fixed(
            "申請の途中で終了したため、ベンダーに登録されている可能性があります。",
            "It ended while it was being placed: the vendor may have it.",
        ),
        Text::fixed(
            "ベンダーの管理画面で確認し、登録されていれば取り消してください。",
            "Look in the vendor's console and cancel it there if need be.",
        ),
    )
    .owed_by(Party::Provider)
}
