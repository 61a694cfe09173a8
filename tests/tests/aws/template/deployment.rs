//! What is deployed, and with which parameters.

use std::fs;
use std::path::Path;

use super::{TEMPLATE, decoded};
use crate::tools::infra;

pub(super) const STAGES: [&str; 2] = ["staging", "production"];

fn toml(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Each stage is deployed by a name, from a file that gives what has no default and nothing that is unknown.
#[test]
fn each_stage_has_a_file_of_parameters() {
    let config = toml(&infra().join("samconfig.toml"));
    let parameters = TEMPLATE["Parameters"].as_object().unwrap();
    for stage in STAGES {
        let deploy = &config[stage]["deploy"]["parameters"];
        assert_eq!(deploy["parameter_overrides"].as_str(), Some(format!("file://{stage}.yaml").as_str()));
        assert_eq!(deploy["stack_name"].as_str(), Some(format!("certflow-{stage}").as_str()));
        let given = decoded(&format!("{stage}.yaml"));
        assert_eq!(given["Stage"], stage);
        for name in given.as_object().unwrap().keys() {
            assert!(parameters.contains_key(name), "{stage}: {name}");
        }
        let needed = parameters.iter().filter(|(_, parameter)| parameter["Default"].is_null());
        for (name, _) in needed {
            assert!(!given[name].is_null(), "{stage}: {name}");
        }
    }
}

/// R89: a panic is caught where it happens, so what is deployed must unwind.
#[test]
fn what_is_deployed_unwinds() {
    let cargo = toml(&infra().join("../../Cargo.toml"));
    let profiles = cargo["profile"].as_table().unwrap();
    assert_eq!(profiles["function"]["inherits"].as_str(), Some("release"));
    for name in ["function", "release"] {
        let panic = profiles.get(name).and_then(|profile| profile.get("panic"));
        assert!(panic.is_none_or(|panic| panic.as_str() == Some("unwind")), "{name}");
    }
    for build in builds() {
        assert!(build.contains("--profile function"), "{build}");
    }
}

/// The first TLS connection of an instance does not wait for the CPU's jitter.
#[test]
fn what_is_deployed_takes_its_entropy_from_the_kernel() {
    for build in builds() {
        assert!(build.trim_start().starts_with("AWS_LC_SYS_NO_JITTER_ENTROPY=1 "), "{build}");
    }
}

/// The commands of README that build what is deployed.
fn builds() -> Vec<String> {
    let readme = fs::read_to_string(infra().join("README.md")).unwrap();
    let lines = readme.lines().filter(|line| line.contains("cargo lambda build "));
    let builds: Vec<_> = lines.map(str::to_owned).collect();
    assert!(!builds.is_empty());
    builds
}
