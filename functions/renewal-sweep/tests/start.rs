//! The program that Lambda starts. With it the workspace's tests build it, for the stack on the stand-in too.

use std::process::Command;

/// R90: a function that is not configured does not start, and its log names every variable that is missing.
#[test]
fn it_names_the_variables_it_misses() {
    let by_lambda = [
        "AWS_ACCESS_KEY_ID",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
    ];
    let ours = ["CERTFLOW_TABLE", "CERTFLOW_QUEUE_ORDER_SUBMITTED", "CERTFLOW_QUEUE_RENEWAL_SWEEP"];
    let mut program = Command::new(env!("CARGO_BIN_EXE_renewal-sweep"));
    let output = program.env_clear().output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && log.contains("AWS_LAMBDA_RUNTIME_API is not set"), "{log}");
    let output = program.envs(by_lambda.map(|name| (name, "1"))).output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    for variable in ours {
        assert!(log.contains(&format!("{variable} is not set")), "{variable}: {log}");
    }
}
