//! The subject of a CSR against the Baseline Requirements and the vendor's rules.

use super::Csr;
use crate::pki::{Attribute, AttributeType, SubjectLimits};
use crate::{Finding, Text};

/// What OpenSSL and its configuration files fill in when nobody does.
const DEFAULTS: [&str; 5] =
    ["Internet Widgits Pty Ltd", "Some-State", "Default City", "Default Company Ltd", "My Company"];

/// Findings on `csr.subject.…`; what the names may be is not looked at here.
pub(super) fn check(csr: &Csr, vendor: Option<&SubjectLimits>) -> Vec<Finding> {
    let mut findings: Vec<_> = csr.subject().iter().filter_map(attribute).collect();
    if let Some(limits) = vendor {
        findings.extend(vendor_findings(csr.subject(), limits));
    }
    findings
}

fn attribute(attribute: &Attribute) -> Option<Finding> {
    let Attribute { kind, value } = attribute;
    let stop = |code, rule, message| Some(Finding::stop(code, kind.field(), rule, message, AGAIN));
    match kind {
        AttributeType::OrganizationalUnit => {
            let message = Text::fixed(
                "部署名(OU)は証明書に記載できません。",
                "An organizational unit (OU) is forbidden in certificates.",
            );
            return Finding::stop("csr.ou_present", kind.field(), "BR 7.1.2.7.4", message, WITHOUT).into();
        }
        AttributeType::GivenName | AttributeType::Surname => {
            let message = Text::fixed(
                "個人の氏名は、この証明書に記載できません。",
                "A person's name is forbidden in these certificates.",
            );
            return Finding::stop("csr.person_name", kind.field(), "BR 7.1.2.7.4", message, WITHOUT).into();
        }
        AttributeType::Email => {
            let message = Text::fixed(
                "メールアドレスは証明書に記載されません。",
                "Certificates do not carry the mail address.",
            );
            return Finding::warning("csr.email_present", kind.field(), "BR 7.1.2.7.4", message, WITHOUT)
                .into();
        }
        _ => {}
    }
    if value.chars().all(|c| matches!(c, '.' | '-' | ' ' | '\u{3000}')) {
        let message = Text::fixed(
            "値が空か、「.」「-」「 」だけです。",
            "The value is empty or holds nothing but `.`, `-` and spaces.",
        );
        return stop("csr.placeholder", "BR 7.1.2.7.4", message);
    }
    if value.chars().any(char::is_control) {
        let message = Text::fixed("値に制御文字があります。", "The value holds a control character.");
        return stop("csr.control_character", "BR 7.1.4.2", message);
    }
    if kind.max_characters().is_some_and(|most| value.chars().count() > most) {
        let message = match kind {
            AttributeType::Country => return country(),
            AttributeType::CommonName => Text::fixed(
                "コモンネーム(CN)が 64 文字を超えています。",
                "The common name (CN) is longer than 64 characters.",
            ),
            _ => Text::fixed("値が長すぎます。", "The value is too long."),
        };
        let remedy = match kind {
            AttributeType::CommonName => NO_COMMON_NAME,
            _ => LENGTHS,
        };
        return Some(Finding::stop("csr.too_long", kind.field(), "BR 7.1.4.2", message, remedy));
    }
    if *kind == AttributeType::Country && !(value.len() == 2 && value.bytes().all(|b| b.is_ascii_uppercase()))
    {
        return country();
    }
    DEFAULTS.contains(&value.as_str()).then(|| {
        let message = Text::fixed(
            "CSR 作成ツールの初期値のままです。",
            "This is still the default of the tool that made the CSR.",
        );
        Finding::warning("csr.tool_default", kind.field(), "BR 7.1.2.7.4", message, AGAIN)
    })
}

fn country() -> Option<Finding> {
    Some(Finding::stop(
        "csr.country",
        AttributeType::Country.field(),
        "BR 7.1.4.2",
        Text::fixed(
            "国名(C)が ISO 3166-1 の大文字 2 文字ではありません。",
            "The country (C) is not two capital letters of ISO 3166-1.",
        ),
        Text::fixed("日本の組織であれば JP を指定してください。", "Give JP for an organisation in Japan."),
    ))
}

fn vendor_findings(subject: &[Attribute], limits: &SubjectLimits) -> Vec<Finding> {
    let mut findings: Vec<_> = missing(subject, limits).into_iter().collect();
    let refused = |c: char| !matches!(c, ' '..='~') || limits.refused_characters.contains(c);
    for Attribute { kind, value } in subject {
        if value.chars().count() > limits.max_characters
            && kind.max_characters() > Some(limits.max_characters)
        {
            let message = Text::fixed(
                "値が、証明書ベンダーの受け付ける長さを超えています。",
                "The value is longer than the vendor takes.",
            );
            findings.push(Finding::warning("csr.vendor_too_long", kind.field(), "A28", message, AGAIN));
        }
        if value.contains(refused) {
            let message = Text::fixed(
                "証明書ベンダーの受け付けない文字(全角文字や一部の記号)があります。",
                "The value holds a character that the vendor does not take.",
            );
            findings.push(Finding::warning("csr.vendor_character", kind.field(), "A28", message, HALF_WIDTH));
        }
    }
    findings
}

/// One finding for all that is missing: of one attribute on its field, of several on the subject.
fn missing(subject: &[Attribute], limits: &SubjectLimits) -> Option<Finding> {
    let is_there = |kind: &AttributeType| subject.iter().any(|attribute| attribute.kind == *kind);
    let missing: Vec<_> =
        limits.required.iter().filter(|kind| !is_there(kind)).map(AttributeType::field).collect();
    let names: Vec<String> =
        missing.iter().filter_map(|field| Some(field.rsplit_once('.')?.1.to_uppercase())).collect();
    let field = match missing.as_slice() {
        [] => return None,
        [field] => *field,
        _ => "csr.subject",
    };
    let names = names.join(", ");
    let message = Text::new(
        format!("証明書ベンダーが必須としている項目({names})がありません。"),
        format!("What the vendor requires in the subject is missing: {names}."),
    );
    Some(Finding::warning("csr.subject_missing", field, "A28", message, AGAIN))
}

const AGAIN: Text = Text::fixed(
    "申請組織の情報を正しく指定して CSR を作り直してください。不要な項目は、項目ごと外してください。",
    "Make the CSR again with the applicant's own details; leave out what is not needed.",
);

const WITHOUT: Text = Text::fixed(
    "この項目を指定せずに CSR を作り直してください。",
    "Make the CSR again without this attribute.",
);

const HALF_WIDTH: Text = Text::fixed(
    "半角英数字と一般的な記号だけで CSR を作り直してください。",
    "Make the CSR again with ASCII letters, digits and common punctuation.",
);

const LENGTHS: Text = Text::fixed(
    "CN・O は 64 文字、L・ST・street は 128 文字、postalCode は 40 文字以内で CSR を作り直してください。",
    "Make the CSR again: CN and O to 64 characters, L, ST and street to 128, postalCode to 40.",
);

const NO_COMMON_NAME: Text = Text::fixed(
    "コモンネームを指定せず、名前を SAN だけに入れて CSR を作り直してください。",
    "Make the CSR again without a common name; put the name into the SAN alone.",
);
