//! The decisions: open the renewal, remind, take silence for a yes, expire.

use procedure::event::{OrderSucceeded, RenewalConfirmed, RenewalOpened, VendorReviewRequested};
use procedure::notice::Notice;
use procedure::order::{
    Actor, Confirming, Life, OnSilence, Order, OrderKind, Phase, Reminded, Waiting, unknown_order,
};
use procedure::rules::validity;
use procedure::{Decision, EventId, Finding, Moment, OrderId, Refusal, Text, Validation};

use crate::facts::Facts;

/// The id of the order that renews `of`; the same however often the renewal is opened.
pub fn successor_of(of: &OrderId) -> Result<OrderId, Refusal> {
    let event: EventId = of.as_str().parse().map_err(Refusal::from)?;
    Ok(OrderId::derived("certflow/renewal", &event))
}

/// Time passed for an issued certificate or for a renewal that waits for the customer.
///
/// # Errors
/// None that the order's own state does not rule out.
pub fn nearing(order: Order, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let reminded = order.remind(moment.policy, moment.now);
    if let Phase::Issued(issued) = &order.phase
        && let Life::Watched { renewal_opens_at } = issued.life
        && renewal_opens_at <= moment.now
        && order.hold.is_none()
        && issued.revocation.is_none()
    {
        let successor = successor_of(&order.id)?;
        let of = order.id.clone();
        order.succeed(&successor, moment.now)?;
        let what = Text::new(
            format!("更新手続きを開始しました（注文 {successor}）。"),
            format!("The renewal opens (order {successor})."),
        );
        return Ok(Decision::of(order)
            .because(Actor::System, what)
            .emit_for(successor, RenewalOpened { of }.into()));
    }
    let expired = reminded.contains(&Reminded::Expired);
    let decision = Decision::of(order).remind(&reminded);
    let what = Text::fixed("証明書の有効期限が切れました。", "The certificate expired.");
    Ok(if expired { decision.because(Actor::System, what) } else { decision })
}

/// A renewal order comes into being, to be confirmed by its prescribed date (R8).
///
/// # Errors
/// `order.exists` when it is there already; `order.unknown` for an unknown predecessor; `renewal.no_certificate`.
pub fn opened(
    id: OrderId,
    known: Option<&Order>,
    event: &RenewalOpened,
    facts: &Facts,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    if let Some(known) = known {
        return Ok(Decision::of(known.clone()));
    }
    let predecessor = facts.predecessor.as_ref().ok_or_else(|| unknown_order(&event.of))?;
    let Phase::Issued(issued) = &predecessor.phase else { return Err(no_certificate(&event.of)) };
    let (product, term) = (predecessor.application.product, predecessor.application.term);
    let schedule = moment.policy.renewal_schedule(product, term, &issued.certificate);
    let kind = OrderKind::Renewal {
        of: event.of.clone(),
        vendor_order: issued.vendor_order.clone(),
        expires_at: issued.certificate.not_after(),
    };
    let confirming = Confirming {
        // A sweep that was late leaves the customer what is left, never less than nothing.
        waiting: Waiting::customer(moment.now, schedule.prescribed_date.max(moment.now)),
        on_silence: on_silence(predecessor, moment),
        reminders_at: schedule.reminders.iter().copied().filter(|at| *at > moment.now).collect(),
        last_call_at: schedule.last_call_at.max(moment.now),
    };
    let order = Order::renewal(id, predecessor, kind, confirming, moment.now);
    let what = Text::new(
        format!("注文 {} の更新手続きを開始しました。", event.of),
        format!("Renewal of order {} opened.", event.of),
    );
    Ok(Decision::of(order).because(Actor::System, what).tell(Notice::RenewalOpened))
}

/// The customer confirmed the renewal as it is (R8).
///
/// # Errors
/// `order.out_of_phase`, `order.finished`.
pub fn confirmed(order: Order, event: &RenewalConfirmed, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    if !order.confirm(moment.now)? {
        return Ok(Decision::of(order));
    }
    let what = Text::fixed("更新内容が確認されました。", "The renewal is confirmed.");
    let submit = order.can_be_submitted();
    let decision = Decision::of(order).because(event.by, what).tell(Notice::ApplicationReceived);
    Ok(if submit { decision.emit(VendorReviewRequested {}.into()) } else { decision })
}

/// Another order's certificate takes over (R14).
///
/// # Errors
/// `order.out_of_phase`, `order.finished`.
pub fn succeeded(order: Order, event: &OrderSucceeded, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    if !order.succeed(&event.by, moment.now)? {
        return Ok(Decision::of(order));
    }
    let what = Text::new(
        format!("注文 {} に引き継ぎました。", event.by),
        format!("Succeeded by order {}.", event.by),
    );
    Ok(Decision::of(order).because(Actor::System, what))
}

/// What silence means: the details go on as they are, but EV and details older than their reuse want a word (A5).
fn on_silence(predecessor: &Order, moment: &Moment<'_>) -> OnSilence {
    let explicit = &moment.policy.explicit_renewal;
    let validation = predecessor.application.product.validation();
    let known = predecessor.validations().organisation.unwrap_or(predecessor.received_at);
    let stale = validity::identity_reuse_ends(validation, known) <= moment.now;
    if (explicit.ev && validation == Validation::Ev) || (explicit.stale_details && stale) {
        OnSilence::AskExplicitly
    } else {
        OnSilence::Proceed
    }
}

fn no_certificate(of: &OrderId) -> Refusal {
    Finding::stop(
        "renewal.no_certificate",
        "of",
        "R8",
        Text::new(
            format!("注文 {of} に更新できる証明書がありません。"),
            format!("Order {of} has no certificate."),
        ),
        Text::fixed("発行済みの注文を指定してください。", "Name an order whose certificate is issued."),
    )
    .into()
}
