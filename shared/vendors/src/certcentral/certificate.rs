//! Certificates: fetched, and revoked.

use std::str::FromStr;

use http::{HeaderValue, Method};
use serde::{Deserialize, Serialize};

use super::order::Approval;
use super::{Call, CertificateNumber, Client, Error, OrderNumber, RequestNumber, answer};

/// Most certificates believed in one bundle.
const MAX_CHAIN: usize = 10;
/// Longest comment, in characters.
const MAX_COMMENT: usize = 255;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// A serial number in hexadecimal, as certificates and the vendor's orders have it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SerialNumber(String);

/// Text that is no serial number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a serial number: 1 to 40 hexadecimal digits are needed")]
pub struct NotASerialNumber;

impl FromStr for SerialNumber {
    type Err = NotASerialNumber;

    /// Reads it with or without colons, in either case (RFC 5280 4.1.2.2: at most 20 octets).
    fn from_str(text: &str) -> Result<Self, NotASerialNumber> {
        let digits: String = text.chars().filter(|c| *c != ':').collect();
        let good = (1..=40).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        good.then(|| Self(digits.to_ascii_uppercase())).ok_or(NotASerialNumber)
    }
}

/// Which certificate to revoke; the vendor takes either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateId {
    /// By the vendor's number.
    Number(CertificateNumber),
    /// By its own.
    Serial(SerialNumber),
}

/// What a download holds, in PEM and in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Certificate, intermediates, root.
    PemAll,
    /// Certificate, intermediates: what a server sends.
    PemNoRoot,
}

impl Format {
    const fn as_str(self) -> &'static str {
        match self {
            Self::PemAll => "pem_all",
            Self::PemNoRoot => "pem_noroot",
        }
    }
}

/// Why a certificate is revoked; the reasons of RFC 5280 that the vendor takes for TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationReason {
    /// None of the others.
    Unspecified,
    /// The private key is known to others.
    KeyCompromise,
    /// The organisation is no longer the one named.
    AffiliationChanged,
    /// Another certificate took its place.
    Superseded,
    /// The names are no longer used.
    CessationOfOperation,
}

impl RevocationReason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
        }
    }
}

/// What became of a revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// With the vendor.
    Submitted,
    /// Waits for an administrator of the account.
    AwaitingApproval(RequestNumber),
}

#[derive(Serialize)]
struct Wire<'a> {
    revocation_reason: &'static str,
    comments: &'a str,
    skip_approval: bool,
}

#[derive(Deserialize)]
struct Requested {
    id: RequestNumber,
}

impl Client {
    /// An issued certificate with its chain, in PEM. Whether it is the one that was ordered is for `procedure` to
    /// check.
    ///
    /// # Errors
    /// [`Error::Malformed`] unless the answer is 1 to 10 certificates in PEM; the others as documented there.
    pub async fn download(&self, certificate: CertificateNumber, format: Format) -> Result<String, Error> {
        let path = ["certificate", &certificate.to_string(), "download", "format", format.as_str()];
        self.pem(Call::Download, &path).await
    }

    /// The active certificate of an order with its chain, in PEM. It may be an older one than was just reissued:
    /// prefer [`Client::download`].
    ///
    /// # Errors
    /// As [`Client::download`].
    pub async fn download_for_order(&self, order: OrderNumber, format: Format) -> Result<String, Error> {
        let path = ["certificate", "download", "order", &order.to_string(), "format", format.as_str()];
        self.pem(Call::DownloadForOrder, &path).await
    }

    async fn pem(&self, call: Call, path: &[&str]) -> Result<String, Error> {
        let body = self.get_raw(call, path, HeaderValue::from_static("*/*")).await?;
        let text = String::from_utf8(body).map_err(|_| answer::unreadable(call, "not PEM"))?;
        match text.matches(BEGIN).count() {
            0 => Err(answer::unreadable(call, "no certificate in PEM")),
            1..=MAX_CHAIN => Ok(text),
            _ => Err(answer::unreadable(call, format!("more than {MAX_CHAIN} certificates"))),
        }
    }

    /// Revokes one certificate, for good. With [`Approval::Skip`] it goes to the vendor at once, which needs a
    /// key with an administrator's rights. `comment` names nobody.
    ///
    /// # Errors
    /// [`Error::Unsent`] when the comment is over 255 characters; [`Error::Refused`] while a reissue is pending;
    /// [`Error::Unknown`] when it cannot be told: [`Client::order_info`] does.
    pub async fn revoke(
        &self,
        certificate: &CertificateId,
        reason: RevocationReason,
        comment: &str,
        approval: Approval,
    ) -> Result<Revocation, Error> {
        let certificate = match certificate {
            CertificateId::Number(number) => number.to_string(),
            CertificateId::Serial(serial) => serial.0.clone(),
        };
        let path = ["certificate", &certificate, "revoke"];
        self.revoked(Call::Revoke, &path, reason, comment, approval).await
    }

    /// Revokes every certificate of an order, for good. As [`Client::revoke`] otherwise.
    ///
    /// # Errors
    /// As [`Client::revoke`].
    pub async fn revoke_order(
        &self,
        order: OrderNumber,
        reason: RevocationReason,
        comment: &str,
        approval: Approval,
    ) -> Result<Revocation, Error> {
        let path = ["order", "certificate", &order.to_string(), "revoke"];
        self.revoked(Call::RevokeOrder, &path, reason, comment, approval).await
    }

    async fn revoked(
        &self,
        call: Call,
        path: &[&str],
        reason: RevocationReason,
        comment: &str,
        approval: Approval,
    ) -> Result<Revocation, Error> {
        if comment.chars().count() > MAX_COMMENT {
            return Err(Error::Unsent {
                call,
                what: format!("a comment has at most {MAX_COMMENT} characters").into(),
            });
        }
        let body = Wire {
            revocation_reason: reason.as_str(),
            comments: comment,
            skip_approval: approval == Approval::Skip,
        };
        let body = self.change(call, Method::PUT, path, Some(&body)).await?;
        if body.is_empty() {
            return Ok(Revocation::Submitted);
        }
        answer::json(call, &body).map(|requested: Requested| Revocation::AwaitingApproval(requested.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_read_as_people_write_them() {
        let serial: SerialNumber = "0a:1B:2c".parse().unwrap();
        assert_eq!(serial.0, "0A1B2C");
        for bad in ["", ":", "xyz", "../orders", &"0".repeat(41)] {
            assert!(bad.parse::<SerialNumber>().is_err(), "{bad}");
        }
    }
}
