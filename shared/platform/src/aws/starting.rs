//! For the functions' tests: what their programs say when they are started without their variables.

#![expect(clippy::unwrap_used, reason = "for tests alone")]

use std::process::Command;

const BY_LAMBDA: [&str; 7] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
];

/// What a function needs that runs a [`Reaction`](crate::react::Reaction).
pub const OF_A_REACTION: [&str; 7] = [
    "CERTFLOW_TABLE",
    "CERTFLOW_QUEUE_ORDER_SUBMITTED",
    "CERTFLOW_MAIL_FROM",
    "CERTFLOW_PROVIDER",
    "CERTFLOW_LINKS",
    "CERTFLOW_CONFIGURATION_SET",
    "CERTFLOW_CONFIGURATION_SET_WATCHED",
];

/// Starts `program` with no variable, then with Lambda's alone.
///
/// # Panics
/// When it starts all the same, or its log does not name each of `variables` that is missing.
pub fn names_what_it_misses(program: &str, variables: &[&str]) {
    let mut command = Command::new(program);
    let output = command.env_clear().output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && log.contains("AWS_LAMBDA_RUNTIME_API is not set"), "{log}");
    let output = command.envs(BY_LAMBDA.map(|name| (name, "1"))).output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{program} started");
    for variable in variables {
        assert!(log.contains(&format!("{variable} is not set")), "{variable}: {log}");
    }
}
