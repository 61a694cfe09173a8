//! All queues at once, until told to stop or until nothing is left.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Invoke, Moved, QueueOf, Source, Watch, run};
use crate::stack::Error;

/// How often it is looked whether nothing is left, and how often in a row that has to be so: a function may be about
/// to send.
const LOOK: Duration = Duration::from_secs(1);
const LOOKS: u32 = 2;

/// Why moving messages ended early.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// A queue does not answer.
    #[error(transparent)]
    Queue(#[from] Error),
    /// What happened cannot be told to anybody.
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
}

/// Moves messages between `queues` and `watch`, and tells of each batch. Ends on Ctrl-C or, with `until_empty`, once
/// nothing waits, hides or is delayed on any queue. What a function had in hand comes back by itself.
///
/// # Errors
/// [`Ended`].
pub async fn serve(
    queues: Vec<QueueOf>,
    watch: Watch,
    until_empty: bool,
    tell: impl FnMut(&Moved) -> io::Result<()>,
) -> Result<(), Ended> {
    let sources: Vec<Arc<dyn Source>> =
        queues.into_iter().map(|queue| Arc::new(queue) as Arc<dyn Source>).collect();
    let stop = async {
        // Without a signal to wait for, the command runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    drive(&sources, Arc::new(watch), until_empty, stop, tell).await
}

pub(super) async fn drive(
    sources: &[Arc<dyn Source>],
    invoke: Arc<dyn Invoke>,
    until_empty: bool,
    stop: impl Future<Output = ()>,
    mut tell: impl FnMut(&Moved) -> io::Result<()>,
) -> Result<(), Ended> {
    let (told, mut heard) = mpsc::unbounded_channel();
    let mut work = JoinSet::new();
    for source in sources {
        work.spawn(run(Arc::clone(source), Arc::clone(&invoke), told.clone()));
    }
    let mut stop = std::pin::pin!(stop);
    let mut looks = tokio::time::interval(LOOK);
    let mut empty = 0;
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(moved) = heard.recv() => {
                empty = 0;
                tell(&moved)?;
            }
            _ = looks.tick(), if until_empty => {
                empty = if is_empty(sources).await? { empty + 1 } else { 0 };
                if empty == LOOKS {
                    break;
                }
            }
        }
    }
    work.shutdown().await;
    while let Ok(moved) = heard.try_recv() {
        tell(&moved)?;
    }
    Ok(())
}

async fn is_empty(sources: &[Arc<dyn Source>]) -> Result<bool, Error> {
    for source in sources {
        if !source.is_empty().await? {
            return Ok(false);
        }
    }
    Ok(true)
}
