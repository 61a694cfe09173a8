//! The server certificate against what was ordered (BR 7.1.2.7, 6.3.2).

use std::collections::BTreeSet;

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};

use super::issued::timestamp;
use super::{ASK_VENDOR, Expected, field, malformed, stop};
use crate::name::CertificateName;
use crate::pki::key::KeyId;
use crate::pki::subject;
use crate::rules::validity::{max_certificate_days, recommended_days, validity_days};
use crate::{Finding, Party, Text, Validation};

const NAMES: &str = "certificate.names";
const VALIDITY: &str = "certificate.validity";

/// CT precertificate poison (RFC 6962 §3.1).
const POISON: &str = "1.3.6.1.4.1.11129.2.4.3";

/// The reserved policies of BR 7.1.6.1.
const POLICY_EV: &str = "2.23.140.1.1";
const POLICY_OV: &str = "2.23.140.1.2.2";
const POLICIES_OTHER: [&str; 2] = ["2.23.140.1.2.1", "2.23.140.1.2.3"];

pub(super) fn check(leaf: &X509Certificate<'_>, expected: &Expected<'_>, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    if leaf.is_ca() {
        let message = Text::fixed(
            "サーバー証明書ではなく、認証局の証明書です。",
            "This is the certificate of an authority, not of a server.",
        );
        findings.push(stop("certificate.leaf_is_ca", field(0), "BR 7.1.2.7.8", message));
    }
    if leaf.extensions().iter().any(|extension| extension.oid.to_id_string() == POISON) {
        let message = Text::fixed(
            "正式な証明書ではなく、事前証明書(precertificate)です。",
            "This is a precertificate, not the certificate.",
        );
        findings.push(stop("certificate.precertificate", field(0), "RFC 6962", message));
    }
    if KeyId::of_spki(leaf.public_key().raw) != *expected.key {
        let message = Text::fixed(
            "証明書の公開鍵が、申請した CSR のものと異なります。",
            "The public key is not that of the order's CSR.",
        );
        findings.push(stop("certificate.key_mismatch", "certificate.key", "A28", message));
    }
    findings.extend(name_findings(leaf, expected));
    findings.extend(validity_findings(leaf, now));
    findings.extend(usage_finding(leaf));
    findings.extend(policy_finding(leaf, expected.validation));
    findings
}

/// The DNS names of the subjectAltName that can be read, in their order.
pub(super) fn names(leaf: &X509Certificate<'_>) -> Vec<CertificateName> {
    general_names(leaf).filter_map(read).collect()
}

fn general_names<'a>(leaf: &'a X509Certificate<'_>) -> impl Iterator<Item = &'a GeneralName<'a>> {
    leaf.extensions().iter().flat_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectAlternativeName(san) => san.general_names.as_slice(),
        _ => &[],
    })
}

fn read(name: &GeneralName<'_>) -> Option<CertificateName> {
    match name {
        GeneralName::DNSName(text) => {
            // A certificate holds names as they are; the parser would also read U-labels and trailing dots.
            text.parse().ok().filter(|name: &CertificateName| name.to_string() == text.to_ascii_lowercase())
        }
        _ => None,
    }
}

fn name_findings(leaf: &X509Certificate<'_>, expected: &Expected<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if general_names(leaf).any(|name| read(name).is_none()) {
        let message = Text::fixed(
            "SAN に、証明書に使えないドメイン名か、ドメイン名以外が含まれています。",
            "The SAN holds something that is no domain name, or one that certificates may not hold.",
        );
        findings.push(stop("certificate.name_type", NAMES, "BR 7.1.2.7.12", message));
    }
    let names: BTreeSet<_> = names(leaf).into_iter().collect();
    for missing in expected.names.iter().filter(|name| !names.contains(name)) {
        let message =
            Text::fixed("申請したドメイン名が証明書にありません。", "A name that was ordered is missing.");
        findings
            .push(stop("certificate.name_missing", NAMES, "A27", message).with_evidence(missing.to_string()));
    }
    let foreseen =
        |name: &&CertificateName| expected.names.contains(name) || expected.also_allowed.contains(name);
    for extra in names.iter().filter(|name| !foreseen(name)) {
        let message = Text::fixed(
            "申請していないドメイン名が証明書にあります。",
            "A name that was not ordered is there.",
        );
        findings.push(stop("certificate.name_extra", NAMES, "A27", message).with_evidence(extra.to_string()));
    }
    let in_san = |common: String| names.iter().any(|name| name.to_string().eq_ignore_ascii_case(&common));
    if !leaf.subject().iter_common_name().all(|common| subject::text(common).is_some_and(in_san)) {
        let message = Text::fixed("コモンネームが SAN にありません。", "The common name is not in the SAN.");
        findings.push(stop("certificate.cn_not_in_san", NAMES, "BR 7.1.4.3", message));
    }
    findings
}

