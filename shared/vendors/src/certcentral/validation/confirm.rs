//! The confirmation of issuance of an EV certificate (発行確認, A30), sent again.

use http::Method;
use serde::Serialize;

use super::{Check, Validation};
use crate::certcentral::{Call, Client, Error, OrderNumber, Private};

/// Who may be sent the confirmation again: the contacts that the vendor itself calls active. Others cannot be put
/// here, since the vendor refuses them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmers(Vec<Private>);

impl Confirmers {
    /// The active contacts of this answer; `None` when there is none, as the vendor is not that far yet.
    pub fn of(validation: &Validation) -> Option<Self> {
        let active = validation.ev_contacts().filter(|c| Check::read(c.status.as_deref()) == Check::Done);
        let mut emails: Vec<_> = active.filter_map(|c| c.email.clone()).collect();
        emails.sort();
        emails.dedup();
        (!emails.is_empty()).then_some(Self(emails))
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    emails: &'a [Private],
}

impl Client {
    /// Has the vendor send the confirmation mail of a pending EV order again. It mails people, so it is sent once.
    ///
    /// # Errors
    /// [`Error::Refused`] when the order waits for no confirmation; [`Error::Unknown`] when it cannot be told whether
    /// the mails went out: a second mail is then annoying but harmless.
    pub async fn resend_confirmation(&self, order: OrderNumber, to: &Confirmers) -> Result<(), Error> {
        let path = ["order", "certificate", &order.to_string(), "order-approval", "resend-emails"];
        let body = Wire { emails: &to.0 };
        self.change(Call::ResendConfirmation, Method::PUT, &path, Some(&body)).await.map(drop)
    }
}
