//! The DNS, through hickory's pool of name servers: UDP, sent again while there is no answer, then TCP for what was
//! truncated. The pool rather than hickory's caching resolver, because pre-flight has to see error codes, aliases and
//! the AD bit, to ask with checking disabled, and never to see an old answer.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use async_trait::async_trait;
use hickory_resolver::config::{NameServerConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::xfer::{DnsHandle, FirstAnswer};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig, system_conf};
use procedure::preflight::{Failure, Kind, Outcome, Owner, Question, Seen};
use tokio::net::UdpSocket;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::{Limits, Lookup, Servers, odd_tag, reply};

/// Longest datagram that is read, in octets.
const MAX_DATAGRAM: usize = 4_096;
/// What is left of a question's time when it is too late to begin an exchange.
const LAST_MOMENT: Duration = Duration::from_millis(50);
/// How long each resolver has to answer again what could not be read.
const SECOND_TRY: Duration = Duration::from_millis(700);

/// Recursive resolvers, asked directly. Made within a Tokio runtime and used in the same.
#[derive(Clone)]
pub struct Resolver {
    pool: NameServerPool<TokioRuntimeProvider>,
    servers: Arc<[SocketAddr]>,
    /// What findings call it.
    name: String,
    /// One for each exchange under way, whichever run it is for.
    room: Arc<Semaphore>,
    /// Whether the log has it that it does not validate.
    is_told: Arc<AtomicBool>,
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
        let exchanges = limits.at_once.saturating_mul(2).clamp(32, Semaphore::MAX_PERMITS);
        options.max_active_requests = exchanges;
        // One answer is asked for at a time, so that evidence names one resolver's.
        options.num_concurrent_reqs = 1;
        let addresses: Vec<SocketAddr> = servers.iter().map(address).collect();
        let name = addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
        let tls = TlsConfig::new().map_err(|_| ResolverError::Setup)?;
        let context = Arc::new(PoolContext::new(options, tls));
        Ok(Self {
            pool: NameServerPool::from_config(servers, context, TokioRuntimeProvider::default()),
            servers: addresses.into(),
            name,
            room: Arc::new(Semaphore::new(exchanges)),
            is_told: Arc::default(),
        })
    }

    async fn of_type(&self, owner: &Owner, kind: Kind, record_type: RecordType, until: Instant) -> Seen {
        let Ok(name) = Name::from_ascii(owner.to_string()) else { return Seen::failed(Failure::Malformed) };
        let query = Query::query(name, record_type);
        let seen = match self.exchange(&query, Checking::Validated, until).await {
            Err(NetError::Dns(DnsError::ResponseCode(ResponseCode::ServFail))) => {
                self.after_failure(owner, &query, kind, until).await
            }
            Err(error) if kind == Kind::Caa && failure(&error) == Failure::Malformed => {
                self.unread(&query, until).await.unwrap_or(Seen::failed(Failure::Malformed))
            }
            answer => seen(kind, answer),
        };
        Seen { resolver: self.name.clone(), ..seen }
    }

    /// After SERVFAIL: asked again, because a failure may pass (BR 3.2.2.8 wants a second try), and once more without
    /// validation; an answer that shows only then, from a zone that should be signed, is bogus. EDE (RFC 8914) would
    /// tell without asking, but not every resolver sends it, and the library drops it with the answer.
    async fn after_failure(&self, owner: &Owner, query: &Query, kind: Kind, until: Instant) -> Seen {
        let again = self.exchange(query, Checking::Validated, until);
        let unchecked = self.exchange(query, Checking::Disabled, until);
        let is_signed = self.is_signed(owner, until);
        let (again, unchecked, is_signed) = futures::join!(again, unchecked, is_signed);
        let (again, unchecked) = (seen(kind, again), seen(kind, unchecked));
        match (again.failure(), unchecked.failure()) {
            (None, _) => again,
            (Some(Failure::ServFail), None) if is_signed || self.leads_to_signed(&unchecked, until).await => {
                Seen::failed(Failure::Bogus)
            }
            (Some(_), _) => Seen::failed(Failure::ServFail),
        }
    }

    /// Whether the zone of the base domain has a DS at its parent, without which it cannot be bogus (RFC 4035 §5.2). A
    /// zone below it can only be if it has.
    async fn is_signed(&self, owner: &Owner, until: Instant) -> bool {
        let Ok(name) = Name::from_ascii(owner.registered().to_string()) else { return false };
        let answer = self.exchange(&Query::query(name, RecordType::DS), Checking::Disabled, until).await;
        answer.is_ok_and(|response| {
            response.answers.iter().any(|record| record.record_type() == RecordType::DS)
        })
    }

    /// The same of the zone that the aliases of an answer lead to.
    async fn leads_to_signed(&self, unchecked: &Seen, until: Instant) -> bool {
        match unchecked.aliases.last().and_then(|alias| Owner::host(alias)) {
            Some(target) => self.is_signed(&target, until).await,
            None => false,
        }
    }

    /// The answer to a question about CAA that the library cannot read, read with what it refuses set aside.
    async fn unread(&self, query: &Query, until: Instant) -> Option<Seen> {
        let request = DnsRequest::from_query(query.clone(), DnsRequestOptions::default()).to_vec().ok()?;
        let _room = timeout_at(until, self.room.acquire()).await.ok()?.ok()?;
        for server in self.servers.iter() {
            let until = until.min(Instant::now() + SECOND_TRY);
            if let Ok(Ok(wire)) = timeout_at(until, datagram(*server, &request)).await
                && let Some(message) = odd_tag::message(&wire)
                && message.queries.first() == Some(query)
                && !message.metadata.truncation
            {
                return Some(reply::read(Kind::Caa, &message));
            }
        }
        None
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
        let last = until.checked_sub(LAST_MOMENT).unwrap_or(until);
        let Ok(Ok(_room)) = timeout_at(last, self.room.acquire()).await else { return Err(NetError::Busy) };
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
            Kind::Soa => {
                let seen = of_type(RecordType::SOA).await;
                if !seen.records().is_empty() && !seen.authenticated && !self.is_told.swap(true, Relaxed) {
                    tracing::warn!(
                        resolver = %self.name,
                        "the resolver does not validate DNSSEC: pre-flight sees nothing of what is wrong there"
                    );
                }
                seen
            }
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

fn address(server: &NameServerConfig) -> SocketAddr {
    let port = server.connections.first().map_or(53, |connection| connection.port);
    SocketAddr::new(server.ip, port)
}

/// The first datagram that `server` answers to `request` with the request's id.
async fn datagram(server: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let any: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    socket.send(request).await?;
    let mut buffer = vec![0; MAX_DATAGRAM];
    loop {
        let length = socket.recv(&mut buffer).await?;
        if let Some(answer) = buffer.get(..length).filter(|answer| answer.get(..2) == request.get(..2)) {
            return Ok(answer.to_vec());
        }
    }
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
        NetError::Busy => Failure::NotAsked,
        NetError::Io(_) | NetError::NoConnections => Failure::Unreachable,
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
