use super::*;

const BODY: &[u8] = br#"{"Limit":1}"#;

fn key() -> Credentials {
    Credentials::new("certflow-1", "secret", None, None, "test")
}

fn at() -> Timestamp {
    "2026-11-22T10:30:00Z".parse().unwrap()
}

/// The headers of a request signed with `key` by the SDK's own signer.
fn signed(key: &Credentials) -> HeaderMap {
    let identity = key.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("ap-northeast-1")
        .name("dynamodb")
        .time(at().into())
        .settings(SigningSettings::default())
        .build()
        .unwrap()
        .into();
    let plain =
        [("x-amz-target", "DynamoDB_20120810.ListTables"), ("content-type", "application/x-amz-json-1.0")];
    let body = SignableBody::Bytes(BODY);
    let request = SignableRequest::new("POST", "http://127.0.0.1:8000/", plain.into_iter(), body).unwrap();
    let (instructions, _) = sign(request, &params).unwrap().into_parts();
    let mut headers = HeaderMap::new();
    headers.insert("host", "127.0.0.1:8000".parse().unwrap());
    for (name, value) in plain.into_iter().chain(instructions.headers()) {
        headers.insert(axum::http::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
    }
    headers
}

fn check(headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), Denied> {
    verify(&key(), &Method::POST, &Uri::from_static("/"), headers, body, now)
}

#[test]
fn a_signed_request_passes_within_five_minutes() {
    let headers = signed(&key());
    assert_eq!(check(&headers, BODY, at()), Ok(()));
    assert_eq!(check(&headers, BODY, at() + SKEW), Ok(()));
    assert_eq!(check(&headers, BODY, at() - SKEW), Ok(()));
    for off in [SignedDuration::from_secs(1), SignedDuration::from_hours(24)] {
        assert_eq!(check(&headers, BODY, at() + SKEW + off), Err(Denied::Date));
        assert_eq!(check(&headers, BODY, at() - SKEW - off), Err(Denied::Date));
    }
}

#[test]
fn what_was_changed_after_signing_does_not_pass() {
    let headers = signed(&key());
    assert_eq!(check(&headers, br#"{"Limit":2}"#, at()), Err(Denied::Mismatch));
    for (name, value) in [
        ("x-amz-target", "DynamoDB_20120810.DeleteTable"),
        ("host", "127.0.0.1:8001"),
        ("x-amz-date", "20261122T103001Z"),
        ("x-amz-date", "tomorrow"),
    ] {
        let mut changed = headers.clone();
        changed.insert(name, value.parse().unwrap());
        assert_eq!(check(&changed, BODY, at()), Err(Denied::Mismatch), "{name}");
    }
    let uri = Uri::from_static("/?a=b");
    assert_eq!(verify(&key(), &Method::POST, &uri, &headers, BODY, at()), Err(Denied::Mismatch));
}

#[test]
fn another_key_does_not_pass() {
    let stranger = Credentials::new("certflow-2", "secret", None, None, "test");
    assert_eq!(check(&signed(&stranger), BODY, at()), Err(Denied::UnknownKey));
    let guesser = Credentials::new("certflow-1", "guess", None, None, "test");
    assert_eq!(check(&signed(&guesser), BODY, at()), Err(Denied::Mismatch));
}

#[test]
fn a_signature_must_cover_the_target() {
    let mut headers = signed(&key());
    let claim = headers["authorization"].to_str().unwrap().replace(";x-amz-target", "");
    headers.insert("authorization", claim.parse().unwrap());
    assert_eq!(check(&headers, BODY, at()), Err(Denied::Mismatch));
}

#[test]
fn what_is_no_signature_is_unsigned() {
    for header in [
        "Bearer certflow-1",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential=certflow-1, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=certflow-1/1/r/s/aws4_request/x, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=certflow-1/1/r/s/aws4_request, SignedHeaders=host",
    ] {
        let mut headers = signed(&key());
        headers.insert("authorization", header.parse().unwrap());
        assert_eq!(check(&headers, BODY, at()), Err(Denied::Unsigned), "{header}");
    }
    assert_eq!(check(&HeaderMap::new(), BODY, at()), Err(Denied::Unsigned));
}
