//! `approval-mail-received` on Lambda: SES puts the mail into a bucket, S3 puts a pointer on the queue.

use std::process::ExitCode;
use std::sync::Arc;

use approval_mail_received::{Bucket, Function};
use platform::aws::{self, arrivals::Arrivals};
use platform::dispatch::Vendors;

fn main() -> ExitCode {
    aws::run_with(&[], |setup| {
        let name = setup
            .read(|reader| reader.required("CERTFLOW_MAIL_BUCKET", "the bucket that SES puts mails into"))?;
        let vault = Arc::new(setup.make("the mails' bucket", |_| Bucket::new(setup.sdk(), &name))?);
        Ok(Arc::new(Arrivals(aws::react(setup, Function::new(vault), Vendors::default())?)))
    })
}
