//! `certflow bench`.

use std::process::ExitCode;
use std::sync::Arc;

use super::Context;
use crate::bench::args::Bench;
use crate::bench::run;
use crate::cli::Failure;

pub(super) async fn bench(cx: &Context, args: &Bench) -> Result<ExitCode, Failure> {
    let report = run(args, Arc::clone(&cx.clock)).await?;
    cx.output.print(&report)?;
    Ok(ExitCode::SUCCESS)
}
