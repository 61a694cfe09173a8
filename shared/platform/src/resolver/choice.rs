//! Whom an operator wants asked.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use procedure::preflight::Failure;
use procedure::{Finding, Text};
use serde::{Deserialize, Serialize};

use super::{Limits, Lookup, NoLookup, Resolver, Servers, Silent};

/// Whom pre-flight asks. In settings it is a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Choice {
    /// `system`: the resolvers of the machine (`/etc/resolv.conf`); on Lambda those of its network.
    #[default]
    System,
    /// These: see [`Servers`].
    Servers(Servers),
    /// `off`: nobody. Pre-flight looks at the application alone.
    Off,
}

impl Choice {
    /// The variable that says it.
    pub const VARIABLE: &'static str = "CERTFLOW_RESOLVER";

    /// Who is asked then. Without a resolver that can be set up every question stays unanswered, which staff are told
    /// with each order: it is no reason to take none. To be called within a Tokio runtime.
    pub fn lookup(&self, limits: &Limits) -> Arc<dyn Lookup> {
        let servers = match self {
            Choice::Off => return Arc::new(NoLookup),
            Choice::System => None,
            Choice::Servers(servers) => Some(servers),
        };
        match Resolver::new(servers, limits) {
            Ok(resolver) => Arc::new(resolver),
            Err(error) => {
                tracing::error!(%error, "no resolver");
                Arc::new(Silent(Failure::Unreachable))
            }
        }
    }
}

impl FromStr for Choice {
    type Err = Finding;

    /// # Errors
    /// `resolver.address` for anything but `system`, `off` and addresses.
    fn from_str(text: &str) -> Result<Self, Finding> {
        match text.trim() {
            "system" => Ok(Choice::System),
            "off" => Ok(Choice::Off),
            addresses => addresses.parse().map(Choice::Servers).map_err(|finding: Finding| Finding {
                remedy: Text::fixed(
                    "system、off、または 192.0.2.53 や [2001:db8::53]:5353 の形のアドレスを 1〜8 件指定してください。",
                    "Give `system`, `off`, or 1 to 8 addresses such as 192.0.2.53 or [2001:db8::53]:5353.",
                ),
                ..finding
            }),
        }
    }
}

impl TryFrom<String> for Choice {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<Choice> for String {
    fn from(choice: Choice) -> Self {
        choice.to_string()
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Choice::System => f.write_str("system"),
            Choice::Off => f.write_str("off"),
            Choice::Servers(servers) => {
                let addresses: Vec<String> = servers.addresses().iter().map(ToString::to_string).collect();
                f.write_str(&addresses.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use procedure::preflight::{Failure, Kind};
    use procedure::{Product, samples};

    use super::super::{observe, stand_in::Server};
    use super::*;

    #[test]
    fn a_choice_is_read_and_written() {
        for (text, written) in [
            ("system", "system"),
            (" off ", "off"),
            ("192.0.2.53 [2001:db8::53]:5353", "192.0.2.53:53, [2001:db8::53]:5353"),
        ] {
            let choice: Choice = text.parse().unwrap();
            assert_eq!(choice.to_string(), written);
            assert_eq!(written.parse::<Choice>().unwrap(), choice);
        }
        for text in ["", "dns.example.jp", "System"] {
            assert_eq!(text.parse::<Choice>().unwrap_err().code, "resolver.address", "{text}");
        }
    }

    /// P4: the resolver chosen is the one that is asked; with none, or without one, the run ends all the same.
    #[tokio::test]
    async fn whoever_is_chosen_is_asked() {
        let order = samples::application(&samples::draft(Product::Bizcert));
        let server = Server::start(|_| super::super::stand_in::Answer::none());
        let limits = Limits::default();
        let began = Instant::now();
        let chosen: Choice = server.address().to_string().parse().unwrap();
        let seen = observe(&*chosen.lookup(&limits), &order, &limits).await;
        assert!(!server.asked().is_empty() && seen.iter().all(|(_, seen)| seen.failure().is_none()));
        for (lookup, failure) in [
            (Choice::Off.lookup(&limits), Failure::NotAsked),
            (Arc::new(Silent(Failure::Unreachable)), Failure::Unreachable),
        ] {
            let seen = observe(&*lookup, &order, &limits).await;
            let question = seen.iter().find(|(question, _)| question.kind == Kind::Caa);
            assert_eq!(question.and_then(|(_, seen)| seen.failure()), Some(failure));
        }
        assert!(began.elapsed() < Duration::from_secs(3));
    }
}
