//! A data folder and the binary that works on it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use ::procedure::application::ApplicationDraft;
use ::procedure::{Product, samples};
use serde_json::Value;
use tempfile::TempDir;

/// 2026-11-24 (a Tuesday) 10:00 in Japan, as the samples have it.
pub(crate) const NOW: &str = "2026-11-24T10:00";
/// A sample application's first name.
pub(crate) const NAME: &str = "www.example.jp";

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Its answer as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the first finding of its answer.
    pub(crate) fn code(&self) -> String {
        self.json()["findings"][0]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A place for one test.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) now: Option<String>,
    /// `CERTFLOW_RESOLVER`.
    resolver: String,
}

impl Place {
    /// With a clock that stands at [`NOW`].
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), now: Some(NOW.to_owned()), resolver: "off".to_owned() }
    }

    /// With the machine's clock.
    pub(crate) fn in_real_time() -> Self {
        Self { now: None, ..Self::new() }
    }

    /// The same folder with another `CERTFLOW_RESOLVER`.
    pub(crate) fn asking(self, resolver: &str) -> Self {
        Self { resolver: resolver.to_owned(), ..self }
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Writes a file beside the data folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Writes an application.
    pub(crate) fn draft(&self, name: &str, draft: &ApplicationDraft) -> PathBuf {
        self.file(name, serde_json::to_vec(draft).unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_certflow"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.env("CERTFLOW_DATA", self.data()).env("CERTFLOW_RESOLVER", &self.resolver);
        if let Some(now) = &self.now {
            command.env("CERTFLOW_NOW", now);
        }
        command
    }

    /// Runs a command.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs a command that reads `input`.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that refuses early does not read it all.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Runs a command among further variables.
    pub(crate) fn run_in(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        let output = command.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap();
        Ran::of(output)
    }

    /// Runs a command that has to succeed; its answer as JSON.
    pub(crate) fn done(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.status, 0, "{arguments:?}: {ran:?}");
        ran.json()
    }

    /// Runs a command that has to be refused; the code of the first finding.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.status, 1, "{arguments:?}: {ran:?}");
        ran.code()
    }

    /// Submits the sample application for `product`; the order.
    pub(crate) fn submit(&self, product: Product) -> String {
        self.submit_as(&samples::draft(product))
    }

    /// Submits an application that has to be accepted; the order.
    pub(crate) fn submit_as(&self, draft: &ApplicationDraft) -> String {
        let file = self.draft("application.json", draft);
        let answer = self.done(&["submit", text(&file), "--customer", "C-1001"]);
        assert_eq!(answer["outcome"], "applied", "{answer}");
        answer["order"].as_str().unwrap().to_owned()
    }

    /// Submits the sample for `product` and records that the vendor has it; the order.
    pub(crate) fn placed(&self, product: Product) -> String {
        let order = self.submit(product);
        self.done(&["placed", &order, "--vendor-order", "V-1"]);
        order
    }

    /// Submits the sample for `product` and has its certificate issued; the order.
    pub(crate) fn issued(&self, product: Product) -> String {
        let order = self.placed(product);
        let chain = self.file("chain.pem", chain(&samples::draft(product), 199));
        self.done(&["certificate", &order, "--chain", text(&chain)]);
        order
    }

    /// The order's page.
    pub(crate) fn show(&self, order: &str) -> Value {
        self.done(&["show", order])
    }

    /// Starts `certflow serve` on a free port.
    pub(crate) fn serve(&self) -> Serving {
        self.serve_as(|command| command.stderr(Stdio::inherit()))
    }

    /// The same, with what it does written to `log`.
    pub(crate) fn serve_logging(&self, log: &Path) -> Serving {
        let log = std::fs::File::create(log).unwrap();
        self.serve_as(|command| command.env("CERTFLOW_LOG", "info").stderr(log))
    }

    fn serve_as(&self, change: impl FnOnce(&mut Command) -> &mut Command) -> Serving {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0", "--json"]);
        change(command.stdin(Stdio::null()).stdout(Stdio::piped()));
        let mut child = command.spawn().unwrap();
        let mut answer = String::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            answer.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let started: Value = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{answer:?}"));
        Serving { child, url: started["listening"].as_str().unwrap().to_owned(), data: self.data() }
    }
}

/// A running `certflow serve`; killed when it is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
    data: PathBuf,
}

impl Serving {
    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; the exit status.
    pub(crate) fn terminate(&mut self) -> i32 {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// Its resident memory in MiB: `VmRSS` all of it, `RssAnon` without what is mapped from files.
    pub(crate) fn memory_mib(&self, kind: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(kind)).unwrap();
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().unwrap() / 1024
    }

    /// What webhooks are signed with.
    pub(crate) fn secret(&self) -> String {
        std::fs::read_to_string(self.data.join("webhook-secret")).unwrap()
    }

    /// What look-ups are allowed by.
    pub(crate) fn token(&self) -> String {
        std::fs::read_to_string(self.data.join("portal-token")).unwrap().trim().to_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Killed already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A chain for `draft`, valid from [`NOW`] for `days`.
pub(crate) fn chain(draft: &ApplicationDraft, days: i64) -> String {
    samples::chain(&samples::application(draft), samples::now(), days)
}

/// The sample application for `product`, for another name.
pub(crate) fn draft_for(product: Product, name: &str) -> ApplicationDraft {
    ApplicationDraft { names: vec![name.to_owned()], ..samples::draft(product) }
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Tries `look` until it is true, for at most half a minute.
pub(crate) async fn eventually(what: &str, mut look: impl FnMut() -> bool) {
    for _ in 0..1_200 {
        if look() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {what}");
}
