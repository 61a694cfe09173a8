//! Letters as they arrive.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use mail_parser::MessageParser;
use platform::dispatch::Mail;
use platform::store::{HistoryKey, HistoryRecord, Outgoing};
use procedure::notice::Letter;
use procedure::{Language, OrderId};

use super::{SentLetter, World, WorldError};

impl World {
    /// The letters that arrived since the last look, with what they say.
    /// `known` are lines of history that were read already.
    pub(super) async fn new_letters(
        &mut self,
        known: Vec<HistoryRecord>,
    ) -> Result<Vec<(OrderId, SentLetter)>, WorldError> {
        let known = known.into_iter().map(|line| ((line.key.order.clone(), line.key.sequence), Some(line)));
        let mut lines: BTreeMap<(OrderId, u64), Option<HistoryRecord>> = known.collect();
        let mut letters = Vec::new();
        for mail in self.letterbox.take() {
            let order = mail.tags.order.clone();
            let Some((sequence, n)) = place_of(&mail.message_id) else { continue };
            let line = match lines.entry((order.clone(), sequence)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let key = HistoryKey { order: order.clone(), sequence };
                    place.insert(self.machine.store().load_outbox(&key).await?.history)
                }
            };
            let entry = line.as_ref().and_then(|line| line.outbox.get(n));
            let Some(Outgoing::Letter { letter }) = entry.map(|entry| &entry.send) else { continue };
            letters.push((order, self.read(&mail, letter)));
        }
        Ok(letters)
    }

    fn read(&self, mail: &Mail, letter: &Letter) -> SentLetter {
        let message = MessageParser::default().parse(&mail.raw).unwrap_or_default();
        let case = self.cases.get(&mail.tags.order);
        SentLetter {
            at: self.outside.now(),
            letter: letter.clone(),
            language: case.map_or(Language::Ja, |case| case.order.application.language),
            message_id: mail.message_id.clone(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
        }
    }
}

/// The place of a letter in its order's history, from its Message-ID `<ORDER.SEQUENCE.N@domain>`.
pub(super) fn place_of(message_id: &str) -> Option<(u64, usize)> {
    let (left, _) = message_id.trim_matches(['<', '>']).rsplit_once('@')?;
    let (history, n) = left.rsplit_once('.')?;
    let (_, sequence) = history.rsplit_once('.')?;
    Some((sequence.parse().ok()?, n.parse().ok()?))
}
