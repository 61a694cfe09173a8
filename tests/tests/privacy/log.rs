//! What the whole process logs, every crate of ours at its most talkative.

use std::io;
use std::sync::{Mutex, Once};

use tracing_subscriber::fmt::MakeWriter;

/// Every crate of ours that runs in production, at its most talkative.
const MOST_VERBOSE: &str = "off,approval_mail_received=trace,certflow=trace,certificate_issued=trace,\
    document_received=trace,expiry_nearing=trace,letters=trace,mail_feedback=trace,order_instructed=trace,\
    order_submitted=trace,phone_check_logged=trace,platform=trace,portal_webhook=trace,procedure=trace,\
    renewal_sweep=trace,vendor_review_requested=trace,vendor_status_changed=trace,vendors=trace";

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTENS: Once = Once::new();

#[derive(Clone, Copy)]
struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}

/// Listens from now on, to every thread: letters and mails are written by others than the test's.
pub(crate) fn listen() {
    LISTENS.call_once(|| {
        let subscriber = platform::logs::subscriber(MOST_VERBOSE, Lines).unwrap();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// Everything logged since somebody began to listen, by whichever test.
pub(crate) fn so_far() -> Vec<u8> {
    LINES.lock().unwrap().clone()
}
