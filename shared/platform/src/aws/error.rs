//! Why a function did not start.

use crate::config::ConfigErrors;
use crate::logs::LogsError;
use crate::store::Cause;

/// Why a function did not start. Logged, and the start counts as failed.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Variables that are missing or wrong, each by its name.
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    /// A secret could not be read.
    #[error(
        "{variable} names a secret that could not be read: check the ARN, and the function's right to it"
    )]
    Secret {
        /// The variable that holds its ARN.
        variable: String,
        /// What the service said; never the secret.
        #[source]
        source: Cause,
    },
    /// Logging did not start.
    #[error("logging did not start")]
    Logs(#[from] LogsError),
    /// A client could not be built.
    #[error("{what} cannot be used: {why}")]
    Client {
        /// Which.
        what: &'static str,
        /// Why, without any secret.
        why: String,
    },
    /// The system gave no thread or no socket.
    #[error("the runtime did not start")]
    Runtime(#[from] std::io::Error),
    /// The Lambda service ended the conversation.
    #[error("the Lambda runtime ended")]
    Lambda(#[source] Cause),
}