fn validity_findings(leaf: &X509Certificate<'_>, now: Timestamp) -> Vec<Finding> {
    let validity = leaf.validity();
    let (Some(from), Some(until)) = (timestamp(validity.not_before), timestamp(validity.not_after)) else {
        return vec![malformed(0)];
    };
    let mut findings = Vec::new();
    let warning = |code, rule, message| {
        Finding::warning(code, VALIDITY, rule, message, ASK_VENDOR).owed_by(Party::Provider)
    };
    let days = validity_days(from, until);
    if days > max_certificate_days(from) {
        let message =
            Text::fixed("有効期間が上限の日数を超えています。", "It is valid for more days than allowed.");
        let evidence = format!("{days} > {}", max_certificate_days(from));
        findings.push(
            stop("certificate.validity_too_long", VALIDITY, "BR 6.3.2", message).with_evidence(evidence),
        );
    } else if days > recommended_days(from) {
        let message = Text::fixed(
            "有効期間が上限いっぱいの日数です。",
            "It is valid for as many days as allowed; one fewer is recommended.",
        );
        findings.push(warning("certificate.validity_at_limit", "BR 6.3.2", message));
    }
    if until < now {
        let message = Text::fixed("有効期間が終わっています。", "It has expired.");
        findings.push(stop("certificate.expired", VALIDITY, "R52", message).with_evidence(until.to_string()));
    }
    if now < from {
        let message = Text::fixed("有効期間がまだ始まっていません。", "It is not valid yet.");
        findings.push(warning("certificate.not_yet_valid", "R52", message).with_evidence(from.to_string()));
    }
    findings
}

fn usage_finding(leaf: &X509Certificate<'_>) -> Option<Finding> {
    let usage = leaf.extended_key_usage().ok().flatten();
    (!usage.is_some_and(|usage| usage.value.server_auth && !usage.value.any)).then(|| {
        let message = Text::fixed(
            "サーバー認証(serverAuth)用の証明書ではありません。",
            "The certificate is not one for server authentication.",
        );
        stop("certificate.usage", "certificate.usage", "BR 7.1.2.7.10", message)
    })
}

/// Another product's policy stops; with none the vendor is asked, but the certificate works.
fn policy_finding(leaf: &X509Certificate<'_>, validation: Validation) -> Option<Finding> {
    const FIELD: &str = "certificate.policies";
    let policies: Vec<String> = leaf
        .extensions()
        .iter()
        .filter_map(|extension| match extension.parsed_extension() {
            ParsedExtension::CertificatePolicies(policies) => Some(policies),
            _ => None,
        })
        .flat_map(|policies| policies.iter().map(|policy| policy.policy_id.to_id_string()))
        .collect();
    let asserted = |oid: &str| policies.iter().any(|policy| policy == oid);
    let (right, wrong) = match validation {
        Validation::Ov => (POLICY_OV, POLICY_EV),
        Validation::Ev => (POLICY_EV, POLICY_OV),
    };
    if asserted(right) {
        return None;
    }
    if asserted(wrong) || POLICIES_OTHER.into_iter().any(asserted) {
        let message = Text::fixed(
            "申請した商品とは別の認証レベルの証明書です。",
            "The certificate asserts another validation than that of the product ordered.",
        );
        return Some(stop("certificate.policy_other", FIELD, "BR 7.1.6.1", message));
    }
    let message = Text::fixed(
        "認証レベル(OV・EV)を示すポリシーがありません。",
        "No policy asserts the validation (OV or EV).",
    );
    Some(
        Finding::warning("certificate.policy_missing", FIELD, "BR 7.1.6.1", message, ASK_VENDOR)
            .owed_by(Party::Provider),
    )
}
