//! What the whole process logs, at its most talkative.

use std::io;
use std::sync::{Mutex, Once};

use tracing_subscriber::fmt::MakeWriter;

/// Everything from everybody, as far as anybody can ask for it: `platform::logs` holds other crates to `info`.
const MOST_VERBOSE: &str = "trace";

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTENS: Once = Once::new();

#[derive(Clone, Copy)]
struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}

/// Listens from now on, to every thread: letters and mails are written by others than the test's.
pub(crate) fn listen() {
    LISTENS.call_once(|| {
        let subscriber = platform::logs::subscriber(MOST_VERBOSE, Lines).unwrap();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// Everything logged since somebody began to listen, by whichever test.
pub(crate) fn so_far() -> Vec<u8> {
    LINES.lock().unwrap().clone()
}

/// The same, line by line.
pub(crate) fn lines() -> Vec<serde_json::Value> {
    let logged = so_far();
    let lines = logged.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// R85: those who may say everything are the crates that ship, all of them and nobody else.
#[test]
fn the_log_knows_every_crate_of_ours() {
    let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = ["shared", "functions"].map(|folder| std::fs::read_dir(workspace.join(folder)).unwrap());
    let name = |entry: io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let crates = folders.into_iter().flatten().map(name).map(|name| name.replace('-', "_"));
    let mut crates: Vec<String> = crates.chain(["certflow".to_owned()]).collect();
    crates.sort_unstable();
    assert_eq!(crates, platform::logs::OURS);
}
