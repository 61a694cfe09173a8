//! The decisions: verify and record the certificate; record its setting on the server.

use procedure::event::{CertificateInstalled, OrderSucceeded};
use procedure::notice::Notice;
use procedure::order::{Actor, Installation, Order, Phase};
use procedure::{Decision, Finding, Moment, Party, Refusal, Text};

use crate::facts::Facts;

/// The vendor issued the certificate (R52): verified against the CSR, the names and the rules of its day, then
/// recorded and announced (R53). One that does not fit is not recorded. Where certflow fetched it by itself, because the
/// vendor says that it is issued, nobody reads a refusal: staff have to look into it.
///
/// # Errors
/// The findings of the verification; `certificate.missing` when there is none; `ev.not_confirmed`;
/// `certificate.already`; `order.out_of_phase`, `order.finished`.
pub fn issued(order: Order, facts: &Facts, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let examined = matches!(order.phase, Phase::Examining(_)).then(|| order.clone());
    match (recorded(order, facts, moment), examined) {
        (Err(refusal), Some(order)) if facts.unattended => Ok(looked_into(order, &refusal)),
        (decided, _) => decided,
    }
}

/// Staff look into it; told once, however often the vendor says that it is issued.
fn looked_into(order: Order, refusal: &Refusal) -> Decision {
    let mut order = order;
    let mut new = false;
    let findings: Vec<Finding> =
        refusal.findings().iter().map(|finding| finding.clone().owed_by(Party::Provider)).collect();
    for finding in &findings {
        new |= !order.has_attention(finding);
        order.needs_attention(finding.clone());
    }
    let what = Text::fixed(
        "ベンダーは証明書を発行済みですが、証明書を登録できません。担当者が確認します。",
        "The vendor says that it issued the certificate, which cannot be recorded. Staff look into it.",
    );
    let decision = Decision::of(order);
    if new { decision.because(Actor::System, what).why(findings) } else { decision }
}

fn recorded(order: Order, facts: &Facts, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let chain = facts.chain.as_deref().ok_or_else(missing)?;
    let verified = order.application.verify(chain, moment.now)?;
    if let Some(report) = &facts.report
        && matches!(order.phase, Phase::Examining(_))
    {
        order.apply_report(report, moment.policy)?;
    }
    if !order.issue(verified.certificate, moment.policy, moment.now)? {
        return Ok(Decision::of(order));
    }
    order.warnings.extend(verified.warnings);
    // What staff were to look into is settled by a certificate that fits.
    let settled = |code: &str| code.starts_with("certificate.") || code == "ev.not_confirmed";
    order.attended(|code, _| settled(code));
    let succeeded = order.kind.predecessor().cloned();
    let by = order.id.clone();
    let what = Text::fixed("証明書が発行されました。", "The certificate is issued and verified.");
    let decision = Decision::of(order).because(Actor::Vendor, what).tell(Notice::Issued);
    Ok(match succeeded {
        Some(predecessor) => decision.emit_for(predecessor, OrderSucceeded { by }.into()),
        None => decision,
    })
}

/// The certificate is set on the server (R57); where the provider did it, the customer is told.
///
/// # Errors
/// `order.out_of_phase` before it is issued.
pub fn installed(
    order: Order,
    event: &CertificateInstalled,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let mut order = order;
    let at = event.at.min(moment.now);
    if !order.installed(at)? {
        return Ok(Decision::of(order));
    }
    let ours =
        matches!(&order.phase, Phase::Issued(i) if matches!(i.installation, Installation::Provider { .. }));
    let what = Text::fixed("証明書をサーバーに設定しました。", "The certificate is set on the server.");
    let decision = Decision::of(order).because(if ours { Actor::Staff } else { Actor::Customer }, what);
    Ok(if ours { decision.tell(Notice::Installed) } else { decision })
}

fn missing() -> Refusal {
    Finding::stop(
        "certificate.missing",
        "chain",
        "R52",
        Text::fixed("証明書が登録されていません。", "There is no certificate."),
        Text::fixed(
            "ベンダーから証明書チェーン（PEM）を取得し、登録してください（certflow certificate）。",
            "Record the chain that the vendor sent, in PEM (`certflow certificate`).",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
