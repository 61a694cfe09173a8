//! `certflow demo`.

use std::io::Write;
use std::process::ExitCode;

use super::Context;
use crate::cli::Failure;
use crate::demo::args::Demo;
use crate::demo::run;

pub(super) async fn demo(cx: &Context, args: &Demo) -> Result<ExitCode, Failure> {
    let json = cx.output.json;
    // The run as it goes on is part of the answer for people; as JSON the answer is one document.
    let tell = move |line: &str| {
        if !json {
            // Whoever stopped reading has seen enough; the run goes on for its folder's sake.
            let _ = writeln!(anstream::stdout(), "{line}");
        }
    };
    let mut report = run(args, cx.output.language, tell).await?;
    report.program.clone_from(&cx.program);
    cx.output.print(&report)?;
    Ok(ExitCode::SUCCESS)
}
