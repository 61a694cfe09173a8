//! The script of one examination.

use jiff::SignedDuration;
use procedure::Validation;

use crate::When;
use crate::ca::CertificateFault;

/// When what happens, counted from the moment the vendor takes the order up. A step that turns out not to be
/// needed (validated before, not EV) is passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The organisation is checked.
    pub organisation: When,
    /// The domain approval mails go out; `None`: the vendor needs no approval for this order (R20).
    pub domain_mail: Option<When>,
    /// How the approval mail's subject is written.
    pub mail_form: MailForm,
    /// The calls to the application responsible person, once the organisation is checked (R42).
    pub phone: Phone,
    /// EV: the calls to a third person, once the organisation is checked (R46).
    pub employment: Vec<Call>,
    /// EV: from employment confirmed to the issuance-confirmation mail (R47, R48).
    pub confirmation_mail: SignedDuration,
    /// A question to the provider; nothing is issued until it is answered.
    pub enquiry: Option<Enquiry>,
    /// The order is rejected, unless it was issued before.
    pub rejection: Option<Rejection>,
    /// From the last check passed to the certificate.
    pub issuing: SignedDuration,
    /// What is wrong with the certificate.
    pub certificate: CertificateFault,
}

/// How the subject of DigiCert's approval mail is written; the desk's has one form only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MailForm {
    /// As the mission document prints it (R32).
    #[default]
    AsPrinted,
    /// As DigiCert's own Japanese documentation does, with the order number (A13).
    WithOrderNumber,
    /// In English \[U\].
    English,
}

/// The phone confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phone {
    /// The vendor does not call this time (R42, A11).
    NotRequired,
    /// The calls, in order, until one is answered. Empty: the vendor never gets round to it.
    Calls(Vec<Call>),
}

/// One call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When.
    pub when: When,
    /// What comes of it.
    pub line: Line,
}

/// What comes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// Somebody takes it and passes it on: done as soon as the customer answers or calls back.
    Customer,
    /// The right person takes it: done.
    Answered,
    /// Nobody takes it.
    Unreachable,
}

/// A question by the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enquiry {
    /// When it is asked.
    pub when: When,
    /// What it asks for.
    pub kind: EnquiryKind,
    /// The question, Japanese.
    pub text: String,
}

/// What an enquiry asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnquiryKind {
    /// A confirmation of application details (R15).
    Details,
    /// Documents (R16).
    Documents,
}

/// A rejection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// When.
    pub when: When,
    /// Why, as the vendor puts it.
    pub reason: String,
}

impl Plan {
    /// What usually happens: organisation checked on the next business day (EV: the second), approval mails
    /// after 10 minutes, calls on three business days at 11:00, for EV the third person at 14:00 and the
    /// confirmation mail 30 minutes later, issue 30 minutes after the last check.
    pub fn usual(validation: Validation) -> Self {
        let first = match validation {
            Validation::Ov => 1,
            Validation::Ev => 2,
        };
        let call = |day, hour, line| Call { when: When::business_day(day, hour), line };
        Self {
            organisation: When::business_day(first, 10),
            domain_mail: Some(When::minutes(10)),
            mail_form: MailForm::AsPrinted,
            phone: Phone::Calls((0..3).map(|n| call(first + n, 11, Line::Customer)).collect()),
            employment: vec![call(first, 14, Line::Answered)],
            confirmation_mail: SignedDuration::from_mins(30),
            enquiry: None,
            rejection: None,
            issuing: SignedDuration::from_mins(30),
            certificate: CertificateFault::None,
        }
    }

    /// Everything at once, the vendor's calls answered; customers still approve domains and confirm issuance.
    pub fn swift() -> Self {
        let answered = Call { when: When::NOW, line: Line::Answered };
        Self {
            organisation: When::NOW,
            domain_mail: Some(When::NOW),
            phone: Phone::Calls(vec![answered]),
            employment: vec![answered],
            confirmation_mail: SignedDuration::ZERO,
            issuing: SignedDuration::ZERO,
            ..Self::usual(Validation::Ov)
        }
    }
}
