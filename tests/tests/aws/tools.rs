//! Python tools in virtual environments below the target folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The folder of the template.
pub(crate) fn infra() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/aws")
}

/// What checks the template.
pub(crate) static LINT: LazyLock<PathBuf> = LazyLock::new(|| environment("lint"));

/// What stands in for AWS. Apart from the other: they want different versions of one library.
pub(crate) static STAND_IN: LazyLock<PathBuf> = LazyLock::new(|| environment("stand-in"));

/// The target folder's place for tests.
pub(crate) fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// The virtual environment with what `requirements-NAME.txt` lists. It is made anew when the list changes, or when it
/// was moved: its programs know their place.
fn environment(name: &str) -> PathBuf {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/aws/requirements-{name}.txt"));
    let folder = target().join("python").join(name);
    let wanted = format!("{}\n{}", folder.display(), fs::read_to_string(&list).unwrap());
    let (made_of, lock) = (folder.join("made-of.txt"), folder.with_extension("lock"));
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    // Two runs of the tests may start at once.
    let lock = fs::File::create(lock).unwrap();
    lock.lock().unwrap();
    if fs::read_to_string(&made_of).is_ok_and(|made_of| made_of == wanted) {
        return folder;
    }
    let _ = fs::remove_dir_all(&folder);
    make(&folder);
    let pip = folder.join("bin/pip");
    succeed(Command::new(pip).args(["install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&list));
    fs::write(&made_of, wanted).unwrap();
    folder
}

fn make(folder: &Path) {
    const WANTED: &str = "these tests need Python 3.10 or later with its `venv` module; install it (Debian and \
                          Ubuntu: `apt install python3 python3-venv`; macOS: `brew install python3`)";
    let version = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let suits = Command::new("python3").args(["-c", version]).output();
    assert!(suits.is_ok_and(|output| output.status.success()), "{WANTED}");
    succeed(Command::new("python3").arg("-m").arg("venv").arg(folder));
}

/// The folder of the functions' binaries, as a build of the workspace's tests makes them: the functions' own tests
/// run them, so that `cargo test --workspace` has built them before this runs and this builds nothing.
pub(crate) fn binaries() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    let target = target().parent().unwrap();
    build.args(["test", "--workspace", "--test", "start", "--no-run", "--quiet", "--target-dir"]).arg(target);
    succeed(build.current_dir(env!("CARGO_MANIFEST_DIR")));
    target.join("debug")
}

/// Runs a command that must succeed; returns what it wrote.
pub(crate) fn succeed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{command:?}\n{stdout}\n{stderr}");
    stdout.into_owned()
}
