//! `certflow demo`.

use std::process::ExitCode;

use super::Context;
use crate::cli::Failure;
use crate::cli::output::error_line;
use crate::demo::args::Demo;
use crate::demo::run;

pub(super) async fn demo(cx: &Context, args: &Demo) -> Result<ExitCode, Failure> {
    let json = cx.output.json;
    // Progress goes to standard error, so that standard output holds the answer alone.
    let tell = move |line: &str| {
        if !json {
            error_line(line);
        }
    };
    let report = run(args, cx.output.language, tell).await?;
    cx.output.print(&report)?;
    Ok(ExitCode::SUCCESS)
}
