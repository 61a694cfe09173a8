//! The SDK's errors as the store's.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

use super::super::{Reason, TransactError};
use crate::store::StoreError;

/// A failed call, by what the caller may do next: what is not known to have been turned down may have been done.
pub(super) fn call<E>(error: SdkError<E, HttpResponse>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let status = error.raw_response().map(|response| response.status().as_u16());
    match error.code() {
        Some(
            "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded"
            | "TransactionConflictException",
        ) => StoreError::Throttled(error.into()),
        Some("TransactionInProgressException") => StoreError::Unavailable(error.into()),
        _ if matches!(status, Some(400..=499)) => StoreError::Rejected(error.into()),
        _ if matches!(error, SdkError::ConstructionFailure(_)) => StoreError::Rejected(error.into()),
        _ => StoreError::Unavailable(error.into()),
    }
}

/// A request that lacks a required part.
pub(super) fn build(error: BuildError) -> StoreError {
    StoreError::Rejected(error.into())
}

pub(super) fn is_condition<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    error.code() == Some("ConditionalCheckFailedException")
}

pub(super) fn is_in_use<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    error.code() == Some("ResourceInUseException")
}

pub(super) fn transact(error: SdkError<TransactWriteItemsError, HttpResponse>) -> TransactError {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
    else {
        return TransactError::Store(call(error));
    };
    let reasons = cancelled.cancellation_reasons().iter().map(|reason| match reason.code() {
        None | Some("None") => None,
        Some("ConditionalCheckFailed") => Some(Reason::Condition),
        Some("TransactionConflict") => Some(Reason::Conflict),
        Some("ProvisionedThroughputExceeded" | "ThrottlingError") => Some(Reason::Throttled),
        Some(_) => Some(Reason::Other),
    });
    TransactError::Cancelled(reasons.collect(), error.into())
}
