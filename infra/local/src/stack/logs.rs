//! Why a message failed, as the function's log tells it.

use jiff::Timestamp;
use procedure::event::Room;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::calls::{Call, Service};
use super::{Stack, StackName, configuration};

/// Pages of a log looked through.
const PAGES: usize = 5;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    #[serde(default)]
    events: Vec<Line>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    message: String,
}

impl Stack {
    /// The last error that the function of `room` logged about any of `ids` (of the event, of the message) since
    /// `since`; `None` when it logged none, or its log cannot be read: a reason helps, and is not worth an error.
    pub(crate) async fn logged_error(&self, room: Room, ids: &[&str], since: Timestamp) -> Option<String> {
        let StackName::Deployed(stack) = self.name() else { return None };
        let group = configuration(&self.calls, stack, room).await.ok()?.log_group()?;
        for id in ids.iter().filter(|id| !id.contains(['"', '\\'])) {
            match self.search(&group, id, since).await {
                Ok(Some(error)) => return Some(error),
                Ok(None) => {}
                Err(error) => tracing::warn!(function = room.name(), %error, "its log was not read"),
            }
        }
        None
    }

    async fn search(&self, group: &str, id: &str, since: Timestamp) -> Result<Option<String>, super::Error> {
        let (mut last, mut token) = (None, None::<String>);
        for _ in 0..PAGES {
            let mut ask = json!({
                "logGroupName": group, "startTime": since.as_millisecond(),
                "filterPattern": format!("\"{id}\" \"ERROR\""),
            });
            if let (Some(token), Some(ask)) = (&token, ask.as_object_mut()) {
                ask.insert("nextToken".to_owned(), json!(token));
            }
            let headers = [
                ("content-type", "application/x-amz-json-1.1"),
                ("x-amz-target", "Logs_20140328.FilterLogEvents"),
            ];
            let body = ask.to_string().into_bytes();
            let call =
                Call { service: Service::Logs, method: Method::POST, path: "/", headers: &headers, body };
            let answer = self.calls.send(call).await?;
            if !answer.is_success() {
                return Err(answer.into_error(Service::Logs, "logs:FilterLogEvents"));
            }
            let Ok(found) = serde_json::from_slice::<Found>(&answer.body) else { break };
            last = found.events.iter().rev().find_map(|line| error_of(&line.message)).or(last);
            token = found.next_token;
            if token.is_none() {
                break;
            }
        }
        Ok(last)
    }
}

/// The error in a line of the log.
fn error_of(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line.trim()).ok()?;
    line["error"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_from_other_lines() {
        let line =
            r#"{"timestamp":"t","level":"ERROR","error":"the store failed: x","message":"not handled"}"#;
        assert_eq!(error_of(line).as_deref(), Some("the store failed: x"));
        assert_eq!(error_of("START RequestId: 1"), None);
        assert_eq!(error_of(r#"{"level":"INFO"}"#), None);
    }
}
