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

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");

/// What cargo answers.
fn cargo(arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(arguments).args(["--offline", "--manifest-path", MANIFEST]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn metadata() -> serde_json::Value {
    serde_json::from_slice(&cargo(&["metadata", "--format-version", "1", "--no-deps"])).unwrap()
}

#[test]
fn dependencies_go_one_way() {
    let metadata = metadata();
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

/// The README's first command builds `certflow`: nothing of Lambda, SES, S3 or Secrets Manager may be in it. SQS is, for
/// `--stack`.
#[test]
fn certflow_builds_without_lambda() {
    let tree =
        String::from_utf8(cargo(&["tree", "-p", "certflow", "-e", "normal,build", "--prefix", "none"]))
            .unwrap();
    let linked: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    for lambda in ["lambda_runtime", "aws_lambda_events", "aws-sdk-ses", "rusty-s3", "aws-sdk-secretsmanager"]
    {
        assert!(!linked.contains(lambda), "certflow links {lambda}");
    }
    assert!(linked.contains("aws-sdk-dynamodb") && linked.contains("aws-sdk-sqs"), "{linked:?}");
}

/// `cargo lambda` builds and watches the mains of one package: all of them have to be in it.
#[test]
fn cargo_lambda_finds_every_function() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let functions: BTreeSet<&str> = packages
        .iter()
        .filter(|package| package["manifest_path"].as_str().unwrap().contains("/functions/"))
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    let lambda = packages.iter().find(|package| package["name"] == "lambda").unwrap();
    let mains: BTreeSet<&str> =
        lambda["targets"].as_array().unwrap().iter().map(|target| target["name"].as_str().unwrap()).collect();
    assert_eq!(mains, functions);
    assert_eq!(functions.len(), 12);
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
