//! Everybody looks at what is new to them.

use platform::store::{HistoryKey, HistoryRecord};
use procedure::order::{Order, OrderKind, Stage};
use procedure::{OrderId, Vendor};

use super::story::{Event, Milestone};
use super::{Case, Deed, News, World, WorldError};

impl World {
    /// Takes note of the orders that changed, then of letters, of the vendors' mails and of their news.
    pub(super) async fn watch(&mut self, applied: Vec<(OrderId, u64)>) -> Result<(), WorldError> {
        let mut lines = Vec::new();
        for (order, version) in applied {
            let key = HistoryKey { order: order.clone(), sequence: version };
            let loaded = self.machine.store().load_outbox(&key).await?;
            let Some(record) = loaded.order else { continue };
            self.note(record.order, loaded.history.as_ref());
            lines.extend(loaded.history);
        }
        self.look_after_outboxes().await?;
        for (order, letter) in self.new_letters(lines).await? {
            if let Some(case) = self.cases.get_mut(&order) {
                case.letters.push(letter.clone());
                (self.tell)(&News::Letter { at: letter.at, order: &case.order, letter: &letter });
            }
            self.customer_reads(&order, &letter);
        }
        self.unplaced.news.extend(self.outside.news());
        for _ in 0..self.unplaced.news.len() {
            let Some((vendor, happening)) = self.unplaced.news.pop_front() else { break };
            match self.by_number(vendor, &happening.vendor_order) {
                Some(order) => self.staff_hear(&order, vendor, &happening),
                None => self.unplaced.news.push_back((vendor, happening)),
            }
        }
        self.unplaced.mails.extend(self.outside.new_mails());
        for _ in 0..self.unplaced.mails.len() {
            let Some(mail) = self.unplaced.mails.pop_front() else { break };
            let of = |vendor| self.by_number(vendor, &mail.vendor_order);
            match of(Vendor::Digicert).or_else(|| of(Vendor::Cybertrust)) {
                Some(order) => self.mail_arrives(&order, mail),
                None => self.unplaced.mails.push_back(mail),
            }
        }
        Ok(())
    }

    /// Takes note of an order as it is now.
    fn note(&mut self, order: Order, line: Option<&HistoryRecord>) {
        let (id, now) = (order.id.clone(), self.outside.now());
        if !self.cases.contains_key(&id) {
            let predecessor =
                order.kind.predecessor().and_then(|of| self.cases.get(of)).map(|case| case.story);
            let Some(story) = self.opened.get(&id).copied().or(predecessor) else {
                self.trouble.push(format!("{id}: nobody opened it"));
                return;
            };
            self.cases.insert(id.clone(), Case::new(story, order.clone()));
        }
        let Some(case) = self.cases.get_mut(&id) else { return };
        let reached = case.become_(order, now);
        if let Some(line) = line {
            if line.has_pending()
                && let Some(claim) = &line.claim
            {
                self.outboxes.insert((id.clone(), line.key.sequence), claim.until);
            }
            (self.tell)(&News::Step { at: now, order: &case.order, line });
        }
        if let Some(stage) = reached {
            self.take_turns(&id, stage);
        }
        self.staff_look(&id);
    }

    /// Sends that failed are tried again when their holder's time is over.
    async fn look_after_outboxes(&mut self) -> Result<(), WorldError> {
        let now = self.outside.now();
        let over: Vec<(OrderId, u64)> =
            self.outboxes.iter().filter(|(_, until)| **until <= now).map(|(key, _)| key.clone()).collect();
        for key in over {
            let place = HistoryKey { order: key.0.clone(), sequence: key.1 };
            let loaded = self.machine.store().load_outbox(&place).await?;
            match loaded.history.filter(HistoryRecord::has_pending).and_then(|line| line.claim) {
                Some(claim) => self.outboxes.insert(key.clone(), claim.until),
                None => self.outboxes.remove(&key),
            };
            if let Some(record) = loaded.order {
                self.note(record.order, None);
            }
        }
        Ok(())
    }

    /// What the story has in store once its first order reaches a stage.
    fn take_turns(&mut self, id: &OrderId, stage: Stage) {
        let Some(case) = self.cases.get(id).filter(|case| case.order.kind == OrderKind::New) else { return };
        let now = self.outside.now();
        for turn in self.stories[case.story].turns.clone() {
            let due = match turn.since {
                Milestone::Submitting => Stage::Submitting,
                Milestone::Examining => Stage::Examining,
                Milestone::Issued => Stage::Issued,
            };
            if due != stage {
                continue;
            }
            let at = now + turn.after;
            match turn.what {
                Event::Held { comment, lasting } => {
                    let held = held(comment).map(|event| Deed::Staff { subject: id.clone(), event });
                    let released =
                        Deed::Staff { subject: id.clone(), event: procedure::event::OrderReleased {}.into() };
                    if let Some(held) = held {
                        self.agenda.enter(at, held);
                        self.agenda.enter(at + lasting, released);
                    }
                }
                Event::Cancelled { reason } => {
                    let subject = Some(id.clone());
                    let event = cancelled(reason).map(|event| Deed::Portal { subject, event });
                    event.into_iter().for_each(|deed| self.agenda.enter(at, deed));
                }
                Event::KeyCompromised => self.agenda.enter(at, Deed::ReplaceKey { order: id.clone() }),
            }
        }
    }

    /// The order that a vendor knows under this number; of several, the one still open, or the latest.
    pub(super) fn by_number(&self, vendor: Vendor, number: &str) -> Option<OrderId> {
        let known = self.cases.values().filter(|case| {
            case.order.application.product.vendor() == vendor
                && case.order.vendor_order().is_some_and(|known| known.as_str() == number)
        });
        let best = known.max_by_key(|case| (case.order.is_open(), case.order.received_at));
        best.map(|case| case.order.id.clone())
    }
}

fn held(comment: &str) -> Option<procedure::event::Event> {
    let comment = procedure::order::EnquiryText::new("comment", comment).ok()?;
    Some(procedure::event::OrderHeld { comment }.into())
}

fn cancelled(reason: &str) -> Option<procedure::event::Event> {
    let reason = procedure::order::EnquiryText::new("reason", reason).ok()?;
    let by = procedure::order::Actor::Customer;
    Some(procedure::event::OrderCancelled { by, reason }.into())
}
