//! What orders and reissues say of the certificate.

use serde::Serialize;

use super::Request;
use crate::certcentral::{Call, Error};

/// Most names accepted in one certificate, the common name included.
const MAX_NAMES: usize = 250;

#[derive(Serialize)]
pub(super) struct WireCertificate<'a> {
    common_name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dns_names: Vec<&'a str>,
    csr: &'a str,
    signature_hash: &'static str,
    server_platform: Platform,
    #[serde(skip_serializing_if = "Option::is_none")]
    cert_validity: Option<Days>,
}

/// The web server the certificate is for; it decides the default download format only, so none is named.
#[derive(Serialize)]
struct Platform {
    id: i8,
}

#[derive(Serialize)]
struct Days {
    days: u16,
}

impl<'a> WireCertificate<'a> {
    pub(super) fn new(call: Call, request: &'a Request) -> Result<Self, Error> {
        let common_name = request.common_name.as_str();
        let further = request.dns_names.iter().map(String::as_str);
        let dns_names: Vec<_> = further.filter(|name| !name.eq_ignore_ascii_case(common_name)).collect();
        if common_name.is_empty() || dns_names.len() >= MAX_NAMES {
            let what = format!("a certificate has a common name and at most {MAX_NAMES} names");
            return Err(Error::Unsent { call, what: what.into() });
        }
        Ok(Self {
            common_name,
            dns_names,
            csr: request.csr.trim(),
            signature_hash: "sha256",
            server_platform: Platform { id: -1 },
            cert_validity: request.days.map(|days| Days { days }),
        })
    }
}
