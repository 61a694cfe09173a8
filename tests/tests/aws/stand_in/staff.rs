//! Staff's commands on a stack: the very program they run, on a stack of its own.

use std::path::PathBuf;
use std::process::{Command, Output};

use certflow::demo::wiring;
use procedure::event::Room;
use procedure::{Product, samples};
use serde_json::Value;

use super::process::REGION;
use super::stack::Stack;
use super::wait::until;
use super::world::World;
use crate::tools::{succeed, target};

/// Somebody of staff at a terminal.
struct Staff {
    program: PathBuf,
    endpoint: String,
}

/// The program, as a build of the workspace's tests makes it.
fn program() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    let folder = target().parent().unwrap();
    build.args(["test", "--workspace", "--test", "cli", "--no-run", "--quiet", "--target-dir"]).arg(folder);
    succeed(build.current_dir(env!("CARGO_MANIFEST_DIR")));
    folder.join("debug/certflow")
}

impl Staff {
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        command.args(["--stack", "certflow", "--json"]).args(arguments).env_clear().envs([
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
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
}

/// R12, R13, R41, R89, R90: commands put events on the queues and follow what the functions make of them; what failed
/// too often is told with the reason that the function logged, moved back and deleted by name.
#[test]
fn staffs_commands_work_on_a_stack() {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(4).enable_all().build().unwrap().block_on(commands());
}

async fn commands() {
    let world = World::begin().await;
    let policy = wiring::settings().unwrap().policy;
    let stack = Stack::deploy(world.certcentral.base_url(), &policy).await;
    stack.stand_in.script("operate.py", &["visibility", "1"]);
    let staff = Staff { program: program(), endpoint: stack.stand_in.endpoint.clone() };

    let draft = serde_json::to_vec(&samples::draft(Product::CybertrustSureServer)).unwrap();
    let application = staff.file("application.json", &draft);
    assert_eq!(staff.done(&["check", &application, "--offline"])["outcome"], "accepted");
    let submitted = staff.done(&["submit", &application, "--customer", "C-1001"]);
    assert_eq!(submitted["outcome"], "applied", "{submitted}");
    let order = submitted["order"].as_str().unwrap();
    let at_desk = async || (staff.done(&["desk"])["work"][0]["order"] == order).then_some(());
    until("the order at the desk", at_desk).await;

    let placed = staff.done(&["placed", order, "--vendor-order", "SS1234567"]);
    assert_eq!((&placed["outcome"], &placed["stage"]), (&"applied".into(), &"examining".into()), "{placed}");
    let again = staff.ends(1, &["placed", order, "--vendor-order", "SS7654321"]);
    assert_eq!(again["findings"][0]["code"], "order.placed_twice", "{again}");
    assert_eq!(staff.done(&["show", order])["stage"], "examining");
    assert_eq!(staff.done(&["list"])["orders"][0]["order"], order);
    let letters = staff.done(&["letters", order]);
    assert!(letters["letters"].as_array().is_some_and(|letters| !letters.is_empty()), "{letters}");
    let letter = staff.ends(1, &["letters", order, "1.0"]);
    assert_eq!(letter["findings"][0]["code"], "letter.not_kept", "{letter}");

    // The function reads the mail from the bucket, or it could not tell that it is none.
    let mail = staff.file("mail.eml", b"From: a@example.jp\r\nSubject: hello\r\n\r\nhello\r\n");
    let refused = staff.ends(1, &["mail", &mail]);
    assert_eq!(refused["findings"][0]["code"], "mail.not_approval", "{refused}");

    let stuck = staff.done(&["stuck"]);
    let steps = stuck["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["code"] == "approve_domain" && step["ages"][0] == 1), "{stuck}");
    assert_eq!(staff.done(&["sweep"])["served"], true);
    dead_letters(&stack, &staff).await;
    assert!(!target().join("staff-has-no-folder").exists());
}

async fn dead_letters(stack: &Stack, staff: &Staff) {
    let dead = async || stack.queued().await.contains_key("certflow-order-submitted-dead").then_some(());
    stack.send(Room::OrderSubmitted, "poison").await;
    until("the end of the poison", dead).await;
    assert_eq!(staff.done(&["queue"])["queues"]["order-submitted"]["dead"], 1);
    let listed = staff.done(&["dead-letters"]);
    let letter = &listed["dead_letters"][0];
    assert_eq!((&letter["function"], &letter["standing"]), (&"order-submitted".into(), &"unreadable".into()));
    assert!(letter["receives"].as_u64().unwrap() >= 5, "{letter}");
    let reason = letter["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("not an event"), "from the function's log: {letter}");
    let message = letter["message"].as_str().unwrap();
    assert_eq!(staff.done(&["dead-letters"])["dead_letters"][0]["message"], message, "looking takes nothing");

    let unknown = staff.ends(1, &["dead-letters", "discard", "order-submitted", "--message", "none"]);
    assert_eq!(unknown["findings"][0]["code"], "dead_letter.unknown");
    let moved = staff.done(&["dead-letters", "redrive", "order-submitted", "--message", message]);
    assert_eq!(moved["messages"], 1);
    // Tried again by the function, and dead again.
    until("the poison's second end", dead).await;
    let listed = staff.done(&["dead-letters", "order-submitted"]);
    let again = listed["dead_letters"][0]["message"].as_str().unwrap();
    assert_ne!(again, message, "it was sent anew");
    staff.done(&["dead-letters", "discard", "order-submitted", "--message", again]);
    assert!(staff.done(&["dead-letters"])["dead_letters"].as_array().unwrap().is_empty());
}
