//! The names a CSR asks for, against those ordered.

use std::collections::BTreeSet;

use super::Csr;
use crate::name::{CertificateName, Names};
use crate::pki::AttributeType;
use crate::{Finding, Text, Validation};

const CN: &str = AttributeType::CommonName.field();
const SAN: &str = "csr.san";

/// Findings on `csr.subject.cn` and `csr.san`.
pub(super) fn check(csr: &Csr, ordered: &Names, validation: Validation) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut read = |text: &str, field: String| match name(text, field, validation) {
        Ok(name) => Some(name),
        Err(finding) => {
            findings.push(finding);
            None
        }
    };
    let common: Vec<_> = csr.values(&AttributeType::CommonName).collect();
    let common_names: Vec<_> = common.iter().filter_map(|text| read(text, CN.to_owned())).collect();
    let alternative: Vec<_> =
        csr.names().iter().enumerate().map(|(n, text)| read(text, format!("{SAN}[{n}]"))).collect();

    if common.len() > 1 {
        findings.push(repeated_common_name());
    }
    findings.extend(common_names.iter().filter(|name| !ordered.contains(name)).map(common_name_not_ordered));
    if csr.has_other_names {
        findings.push(other_names());
    }
    if alternative.is_empty() {
        return findings;
    }
    let known: BTreeSet<_> = alternative.iter().flatten().collect();
    findings.extend(
        common_names
            .iter()
            .filter(|name| ordered.contains(name) && !known.contains(name))
            .map(common_name_not_in_san),
    );
    findings.extend(known.iter().filter(|name| !ordered.contains(name)).map(|name| extra(name)));
    // A name that could not be read may be the one that seems to be missing.
    if alternative.iter().all(Option::is_some) {
        findings.extend(ordered.iter().filter(|name| !known.contains(name)).map(missing));
    }
    findings
}

/// The name in `text`, when it may stand in a certificate as it is written there.
fn name(text: &str, field: String, validation: Validation) -> Result<CertificateName, Finding> {
    let name: CertificateName =
        text.parse().map_err(|finding: Finding| Finding { field: field.clone().into(), ..finding })?;
    // The parser reads more than certificates may hold: U-labels, a trailing dot, surrounding spaces.
    if name.to_string() != text.to_ascii_lowercase() {
        return Err(not_as_in_certificates(&name, field));
    }
    if let Some(finding) = name.check(field.clone()) {
        return Err(finding);
    }
    if validation == Validation::Ev && name.is_wildcard() {
        return Err(ev_wildcard(field));
    }
    Ok(name)
}

const AS_ORDERED: Text = Text::fixed(
    "申請したドメイン名と同じ名前で CSR を作り直すか、申請内容のドメイン名を変更してください。",
    "Make the CSR again with the names of the order, or change the names in the order.",
);

fn not_as_in_certificates(name: &CertificateName, field: String) -> Finding {
    Finding::stop(
        "csr.name_form",
        field,
        "BR 7.1.2.7.12",
        Text::fixed(
            "ドメイン名が証明書に書ける形ではありません(日本語などの文字、末尾の「.」、空白)。",
            "The name is not in the form that certificates hold (letters outside ASCII, a trailing dot, spaces).",
        ),
        Text::fixed("右の形(A ラベル)で CSR を作り直してください。", "Make the CSR again with the A-label form shown."),
    )
    .with_evidence(name.to_string())
}

fn ev_wildcard(field: String) -> Finding {
    Finding::stop(
        "csr.ev_wildcard",
        field,
        "EVG 7.1.2.1",
        Text::fixed("EV 証明書ではワイルドカードを使えません。", "EV certificates carry no wildcard."),
        AS_ORDERED,
    )
}

fn repeated_common_name() -> Finding {
    Finding::stop(
        "csr.cn_repeated",
        CN,
        "BR 7.1.4.3",
        Text::fixed("コモンネーム(CN)が 2 つ以上あります。", "There is more than one common name (CN)."),
        Text::fixed(
            "コモンネームを 1 つだけにし、ほかの名前は SAN に指定してください。",
            "Keep one common name and put the others into the SAN.",
        ),
    )
}

fn common_name_not_ordered(name: &CertificateName) -> Finding {
    Finding::stop(
        "csr.cn_not_ordered",
        CN,
        "BR 7.1.4.3",
        Text::fixed(
            "コモンネーム(CN)が、申請したドメイン名にありません。",
            "The common name (CN) is none of the names of the order.",
        ),
        AS_ORDERED,
    )
    .with_evidence(name.to_string())
}

fn common_name_not_in_san(name: &CertificateName) -> Finding {
    Finding::stop(
        "csr.cn_not_in_san",
        CN,
        "BR 7.1.4.3",
        Text::fixed(
            "コモンネーム(CN)が、CSR の SAN にありません。",
            "The common name (CN) is not among the SAN of the CSR.",
        ),
        AS_ORDERED,
    )
    .with_evidence(name.to_string())
}

fn other_names() -> Finding {
    Finding::stop(
        "csr.san_type",
        SAN,
        "BR 7.1.2.7.12",
        Text::fixed(
            "SAN にドメイン名以外(IP アドレス、メールアドレスなど)が含まれています。",
            "The SAN holds something other than domain names (an IP address, a mail address).",
        ),
        Text::fixed(
            "SAN をドメイン名だけにして CSR を作り直してください。",
            "Make the CSR again with domain names alone.",
        ),
    )
}

fn extra(name: &CertificateName) -> Finding {
    Finding::stop(
        "csr.san_extra",
        SAN,
        "A27",
        Text::fixed(
            "CSR の SAN に、申請していないドメイン名があります。",
            "The SAN of the CSR holds a name that is not in the order.",
        ),
        AS_ORDERED,
    )
    .with_evidence(name.to_string())
}

fn missing(name: &CertificateName) -> Finding {
    Finding::stop(
        "csr.san_missing",
        SAN,
        "A27",
        Text::fixed(
            "申請したドメイン名が、CSR の SAN にありません。",
            "A name of the order is missing from the SAN of the CSR.",
        ),
        AS_ORDERED,
    )
    .with_evidence(name.to_string())
}
