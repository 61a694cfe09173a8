//! The decision: log the call, tell the customer what it means for them.

use procedure::event::PhoneCheckLogged;
use procedure::notice::Notice;
use procedure::order::{Actor, Call, CallOutcome, Callee, Order};
use procedure::{Decision, Moment, Refusal, Text};

/// The vendor called (R51). Nobody reached: the customer is told to expect another call; the third person confirmed:
/// the responsible person is told that the confirmation mail comes (R47).
///
/// # Errors
/// `order.out_of_phase`, `order.finished`, `phone.no_third_person`, `phone.in_future`.
pub fn logged(order: Order, event: &PhoneCheckLogged, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    if event.at > moment.now + moment.policy.clock_skew() {
        return Err(in_future());
    }
    let mut order = order;
    let call = Call { logged_by: moment.event.clone(), at: event.at, outcome: event.outcome };
    let Some(changes) = order.log_call(event.callee, call, moment.policy)? else {
        return Ok(Decision::of(order));
    };
    let mut decision = Decision::of(order).because(Actor::Vendor, told(event));
    if event.outcome == CallOutcome::Unreachable {
        decision = decision.tell(Notice::PhoneUnreachable);
    }
    Ok(decision.tell_changes(&changes))
}

fn told(event: &PhoneCheckLogged) -> Text {
    let (who_ja, who_en) = match event.callee {
        Callee::ResponsiblePerson => ("申請責任者への電話", "Call to the responsible person"),
        Callee::ThirdPerson => ("第三者への在籍確認の電話", "Employment call to a third person"),
    };
    let (outcome_ja, outcome_en) = match event.outcome {
        CallOutcome::Attempted => ("発信", "attempted"),
        CallOutcome::Reached => ("応答あり", "reached"),
        CallOutcome::Unreachable => ("つながらず", "nobody reached"),
        CallOutcome::Completed => ("確認完了", "completed"),
    };
    Text::new(format!("{who_ja}: {outcome_ja}"), format!("{who_en}: {outcome_en}"))
}

fn in_future() -> Refusal {
    procedure::Finding::stop(
        "phone.in_future",
        "at",
        "R90",
        Text::fixed("電話の日時が未来です。", "The call is in the future."),
        Text::fixed("電話のあった日時を指定してください。", "Give the time of the call."),
    )
    .owed_by(procedure::Party::Provider)
    .into()
}
