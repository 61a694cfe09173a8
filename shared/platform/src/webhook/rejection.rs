//! Why a webhook is not accepted.

use procedure::{Finding, Party, Text};

/// Why a webhook is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Larger than [`MAX_BODY`](super::MAX_BODY).
    #[error("the body is larger than 256 KiB")]
    TooLarge,
    /// A header of the scheme is missing.
    #[error("the header {header} is missing")]
    Missing {
        /// Its name.
        header: &'static str,
    },
    /// A header of the scheme cannot be read.
    #[error("the header {header} is malformed")]
    Malformed {
        /// Its name.
        header: &'static str,
    },
    /// Sent more than five minutes ago.
    #[error("the webhook was sent more than five minutes ago")]
    TooOld,
    /// Sent more than five minutes from now.
    #[error("the webhook's time is more than five minutes ahead")]
    TooEarly,
    /// No signature fits.
    #[error("no signature fits")]
    WrongSignature,
    /// The body is not UTF-8.
    #[error("the body is not UTF-8")]
    NotText,
}

impl Rejection {
    /// The HTTP status to answer with (RFC 9110).
    pub const fn status(self) -> u16 {
        match self {
            Rejection::TooLarge => 413,
            Rejection::Missing { .. } | Rejection::Malformed { .. } | Rejection::NotText => 400,
            Rejection::TooOld | Rejection::TooEarly | Rejection::WrongSignature => 401,
        }
    }

    /// The same, told so that the sender can mend it.
    pub fn finding(self) -> Finding {
        let (code, field, ja, en) = match self {
            Rejection::TooLarge => (
                "webhook.too_large",
                "body",
                "本文が 256 KiB を超えています。",
                "Keep the body within 256 KiB.",
            ),
            Rejection::Missing { header } => (
                "webhook.header",
                header,
                "署名用のヘッダーがありません。",
                "Send all three headers of the scheme.",
            ),
            Rejection::Malformed { header } => (
                "webhook.header",
                header,
                "ヘッダーの形式が正しくありません。",
                "Write the header as the scheme says, once.",
            ),
            Rejection::TooOld | Rejection::TooEarly => (
                "webhook.time",
                "webhook-timestamp",
                "送信時刻が現在時刻から 5 分を超えてずれています。",
                "Set the sender's clock, and sign anew for every attempt.",
            ),
            Rejection::WrongSignature => (
                "webhook.signature",
                "webhook-signature",
                "署名が一致しません。",
                "Sign `id.timestamp.body` over the raw body with the current secret.",
            ),
            Rejection::NotText => {
                ("webhook.not_text", "body", "本文が UTF-8 ではありません。", "Send the body in UTF-8.")
            }
        };
        Finding::stop(
            code,
            field,
            "Standard Webhooks 1.0.0",
            Text::new(ja, self.to_string()),
            Text::new("Standard Webhooks 1.0.0 に従って送り直してください。", en),
        )
        .owed_by(Party::Provider)
    }
}
