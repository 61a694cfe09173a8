//! The main of a function behind a queue.

use std::future::Future;
use std::process::ExitCode;
use std::sync::Arc;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{LambdaEvent, service_fn};

use super::metrics::{Counted, Names};
use super::queue::Urls;
use super::{ConfigurationSets, Setup, StartError};
use crate::config::{DispatchConfig, Reader, StoreConfig, WorkConfig, read};
use crate::dispatch::{Dispatcher, Vendors};
use crate::react::{BatchLimits, Handler, Reaction, Record, Worker, handle_batch};
use crate::{Clock, SystemClock, logs};

/// Runs a reaction until Lambda ends the instance. `secrets` are the variables that are secret; `make` makes the
/// reaction and the vendors it may talk to.
pub fn run<R: Reaction + 'static>(
    secrets: &'static [&'static str],
    make: impl FnOnce(&Setup) -> Result<(R, Vendors), StartError>,
) -> ExitCode {
    run_with(secrets, |setup| {
        let (reaction, vendors) = make(setup)?;
        Ok(Arc::new(react(setup, reaction, vendors)?))
    })
}

/// Runs any handler until Lambda ends the instance.
pub fn run_with(
    secrets: &'static [&'static str],
    make: impl FnOnce(&Setup) -> Result<Arc<dyn Handler>, StartError>,
) -> ExitCode {
    block_on(async {
        let setup = Setup::from_environment(secrets).await?;
        let handler = make(&setup)?;
        let (work, names) = setup.read(|reader| Some((WorkConfig::read(reader)?, names(reader)?)))?;
        let (handler, names) = (&*handler, &names);
        let serve = async |event: LambdaEvent<SqsEvent>| batch(handler, &work, names, event).await;
        lambda_runtime::run(service_fn(serve)).await.map_err(StartError::Lambda)
    })
}

/// A reaction with the clients it needs.
///
/// # Errors
/// Everything wrong with its variables.
pub fn react<R: Reaction>(setup: &Setup, reaction: R, vendors: Vendors) -> Result<Worker<R>, StartError> {
    let (store, work, letters, urls, sets) = setup.read(|reader| {
        let store = StoreConfig::read(reader);
        let work = WorkConfig::read(reader);
        let letters = DispatchConfig::read(reader);
        let urls = Urls::read(reader);
        let sets = ConfigurationSets::read(reader);
        Some((store?, work?, letters?, urls?, sets?))
    })?;
    let dispatcher = Dispatcher {
        mailer: setup.mailer(sets),
        queue: setup.queue(urls),
        vendors,
        policy: Arc::new(letters.policy),
        provider: letters.provider,
        links: letters.links,
        mail: letters.mail,
        clock: Arc::new(SystemClock),
        max_attempts: work.max_attempts,
    };
    let name = format!("{}-{:016x}", reaction.room().name(), fastrand::u64(..));
    Ok(Worker::new(reaction, setup.store(store), dispatcher, work.worker, name))
}

async fn batch(
    handler: &dyn Handler,
    work: &WorkConfig,
    names: &Names,
    event: LambdaEvent<SqsEvent>,
) -> Result<SqsBatchResponse, lambda_runtime::Error> {
    let limits = BatchLimits {
        deadline: deadline(event.context.deadline, now())?,
        reserve: work.reserve,
        at_once: work.at_once,
    };
    let mut records = Vec::with_capacity(event.payload.records.len());
    for record in event.payload.records {
        // A record without an id could be reported neither as done nor as failed.
        let id = record.message_id.ok_or("a record has no messageId")?;
        records.push(Record { id, body: record.body.unwrap_or_default().into_bytes() });
    }
    let counted = Counted::new(handler, &SystemClock);
    let failed = handle_batch(&counted, &records, &limits, &SystemClock).await;
    let mut answer = SqsBatchResponse::default();
    failed.iter().for_each(|id| answer.add_failure(id));
    if let Err(error) = counted.write(names, failed.len(), &mut std::io::stdout()) {
        tracing::warn!(%error, "metrics not written");
    }
    Ok(answer)
}

/// Lambda tells the moment, in milliseconds since 1970. `cargo lambda watch` tells the ten minutes themselves, 600,000,
/// a moment of 1970: what is less than a day counts from now.
pub(super) fn deadline(told: u64, now: Timestamp) -> Result<Timestamp, lambda_runtime::Error> {
    const DAY: u64 = 24 * 60 * 60 * 1_000;
    let told = i64::try_from(told).unwrap_or(i64::MAX);
    if told.unsigned_abs() < DAY {
        return Ok(now.checked_add(SignedDuration::from_millis(told))?);
    }
    Ok(Timestamp::from_millisecond(told)?)
}

pub(super) fn names(reader: &mut Reader<'_>) -> Option<Names> {
    let namespace = reader.text("CERTFLOW_METRICS").unwrap_or_else(|| "certflow".to_owned());
    let function = reader.required("AWS_LAMBDA_FUNCTION_NAME", "the function's name; Lambda sets it")?;
    Some(Names { namespace, function })
}

/// Starts logs and runtime, and tells why a function did not start. One thread: a function waits, it does not compute.
pub(super) fn block_on(main: impl Future<Output = Result<(), StartError>>) -> ExitCode {
    let result = start(main);
    if let Err(error) = &result {
        let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
        let text = causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"));
        tracing::error!(error = text, "the function did not start");
    }
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn start(main: impl Future<Output = Result<(), StartError>>) -> Result<(), StartError> {
    logs::init(&super::setup::environment("CERTFLOW_LOG").unwrap_or_else(|| "info".to_owned()))?;
    logs::keep_panics_private();
    read(&super::setup::environment, lambda_variables)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(main)
}

/// What `lambda_runtime` would panic without.
fn lambda_variables(reader: &mut Reader<'_>) -> Option<()> {
    let mut found = Some(());
    for variable in [
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_RUNTIME_API",
    ] {
        found = reader.required(variable, "Lambda sets it; a function runs on Lambda alone").and(found);
    }
    found
}

/// The time, for what is not handled here.
pub(super) fn now() -> Timestamp {
    SystemClock.now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_a_moment_and_for_cargo_lambda_watch_a_span() {
        let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        let soon = now + SignedDuration::from_secs(60);
        let told = u64::try_from(soon.as_millisecond()).unwrap();
        assert_eq!(deadline(told, now).unwrap(), soon);
        assert_eq!(deadline(600_000, now).unwrap(), now + SignedDuration::from_mins(10));
        assert!(deadline(u64::MAX, now).is_err());
    }
}
