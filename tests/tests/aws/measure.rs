//! What a function weighs on Lambda, next to a bare one: its zip, the time from its start to its first poll, its memory.

mod surroundings;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use procedure::event::Room;
use surroundings::Surroundings;

use crate::tools::{STAND_IN, succeed};

/// Starts of each program; the fastest counts, since everything else on the machine can only slow it.
const STARTS: usize = 40;
/// How much of a bare function with clients a function may take.
const ALLOWED: f64 = 1.3;
/// The largest zip, in bytes.
const LARGEST_ZIP: u64 = 5_000_000;

struct Figures {
    zip: u64,
    start: Duration,
    resident: u64,
}

/// A bare function, and what it is for.
struct Bare {
    example: &'static str,
    clients: &'static str,
}

const NONE: Bare = Bare { example: "bare", clients: "none" };
const AWS: Bare = Bare { example: "bare_with_clients", clients: "AWS" };
const DNS: Bare = Bare { example: "bare_with_dns", clients: "AWS, DNS" };
const VENDOR: Bare = Bare { example: "bare_with_vendor", clients: "AWS, vendor" };
const VENDOR_AND_DNS: Bare = Bare { example: "bare_with_vendor_and_dns", clients: "AWS, vendor, DNS" };

const BARE: [&Bare; 5] = [&NONE, &AWS, &DNS, &VENDOR, &VENDOR_AND_DNS];

/// The bare function with the clients that the function `name` has.
fn bare(name: &str) -> &'static Bare {
    match name {
        "order-submitted" => &DNS,
        "vendor-review-requested" => &VENDOR_AND_DNS,
        "vendor-status-changed" | "certificate-issued" | "order-instructed" | "renewal-sweep" => &VENDOR,
        _ => &AWS,
    }
}

/// Small functions start soon: in zip, start and memory none is more than 1.3 times a bare one with its clients as cargo
/// builds it unasked (`--release`). How it compares with a bare one that is built as it is itself is printed.
#[test]
#[ignore = "builds optimised binaries, twenty minutes; run with `-- --ignored measure --nocapture`"]
fn measure_functions_next_to_a_bare_one() {
    build();
    let bare_by = |profile: &str| -> BTreeMap<&str, Figures> {
        let folder = target().join(profile).join("examples");
        BARE.iter().map(|bare| (bare.example, figures(&folder.join(bare.example)))).collect()
    };
    let (goals, alike) = (bare_by("release"), bare_by("function"));
    println!(
        "| function | clients | zip, MB | to the first poll, ms | resident, MB | zip ÷ | start ÷ | memory ÷ | like for like |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    for (how, found) in [("by `--release`", &goals), ("like ours", &alike)] {
        for Bare { example, clients } in BARE {
            row(&format!("bare, built {how}"), clients, &found[example], &goals[example], &alike[example]);
        }
    }
    let rooms = Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"]);
    let heavy: Vec<String> = rooms
        .filter_map(|name| {
            let (found, Bare { example, clients }) =
                (figures(&target().join("function").join(name)), bare(name));
            let worst = row(name, clients, &found, &goals[example], &alike[example]);
            (worst > ALLOWED || found.zip > LARGEST_ZIP).then(|| name.to_owned())
        })
        .collect();
    assert!(heavy.is_empty(), "heavier than allowed: {heavy:?}");
}

/// Prints a row and returns the largest of its ratios to `goal`.
#[expect(clippy::print_stdout, reason = "the figures are for people")]
fn row(name: &str, clients: &str, of: &Figures, goal: &Figures, alike: &Figures) -> f64 {
    let [zip, start, resident] = of.numbers();
    let [to_goal, to_alike] = [goal, alike].map(|to| of.over(to));
    let [a, b, c] = to_alike;
    let [x, y, z] = to_goal;
    println!(
        "| {name} | {clients} | {:.2} | {:.1} | {:.1} | {x:.2} | {y:.2} | {z:.2} | {a:.1} / {b:.1} / {c:.1} |",
        zip / 1e6,
        start * 1e3,
        resident / 1e3,
    );
    to_goal.into_iter().fold(0.0, f64::max)
}

impl Figures {
    /// Bytes, seconds, kilobytes.
    #[expect(clippy::cast_precision_loss, reason = "megabytes for people")]
    fn numbers(&self) -> [f64; 3] {
        [self.zip as f64, self.start.as_secs_f64(), self.resident as f64]
    }

    fn over(&self, other: &Self) -> [f64; 3] {
        let (mine, theirs) = (self.numbers(), other.numbers());
        std::array::from_fn(|n| mine[n] / theirs[n])
    }
}

/// Builds everything as it is deployed, for this machine, and the bare functions to compare it with.
fn build() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let cargo = |profile: &str| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(workspace).args(["build", "--quiet", "--locked", "--profile", profile]);
        command
    };
    succeed(cargo("function").args(["--package", "lambda", "--features", "mains"]));
    let examples = ["--package", "platform", "--features", "aws"];
    let named = BARE.iter().flat_map(|bare| ["--example", bare.example]);
    succeed(cargo("function").args(examples).args(named.clone()));
    succeed(cargo("release").args(examples).args(named));
}

/// Cargo's target folder.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
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
