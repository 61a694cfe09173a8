//! Why the store did not answer.

use procedure::Finding;

/// The cause of a failure, kept for the log. Never part of a message.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a call to the store failed. Whoever sees it tries again later; the queue does it for the functions.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The table limits our calls. Nothing was written.
    #[error("the table is throttled")]
    Throttled(#[source] Cause),
    /// The answer is missing; what was to be written may be written.
    #[error("the table did not answer; whether it wrote is unknown")]
    Unavailable(#[source] Cause),
    /// The table turned the call down: a wrong name, a missing permission, a request beyond its limits.
    #[error("the table turned the call down")]
    Rejected(#[source] Cause),
    /// An item cannot be read.
    #[error("the item `{key}` cannot be read at `{path}`")]
    Malformed {
        /// Which item.
        key: String,
        /// Where in it; never the value, which may be personal data.
        path: String,
    },
    /// An item was written by a later release.
    #[error("the item `{key}` has schema {found}; this release knows up to {known}")]
    NewerSchema {
        /// Which item.
        key: String,
        /// Its schema.
        found: u32,
        /// The newest this release knows.
        known: u32,
    },
    /// The call does not fit: a cursor of another list.
    #[error("{0}")]
    Refused(Finding),
}

/// Why an event was not committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The event was applied, ignored or refused already.
    #[error("the event was handled before")]
    Duplicate,
    /// Another event changed the order since it was loaded: load again, decide again.
    #[error("the order has changed since it was loaded")]
    VersionMoved,
    /// Beyond what one transaction or one item can hold; trying again does not help.
    #[error("{0}")]
    TooLarge(Finding),
    /// The store failed. After [`StoreError::Unavailable`] the event may be committed: load again to know.
    #[error("the commit did not reach the store")]
    Store(#[source] StoreError),
}

impl From<StoreError> for CommitError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
