//! The program that Lambda starts. With it the workspace's tests build it, for the stack on the stand-in too.

use platform::aws::starting::names_what_it_misses;

/// R90: a function that is not configured does not start, and its log names every variable that is missing.
#[test]
fn it_names_the_variables_it_misses() {
    let ours = ["CERTFLOW_TABLE", "CERTFLOW_QUEUE_ORDER_SUBMITTED", "CERTFLOW_WEBHOOK_SECRETS_ARN"];
    names_what_it_misses(env!("CARGO_BIN_EXE_portal-webhook"), &ours);
}
