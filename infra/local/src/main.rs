//! `certflow`: see `certflow --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    certflow::cli::main()
}
