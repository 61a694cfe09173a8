//! A certificate as it is stored; what made it is tested where it is verified.

use procedure::name::Names;
use procedure::pki::certificate::IssuedCertificate;
use serde_json::json;

/// Valid from 2026-12-02 to the end of 2027-06-18 in Japan: 199 days.
pub(crate) fn issued(names: &Names) -> IssuedCertificate {
    serde_json::from_value(json!({
        "serial": "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "issuer": "Example TLS CA",
        "not_before": "2026-12-01T15:00:00Z",
        "not_after": "2027-06-18T14:59:59Z",
        "names": names.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "fingerprint": "5".repeat(64),
        "key_id": "7".repeat(64),
        "chain": ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
    }))
    .unwrap()
}
