//! `mail-feedback` on Lambda: what SES publishes, as events.

use std::process::ExitCode;
use std::sync::Arc;

use platform::aws::{self, feedback::Feedback};
use platform::dispatch::Vendors;

fn main() -> ExitCode {
    aws::run_with(&[], |setup| {
        Ok(Arc::new(Feedback(aws::react(setup, mail_feedback::Function, Vendors::default())?)))
    })
}
