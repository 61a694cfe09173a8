//! Five floors, no arrow back up, no circle: who may depend on whom.

use std::collections::BTreeSet;
use std::process::Command;

/// What each room may depend on besides libraries from outside.
fn allowed(room: &str, name: &str) -> &'static [&'static str] {
    match (room, name) {
        ("shared", "procedure") => &[],
        ("shared", "letters" | "vendors") => &["procedure"],
        ("shared", "platform") => &["procedure", "letters"],
        ("functions", _) => &["procedure", "letters", "vendors", "platform"],
        ("infra", "simulation") => &["procedure", "vendors"],
        _ => &["*"],
    }
}

#[test]
fn dependencies_go_one_way() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path", manifest])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    assert!(ours.len() >= 18, "{ours:?}");
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let path = package["manifest_path"].as_str().unwrap();
        let room = ["functions", "infra", "shared", "tests"]
            .into_iter()
            .find(|room| path.contains(&format!("/{room}/")));
        let allowed = allowed(room.unwrap_or("tests"), name);
        for dependency in package["dependencies"].as_array().unwrap() {
            let dependency_name = dependency["name"].as_str().unwrap();
            // A crate may use itself with more features in its own tests.
            if !ours.contains(dependency_name) || dependency_name == name || allowed == ["*"] {
                continue;
            }
            assert!(allowed.contains(&dependency_name), "{name} may not depend on {dependency_name}");
        }
        let infra = |d: &&serde_json::Value| {
            ["certflow", "simulation", "tests"].contains(&d["name"].as_str().unwrap())
        };
        if room == Some("functions") || room == Some("shared") {
            assert_eq!(package["dependencies"].as_array().unwrap().iter().filter(infra).count(), 0, "{name}");
        }
    }
}

#[test]
fn the_rules_read_no_clock_environment_or_randomness() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/procedure/Cargo.toml");
    let manifest = std::fs::read_to_string(source).unwrap();
    for runtime in ["tokio", "rand", "uuid", "reqwest", "aws-"] {
        let line = |line: &&str| line.starts_with(runtime) && !line.starts_with("aws-lc-rs");
        assert_eq!(manifest.lines().find(line), None);
    }
}
