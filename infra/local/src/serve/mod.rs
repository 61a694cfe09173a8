//! `certflow serve`: webhooks in, the queues worked on, the sweep on schedule, until it is told to stop.
//!
//! Whatever was answered 202 is on the disk. A `kill -9` in the middle of an event costs a repetition: the event is
//! taken up again once its lease is over, and what it had sent already is recognised.

mod answer;
mod http;
pub(crate) mod keys;
mod schedule;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use procedure::event::Room;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::embedded::endpoint;
use crate::machine::{Machine, MachineError};

/// How long what has begun may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// How to serve.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How often to look for what is due.
    pub sweep_every: Duration,
}

/// What a person starting it wants to know.
#[derive(Debug)]
pub struct Started {
    /// Where it listens.
    pub address: SocketAddr,
    /// The file with the secret webhooks are signed with.
    pub secret_file: PathBuf,
    /// The file with the token for looking up orders.
    pub token_file: PathBuf,
    /// The file with the secret staff's webhooks are signed with.
    pub staff_file: PathBuf,
    /// The file with the secret that DigiCert's webhooks bear.
    pub vendor_key_file: PathBuf,
    /// Whether letters go out in the name of the example provider.
    pub example: bool,
}

/// Serves until SIGINT or SIGTERM, then finishes what has begun.
///
/// # Errors
/// [`MachineError::Served`] when the folder is served already; otherwise [`MachineError`]: it could not start, or its
/// queues became unusable.
pub async fn run(
    machine: Arc<Machine>,
    options: Options,
    started: impl FnOnce(&Started) -> io::Result<()>,
) -> Result<(), MachineError> {
    let Some(database) = machine.database() else { return Err(MachineError::Served) };
    let rooms = machine.rooms()?;
    let keys = keys::Keys::of(machine.folder())?;
    let listener = TcpListener::bind(options.listen).await;
    let listener = listener.map_err(|source| MachineError::Listen { address: options.listen, source })?;
    let address = listener.local_addr();
    let address = address.map_err(|source| MachineError::Listen { address: options.listen, source })?;
    let table = endpoint::serve(database, machine.folder()).await?;
    let mut stopping = Signals::new().map_err(|error| MachineError::Work(format!("signals: {error}")))?;

    let (stop, stopped) = watch::channel(false);
    let mut work = JoinSet::new();
    for room in Room::ALL {
        work.spawn(Arc::clone(&machine).work(rooms.clone(), room, stopped.clone()));
    }
    work.spawn(schedule::run(Arc::clone(&machine), rooms, options.sweep_every, stopped.clone()));
    let (secret_file, token_file) = (keys.secret_file.clone(), keys.token_file.clone());
    let (staff_file, vendor_key_file) = (keys.staff_file.clone(), keys.vendor_key_file.clone());
    work.spawn(http::serve(listener, Arc::clone(&machine), keys, stopped));

    let told = Started {
        address,
        secret_file,
        token_file,
        staff_file,
        vendor_key_file,
        example: machine.settings().is_example(),
    };
    // Nobody reads our standard output: we serve all the same.
    let _ = started(&told);
    tracing::info!(%address, "serving");

    let ended = tokio::select! {
        () = stopping.recv() => Ok(()),
        Some(ended) = work.join_next() => why(ended),
    };
    stop.send_replace(true);
    let finish = async { while work.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::warn!("what had begun did not finish in time; it is taken up again at the next start");
    }
    table.close().await;
    machine.close().await;
    ended
}

/// Why a part of the work ended before it was told to.
fn why(ended: Result<Result<(), MachineError>, tokio::task::JoinError>) -> Result<(), MachineError> {
    match ended {
        Ok(Ok(())) => Err(MachineError::Work("a part of it ended early".to_owned())),
        Ok(Err(error)) => Err(error),
        Err(error) => Err(MachineError::Work(error.to_string())),
    }
}

/// SIGINT (Ctrl-C) and SIGTERM, from now on.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C, the only signal there is.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn recv(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
