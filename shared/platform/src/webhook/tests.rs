//! Standard Webhooks 1.0.0.

use http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use procedure::samples;

use super::*;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDexampleexampleexample=";
const OTHER: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &[u8] = br#"{"type":"certflow.order-submitted.v1"}"#;

fn secrets(text: &str) -> Secrets {
    text.parse().unwrap()
}

fn signed(secret: &str, id: &str, at: Timestamp) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in sign(id, BODY, &secrets(secret), at).unwrap() {
        headers.insert(name, value.parse().unwrap());
    }
    headers
}

/// R89: a webhook that we signed verifies, with any of the secrets, within five minutes either way.
#[test]
fn a_signed_webhook_is_accepted() {
    let now = samples::now();
    let headers = signed(OTHER, "msg_1", now);
    let verified = verify(&headers, BODY, &secrets(OTHER), now).unwrap();
    assert_eq!((verified.id, verified.at, verified.body), ("msg_1", now, BODY));
    for seconds in [-300, 300] {
        assert!(verify(&headers, BODY, &secrets(OTHER), now + SignedDuration::from_secs(seconds)).is_ok());
    }
}

/// The vector of the specification's reference libraries.
#[test]
fn the_published_vector_is_reproduced() {
    let at = Timestamp::from_second(1_649_367_553).unwrap();
    let body = br#"{"email":"test@example.com","username":"test_user"}"#;
    let secret = secrets("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    let [_, _, (_, signature)] = sign("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", body, &secret, at).unwrap();
    assert_eq!(signature, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
}

/// A secret is replaced without a gap: two of ours, or two signatures of theirs.
#[test]
fn secrets_can_be_rotated() {
    let now = samples::now();
    let both = format!("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD {OTHER}");
    assert!(verify(&signed(OTHER, "msg_1", now), BODY, &secrets(&both), now).is_ok());
    assert!(verify(&signed(&both, "msg_1", now), BODY, &secrets(OTHER), now).is_ok());
    let mut headers = signed(OTHER, "msg_1", now);
    let signature = headers["webhook-signature"].to_str().unwrap().to_owned();
    headers.insert("webhook-signature", format!("v1a,AAAA v1,AAAA {signature}").parse().unwrap());
    assert!(verify(&headers, BODY, &secrets(OTHER), now).is_ok());
}

#[test]
fn anything_else_is_rejected_with_its_status() {
    let now = samples::now();
    let later = |seconds| now + SignedDuration::from_secs(seconds);
    let check = |headers: &HeaderMap, body: &[u8], at| {
        let rejection = verify(headers, body, &secrets(OTHER), at).unwrap_err();
        (rejection, rejection.status())
    };
    let good = || signed(OTHER, "msg_1", now);
    assert_eq!(check(&good(), BODY, later(301)), (Rejection::TooOld, 401));
    assert_eq!(check(&good(), BODY, later(-301)), (Rejection::TooEarly, 401));
    assert_eq!(check(&good(), b"{}", now), (Rejection::WrongSignature, 401));
    assert_eq!(check(&good(), &vec![b' '; MAX_BODY + 1], now), (Rejection::TooLarge, 413));
    assert_eq!(check(&good(), b"\xff", now), (Rejection::NotText, 400));
    let other = signed("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "msg_1", now);
    assert_eq!(check(&other, BODY, now), (Rejection::WrongSignature, 401));
    for name in [HEADER_WEBHOOK_ID, HEADER_WEBHOOK_TIMESTAMP, HEADER_WEBHOOK_SIGNATURE] {
        let mut headers = good();
        headers.remove(name);
        assert_eq!(check(&headers, BODY, now), (Rejection::Missing { header: name }, 400));
        let mut headers = good();
        let value = headers[name].clone();
        headers.append(name, value);
        assert_eq!(check(&headers, BODY, now), (Rejection::Malformed { header: name }, 400));
        headers.insert(name, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(check(&headers, BODY, now), (Rejection::Malformed { header: name }, 400));
    }
    for (id, seconds, signature) in [("msg_2", 0, None), ("msg_1", 1, None), ("msg_1", 0, Some("v1,"))] {
        let mut headers = good();
        headers.insert(HEADER_WEBHOOK_ID, id.parse().unwrap());
        headers.insert(HEADER_WEBHOOK_TIMESTAMP, later(seconds).as_second().into());
        if let Some(signature) = signature {
            headers.insert(HEADER_WEBHOOK_SIGNATURE, signature.parse().unwrap());
        }
        assert_eq!(check(&headers, BODY, now).0, Rejection::WrongSignature, "{id} {seconds}");
    }
}

/// A full stop in id or time would let part of a body pass for the time.
#[test]
fn the_parts_that_are_signed_cannot_run_into_each_other() {
    let now = samples::now();
    let headers = signed(OTHER, "msg.1", now);
    let rejection = verify(&headers, BODY, &secrets(OTHER), now).unwrap_err();
    assert_eq!(rejection, Rejection::Malformed { header: HEADER_WEBHOOK_ID });
    for time in ["+1795482000", "1795482000.0", " 1795482000", ""] {
        let mut headers = signed(OTHER, "msg_1", now);
        headers.insert(HEADER_WEBHOOK_TIMESTAMP, time.parse().unwrap());
        let rejection = verify(&headers, BODY, &secrets(OTHER), now).unwrap_err();
        assert_eq!(rejection, Rejection::Malformed { header: HEADER_WEBHOOK_TIMESTAMP }, "{time}");
    }
}

#[test]
fn secrets_are_checked_and_never_shown() {
    for text in ["", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_", "whsec_AAAA", "whsec_!", SECRET] {
        let ok = text.parse::<Secrets>().is_ok();
        assert!(!ok, "{text}");
    }
    assert!([OTHER; 6].join(" ").parse::<Secrets>().is_err());
    assert_eq!(format!("{:?}", secrets(OTHER)), "Secrets([Secret(masked)])");
}
