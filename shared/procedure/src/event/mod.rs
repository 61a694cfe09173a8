//! The events of the procedure: what each carries, and which function it belongs to.

mod data;
mod kind;
mod screen;

pub use data::*;
pub use kind::{EventKind, Room};

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use crate::{Finding, Party, Refusal, Text};

macro_rules! events {
    ($($kind:ident,)*) => {
        /// An event with its data.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Event {
            $(
                #[doc = concat!("See [`EventKind::", stringify!($kind), "`].")]
                $kind($kind),
            )*
        }

        impl Event {
            /// Its type.
            pub const fn kind(&self) -> EventKind {
                match self {
                    $(Event::$kind(_) => EventKind::$kind,)*
                }
            }

            /// The event of type `kind` with this CloudEvents `data`.
            ///
            /// # Errors
            /// `data.malformed`, with the path of the field in its evidence.
            pub fn decode(kind: EventKind, data: Value) -> Result<Self, Finding> {
                Ok(match kind {
                    $(EventKind::$kind => Event::$kind(read(data)?),)*
                })
            }

            /// Its CloudEvents `data`.
            pub fn data(&self) -> Value {
                let value = match self {
                    $(Event::$kind(data) => serde_json::to_value(data),)*
                };
                // Every data type is plain: strings, numbers, lists and maps with string keys.
                value.unwrap_or(Value::Null)
            }

            /// The JSON Schema (2020-12) of the `data` of `kind`.
            pub fn schema(kind: EventKind) -> schemars::Schema {
                match kind {
                    $(EventKind::$kind => schemars::schema_for!($kind),)*
                }
            }
        }

        $(
            impl From<$kind> for Event {
                fn from(data: $kind) -> Self {
                    Event::$kind(data)
                }
            }
        )*
    };
}

events! {
    OrderSubmitted,
    ApplicationAmended,
    ReissueRequested,
    ApplicationOverdue,
    VendorReviewRequested,
    PlacementOverdue,
    OrderPlaced,
    VendorAnswered,
    VendorStatusChanged,
    ExaminationDue,
    EnquiryRaised,
    EnquiryAnswered,
    EnquiryClosed,
    ApprovalMailReceived,
    DocumentReceived,
    PhoneCheckLogged,
    CertificateIssued,
    CertificateInstalled,
    ExpiryNearing,
    RenewalOpened,
    OrderSucceeded,
    RenewalConfirmed,
    OrderHeld,
    OrderReleased,
    OrderRejected,
    OrderCancelled,
    ResendRequested,
    RevocationRequested,
    ErasureRequested,
    MailFeedback,
    SweepRequested,
}

/// The answer of a function to an event that belongs to another one.
pub fn misrouted(event: &Event) -> Refusal {
    let room = event.kind().room().name();
    Finding::stop(
        "event.misrouted",
        "type",
        "R89",
        Text::new(
            format!("このイベントは {room} が処理します。"),
            format!("The event belongs to the function `{room}`."),
        ),
        Text::fixed("キューの設定を確認してください。", "Check how the queues are wired."),
    )
    .owed_by(Party::Provider)
    .into()
}

fn read<T: DeserializeOwned>(data: Value) -> Result<T, Finding> {
    serde_path_to_error::deserialize(data).map_err(|error| {
        // The name of a field that nobody knows is a value of the sender's, and may be a person's (R85).
        let unknown = error.inner().to_string().starts_with("unknown field");
        let message = if unknown {
            Text::fixed("不明な項目が含まれています。", "It holds a field that is not known.")
        } else {
            Text::fixed("イベントの内容を読み取れません。", "The event's data cannot be read.")
        };
        let mut path: Vec<&Segment> = error.path().iter().collect();
        path.truncate(path.len() - usize::from(unknown && !path.is_empty()));
        let field = path.into_iter().fold("data".to_owned(), |path, segment| match segment {
            Segment::Seq { index } => format!("{path}[{index}]"),
            known => format!("{path}.{known}"),
        });
        Finding::stop(
            "data.malformed",
            field,
            "CloudEvents 1.0 data",
            message,
            Text::fixed(
                "項目の有無と形式を、公開された JSON Schema に合わせてください。",
                "Make the field fit the published JSON Schema (`certflow schema`).",
            ),
        )
    })
}
