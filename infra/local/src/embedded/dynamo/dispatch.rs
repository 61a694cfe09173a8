//! From a DynamoDB JSON request to the library call and back to the JSON answer.

use bytes::Bytes;
use dynoxide::actions::transact_write_items::{TransactWriteItemsRequest, TransactWriteItemsResponse};
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The `ClientRequestToken` that the in-process client puts where its caller gave none. Nothing can be lost
/// between it and the database and it never retries, so the token is dropped before the engine remembers it:
/// the engine's memory of tokens is walked whole by every transaction and holds ten minutes of them.
pub(super) const NO_TOKEN: &str = "none";

/// What the database answers: a status and a JSON body as DynamoDB words it.
#[derive(Debug, Clone)]
pub(in crate::embedded) struct Answer {
    /// 200, 400 or 500.
    pub(in crate::embedded) status: u16,
    /// The response, or the error with its `__type`.
    pub(in crate::embedded) body: Bytes,
}

impl Answer {
    fn ok(response: &impl Serialize) -> Self {
        match serde_json::to_vec(response) {
            Ok(body) => Self { status: 200, body: body.into() },
            Err(_) => Self::fault("the answer could not be written as JSON"),
        }
    }

    fn error(error: &DynoxideError) -> Self {
        Self { status: error.status_code(), body: error.to_json().into() }
    }

    /// A request that is not one: HTTP 400 with `__type` and, where there is something to say, a message.
    pub(in crate::embedded) fn refused(kind: &str, message: &str) -> Self {
        let body =
            serde_json::json!({ "__type": format!("com.amazon.coral.service#{kind}"), "message": message });
        Self { status: 400, body: body.to_string().into() }
    }

    /// The operation is none of DynamoDB's, or none that the embedded database offers.
    pub(super) fn unknown_operation() -> Self {
        Self::refused("UnknownOperationException", "the embedded database does not offer this operation")
    }

    /// A fault of ours: HTTP 500, which SDK clients may retry.
    pub(super) fn fault(message: &str) -> Self {
        let kind = "com.amazonaws.dynamodb.v20120810#InternalServerError";
        let body = serde_json::json!({ "__type": kind, "message": message });
        Self { status: 500, body: body.to_string().into() }
    }

    pub(super) fn succeeded(&self) -> bool {
        self.status == 200
    }
}

/// A request read and ready to run where the database lives.
pub(super) type Work = Box<dyn FnOnce(&Database) -> Answer + Send>;

/// Whether an operation can change the file, and so must wait for the disk before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Reads,
    Writes,
}

macro_rules! operations {
    ($($name:ident $effect:ident $call:expr;)+) => {
        /// The operations offered, by their DynamoDB names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Operation { $($name),+ }

        impl Operation {
            pub(super) const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the API, such as `PutItem`.
            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            pub(super) fn effect(self) -> Effect {
                match self { $(Self::$name => Effect::$effect),+ }
            }

            /// Reads the request; `Err` holds the answer to one that cannot be read.
            pub(super) fn prepare(self, body: &[u8]) -> Result<Work, Answer> {
                match self { $(Self::$name => prepare(body, $call)),+ }
            }
        }
    };
}

operations! {
    BatchGetItem Reads Database::batch_get_item;
    BatchWriteItem Writes Database::batch_write_item;
    CreateTable Writes Database::create_table;
    DeleteItem Writes Database::delete_item;
    DeleteTable Writes Database::delete_table;
    DescribeTable Reads Database::describe_table;
    DescribeTimeToLive Reads Database::describe_time_to_live;
    GetItem Reads Database::get_item;
    ListTables Reads Database::list_tables;
    PutItem Writes Database::put_item;
    Query Reads Database::query;
    Scan Reads Database::scan;
    TransactGetItems Reads Database::transact_get_items;
    TransactWriteItems Writes transact_write_items;
    UpdateItem Writes Database::update_item;
    UpdateTable Writes Database::update_table;
    UpdateTimeToLive Writes Database::update_time_to_live;
}

impl Operation {
    /// The operation named by the header `x-amz-target`: `DynamoDB_20120810.<name>`.
    pub(super) fn from_target(target: &str) -> Option<Self> {
        let name = target.strip_prefix("DynamoDB_20120810.")?;
        Self::ALL.iter().copied().find(|operation| operation.name() == name)
    }
}

fn prepare<Q, R>(
    body: &[u8],
    call: impl FnOnce(&Database, Q) -> dynoxide::Result<R> + Send + 'static,
) -> Result<Work, Answer>
where
    Q: DeserializeOwned + Send + 'static,
    R: Serialize + 'static,
{
    let request: Q = serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
    Ok(Box::new(move |database| match call(database, request) {
        Ok(response) => Answer::ok(&response),
        Err(error) => Answer::error(&error),
    }))
}

/// The engine's readers mark the class of some refusals by a prefix that must not reach the wire; of the others,
/// AWS calls what is missing or unknown invalid, and what has the wrong type unreadable.
fn unreadable(error: &serde_json::Error) -> Answer {
    const INVALID: [&str; 4] =
        ["missing field", "unknown variant", "empty AttributeValue", "Supplied AttributeValue"];
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    let (kind, message) = match message.split_once(':') {
        Some((mark, text)) if mark.starts_with("VALIDATION") => ("ValidationException", text),
        Some((mark, text)) if mark.starts_with("SERIALIZATION") => ("SerializationException", text),
        _ if INVALID.iter().any(|part| message.contains(part)) => ("ValidationException", message),
        _ => ("SerializationException", message),
    };
    Answer::refused(kind, message)
}

fn transact_write_items(
    database: &Database,
    mut request: TransactWriteItemsRequest,
) -> dynoxide::Result<TransactWriteItemsResponse> {
    request.client_request_token.take_if(|token| token == NO_TOKEN);
    database.transact_write_items(request)
}
