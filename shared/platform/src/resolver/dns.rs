//! The DNS, through hickory's pool of name servers: UDP, sent again while there is no answer, then TCP for what was
//! truncated. The pool rather than hickory's caching resolver, because pre-flight has to see error codes, aliases and
//! the AD bit, to ask with checking disabled, and never to see an old answer.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use hickory_resolver::config::{NameServerConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::xfer::{DnsHandle, FirstAnswer};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig, system_conf};
use procedure::preflight::{Failure, Kind, Outcome, Owner, Question, Seen};
use tokio::time::{Instant, timeout_at};

use super::{Limits, Lookup, Servers, reply};

/// Recursive resolvers, asked directly. Made within a Tokio runtime and used in the same.
#[derive(Clone)]
pub struct Resolver {
    pool: NameServerPool<TokioRuntimeProvider>,
    /// What findings call it.
    name: String,
}

/// Why no resolver could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolverError {
    /// The system names no resolver (`/etc/resolv.conf`).
    #[error("the system's resolvers cannot be read: set one explicitly")]
    System,
    /// The library could not be set up.
    #[error("the resolver cannot be set up")]
    Setup,
}

/// How a question is put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Checking {
    /// The resolver validates if it can, and says whether it did (AD, RFC 6840 §5.7).
    Validated,
    /// The resolver answers unvalidated (CD, RFC 4035 §3.2.2).
    Disabled,
}

impl Resolver {
    /// These resolvers, or the system's if none are given.
    ///
    /// # Errors
    /// [`ResolverError`].
    pub fn new(servers: Option<&Servers>, limits: &Limits) -> Result<Self, ResolverError> {
        let servers = match servers {
            Some(servers) => servers.addresses().iter().copied().map(at).collect(),
            None => system_conf::read_system_conf().map_err(|_| ResolverError::System)?.0.into_parts().2,
        };
        let mut options = ResolverOpts::default();
        options.timeout = limits.per_lookup;
        options.max_active_requests = limits.at_once.saturating_mul(2).max(32);
        // One answer is asked for at a time, so that evidence names one resolver's.
        options.num_concurrent_reqs = 1;
        let name = name(&servers);
        let tls = TlsConfig::new().map_err(|_| ResolverError::Setup)?;
        let context = Arc::new(PoolContext::new(options, tls));
        Ok(Self {
            pool: NameServerPool::from_config(servers, context, TokioRuntimeProvider::default()),
            name,
        })
    }

    async fn of_type(&self, owner: &Owner, kind: Kind, record_type: RecordType, until: Instant) -> Seen {
        let Ok(name) = Name::from_ascii(owner.to_string()) else { return Seen::failed(Failure::Malformed) };
        let query = Query::query(name, record_type);
        let seen = match self.exchange(&query, Checking::Validated, until).await {
            Err(NetError::Dns(DnsError::ResponseCode(ResponseCode::ServFail))) => {
                self.after_failure(&query, kind, until).await
            }
            answer => seen(kind, answer),
        };
        Seen { resolver: self.name.clone(), ..seen }
    }

    /// After SERVFAIL: asked again, because a failure may pass (BR 3.2.2.8 wants a second try), and once more without
    /// validation; an answer that shows only then is bogus. EDE (RFC 8914) would tell without asking, but not every
    /// resolver sends it.
    async fn after_failure(&self, query: &Query, kind: Kind, until: Instant) -> Seen {
        let again = self.exchange(query, Checking::Validated, until);
        let unchecked = self.exchange(query, Checking::Disabled, until);
        let (again, unchecked) = futures::join!(again, unchecked);
        let (again, unchecked) = (seen(kind, again), seen(kind, unchecked));
        match (again.failure(), unchecked.failure()) {
            (None, _) => again,
            (Some(Failure::ServFail), None) => Seen::failed(Failure::Bogus),
            (Some(_), _) => Seen::failed(Failure::ServFail),
        }
    }

    async fn exchange(
        &self,
        query: &Query,
        checking: Checking,
        until: Instant,
    ) -> Result<DnsResponse, NetError> {
        let mut request = DnsRequest::from_query(query.clone(), DnsRequestOptions::default());
        request.metadata.authentic_data = checking == Checking::Validated;
        request.metadata.checking_disabled = checking == Checking::Disabled;
        match timeout_at(until, self.pool.send(request).first_answer()).await {
            Ok(answer) => answer,
            Err(_) => Err(NetError::Timeout),
        }
    }
}

#[async_trait]
impl Lookup for Resolver {
    async fn look_up(&self, question: &Question, until: Instant) -> Seen {
        let (owner, kind) = (&question.owner, question.kind);
        let of_type = |record_type| self.of_type(owner, kind, record_type, until);
        match kind {
            Kind::Caa => of_type(RecordType::CAA).await,
            Kind::Txt => of_type(RecordType::TXT).await,
            Kind::Mx => of_type(RecordType::MX).await,
            Kind::Address => {
                let (v4, v6) = futures::join!(of_type(RecordType::A), of_type(RecordType::AAAA));
                either(v4, v6)
            }
        }
    }
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resolver").field(&self.name).finish()
    }
}

fn at(address: SocketAddr) -> NameServerConfig {
    let mut server = NameServerConfig::udp_and_tcp(address.ip());
    for connection in &mut server.connections {
        connection.port = address.port();
    }
    server
}

fn name(servers: &[NameServerConfig]) -> String {
    let port =
        |server: &NameServerConfig| server.connections.first().map_or(53, |connection| connection.port);
    let names: Vec<String> =
        servers.iter().map(|server| SocketAddr::new(server.ip, port(server)).to_string()).collect();
    names.join(" or ")
}

/// What an exchange came to.
fn seen(kind: Kind, answer: Result<DnsResponse, NetError>) -> Seen {
    match answer {
        Ok(response) => reply::read(kind, &response),
        Err(NetError::Dns(DnsError::NoRecordsFound(none))) => Seen::plain(match none.response_code {
            ResponseCode::NXDomain => Outcome::NxDomain,
            _ => Outcome::NoData,
        }),
        Err(error) => Seen::failed(failure(&error)),
    }
}

fn failure(error: &NetError) -> Failure {
    match error {
        NetError::Dns(DnsError::ResponseCode(ResponseCode::ServFail)) => Failure::ServFail,
        NetError::Dns(DnsError::DnssecBogus) => Failure::Bogus,
        NetError::Dns(_) => Failure::Refused,
        NetError::Timeout => Failure::Timeout,
        NetError::Io(_) | NetError::NoConnections | NetError::Busy => Failure::Unreachable,
        _ => Failure::Malformed,
    }
}

/// Addresses of both families: what one has is enough.
fn either(v4: Seen, v6: Seen) -> Seen {
    match (&v4.outcome, &v6.outcome) {
        (Outcome::Records(_), _) => v4,
        (_, Outcome::Records(_)) => v6,
        (Outcome::Failed(_), _) => v4,
        (_, Outcome::Failed(_)) => v6,
        _ => v4,
    }
}
