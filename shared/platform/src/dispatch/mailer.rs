//! The mail service.

use async_trait::async_trait;
use procedure::OrderId;
use procedure::notice::Recipient;

/// A letter as it goes over the wire. Personal data: masked in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The message (RFC 5322).
    pub raw: Vec<u8>,
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Our own Message-ID, the same for every try. SES replaces it by its own ("Amazon SES header fields" in its developer guide);
    /// a mail server that is given letters by SMTP keeps it.
    pub message_id: String,
    /// Whether news of its arrival would change the order: an earlier letter to this recipient did not arrive (P5).
    pub is_watched: bool,
    /// What bounces and complaints are told apart by.
    pub tags: Tags,
}

/// Tags that the mail service gives back with bounces and complaints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    /// The order.
    pub order: OrderId,
    /// The letter's code.
    pub notice: &'static str,
    /// Whose letter.
    pub to: Recipient,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("bytes", &self.raw.len())
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}

/// What the mail service calls an accepted letter, such as SES's message id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt(pub String);

/// Why a letter has no receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may have been accepted.
    #[error("the mail service's answer was lost; whether it took the letter is unknown")]
    Unknown,
    /// It was not accepted and never will be as it is.
    #[error("the mail service refused the letter")]
    Refused,
    /// It was not accepted; later it may be.
    #[error("the mail service takes no letter now")]
    Throttled,
}

/// Hands letters over. An implementation must not repeat a send by itself: the mail service has no request token.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one letter, in bounded time.
    ///
    /// # Errors
    /// [`SendError::Unknown`] whenever it cannot be told whether the letter was accepted.
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError>;
}
