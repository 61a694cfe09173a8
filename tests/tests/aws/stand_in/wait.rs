//! Waiting for what happens elsewhere.

use std::time::Duration;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(250);
/// Looks before a test gives up: two minutes, on a busy machine more.
const LOOKS: u32 = 480;

/// What `look` finds, sooner or later.
pub(super) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("{what} did not happen; the stand-in's logs are in {}", crate::tools::target().display());
}
