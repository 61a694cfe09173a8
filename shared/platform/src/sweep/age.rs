//! What whoever watches has to know beside what was sent: how old the oldest is that is left unsent, and how much waits
//! for staff. A figure that cannot be had holds up no sweep.

use jiff::{SignedDuration, Timestamp};

use super::Sweeper;
use crate::store::{Ask, HistoryKey};

/// Most lines of history read for their age in one page. Of what is left over it is known since when it is due: less
/// than its age, and no read.
const MOST_READ: usize = 20;
/// Most lines of history counted that hold something for staff.
const MOST_HELD: u16 = 200;

impl Sweeper {
    /// How long ago the oldest of `left` was written that is still unsent; each is a line of history and since when it
    /// is due.
    pub(super) async fn oldest(
        &self,
        left: &[(&HistoryKey, Timestamp)],
        now: Timestamp,
    ) -> Option<SignedDuration> {
        let mut oldest = None;
        for (n, (history, due)) in left.iter().enumerate() {
            let written = if n < MOST_READ { self.written(history, *due).await } else { Some(*due) };
            oldest = oldest.max(written.map(|written| now.duration_since(written)));
        }
        oldest
    }

    /// When what `history` has left unsent was written; `None` when it is sent by now. A retry moves when it is due, and
    /// not this.
    async fn written(&self, history: &HistoryKey, due: Timestamp) -> Option<Timestamp> {
        match self.store.load_outbox(history).await {
            Ok(loaded) => loaded.history.filter(|line| line.has_pending()).map(|line| line.at),
            Err(error) => {
                tracing::warn!(%history, %error, "since when it is unsent is not known");
                Some(due)
            }
        }
    }

    /// How many lines of histories hold something for staff.
    pub(super) async fn held(&self) -> usize {
        match self.store.held(&Ask::first(MOST_HELD)).await {
            Ok(held) => held.items.len(),
            Err(error) => {
                tracing::warn!(%error, "how much is held for staff is not known");
                0
            }
        }
    }
}
