//! A server below HTTP: one connection a request, answered as told, in order.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What to do with one request.
pub(crate) enum Turn {
    /// Answer with this status, these fields and this body.
    Answer(&'static str, Vec<(&'static str, String)>, Vec<u8>),
    /// Answer so, with less of the body than is announced.
    Short(&'static str, Vec<(&'static str, String)>, Vec<u8>),
    /// Answer so, with a body that has no end.
    Endless(&'static str, Vec<(&'static str, String)>),
    /// Close the connection without a word.
    Close,
}

/// The server, for as many requests as it has turns.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
    sent: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start(turns: impl IntoIterator<Item = Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, requests: Arc::default(), sent: Arc::default() };
        let (requests, sent) = (server.requests.clone(), server.sent.clone());
        let turns: Vec<Turn> = turns.into_iter().collect();
        std::thread::spawn(move || {
            for turn in turns {
                let (stream, _) = listener.accept().unwrap();
                requests.lock().unwrap().push(head(&stream));
                // That the client goes before the end is part of some tests.
                let _ = answer(stream, &turn, &sent);
            }
        });
        server
    }

    /// The requests so far, without bodies.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Bytes of endless bodies that were sent.
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }
}

fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn answer(mut stream: TcpStream, turn: &Turn, sent: &AtomicUsize) -> std::io::Result<()> {
    let (status, fields) = match turn {
        Turn::Answer(status, fields, _) | Turn::Short(status, fields, _) | Turn::Endless(status, fields) => {
            (status, fields)
        }
        Turn::Close => return Ok(()),
    };
    write!(stream, "HTTP/1.1 {status}\r\nconnection: close\r\n")?;
    for (name, value) in fields {
        write!(stream, "{name}: {value}\r\n")?;
    }
    if let Turn::Answer(_, _, body) | Turn::Short(_, _, body) = turn {
        let missing = usize::from(matches!(turn, Turn::Short(..)));
        write!(stream, "content-length: {}\r\n\r\n", body.len() + missing)?;
        return stream.write_all(body);
    }
    write!(stream, "\r\n")?;
    loop {
        sent.fetch_add(stream.write(&[b'x'; 16 * 1024])?, Ordering::SeqCst);
    }
}
