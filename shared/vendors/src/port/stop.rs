//! Why a request goes no further: the vendor or a rule says no, or the call did not answer.

use procedure::Finding;
use procedure::vendor::{VendorError, VendorReply};

use super::refusal;
use crate::certcentral::Error;

pub(super) enum Stop {
    /// An answer: no.
    Refused(Vec<Finding>),
    /// No answer.
    Failed(VendorError),
}

impl Stop {
    /// The answer to a [`VendorRequest`](procedure::vendor::VendorRequest).
    pub(super) fn reply(self) -> Result<VendorReply, VendorError> {
        match self {
            Self::Refused(findings) => Ok(VendorReply::Refused { findings }),
            Self::Failed(error) => Err(error),
        }
    }
}

impl From<Finding> for Stop {
    fn from(finding: Finding) -> Self {
        Self::Refused(vec![finding])
    }
}

impl From<VendorError> for Stop {
    fn from(error: VendorError) -> Self {
        Self::Failed(error)
    }
}

/// A refusal is an answer; everything else is an error with the same meaning.
impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        refusal::of(&error).map_or_else(|| Self::Failed(vendor_error(&error)), Self::from)
    }
}

/// The error as every vendor has it.
pub(super) fn vendor_error(error: &Error) -> VendorError {
    match error {
        Error::Unknown { .. } => VendorError::Unknown,
        Error::Unavailable { .. } => VendorError::Unavailable,
        Error::RateLimited { after, .. } => {
            let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
            VendorError::RateLimited { after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX).max(1) }
        }
        Error::Unauthorised { .. } => VendorError::Unauthorised,
        // A refusal to look something up leaves nothing to read.
        Error::Malformed { .. } | Error::Refused { .. } | Error::NotOffered { .. } | Error::Unsent { .. } => {
            VendorError::Malformed
        }
    }
}
