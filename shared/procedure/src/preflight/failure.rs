//! Questions without an answer, and what that means to the vendor (P2, P4).

use super::Owner;
use super::case::Case;
use super::evidence::{evidence, kind_name};
use super::seen::{Failure, Kind, Observations, Seen};
use crate::{Finding, Party, Severity, Text};

/// Codes of what could not be learnt, by the resolver's fault, the network's or the name servers'.
pub(super) const UNCERTAIN: [&str; 4] = ["dns.failed", "dns.unanswered", "dns.unavailable", NOT_ASKED];

/// The code of what was not asked.
pub(super) const NOT_ASKED: &str = "dns.not_asked";

/// What is to be said of a question that has no answer.
pub(super) fn failed(
    case: &Case<'_>,
    field: String,
    owner: &Owner,
    kind: Kind,
    seen: &Seen,
) -> Option<Finding> {
    let record = kind_name(kind);
    let finding = match seen.failure()? {
        Failure::Bogus => bogus(field, owner, kind).owed_by(case.dns_host()),
        Failure::ServFail | Failure::Refused | Failure::Malformed => Finding::warning(
            "dns.failed",
            field,
            "P2",
            Text::new(
                format!("{owner} の {record} レコードを問い合わせると、エラーが返されます。"),
                format!("Asking for the {record} records of {owner} ends in an error."),
            ),
            Text::fixed(
                "DNS サーバーの状態と委任の設定をご確認ください。ベンダーからも同じ状態に見えると、発行が止まります。",
                "Look after the name servers and the delegation; issuance stops if the vendor sees the same.",
            ),
        )
        .owed_by(case.dns_host()),
        Failure::Timeout | Failure::Unreachable => Finding::warning(
            "dns.unanswered",
            field,
            "P4",
            Text::new(
                format!("{owner} の {record} レコードの問い合わせに、時間内に応答がありません。"),
                format!("No answer in time about the {record} records of {owner}."),
            ),
            Text::fixed(
                "DNS サーバーがすべて稼働し、海外からの問い合わせにも応答するかご確認ください。",
                "See that every name server is up and answers questions from abroad too.",
            ),
        )
        .owed_by(case.dns_host()),
        Failure::NotAsked => not_asked(field, kind),
    };
    Some(finding.with_evidence(evidence(owner, kind, seen)))
}

/// Nothing was asked at all: offline, or no resolver.
pub(super) fn none_asked() -> Finding {
    let finding = Finding::warning(
        "dns.offline",
        "names",
        "P1",
        Text::fixed("DNS の確認は行っていません。", "The DNS was not asked."),
        Text::fixed(
            "申請の前に、DNS の確認を行ってください。",
            "Check the DNS before the application is submitted.",
        ),
    );
    Finding { severity: Severity::Note, ..finding }.owed_by(Party::Provider)
}

/// Our own resolver is at fault: not one question was answered.
pub(super) fn none_answered(resolver: &str) -> Finding {
    let finding = Finding::warning(
        "dns.unavailable",
        "names",
        "P4",
        Text::fixed(
            "DNS リゾルバーが応答しないため、DNS の確認ができませんでした。",
            "The resolver did not answer; the DNS could not be checked.",
        ),
        Text::fixed(
            "リゾルバーの状態を確認し、もう一度確認してください。",
            "Look after the resolver, then check again.",
        ),
    );
    finding.owed_by(Party::Provider).with_evidence(format!("from {resolver}"))
}

/// Where nobody validates, no zone is ever bogus: P2 says nothing. An operator's matter, not an order's.
pub(super) fn unvalidated(seen: &Observations) -> Option<Finding> {
    let (root, kind) = (Owner::root(), Kind::Soa);
    let shown = seen.see(&root, kind);
    if shown.records().is_empty() || seen.iter().any(|(_, seen)| seen.authenticated) {
        return None;
    }
    let finding = Finding::warning(
        "dns.unvalidated",
        "names",
        "P2, BR 3.2.2.8.1",
        Text::fixed(
            "DNS リゾルバーが DNSSEC を検証しないため、DNSSEC の誤りは確認できません。",
            "The resolver does not validate DNSSEC: what is wrong there stays unseen.",
        ),
        Text::fixed("DNSSEC を検証するリゾルバーを指定してください。", "Name a resolver that validates."),
    );
    let note = Finding { severity: Severity::Note, ..finding };
    Some(note.owed_by(Party::Provider).with_evidence(evidence(&root, kind, shown)))
}

fn bogus(field: String, owner: &Owner, kind: Kind) -> Finding {
    // For CAA, and for the TXT record that names the address, the CA must validate; for MX it should.
    let (severity, rule) = match kind {
        Kind::Caa => (Severity::Stop, "P2, BR 3.2.2.8.1"),
        Kind::Txt => (Severity::Stop, "P2, BR 3.2.2.4"),
        Kind::Mx | Kind::Address | Kind::Soa => (Severity::Warning, "P2, BR 3.2.2.4"),
    };
    let record = kind_name(kind);
    let finding = Finding::stop(
        "dns.bogus",
        field,
        rule,
        Text::new(
            format!("{owner} の {record} レコードの DNSSEC 検証が失敗します。"),
            format!("DNSSEC validation of the {record} records of {owner} fails."),
        ),
        Text::fixed(
            "DS レコードと署名(鍵の更新、有効期限)を直してください。DNSSEC を使わない場合は DS レコードを削除してください。",
            "Mend the DS record and the signatures (key rollover, expiry), or remove the DS record if DNSSEC is not used.",
        ),
    );
    Finding { severity, ..finding }
}

fn not_asked(field: String, kind: Kind) -> Finding {
    let rule = match kind {
        Kind::Caa => "P1",
        Kind::Txt => "P4",
        Kind::Mx | Kind::Address => "P3",
        Kind::Soa => "P2",
    };
    let record = kind_name(kind);
    let finding = Finding::warning(
        NOT_ASKED,
        field,
        rule,
        Text::new(
            format!("時間または件数の上限のため、{record} レコードを確認していません。"),
            format!("The {record} records were not asked for: past the limit of time or number."),
        ),
        Text::fixed(
            "名前を減らすか、後でもう一度確認してください。",
            "Check again later, or with fewer names.",
        ),
    );
    Finding { severity: Severity::Note, ..finding }.owed_by(Party::Provider)
}
