//! What failed too often: told, moved back, deleted by name.

use procedure::event::Room;

use super::Staff;
use crate::stand_in::stack::Stack;
use crate::stand_in::wait::until;

pub(super) async fn story(stack: &Stack, staff: &Staff) {
    let dead = async || stack.queued().await.contains_key("certflow-order-submitted-dead").then_some(());
    stack.send(Room::OrderSubmitted, "poison").await;
    until("the end of the poison", dead).await;
    assert_eq!(staff.done(&["queue"])["queues"]["order-submitted"]["dead"], 1);
    let listed = staff.done(&["dead-letters"]);
    let letter = &listed["dead_letters"][0];
    assert_eq!((&letter["function"], &letter["standing"]), (&"order-submitted".into(), &"unreadable".into()));
    assert!(letter["receives"].as_u64().unwrap() >= 5, "{letter}");
    let reason = letter["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("not an event"), "from the function's log: {letter}");
    let message = letter["message"].as_str().unwrap();
    assert_eq!(staff.done(&["dead-letters"])["dead_letters"][0]["message"], message, "looking takes nothing");

    let unknown = staff.ends(1, &["dead-letters", "discard", "order-submitted", "--message", "none"]);
    assert_eq!(unknown["findings"][0]["code"], "dead_letter.unknown");
    let moved = staff.done(&["dead-letters", "redrive", "order-submitted", "--message", message]);
    assert_eq!(moved["messages"], 1);
    // Tried again by the function, and dead again.
    until("the poison's second end", dead).await;
    let listed = staff.done(&["dead-letters", "order-submitted"]);
    let again = listed["dead_letters"][0]["message"].as_str().unwrap();
    assert_ne!(again, message, "it was sent anew");
    staff.done(&["dead-letters", "discard", "order-submitted", "--message", again]);
    assert!(staff.done(&["dead-letters"])["dead_letters"].as_array().unwrap().is_empty());
}
