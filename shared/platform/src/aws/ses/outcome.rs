//! What an error of SES says about the letter.

use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;

use crate::dispatch::SendError;

type Failure<R> = SdkError<SendRawEmailError, R>;

/// Only an answer that SES gave and that can be read says that the letter was not taken.
pub(super) fn of<R>(error: &Failure<R>) -> SendError {
    match error {
        SdkError::ConstructionFailure(_) => SendError::Refused,
        SdkError::ServiceError(_) => of_code(error.code().unwrap_or_default()),
        _ => SendError::Unknown,
    }
}

/// By SES's error code.
fn of_code(code: &str) -> SendError {
    match code {
        // The letter itself: an address SES cannot use, a message it cannot read, a virus.
        "MessageRejected" | "InvalidParameterValue" | "ValidationError" | "MalformedInput" => {
            SendError::Refused
        }
        // The service broke down in the middle of it.
        "" | "InternalFailure" | "InternalServerError" | "RequestTimeout" => SendError::Unknown,
        // Limits, and what an operator mends: the account, the sender's domain, the configuration set, our rights.
        _ => SendError::Throttled,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_ses::error::ErrorMetadata;

    use super::*;

    fn answered(code: &str) -> SendError {
        let error = SendRawEmailError::generic(ErrorMetadata::builder().code(code).build());
        of(&Failure::service_error(error, ()))
    }

    #[test]
    fn a_letter_counts_as_unsent_only_if_the_service_said_so() {
        assert_eq!(answered("MessageRejected"), SendError::Refused);
        assert_eq!(answered("Throttling"), SendError::Throttled);
        assert_eq!(answered("AccountSendingPausedException"), SendError::Throttled);
        assert_eq!(answered("AccessDenied"), SendError::Throttled);
        assert_eq!(answered("InternalFailure"), SendError::Unknown);
        assert_eq!(of(&Failure::<()>::timeout_error("late")), SendError::Unknown);
        assert_eq!(of(&Failure::response_error("cut off", ())), SendError::Unknown);
        assert_eq!(of(&Failure::<()>::construction_failure("no")), SendError::Refused);
    }
}
