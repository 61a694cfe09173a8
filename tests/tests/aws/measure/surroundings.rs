//! What a function finds around it on Lambda: its variables, the runtime's interface, and Secrets Manager.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use procedure::event::Room;

/// The longest wait for a first poll.
const PATIENCE: Duration = Duration::from_secs(20);

/// A listener of its own for one start.
pub(super) struct Surroundings {
    address: String,
    polls: Receiver<Instant>,
}

impl Surroundings {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (tell, polls) = channel();
        // Ends with the process: a test's listener is not worth a way to stop it.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let tell = tell.clone();
                thread::spawn(move || answer(stream, &tell));
            }
        });
        Self { address, polls }
    }

    /// When the program asked for its first event.
    pub(super) fn polled(&self) -> Option<Instant> {
        self.polls.recv_timeout(PATIENCE).ok()
    }

    /// The variables that Lambda and the template set.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let secret = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:x";
        let text = r#"{"ja": "例", "en": "Example"}"#;
        let page = "https://www.hosting.example/help";
        let pages = [
            "order_page",
            "update_application",
            "mail_account",
            "mail_client",
            "dns_records",
            "server_settings",
            "sample_mail_digicert",
            "sample_mail_cybertrust",
        ];
        let pages: Vec<String> = pages
            .iter()
            .map(|name| {
                let order = if *name == "order_page" { "/{order}" } else { "" };
                format!(r#""{name}": "{page}{order}""#)
            })
            .collect();
        let fixed = [
            ("AWS_REGION", "ap-northeast-1"),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "key"),
            ("AWS_LAMBDA_FUNCTION_NAME", "measured"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
            ("CERTFLOW_TABLE", "certflow"),
            ("CERTFLOW_CONFIGURATION_SET", "letters"),
            ("CERTFLOW_CONFIGURATION_SET_WATCHED", "watched-letters"),
            ("CERTFLOW_MAIL_FROM", "ssl@hosting.example"),
            ("CERTFLOW_MAIL_BUCKET", "mails"),
            ("CERTFLOW_WEBHOOK_SECRETS_ARN", secret),
            ("CERTFLOW_CERTCENTRAL_KEY_ARN", secret),
        ];
        let mut variables: Vec<(String, String)> =
            fixed.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        variables.push(("AWS_LAMBDA_RUNTIME_API".to_owned(), self.address.clone()));
        variables.push(("AWS_ENDPOINT_URL".to_owned(), format!("http://{}", self.address)));
        variables.push((
            "CERTFLOW_PROVIDER".to_owned(),
            format!(r#"{{"name": {text}, "contact": {text}, "post": {text}}}"#),
        ));
        variables.push(("CERTFLOW_LINKS".to_owned(), format!("{{{}}}", pages.join(", "))));
        variables.extend(Room::ALL.map(|room| {
            let name = format!("CERTFLOW_QUEUE_{}", room.name().replace('-', "_").to_uppercase());
            (name, format!("http://{}/1/{}", self.address, room.name()))
        }));
        variables
    }
}

/// Answers every call with a secret, but the poll, which it tells and leaves open.
fn answer(stream: TcpStream, tell: &Sender<Instant>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    loop {
        let (mut line, mut length) = (String::new(), 0);
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let poll = line.contains("/invocation/next");
        let heard = Instant::now();
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header).unwrap_or(0) == 0 {
                return;
            }
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        if poll {
            let _ = tell.send(heard);
            // The next line is the end of the connection.
            let _ = reader.read_line(&mut String::new());
            return;
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        let secret = r#"{"ARN":"x","Name":"x","SecretString":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}"#;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length";
        if write!(writer, "{head}: {}\r\n\r\n{secret}", secret.len()).is_err() {
            return;
        }
    }
}
