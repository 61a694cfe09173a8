//! Certificates, and what staff and customers decide.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use procedure::event::{
    CertificateInstalled, CertificateIssued, OrderCancelled, OrderHeld, OrderRejected, OrderReleased,
    ReissueRequested, ResendRequested, RevocationRequested,
};
use procedure::order::{Actor, EnquiryText, VendorMail};
use procedure::{Language, Text};

use super::event::act;
use super::{Context, Failure};
use crate::cli::args::{Cancel, Certificate, Hold, Installed, Reissue, Reject, Release, Resend, Revoke};
use crate::cli::input;

pub(super) async fn certificate(cx: &Context, args: Certificate) -> Result<ExitCode, Failure> {
    let chain = args.chain.as_deref().map(|file| input::text(file, input::MAX_INPUT)).transpose()?;
    act(cx, Some(args.order), CertificateIssued { chain }).await
}

pub(super) async fn installed(cx: &Context, args: Installed) -> Result<ExitCode, Failure> {
    let at = args.at.map_or_else(|| cx.clock.now(), |at| at.0);
    act(cx, Some(args.order), CertificateInstalled { at }).await
}

pub(super) async fn hold(cx: &Context, args: Hold) -> Result<ExitCode, Failure> {
    let comment = EnquiryText::new("comment", &args.comment)?;
    act(cx, Some(args.order), OrderHeld { comment }).await
}

pub(super) async fn release(cx: &Context, args: Release) -> Result<ExitCode, Failure> {
    act(cx, Some(args.order), OrderReleased {}).await
}

pub(super) async fn reject(cx: &Context, args: Reject) -> Result<ExitCode, Failure> {
    let reason = EnquiryText::new("reason", &args.reason)?;
    let by = if args.by_vendor { Actor::Vendor } else { Actor::Staff };
    act(cx, Some(args.order), OrderRejected { by, reason }).await
}

pub(super) async fn cancel(cx: &Context, args: Cancel) -> Result<ExitCode, Failure> {
    let reason = EnquiryText::new("reason", &args.reason)?;
    act(cx, Some(args.order), OrderCancelled { by: asked_by(args.by_customer), reason }).await
}

pub(super) async fn resend(cx: &Context, args: Resend) -> Result<ExitCode, Failure> {
    let mail = if args.confirmation { VendorMail::Confirmation } else { VendorMail::Approval };
    act(cx, Some(args.order), ResendRequested { mail }).await
}

pub(super) async fn reissue(cx: &Context, args: Reissue) -> Result<ExitCode, Failure> {
    let csr = input::text(&args.csr, input::MAX_INPUT)?;
    let key_compromised = args.key_compromised;
    act(cx, None, ReissueRequested { of: args.order, csr, key_compromised }).await
}

pub(super) async fn revoke(cx: &Context, args: Revoke) -> Result<ExitCode, Failure> {
    if !args.yes && cx.output.can_ask() && !ask(revokes(cx.output.language))? {
        return Err(Failure::Usage(Text::fixed("取りやめました。", "Not done.")));
    }
    let (by, key_compromised) = (asked_by(args.by_customer), args.key_compromised);
    act(cx, Some(args.order), RevocationRequested { by, key_compromised }).await
}

pub(super) const fn asked_by(customer: bool) -> Actor {
    if customer { Actor::Customer } else { Actor::Staff }
}

const fn revokes(language: Language) -> &'static str {
    match language {
        Language::Ja => "証明書を失効させます。元に戻せません。よろしいですか? [y/N] ",
        Language::En => "This revokes the certificate and cannot be undone. Go on? [y/N] ",
    }
}

/// Asks the person at the terminal; only `y` and `yes` mean it.
pub(super) fn ask(question: &str) -> io::Result<bool> {
    let mut err = io::stderr().lock();
    err.write_all(question.as_bytes())?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
