//! What happens without anybody's asking: the sweep, the poll of vendors, and deleting what has expired.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior};

use crate::machine::{Machine, MachineError, Rooms};

/// How often what has expired is deleted.
const PURGE_EVERY: Duration = Duration::from_secs(60 * 60);

/// Sweeps every `every` until `stop` says true, at once the first time. A run that fails is made up for by the next.
pub(super) async fn run(
    machine: Arc<Machine>,
    rooms: Rooms,
    every: Duration,
    mut stop: watch::Receiver<bool>,
) -> Result<(), MachineError> {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut purged: Option<Instant> = None;
    loop {
        tokio::select! {
            // An error means that the one who stops us is gone: stop as well.
            _ = stop.changed() => return Ok(()),
            _ = ticks.tick() => {}
        }
        if let Err(error) = machine.sweeper().run(machine.now()).await {
            tracing::error!(%error, "the sweep did not finish");
        }
        if let Err(error) = rooms.poller().run().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the poll did not finish");
        }
        if let Err(error) = machine.compact().await {
            tracing::error!(%error, "what was erased is still in the database's file");
        }
        if purged.is_none_or(|at| at.elapsed() >= PURGE_EVERY) {
            purge(&machine).await;
            purged = Some(Instant::now());
        }
    }
}

async fn purge(machine: &Machine) {
    let vault = machine.vault();
    match tokio::task::spawn_blocking(move || vault.purge()).await {
        Ok(Ok(mails)) => tracing::info!(mails, "expired mails deleted"),
        Ok(Err(error)) => tracing::error!(%error, "expired mails were not deleted"),
        Err(error) => tracing::error!(%error, "expired mails were not deleted"),
    }
    if let Some(database) = machine.database()
        && let Err(error) = database.sweep_expired().await
    {
        tracing::error!(%error, "expired records were not deleted");
    }
}
