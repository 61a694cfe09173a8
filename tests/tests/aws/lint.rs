//! What others' rules say of the template.

use std::process::Command;

use crate::tools::{LINT, infra, succeed};

fn tool(name: &str) -> Command {
    let mut command = Command::new(LINT.join("bin").join(name));
    command.current_dir(infra()).env("AWS_DEFAULT_REGION", "ap-northeast-1").env("SAM_CLI_TELEMETRY", "0");
    command
}

#[test]
fn cfn_lint_is_content() {
    succeed(tool("cfn-lint").arg("template.yaml"));
}

#[test]
fn sam_is_content() {
    succeed(tool("sam").args(["validate", "--lint", "--template", "template.yaml"]));
}

/// What checkov is not asked stands in `checkov.yaml`, each with its reason.
#[test]
fn checkov_is_content() {
    let checkov = ["--file", "template.yaml", "--config-file", "checkov.yaml", "--skip-download", "--quiet"];
    succeed(tool("checkov").args(checkov));
}
