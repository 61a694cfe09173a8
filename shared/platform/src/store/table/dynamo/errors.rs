//! The SDK's errors as the store's.

use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

use super::super::{Reason, TransactError};
use crate::store::StoreError;

/// A failed call, by what the caller may do next.
pub(super) fn call<E, R>(error: SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let answered = matches!(error, SdkError::ServiceError(_));
    match error.code() {
        Some(
            "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded"
            | "TransactionConflictException",
        ) => StoreError::Throttled(error.into()),
        Some("InternalServerError" | "TransactionInProgressException") => {
            StoreError::Unavailable(error.into())
        }
        _ if answered || matches!(error, SdkError::ConstructionFailure(_)) => {
            StoreError::Rejected(error.into())
        }
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

pub(super) fn transact<R>(error: SdkError<TransactWriteItemsError, R>) -> TransactError
where
    R: std::fmt::Debug + Send + Sync + 'static,
{
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
