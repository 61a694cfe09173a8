//! Questions of the vendor.

use std::process::ExitCode;

use procedure::event::{EnquiryAnswered, EnquiryClosed, EnquiryRaised};

use super::event::act;
use super::{Context, Failure};
use crate::cli::args::EnquiryCommand;
use crate::cli::input::words;

pub(super) async fn enquiry(cx: &Context, command: EnquiryCommand) -> Result<ExitCode, Failure> {
    match command {
        EnquiryCommand::Raise(args) => {
            let question = words("question", args.text.as_deref(), args.file.as_deref())?;
            let (order, enquiry) = (args.name.order, args.name.enquiry);
            act(cx, Some(order), EnquiryRaised { enquiry, question }).await
        }
        EnquiryCommand::Answer(args) => {
            let answer = words("answer", args.text.as_deref(), args.file.as_deref())?;
            let (order, enquiry) = (args.name.order, args.name.enquiry);
            act(cx, Some(order), EnquiryAnswered { enquiry, answer }).await
        }
        EnquiryCommand::Close(name) => {
            act(cx, Some(name.order), EnquiryClosed { enquiry: name.enquiry }).await
        }
    }
}
