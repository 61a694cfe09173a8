//! An encrypted mail: a line of JSON that anybody may read, then nonce and AES-256-GCM ciphertext (RFC 5116). The line
//! and the mail's key are authenticated with it, so that neither can be changed unnoticed.

use std::io::{self, Read};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use jiff::Timestamp;
use procedure::OrderId;
use serde::{Deserialize, Serialize};

use super::key::Secret;

/// Most bytes of header, nonce and tag.
pub(super) const MAX_HEADER: u64 = 1_024;

/// What is known of a mail besides its content; nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// When it was received.
    pub received: Timestamp,
    /// Whether staff entered it from a mailbox they trust.
    pub by_staff: bool,
    /// The order staff entered it for, if they named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
}

/// A mail as it lies in its file.
pub(super) struct Sealed {
    pub(super) header: Header,
    nonce: [u8; NONCE_LEN],
    ciphertext: Vec<u8>,
}

impl Sealed {
    pub(super) fn seal(secret: &Secret, key: &str, header: Header, raw: &[u8]) -> io::Result<Self> {
        let mut bytes = raw.to_vec();
        let nonce = cipher(secret)?
            .seal_in_place_append_tag(aad(key, &header)?, &mut bytes)
            .map_err(|_| io::Error::other("the mail could not be encrypted"))?;
        Ok(Self { header, nonce: *nonce.as_ref(), ciphertext: bytes })
    }

    pub(super) fn open(self, secret: &Secret, key: &str) -> io::Result<Vec<u8>> {
        let mut bytes = self.ciphertext;
        let aad = aad(key, &self.header)?;
        let opened = cipher(secret)?.open_in_place(Nonce::assume_unique_for_key(self.nonce), aad, &mut bytes);
        let length =
            opened.map_err(|_| io::Error::other("a mail of the vault was changed, or its key"))?.len();
        bytes.truncate(length);
        Ok(bytes)
    }

    pub(super) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec(&self.header)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.ciphertext);
        Ok(bytes)
    }

    pub(super) fn from_bytes(bytes: Vec<u8>) -> io::Result<Self> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(damaged)?;
        let (line, rest) = bytes.split_at(end);
        let header = serde_json::from_slice(line)?;
        let (nonce, ciphertext) = rest[1..].split_first_chunk().ok_or_else(damaged)?;
        Ok(Self { header, nonce: *nonce, ciphertext: ciphertext.to_vec() })
    }
}

/// The header of a mail's file; `None` when there is none to read.
pub(super) fn header_of(file: impl Read) -> Option<Header> {
    let mut head = Vec::new();
    file.take(MAX_HEADER).read_to_end(&mut head).ok()?;
    let end = head.iter().position(|byte| *byte == b'\n')?;
    serde_json::from_slice(head.get(..end)?).ok()
}

fn cipher(secret: &Secret) -> io::Result<RandomizedNonceKey> {
    RandomizedNonceKey::new(&AES_256_GCM, secret.bytes())
        .map_err(|_| io::Error::other("the key of the mail vault does not do"))
}

fn aad(key: &str, header: &Header) -> io::Result<Aad<Vec<u8>>> {
    let mut text = key.as_bytes().to_vec();
    serde_json::to_writer(&mut text, header)?;
    Ok(Aad::from(text))
}
