//! The vendors' DKIM signatures (RFC 6376): `rsa-sha256`, relaxed, as most senders sign.

mod relaxed;

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use relaxed::Field;

/// The selector under which every vendor's key would be published.
pub const SELECTOR: &str = "simulated";

/// The fields that are signed (§5.4.1).
const COVERED: [&str; 7] = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"];

/// Characters of the signature in a line, which RFC 5322 §2.1.1 wants to have 78 at most.
const LINE: usize = 72;

/// One key for all vendors, since making one takes long.
static KEY: LazyLock<Result<KeyPair, Unspecified>> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048));

/// The TXT record at [`SELECTOR`]`._domainkey.` of every sender's domain (§3.6.1), with a key of this process's own; none
/// without keys.
pub fn key_record() -> Option<String> {
    let key: PublicKeyX509Der<'_> = KEY.as_ref().ok()?.public_key().as_der().ok()?;
    Some(format!("v=DKIM1; k=rsa; p={}", BASE64.encode(key.as_ref())))
}

/// The message with the signature of `domain` on top.
pub(crate) fn signed(message: &str, domain: &str, at: Timestamp) -> Result<String, Unspecified> {
    let (head, body) = message.split_once("\r\n\r\n").unwrap_or((message, ""));
    let fields = relaxed::fields(head);
    let covered = COVERED.iter().filter_map(|name| fields.iter().find(|field| field.name == *name));
    let covered: String = covered.map(|field| field.canonical() + "\r\n").collect();
    let unsigned = format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d={domain}; s={SELECTOR}; t={at};\r\n \
         h={names};\r\n bh={hash};\r\n b=",
        at = at.as_second(),
        names = COVERED.join(":"),
        hash = BASE64.encode(digest(&SHA256, relaxed::body(body).as_bytes())),
    );
    let own: String = relaxed::fields(&unsigned).iter().map(Field::canonical).collect();

    let key = KEY.as_ref().map_err(|error| *error)?;
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), (covered + &own).as_bytes(), &mut signature)?;
    Ok(format!("{unsigned}{}\r\n{message}", folded(&BASE64.encode(signature))))
}

fn folded(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lines: Vec<String> = chars.chunks(LINE).map(String::from_iter).collect();
    lines.join("\r\n ")
}
