//! The order, completeness and signatures of a chain (RFC 5280 §6.1, without trust anchors).

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;

use super::issued::timestamp;
use super::{field, stop};
use crate::pki::key::{KeyAlgorithm, Numbers};
use crate::pki::signature::{self, Fault};
use crate::{Finding, Text};

/// The code of a chain in the wrong order.
pub(super) const ORDER: &str = "certificate.chain_order";

/// The chain without its root, and what is wrong with it.
pub(super) fn check<'a, 'c>(
    chain: &'a [X509Certificate<'c>],
    now: Timestamp,
) -> (&'a [X509Certificate<'c>], Vec<Finding>) {
    let path = match chain {
        [rest @ .., last] if !rest.is_empty() && is_root(last) => rest,
        all => all,
    };
    let arrangement = arrangement(chain, path);
    if !arrangement.is_empty() {
        return (path, arrangement);
    }
    let mut findings = Vec::new();
    for (n, pair) in chain.windows(2).enumerate() {
        if let [certificate, issuer] = pair {
            findings.extend(link(certificate, issuer, n, now));
        }
    }
    (path, findings)
}

/// Duplicates, wrong order and gaps. Links are looked at only when there is none of them.
fn arrangement(chain: &[X509Certificate<'_>], path: &[X509Certificate<'_>]) -> Vec<Finding> {
    let repeated =
        (1..chain.len()).find(|&n| chain[..n].iter().any(|earlier| earlier.as_raw() == chain[n].as_raw()));
    if let Some(n) = repeated {
        return vec![duplicate(n)];
    }
    if chain.first().is_some_and(|first| first.is_ca())
        && chain.iter().any(|certificate| !certificate.is_ca())
    {
        return vec![order(0)];
    }
    for (n, pair) in chain.windows(2).enumerate() {
        let [certificate, next] = pair else { continue };
        if !names(next, certificate) {
            let elsewhere = chain.iter().enumerate().any(|(m, other)| m != n && names(other, certificate));
            // What follows is no issuer of what stands before: a stray certificate, or a gap before it.
            return vec![if elsewhere || is_root(certificate) { order(n + 1) } else { incomplete(n) }];
        }
    }
    if path.len() < 2 { vec![incomplete(0)] } else { Vec::new() }
}

fn link(
    certificate: &X509Certificate<'_>,
    issuer: &X509Certificate<'_>,
    n: usize,
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(
        signature::verify(
            issuer.public_key(),
            &certificate.signature_algorithm,
            &certificate.signature_value.data,
            certificate.tbs_certificate.as_ref(),
        )
        .err()
        .map(|fault| signature_finding(n, fault)),
    );
    findings.extend(issuer_finding(issuer, n));
    if matches!(
        Numbers::read(issuer.public_key()).map(|key| key.algorithm()),
        Some(KeyAlgorithm::Rsa { bits: ..2048 })
    ) {
        let message = Text::fixed(
            "発行者の RSA 鍵が 2048 ビット未満です。",
            "The issuer's RSA key is shorter than 2048 bits.",
        );
        findings.push(stop("certificate.issuer_key_weak", field(n + 1), "BR 6.1.5", message));
    }
    let validity = issuer.validity();
    let (from, until) = (timestamp(validity.not_before), timestamp(validity.not_after));
    if from.is_none_or(|from| now < from) || until.is_none_or(|until| until < now) {
        let message = Text::fixed(
            "発行者の証明書が有効期間外です。",
            "The issuer's certificate is not valid at this time.",
        );
        findings.push(stop("certificate.issuer_not_valid", field(n + 1), "RFC 5280 6.1.3", message));
    }
    findings
}

/// Whether `issuer`, which has `n` intermediates below it, may issue.
fn issuer_finding(issuer: &X509Certificate<'_>, n: usize) -> Option<Finding> {
    let constraints = issuer.basic_constraints().ok().flatten().filter(|constraints| constraints.value.ca);
    let signs = issuer.key_usage().is_ok_and(|usage| usage.is_none_or(|usage| usage.value.key_cert_sign()));
    let Some(constraints) = constraints.filter(|_| signs) else {
        let message = Text::fixed(
            "発行者の証明書が認証局の証明書ではありません。",
            "The issuer's certificate is not that of a certificate authority.",
        );
        return Some(stop("certificate.issuer_not_ca", field(n + 1), "RFC 5280 6.1.4", message));
    };
    let most = constraints.value.path_len_constraint?;
    (u32::try_from(n).unwrap_or(u32::MAX) > most).then(|| {
        let message = Text::fixed(
            "発行者の証明書が許す階層数を超えています。",
            "The chain is longer than the issuer's path length allows.",
        );
        stop("certificate.issuer_path_length", field(n + 1), "RFC 5280 6.1.4", message)
    })
}

fn signature_finding(n: usize, fault: Fault) -> Finding {
    match fault {
        Fault::WeakHash => {
            let message = Text::fixed(
                "証明書が SHA-1 または MD5 で署名されています。",
                "The certificate is signed with SHA-1 or MD5.",
            );
            stop("certificate.hash_weak", field(n), "BR 7.1.3.2", message)
        }
        Fault::Unsupported | Fault::Invalid => {
            let message = Text::fixed(
                "証明書の署名が、次の証明書の鍵によるものではありません。",
                "The certificate is not signed by the key of the one that follows.",
            );
            stop("certificate.signature_invalid", field(n), "RFC 5280 6.1.3", message)
        }
    }
}

/// Whether `issuer` has the name that `certificate` gives its issuer.
fn names(issuer: &X509Certificate<'_>, certificate: &X509Certificate<'_>) -> bool {
    issuer.subject().as_raw() == certificate.issuer().as_raw()
}

/// Self-issued and a CA. Its own signature proves nothing and is not looked at (RFC 5280 §6.1).
fn is_root(certificate: &X509Certificate<'_>) -> bool {
    certificate.is_ca() && names(certificate, certificate)
}

fn duplicate(n: usize) -> Finding {
    let message = Text::fixed("同じ証明書が 2 回含まれています。", "The same certificate is there twice.");
    stop("certificate.chain_duplicate", field(n), "R52", message)
}

fn order(n: usize) -> Finding {
    let message = Text::fixed(
        "証明書の順序が、サーバー証明書、その発行者、そのまた発行者の順ではありません。",
        "The order is not server certificate, its issuer, the issuer's issuer.",
    );
    stop(ORDER, field(n), "R52", message)
}

fn incomplete(n: usize) -> Finding {
    let message = Text::fixed(
        "この証明書を発行した中間証明書がありません。",
        "The intermediate that issued this certificate is missing.",
    );
    stop("certificate.chain_incomplete", field(n), "R52", message)
}
