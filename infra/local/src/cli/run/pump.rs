//! `certflow stand-in` and `certflow pump`.

use std::io::Write;
use std::process::ExitCode;

use procedure::Text;

use super::{Context, Failure};
use crate::cli::args::{Pump, StandIn};
use crate::machine::MachineError;
use crate::place::Place;
use crate::pump::{Ended, queues_of, serve};
use crate::view::Page;
use crate::view::pumped::MovedLine;

pub(super) async fn stand_in(cx: &Context, args: &StandIn) -> Result<ExitCode, Failure> {
    let mut made = crate::stand_in::make(&args.folder).await?;
    made.program.clone_from(&cx.program);
    cx.output.print(&made)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn pump(cx: &Context, args: Pump) -> Result<ExitCode, Failure> {
    let Place::Stack(stack) = cx.place().await? else {
        return Err(Failure::Usage(Text::fixed(
            "--stack に `certflow stand-in` が書き出したファイルを指定してください。データフォルダーのキューはコマンドと `certflow serve` が処理します。",
            "Give --stack with the file that `certflow stand-in` wrote. The queues of a data folder need no pump: commands and `certflow serve` work on them.",
        )));
    };
    let queues = queues_of(&stack).await.map_err(MachineError::from)?;
    let count = queues.len();
    let output = cx.output;
    output.note(
        &format!("{count} 個のキューを処理します。Ctrl-C で終了します。"),
        &format!("Moving the messages of {count} queues; Ctrl-C ends it."),
    );
    let clock = cx.clock.clone();
    let ended = serve(queues, args.watch, args.until_empty, |moved| {
        let line = MovedLine { at: clock.now(), moved };
        let mut out = anstream::stdout().lock();
        if output.json {
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
        } else {
            out.write_all(Page::of(&line, output.language).as_bytes())?;
        }
        out.flush()
    });
    match ended.await {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Ended::Queue(error)) => Err(MachineError::from(error).into()),
        Err(Ended::Output(error)) => Err(error.into()),
    }
}
