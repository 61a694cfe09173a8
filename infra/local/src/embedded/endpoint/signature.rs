//! AWS Signature Version 4 checked as AWS checks it, so that the key itself never travels.

use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;

/// How far a request's date may lie from our clock: five minutes, as on AWS.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Headers a signature must cover: without the target among them, a request could be turned into another.
const COVERED: [&str; 3] = ["host", "x-amz-date", "x-amz-target"];

/// Why a request was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Denied {
    #[error("the request is not signed; sign it with the key in serve.json")]
    Unsigned,
    #[error("the request is signed with another key; read serve.json again")]
    UnknownKey,
    #[error("the request's signature does not match it")]
    Mismatch,
    #[error("the request's date is more than five minutes off; check the clock")]
    Date,
}

impl Denied {
    /// The error's name in the DynamoDB API.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Unsigned => "MissingAuthenticationTokenException",
            Self::UnknownKey => "UnrecognizedClientException",
            Self::Mismatch | Self::Date => "InvalidSignatureException",
        }
    }
}

/// Whether a request claims to be signed with `key`. Proves nothing yet.
pub(super) fn known_key(key: &Credentials, headers: &HeaderMap) -> Result<(), Denied> {
    let claim = Claim::read(headers)?;
    if claim.key_id == key.access_key_id() { Ok(()) } else { Err(Denied::UnknownKey) }
}

/// Whether a request is signed with `key`, body and all, at about `now`.
pub(super) fn verify(
    key: &Credentials,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Result<(), Denied> {
    known_key(key, headers)?;
    let claim = Claim::read(headers)?;
    if !COVERED.iter().all(|name| claim.signed().any(|signed| signed == *name)) {
        return Err(Denied::Mismatch);
    }
    let date = text(headers, "x-amz-date").and_then(parse_date).ok_or(Denied::Mismatch)?;
    if now.duration_since(date).abs() > SKEW {
        return Err(Denied::Date);
    }
    let expected = claim.sign_again(key, method, uri, headers, body, date).ok_or(Denied::Mismatch)?;
    if bool::from(expected.as_bytes().ct_eq(claim.signature.as_bytes())) {
        Ok(())
    } else {
        Err(Denied::Mismatch)
    }
}

/// The header `Authorization`, taken apart.
struct Claim<'a> {
    key_id: &'a str,
    region: &'a str,
    service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    fn read(headers: &'a HeaderMap) -> Result<Self, Denied> {
        let header = text(headers, header::AUTHORIZATION.as_str()).ok_or(Denied::Unsigned)?;
        Self::parse(header).ok_or(Denied::Unsigned)
    }

    fn parse(header: &'a str) -> Option<Self> {
        let parts = header.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let part =
            |name: &str| parts.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        let mut scope = part("Credential")?.split('/');
        let (key_id, _date, region) = (scope.next()?, scope.next()?, scope.next()?);
        let (service, end) = (scope.next()?, scope.next()?);
        (end == "aws4_request" && scope.next().is_none()).then_some(())?;
        let (signed_headers, signature) = (part("SignedHeaders")?, part("Signature")?);
        Some(Self { key_id, region, service, signed_headers, signature })
    }

    fn signed(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.signed_headers.split(';')
    }

    /// The signature the request must carry; `None` when it cannot have been signed by a client.
    fn sign_again(
        &self,
        key: &Credentials,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
        date: Timestamp,
    ) -> Option<String> {
        let identity = key.clone().into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(date.into())
            .settings(SigningSettings::default())
            .build()
            .ok()?
            .into();
        // The signer adds the date and takes the host from the address.
        let covered = self.signed().filter(|name| *name != "x-amz-date" && *name != "host");
        let covered: Vec<(&str, &str)> = covered
            .flat_map(|name| {
                headers.get_all(name).iter().map(move |value| Some((name, value.to_str().ok()?)))
            })
            .collect::<Option<_>>()?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let address = format!("http://{}{path}", text(headers, "host")?);
        let body = SignableBody::Bytes(body);
        let request = SignableRequest::new(method.as_str(), address, covered.into_iter(), body).ok()?;
        Some(sign(request, &params).ok()?.into_parts().1)
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(HeaderValue::to_str)?.ok()
}

/// `20261122T103000Z`.
fn parse_date(text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests;
