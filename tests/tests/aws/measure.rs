//! What a function weighs on Lambda, next to a bare one: its zip, the time from its start to its first poll, its memory.

mod surroundings;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use procedure::event::Room;
use surroundings::Surroundings;

use crate::tools::{STAND_IN, succeed};

/// Starts of each program; the fastest counts, since everything else on the machine can only slow it.
const STARTS: usize = 7;
/// How much of a bare function with the same clients a function may take.
const ALLOWED: f64 = 1.3;
/// The largest zip, in bytes.
const LARGEST_ZIP: u64 = 5_000_000;

struct Figures {
    zip: u64,
    start: Duration,
    resident: u64,
}

/// Small functions start soon: none is more than 1.3 times a bare one with its clients, in zip, start or memory.
#[test]
#[ignore = "builds optimised binaries, ten minutes; run with `-- --ignored measure --nocapture`"]
fn measure_functions_next_to_a_bare_one() {
    let folder = build();
    let bare = figures(&folder.join("examples/bare"));
    let clients = figures(&folder.join("examples/bare_with_clients"));
    println!("| function | zip, MB | to the first poll, ms | resident, MB | zip ÷ | start ÷ | memory ÷ |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    row("bare `lambda_runtime`", &bare, &clients);
    row("the same with clients for DynamoDB, SQS, SES, Secrets Manager", &clients, &clients);
    let rooms = Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"]);
    let heavy: Vec<String> = rooms
        .filter_map(|name| {
            let found = figures(&folder.join(name));
            let worst = row(name, &found, &clients);
            (worst > ALLOWED || found.zip > LARGEST_ZIP).then(|| name.to_owned())
        })
        .collect();
    assert!(heavy.is_empty(), "heavier than allowed: {heavy:?}");
}

/// Prints a row and returns the largest of its ratios to `to`.
#[expect(clippy::print_stdout, reason = "the figures are for people")]
fn row(name: &str, of: &Figures, to: &Figures) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "megabytes for people")]
    let ratio = |a: u64, b: u64| a as f64 / b as f64;
    let start = of.start.as_secs_f64() / to.start.as_secs_f64();
    let ratios = [ratio(of.zip, to.zip), start, ratio(of.resident, to.resident)];
    println!(
        "| {name} | {:.2} | {:.1} | {:.1} | {:.2} | {:.2} | {:.2} |",
        ratio(of.zip, 1_000_000),
        of.start.as_secs_f64() * 1_000.0,
        ratio(of.resident, 1_000),
        ratios[0],
        ratios[1],
        ratios[2]
    );
    ratios.into_iter().fold(0.0, f64::max)
}

/// Builds everything as it is deployed, for this machine.
fn build() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let cargo = || {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(workspace).args(["build", "--quiet", "--locked", "--profile", "function"]);
        command
    };
    succeed(cargo().args(["--package", "lambda", "--features", "mains"]));
    succeed(cargo().args(["--package", "platform", "--features", "aws", "--examples"]));
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("function")
}

fn figures(program: &Path) -> Figures {
    let starts = (0..STARTS).map(|_| start(program));
    let (start, resident) = starts.min().unwrap();
    Figures { zip: zipped(program), start, resident }
}

/// Starts the program; how long it took to poll, and its resident memory then, in kilobytes.
fn start(program: &Path) -> (Duration, u64) {
    let surroundings = Surroundings::start();
    let mut command = Command::new(program);
    command.env_clear().envs(surroundings.variables()).stdout(Stdio::null()).stderr(Stdio::inherit());
    let began = Instant::now();
    let mut child = command.spawn().unwrap();
    let polled = surroundings.polled();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    child.kill().unwrap();
    child.wait().unwrap();
    let polled = polled.unwrap_or_else(|| panic!("{} did not poll", program.display()));
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let resident = resident.trim().trim_end_matches(" kB").parse().unwrap();
    (polled.duration_since(began), resident)
}

/// The size of the zip that would be uploaded, in bytes.
fn zipped(program: &Path) -> u64 {
    let zip = Path::new(env!("CARGO_TARGET_TMPDIR")).join("measured.zip");
    let script = "import sys, zipfile\n\
                  with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as z:\n    \
                  z.write(sys.argv[1], 'bootstrap')";
    let python = STAND_IN.join("bin/python");
    succeed(Command::new(python).args(["-c", script]).arg(program).arg(&zip));
    std::fs::metadata(zip).unwrap().len()
}
