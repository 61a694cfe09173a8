//! The decisions: accept, return to be mended, reissue, remind.

use procedure::application::{self, Application};
use procedure::event::{ApplicationAmended, OrderSubmitted, ReissueRequested, VendorReviewRequested};
use procedure::notice::Notice;
use procedure::order::{Actor, Ending, Order, OrderKind, Phase, Reminded, unknown_order};
use procedure::pki::Csr;
use procedure::plan::Validated;
use procedure::preflight::Gate;
use procedure::{Decision, Finding, Moment, OrderId, Refusal, Text};

use crate::facts::{Before, Facts};

/// A customer applied (R7): an order to be submitted, or one to be mended first.
///
/// # Errors
/// The findings when the application cannot be read as one; `order.exists` when the order is known already.
pub fn submitted(
    id: OrderId,
    known: Option<&Order>,
    event: &OrderSubmitted,
    facts: &Facts,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    if known.is_some() {
        return Err(exists(&id));
    }
    let (application, mut findings) = application::check(&event.application)?;
    let before = Before { replaces: None, validated: &Validated::default() };
    let seen = facts.preflight(&application, &before, Gate::Application, moment);
    findings.extend(facts.findings.iter().cloned().chain(seen.findings));
    let customer = event.customer.clone();
    let order = match Refusal::of(findings) {
        Ok(refusal) => {
            let findings = refusal.findings().to_vec();
            Order::returned(id, customer, OrderKind::New, application, findings, moment.policy, moment.now)
        }
        Err(warnings) => Order::accepted(id, customer, OrderKind::New, application, warnings, moment.now),
    };
    Ok(answer(attended(order, seen.attention, facts)))
}

/// The customer changed the application before it was submitted (R9).
///
/// # Errors
/// The findings when it cannot be read as an application; `order.unknown`, `order.out_of_phase`, `order.finished`.
pub fn amended(
    order: Order,
    event: &ApplicationAmended,
    facts: &Facts,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let mut order = order;
    let (application, mut findings) = application::check(&event.application)?;
    if application.product != order.application.product {
        findings.push(other_product());
    }
    let gate = match order.kind {
        OrderKind::New | OrderKind::Renewal { .. } => Gate::Application,
        OrderKind::Reissue { .. } => Gate::Open,
    };
    let before = Before { replaces: order.races_expiry(), validated: &order.validated };
    let seen = facts.preflight(&application, &before, gate, moment);
    findings.extend(facts.findings.iter().cloned().chain(seen.findings));
    order.amend(application, findings, moment.policy, moment.now)?;
    Ok(answer(attended(order, seen.attention, facts)))
}

/// A certificate is issued again, with a new key, as an order of its own linked to the old one (R14).
///
/// # Errors
/// The findings of the CSR; `order.unknown` for an unknown predecessor; `reissue.not_issued` when it has no
/// certificate in use.
pub fn reissue(
    id: OrderId,
    known: Option<&Order>,
    event: &ReissueRequested,
    facts: &Facts,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    if known.is_some() {
        return Err(exists(&id));
    }
    let predecessor = facts.predecessor.as_ref().ok_or_else(|| unknown_order(&event.of))?;
    let (Some(_), Some(vendor_order)) = (predecessor.certificate(), predecessor.vendor_order()) else {
        return Err(not_issued(&event.of));
    };
    let csr = Csr::parse(&event.csr)?;
    let application = Application { csr, ..predecessor.application.clone() };
    let mut findings = application.check_csr();
    let before = Before { replaces: None, validated: &predecessor.validations() };
    let seen = facts.preflight(&application, &before, Gate::Open, moment);
    findings.extend(facts.findings.iter().cloned().chain(seen.findings));
    if application.csr.key().id == predecessor.application.csr.key().id {
        findings.push(same_key(event.key_compromised));
    }
    let warnings = match Refusal::of(findings) {
        Ok(refusal) => return Err(refusal),
        Err(warnings) => warnings,
    };
    let kind = OrderKind::Reissue { of: event.of.clone(), vendor_order: vendor_order.clone() };
    let mut order =
        Order::accepted(id, predecessor.customer.clone(), kind, application, warnings, moment.now);
    order.validated = predecessor.validations();
    Ok(answer(attended(order, seen.attention, facts)))
}

/// Time passed for a returned application: a reminder, or its end.
pub fn overdue(order: Order, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let reminded = order.remind(moment.policy, moment.now);
    if reminded.contains(&Reminded::Lapsed) {
        order.end(Ending::Lapsed, None, moment.now)?;
        let what = Text::fixed("修正期限を過ぎたため終了しました。", "Ended: not mended in time.");
        return Ok(Decision::of(order).because(Actor::System, what).tell(Notice::Cancelled));
    }
    Ok(Decision::of(order).remind(&reminded))
}

/// An order that goes on, with what staff have to look into about it. One that comes back is looked at anew once it
/// is mended, and what was said of an earlier application is said no more.
fn attended(mut order: Order, attention: Vec<Finding>, facts: &Facts) -> Order {
    order.attended(|_, field| field.starts_with("application."));
    if matches!(order.phase, Phase::Accepted { .. }) {
        let attention = facts.attention.iter().cloned().chain(attention);
        attention.for_each(|finding| order.needs_attention(finding));
    }
    order
}

fn answer(order: Order) -> Decision {
    if order.can_be_submitted() {
        let what = Text::fixed("申請を受け付けました。", "The application is accepted.");
        Decision::of(order)
            .because(Actor::Customer, what)
            .tell(Notice::ApplicationReceived)
            .emit(VendorReviewRequested {}.into())
    } else {
        let what = Text::fixed("申請内容の修正をお願いしました。", "The application has to be mended.");
        Decision::of(order).because(Actor::System, what).tell(Notice::ApplicationReturned)
    }
}

fn exists(id: &OrderId) -> Refusal {
    Finding::stop(
        "order.exists",
        "subject",
        "R89",
        Text::new(format!("注文 {id} は受付済みです。"), format!("Order {id} exists already.")),
        Text::fixed(
            "内容の変更は、申請情報の変更としてお送りください。",
            "Send a change as `application-amended`.",
        ),
    )
    .into()
}

fn not_issued(of: &OrderId) -> Refusal {
    Finding::stop(
        "reissue.not_issued",
        "of",
        "R14",
        Text::new(
            format!("注文 {of} に再発行できる証明書がありません。"),
            format!("Order {of} has no certificate."),
        ),
        Text::fixed("発行済みの注文を指定してください。", "Name an order whose certificate is issued."),
    )
    .into()
}

fn other_product() -> Finding {
    Finding::stop(
        "application.other_product",
        "application.product",
        "R9",
        Text::fixed("商品は変更できません。", "The product cannot be changed."),
        Text::fixed(
            "注文を取り消し、新しい商品でお申し込みください。",
            "Cancel the order and apply for the other product.",
        ),
    )
}

fn same_key(compromised: bool) -> Finding {
    let message =
        Text::fixed("再発行前と同じ鍵の CSR です。", "The CSR has the same key as the old certificate.");
    let remedy = Text::fixed("新しい鍵で CSR を作成してください。", "Make a CSR with a new key.");
    if compromised {
        Finding::stop("csr.same_key", "csr", "BR 6.1.1.3", message, remedy)
    } else {
        Finding::warning("csr.same_key", "csr", "A28", message, remedy)
    }
}
