//! A server below HTTP, for connections that break, hang or never end. It serves each connection as told, in order.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What to do with one connection.
pub(crate) enum Turn {
    /// Read the request, then close: the answer is lost.
    Close,
    /// Read the request, and say nothing until the client goes.
    Silence,
    /// Read a request and answer with this, as often as requests come.
    Answer(&'static str),
    /// Read the request, answer with these bytes and close.
    Bytes(Vec<u8>),
    /// Read the request and answer with a body of this many bytes whose length is not announced.
    Endless(usize),
}

/// The server.
pub(crate) struct Raw {
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<usize>>>,
}

impl Raw {
    /// Serves as many connections as there are turns.
    pub(crate) fn start(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/services/v2", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let counts = Arc::clone(&requests);
        thread::spawn(move || {
            for (n, turn) in turns.into_iter().enumerate() {
                let Ok((stream, _)) = listener.accept() else { return };
                counts.lock().unwrap().push(0);
                let counts = Arc::clone(&counts);
                thread::spawn(move || serve(stream, &turn, || counts.lock().unwrap()[n] += 1));
            }
        });
        Self { base, requests }
    }

    /// How many requests each connection has brought.
    pub(crate) fn requests(&self) -> Vec<usize> {
        self.requests.lock().unwrap().clone()
    }
}

/// A port where nobody listens.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/services/v2", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, turn: &Turn, count: impl Fn()) {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    while read_request(&mut stream) {
        count();
        // A client that has gone is part of some tests, so a failed write is none of a failure.
        let _ = match turn {
            Turn::Silence => Ok(()),
            Turn::Answer(text) => stream.write_all(text.as_bytes()),
            Turn::Close => return,
            Turn::Bytes(bytes) => return drop(stream.write_all(bytes)),
            Turn::Endless(length) => {
                let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
                return drop(stream.write_all(&[head, vec![b' '; *length]].concat()));
            }
        };
    }
}

/// Reads one request with its body; false once the client is gone.
fn read_request(stream: &mut TcpStream) -> bool {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => seen.push(byte[0]),
            _ => return false,
        }
    }
    let head = String::from_utf8_lossy(&seen).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    stream.read_exact(&mut vec![0; length.unwrap_or(0)]).is_ok()
}
