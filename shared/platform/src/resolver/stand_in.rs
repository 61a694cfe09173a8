//! A name server for tests that answers as it is told: slowly, wrongly, truncated or not at all. UDP and TCP on one port, in
//! threads of its own, so that no runtime under test carries it.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "for tests alone")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, CAA, CNAME, MX, NULL, SOA, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};

const TICK: Duration = Duration::from_millis(20);

/// A question as the server got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Without the trailing dot, lower case.
    pub name: String,
    /// The type asked for.
    pub kind: RecordType,
    /// Over TCP.
    pub tcp: bool,
    /// The CD bit.
    pub unchecked: bool,
    /// The AD bit.
    pub wants_proof: bool,
}

/// How it is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Not at all.
    Silence,
    /// With octets that are no message.
    Garbage,
    /// With a message.
    Message {
        /// Its response code.
        code: ResponseCode,
        /// Its answer section.
        records: Vec<Record>,
        /// The TC bit.
        truncated: bool,
        /// The AD bit.
        proven: bool,
    },
}

impl Answer {
    /// An answer without records.
    pub const fn code(code: ResponseCode) -> Self {
        Self::Message { code, records: Vec::new(), truncated: false, proven: false }
    }

    /// An answer with these records.
    pub fn records(records: impl IntoIterator<Item = Record>) -> Self {
        let records = records.into_iter().collect();
        Self::Message { code: ResponseCode::NoError, records, truncated: false, proven: false }
    }

    /// An answer with these records, which the server says to have validated.
    pub fn proven(records: impl IntoIterator<Item = Record>) -> Self {
        let records = records.into_iter().collect();
        Self::Message { code: ResponseCode::NoError, records, truncated: false, proven: true }
    }

    /// No such records, without an error.
    pub const fn none() -> Self {
        Self::code(ResponseCode::NoError)
    }
}

type Answering = dyn Fn(&Ask) -> Answer + Send + Sync;

/// The server; it ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<Ask>>>,
}

impl Server {
    /// Answers at once.
    pub fn start(answer: impl Fn(&Ask) -> Answer + Send + Sync + 'static) -> Self {
        Self::slow(Duration::ZERO, answer)
    }

    /// Answers after `delay`.
    pub fn slow(delay: Duration, answer: impl Fn(&Ask) -> Answer + Send + Sync + 'static) -> Self {
        let (udp, tcp) = (0..50).find_map(|_| bind()).expect("a port is free for UDP and TCP");
        let server = Self { address: udp.local_addr().unwrap(), stop: Arc::default(), asked: Arc::default() };
        let answer: Arc<Answering> = Arc::new(answer);
        let (stop, asked, answers) = (server.stop.clone(), server.asked.clone(), answer.clone());
        thread::spawn(move || serve_udp(&Arc::new(udp), delay, &stop, &asked, &answers));
        let (stop, asked) = (server.stop.clone(), server.asked.clone());
        thread::spawn(move || serve_tcp(&tcp, delay, &stop, &asked, &answer));
        server
    }

    /// Where it listens, on loopback.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything asked so far, what was sent again included.
    pub fn asked(&self) -> Vec<Ask> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn bind() -> Option<(UdpSocket, TcpListener)> {
    let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
    let tcp = TcpListener::bind(udp.local_addr().ok()?).ok()?;
    udp.set_read_timeout(Some(TICK)).ok()?;
    tcp.set_nonblocking(true).ok()?;
    Some((udp, tcp))
}

fn serve_udp(
    socket: &Arc<UdpSocket>,
    delay: Duration,
    stop: &AtomicBool,
    asked: &Mutex<Vec<Ask>>,
    answer: &Arc<Answering>,
) {
    let mut buffer = [0; 4_096];
    while !stop.load(Ordering::Relaxed) {
        let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
        let Some((query, ask)) = read(&buffer[..length], false) else { continue };
        asked.lock().unwrap().push(ask.clone());
        let (socket, answer) = (socket.clone(), answer.clone());
        thread::spawn(move || {
            thread::sleep(delay);
            if let Some(reply) = reply(&query, &answer(&ask)) {
                let _ = socket.send_to(&reply, from);
            }
        });
    }
}

fn serve_tcp(
    listener: &TcpListener,
    delay: Duration,
    stop: &AtomicBool,
    asked: &Mutex<Vec<Ask>>,
    answer: &Arc<Answering>,
) {
    while !stop.load(Ordering::Relaxed) {
        let Ok((stream, _)) = listener.accept() else {
            thread::sleep(TICK);
            continue;
        };
        let _ = one_exchange(stream, delay, asked, answer);
    }
}

fn one_exchange(
    mut stream: TcpStream,
    delay: Duration,
    asked: &Mutex<Vec<Ask>>,
    answer: &Arc<Answering>,
) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut buffer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut buffer)?;
    let Some((query, ask)) = read(&buffer, true) else { return Ok(()) };
    asked.lock().unwrap().push(ask.clone());
    thread::sleep(delay);
    if let Some(reply) = reply(&query, &answer(&ask)) {
        stream.write_all(&u16::try_from(reply.len()).unwrap().to_be_bytes())?;
        stream.write_all(&reply)?;
    }
    Ok(())
}

