//! A CSR against its order.

use super::{Csr, malformed, names, subject};
use crate::name::Names;
use crate::pki::strength;
use crate::pki::{VendorLimits, WeakKeys};
use crate::{Finding, Text, Validation};

/// Everything that is wrong with `csr` for a certificate with these names (P9; BR 6.1.1.3, 6.1.5, 6.1.6, 7.1.2.7,
/// 7.1.4; EVG 7.1.2.1): its key, its subject, and the names it asks for. Empty when it may be submitted.
///
/// Fields are `csr`, `csr.key`, `csr.subject.…` and `csr.san[n]`. No finding echoes a subject's value; names of the
/// order are shown.
pub fn check(
    csr: &Csr,
    names: &Names,
    validation: Validation,
    limits: &VendorLimits,
    weak_keys: &WeakKeys,
) -> Vec<Finding> {
    let mut findings = match csr.numbers() {
        Some(key) => {
            let mut findings = strength::findings(&key);
            findings.extend(strength::vendor_findings(&key, limits));
            findings
        }
        None => vec![malformed()],
    };
    findings.extend(weak_keys.find(csr));
    findings.extend(subject::check(csr, limits.subject.as_ref()));
    findings.extend(names::check(csr, names, validation));
    findings.extend(csr.has_challenge_password.then(challenge_password));
    findings
}

fn challenge_password() -> Finding {
    Finding::warning(
        "csr.challenge_password",
        "csr",
        "A28",
        Text::fixed(
            "CSR にチャレンジパスワードが平文で含まれています。",
            "The CSR holds a challenge password in clear text.",
        ),
        Text::fixed(
            "証明書には不要です。ほかで使っているパスワードであれば変更し、次回は空欄のまま CSR を作ってください。",
            "Certificates need none. If it is used elsewhere, change it there; leave it empty next time.",
        ),
    )
}
