//! `cargo lambda watch`.

use std::time::Duration;

use async_trait::async_trait;
use procedure::event::Room;
use reqwest::{Client, Url};

use super::Invoke;
use crate::stack::is_here;

/// How long one call may last: the first one compiles the function, and what it needs.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// Largest answer, in bytes: Lambda's own limit.
const MAX_ANSWER: usize = 6 * 1024 * 1024;

/// Where `cargo lambda watch` answers, on this machine.
#[derive(Debug, Clone)]
pub struct Watch {
    url: Url,
    http: Client,
}

impl Watch {
    /// At `url`, such as `http://127.0.0.1:9000`.
    ///
    /// # Errors
    /// What `url` has to be.
    pub fn at(url: &str) -> Result<Self, String> {
        let form = || "give the address of `cargo lambda watch`, such as http://127.0.0.1:9000".to_owned();
        let url: Url = url.parse().map_err(|_| form())?;
        if url.scheme() != "http" || !is_here(&url) {
            return Err(form());
        }
        let http =
            Client::builder().timeout(PATIENCE).no_proxy().build().map_err(|error| error.to_string())?;
        Ok(Self { url, http })
    }
}

#[async_trait]
impl Invoke for Watch {
    async fn invoke(&self, room: Room, event: Vec<u8>) -> Result<Vec<u8>, String> {
        let path = format!("/2015-03-31/functions/{}/invocations", room.name());
        let url = self.url.join(&path).map_err(|error| error.to_string())?;
        let call = self.http.post(url).header("content-type", "application/json").body(event);
        let answer = call.send().await.map_err(|error| match error.is_connect() {
            true => format!("`cargo lambda watch` does not answer at {}", self.url),
            false => "the call broke off".to_owned(),
        })?;
        let status = answer.status();
        // How Lambda says that the function itself failed.
        let faulty = answer.headers().contains_key("x-amz-function-error");
        let body = answer.bytes().await.map_err(|_| "the answer broke off".to_owned())?;
        if !status.is_success() || faulty {
            return Err(format!("the function failed ({status}); see what `cargo lambda watch` printed"));
        }
        if body.len() > MAX_ANSWER {
            return Err("its answer is larger than 6 MB".to_owned());
        }
        Ok(body.to_vec())
    }
}
