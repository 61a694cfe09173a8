//! What happened months ago. Functions go by the real clock, so their decisions of that time are taken here, on the
//! clock that the vendor still has, and left in the table as functions would have left them.

use platform::store::conformance::Case;
use procedure::order::{Call, CallOutcome, Callee, Order, OrderKind};
use procedure::policy::Policy;
use procedure::vendor::{VendorAttempt, VendorReply};
use procedure::{Decision, OrderId, Product, Vendor, VendorOrderId, samples};
use simulation::certcentral::DEFAULT_KEY;
use simulation::mailroom::MailKind;
use vendors::Vendors;
use vendors::variables::KEY;

use super::stories::{Stage, draft};

/// An EV order whose certificate has a quarter of its life left.
pub(super) async fn ev(stage: &Stage) -> OrderId {
    let (policy, world) = (Policy::default(), &stage.world);
    let variables = |name: &str| match name {
        KEY => Some(DEFAULT_KEY.to_owned()),
        "CERTFLOW_CERTCENTRAL_URL" => Some(world.certcentral.base_url().to_owned()),
        _ => None,
    };
    let port = Vendors::from_variables(&variables).unwrap().port(Vendor::Digicert);

    let then = world.vendors_time();
    let draft = draft(Product::DigicertSecureServerIdEv, &["www.example2.jp"]);
    stage.swiftly(&draft.names[0]);
    let id = OrderId::derived("/past", &samples::id("ev"));
    let application = samples::application(&draft);
    let mut order = Order::accepted(id, samples::customer(), OrderKind::New, application, Vec::new(), then);
    let request = order.intend_placement(&policy, then).unwrap();
    let reply =
        port.request(&order, &request, VendorAttempt { number: 1, now: then, lost_at: None }).await.unwrap();
    let VendorReply::Placed { vendor_order: number } = reply else { panic!("{reply:?}") };
    order.placed(&number, &policy, then).unwrap();
    for callee in [Callee::ResponsiblePerson, Callee::ThirdPerson] {
        let logged_by = samples::id(&format!("{callee:?}"));
        let call = Call { logged_by, outcome: CallOutcome::Completed, at: then };
        order.log_call(callee, call, &policy).unwrap();
    }
    approve(stage, &number, MailKind::DomainApproval).await;
    approve(stage, &number, MailKind::IssuanceConfirmation).await;
    world.issued(&number, 1).await;

    let then = world.vendors_time();
    let report = port.report(&order, &number, then).await.unwrap().unwrap();
    order.apply_report(&report, &policy).unwrap();
    let chain = port.certificate(&number).await.unwrap().unwrap();
    let certificate = order.application.verify(&chain, then).unwrap().certificate;
    assert!(order.issue(certificate, &policy, then).unwrap());
    let case = Case { at: then, ..Case::new(1) };
    case.must(stage.stack.store(), None, &Decision::of(order)).await.order.id
}

async fn approve(stage: &Stage, number: &VendorOrderId, kind: MailKind) {
    let mail = stage.world.mail(number, kind, 0).await;
    stage.world.certcentral.approve(mail.token.as_deref().unwrap()).unwrap();
}
