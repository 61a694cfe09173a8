//! What a letter may say: taken from the order, put into the reader's language, and nothing else.
//!
//! A template sees one [`View`]. What is not in it cannot be in a letter: no telephone number, no CSR, no approval link.

mod acts;
mod application;
mod approval;
mod certificate;
mod desk;
mod documents;
mod end;
mod enquiry;
mod examination;
mod field;
mod finding;
mod renewal;

use procedure::Validation;
use procedure::notice::{Letter, Notice};
use procedure::order::Order;
use serde::Serialize;

use super::{Context, Error};
use desk::{Deadline, Desk, Pages, Reader, Writer};

/// Everything a template can name.
#[derive(Serialize)]
pub(super) struct View<'a> {
    #[serde(skip)]
    template: &'static str,
    /// Whom it addresses.
    reader: Reader<'a>,
    /// The order's number.
    order: &'a str,
    /// The product.
    product: String,
    /// The names applied for, in short.
    about: String,
    /// `new`, `renewal`, `reissue`.
    kind: &'static str,
    /// Whether it is EV; nothing of EV is said otherwise (R49).
    ev: bool,
    /// What the vendor calls the right to use a name: 利用権 or 使用権 (R91, R93).
    right: String,
    /// Who writes.
    provider: Writer<'a>,
    /// Pages to go on to.
    links: Pages<'a>,
    /// Until when the customer has to act, if there is a deadline.
    deadline: Option<Deadline>,
    /// What only this kind of letter says.
    letter: Facts,
}

/// The view of a letter's layout, which includes its body.
#[derive(Serialize)]
pub(super) struct Laid<'a> {
    /// The letter's own view.
    #[serde(flatten)]
    pub(super) view: &'a View<'a>,
    /// The template of its body.
    pub(super) body: &'a str,
}

/// What a kind of letter says besides what all say.
#[derive(Serialize)]
#[serde(untagged)]
enum Facts {
    None {},
    Received(application::Received),
    Findings(finding::Findings),
    Approval(approval::Approval),
    Call(examination::Call),
    Documents(documents::Documents),
    RefusedDocument(documents::Refused),
    Question(enquiry::Question),
    Issued(certificate::Issued),
    Installed(certificate::Installed),
    Revoked(certificate::Revoked),
    Renewal(renewal::Renewal),
    Expired(renewal::Expired),
    Bounced(acts::Bounced),
    Ended(end::Ended),
}

/// One kind of letter, ready to be laid out.
struct Told {
    template: &'static str,
    deadline: Option<jiff::Timestamp>,
    facts: Facts,
}

impl<'a> View<'a> {
    /// The view of `letter`.
    ///
    /// # Errors
    /// [`Error::Overtaken`], [`Error::NoProfile`].
    pub(super) fn of(order: &'a Order, letter: &Letter, context: &Context<'a>) -> Result<Self, Error> {
        let desk = Desk { order, context: *context };
        let told = tell(&desk, letter)?.ok_or(Error::Overtaken { notice: letter.notice.code() })?;
        Ok(Self {
            template: told.template,
            reader: desk.reader(letter.to),
            order: order.id.as_str(),
            product: desk.say(&order.application.product.name()),
            about: desk.about(),
            kind: order.kind.code(),
            ev: order.application.product.validation() == Validation::Ev,
            right: desk.profile()?.right.to_string(),
            provider: desk.writer(),
            links: desk.pages(),
            // A deadline that is past asks for the impossible; what is owed is still said.
            deadline: told.deadline.filter(|at| *at > context.now).map(|at| desk.deadline(at)),
            letter: told.facts,
        })
    }

    /// The folder of its template.
    pub(super) const fn template(&self) -> &'static str {
        self.template
    }
}

/// `None` when the order has moved on.
fn tell(desk: &Desk<'_>, letter: &Letter) -> Result<Option<Told>, Error> {
    Ok(match &letter.notice {
        Notice::ApplicationReceived => application::received(desk),
        Notice::ApplicationReturned => application::returned(desk),
        Notice::ApprovalMailExpected => approval::expected(desk, "approval_mail_expected")?,
        Notice::ApprovalMailArrived => approval::arrived(desk)?,
        Notice::PhoneCallAhead => examination::call_ahead(desk),
        Notice::PhoneUnreachable => examination::unreachable(desk),
        Notice::DocumentsNeeded => documents::needed(desk, "documents_needed"),
        Notice::DocumentRefused { document } => documents::refused(desk, document),
        Notice::ConfirmationExpected => examination::confirmation(desk, "confirmation_expected"),
        Notice::EnquiryRelayed { enquiry } => enquiry::open(desk, enquiry, "enquiry_relayed"),
        Notice::Reminder { check } => examination::reminder(desk, *check)?,
        Notice::EnquiryReminder { enquiry } => enquiry::open(desk, enquiry, "enquiry_reminder"),
        Notice::Issued => certificate::issued(desk),
        Notice::Installed => certificate::installed(desk),
        Notice::RenewalOpened => renewal::open(desk, "renewal_opened"),
        Notice::RenewalReminder => renewal::open(desk, "renewal_reminder"),
        Notice::RenewalLastCall => renewal::open(desk, "renewal_last_call"),
        Notice::Expired => renewal::expired(desk),
        Notice::Bounced => Some(acts::bounced(desk, letter.to)),
        Notice::Rejected => end::rejected(desk),
        Notice::Cancelled => end::cancelled(desk),
        Notice::Revoked => certificate::revoked(desk),
    })
}
