//! The program that Lambda starts. With it the workspace's tests build it, for the stack on the stand-in too.

use platform::aws::starting::{OF_A_REACTION, names_what_it_misses};

/// R90: a function that is not configured does not start, and its log names every variable that is missing.
#[test]
fn it_names_the_variables_it_misses() {
    names_what_it_misses(env!("CARGO_BIN_EXE_vendor-review-requested"), &OF_A_REACTION);
}
