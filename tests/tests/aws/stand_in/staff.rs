//! Staff's commands on a stack: the very program they run, on a stack of its own.

mod dead_letters;
mod story;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Mutex;

use serde_json::Value;

use super::process::REGION;
use super::stack::Stack;
use super::world::World;
use crate::tools::{infra, succeed, target};

/// Commands that are about the machine they run on; `certflow` says so where `--stack` is given (`cli/stack.rs`). `vendor`
/// is among them since the key of a stack is a secret that its functions read and staff do not.
const OF_THE_MACHINE: [&str; 6] = ["demo", "bench", "serve", "stand-in", "pump", "vendor"];

/// Somebody of staff at a terminal.
pub(super) struct Staff {
    program: PathBuf,
    endpoint: String,
    /// The keys of a user who may do what README says that staff need.
    keys: [String; 2],
    /// The commands given so far.
    given: Mutex<BTreeSet<String>>,
}

/// The program, as a build of the workspace's tests makes it.
pub(super) fn program() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    let folder = target().parent().unwrap();
    build.args(["test", "--workspace", "--test", "cli", "--no-run", "--quiet", "--target-dir"]).arg(folder);
    succeed(build.current_dir(env!("CARGO_MANIFEST_DIR")));
    folder.join("debug/certflow")
}

impl Staff {
    fn run(&self, arguments: &[&str]) -> Output {
        self.given.lock().unwrap().insert(arguments[0].to_owned());
        let mut command = Command::new(&self.program);
        command.args(["--stack", "certflow", "--json", "--lang", "en"]).args(arguments).env_clear().envs([
            ("AWS_ACCESS_KEY_ID", self.keys[0].as_str()),
            ("AWS_SECRET_ACCESS_KEY", &self.keys[1]),
            ("AWS_REGION", REGION),
            ("AWS_ENDPOINT_URL", &self.endpoint),
        ]);
        // No data folder may come of it.
        command.current_dir(target()).env("CERTFLOW_DATA", target().join("staff-has-no-folder"));
        command.output().unwrap()
    }

    /// Runs a command that has to end with `status`; its answer.
    fn ends(&self, status: i32, arguments: &[&str]) -> Value {
        let Output { status: ended, stdout, stderr } = self.run(arguments);
        let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert_eq!(ended.code(), Some(status), "{arguments:?}\n{stdout}\n{stderr}");
        serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{stdout}"))
    }

    fn done(&self, arguments: &[&str]) -> Value {
        self.ends(0, arguments)
    }

    /// A file with `content` that lasts as long as the test's folder.
    fn file(&self, name: &str, content: &[u8]) -> String {
        let folder = target().join("staff");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// What has to be refused, by the code of its first finding.
    fn refused(&self, arguments: &[&str]) -> String {
        let answer = self.ends(1, arguments);
        answer["findings"][0]["code"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// What is printed as it is.
    fn printed(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.run(arguments);
        assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).unwrap()
    }

    /// The commands there are and that were not given.
    fn left_out(&self) -> Vec<String> {
        let help = self.printed(&["--help"]);
        let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
        let commands = commands.lines().filter_map(|line| line.split_whitespace().next());
        let given = self.given.lock().unwrap();
        commands.filter(|command| !given.contains(*command)).map(str::to_owned).collect()
    }
}

/// R12, R13, R41, R89, R90: every command works on a stack, with the rights that README lists: events are put on its queues and followed through what the
/// functions make of them, and what failed too often is told with the reason that the function logged.
#[test]
fn staffs_commands_work_on_a_stack() {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(4).enable_all().build().unwrap().block_on(commands());
}

async fn commands() {
    let world = World::begin().await;
    let stack = Stack::deploy(world.certcentral.base_url()).await;
    stack.stand_in.script("operate.py", &["visibility", "1"]);
    // As AWS is called, over TLS, which the bucket's policy asks for; and every message is sent twice.
    let endpoint = stack.gate.url.clone();
    let readme = infra().join("README.md");
    let keys = stack.stand_in.script("operate.py", &["staff", readme.to_str().unwrap()]);
    let keys = serde_json::from_str(&keys).unwrap();
    let staff = Staff { program: program(), endpoint, keys, given: Mutex::default() };
    story::paper(&staff);
    let order = story::order(&stack, &staff).await;
    story::endings(&staff, &order).await;
    // A dead letter is put back once, or two would lie there again.
    let staff = Staff { endpoint: stack.stand_in.endpoint.clone(), ..staff };
    dead_letters::story(&stack, &staff).await;
    assert_eq!(staff.left_out(), OF_THE_MACHINE);
    assert!(!target().join("staff-has-no-folder").exists());
}