fn read(octets: &[u8], tcp: bool) -> Option<(Message, Ask)> {
    let message = Message::from_vec(octets).ok()?;
    let query = message.queries.first()?;
    let ask = Ask {
        name: query.name().to_ascii().trim_end_matches('.').to_ascii_lowercase(),
        kind: query.query_type(),
        tcp,
        unchecked: message.metadata.checking_disabled,
        wants_proof: message.metadata.authentic_data,
    };
    Some((message, ask))
}

fn reply(query: &Message, answer: &Answer) -> Option<Vec<u8>> {
    match answer {
        Answer::Silence => None,
        Answer::Garbage => Some(query.to_vec().unwrap().into_iter().take(2).chain([0xff; 30]).collect()),
        Answer::Message { code, records, truncated, proven } => {
            let mut reply = query.clone();
            reply.metadata.message_type = MessageType::Response;
            reply.metadata.recursion_available = true;
            reply.metadata.response_code = *code;
            reply.metadata.truncation = *truncated;
            reply.metadata.authentic_data = *proven;
            reply.add_answers(records.iter().cloned());
            Some(reply.to_vec().unwrap())
        }
    }
}

/// A record at `owner` with a TTL of 300 s.
pub fn record(owner: &str, data: RData) -> Record {
    Record::from_rdata(Name::from_ascii(format!("{owner}.")).unwrap(), 300, data)
}

/// A CAA record without the critical flag.
pub fn caa(owner: &str, tag: &str, value: &str) -> Record {
    record(owner, RData::CAA(caa_data(false, tag, value.as_bytes())))
}

/// The data of a CAA record.
pub fn caa_data(critical: bool, tag: &str, value: &[u8]) -> CAA {
    let mut data = CAA::new_issue(critical, None, Vec::new());
    tag.clone_into(&mut data.tag);
    value.clone_into(&mut data.value);
    data
}

/// A TXT record.
pub fn txt(owner: &str, strings: &[&str]) -> Record {
    record(owner, RData::TXT(TXT::new(strings.iter().map(|text| (*text).to_owned()).collect())))
}

/// An MX record.
pub fn mx(owner: &str, preference: u16, exchange: &str) -> Record {
    record(owner, RData::MX(MX::new(preference, Name::from_ascii(exchange).unwrap())))
}

/// An A record, 192.0.2.25.
pub fn a(owner: &str) -> Record {
    record(owner, RData::A(A::new(192, 0, 2, 25)))
}

/// A CNAME record.
pub fn cname(owner: &str, target: &str) -> Record {
    record(owner, RData::CNAME(CNAME(Name::from_ascii(target).unwrap())))
}

/// An SOA record.
pub fn soa(owner: &str) -> Record {
    let name = |text| Name::from_ascii(text).unwrap();
    record(
        owner,
        RData::SOA(SOA::new(name("a.example."), name("b.example."), 1, 1_800, 900, 604_800, 86_400)),
    )
}

/// A DS record, of which the tests read the type alone.
pub fn ds(owner: &str) -> Record {
    let digest = [&[0x12, 0x34, 13, 2][..], &[0xab; 32]].concat();
    record(owner, RData::Unknown { code: RecordType::DS, rdata: NULL::with(digest) })
}

/// The re-exports that tests need to read an [`Ask`] and to make an [`Answer`].
pub use hickory_resolver::proto::{op::ResponseCode as Code, rr::RecordType as Type};
