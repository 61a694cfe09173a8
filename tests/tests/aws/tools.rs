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

/// The virtual environment with what `requirements-NAME.txt` lists. It is made anew when the list changes.
fn environment(name: &str) -> PathBuf {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/aws/requirements-{name}.txt"));
    let wanted = fs::read_to_string(&list).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python").join(name);
    let (made_of, lock) = (folder.join("made-of.txt"), folder.with_extension("lock"));
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    // Two runs of the tests may start at once.
    let lock = fs::File::create(lock).unwrap();
    lock.lock().unwrap();
    if fs::read_to_string(&made_of).is_ok_and(|made_of| made_of == wanted) {
        return folder;
    }
    let _ = fs::remove_dir_all(&folder);
    succeed(Command::new("python3").arg("-m").arg("venv").arg(&folder));
    let pip = folder.join("bin/pip");
    succeed(Command::new(pip).args(["install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&list));
    fs::write(&made_of, wanted).unwrap();
    folder
}

/// Runs a command that must succeed; returns what it wrote.
pub(crate) fn succeed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{command:?}\n{stdout}\n{stderr}");
    stdout.into_owned()
}
