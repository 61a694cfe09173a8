//! What is said of a CAA RRset.

use super::Set;
use super::parameters::label;
use crate::preflight::evidence::evidence;
use crate::preflight::seen::Kind;
use crate::{Finding, Severity, Text};

impl Set<'_> {
    /// Nobody who does not know the property may issue (RFC 8659 §4.1, BR 3.2.2.8).
    pub(super) fn critical(&self) -> Finding {
        let owner = self.owner;
        self.finish(Finding::stop(
            "caa.critical",
            self.field.to_owned(),
            "P1, RFC 8659 §4.1, BR 3.2.2.8",
            Text::new(
                format!("{owner} の CAA レコードに、ベンダーが理解しない必須(フラグ 128)の項目があります。"),
                format!("A CAA record of {owner} has a critical property that the vendor does not know."),
            ),
            Text::fixed(
                "そのレコードを削除するか、フラグを 0 にしてください。",
                "Remove that record, or set its flags to 0.",
            ),
        ))
    }

    /// No property names the vendor (RFC 8659 §4.2, §4.3).
    pub(super) fn forbidden(&self, tag: &'static str) -> Finding {
        let (owner, vendor) = (self.owner, self.case.vendor_name());
        let record = self.record_to_add(tag);
        let remedy = match (self.seen.aliases.last(), self.case.vendor.caa_verified) {
            (Some(target), _) => Text::new(
                format!(
                    "{owner} は CNAME で {target} の設定に従います。{target} の管理者に「{record}」の追加を依頼するか、\
                     CNAME をやめてください。"
                ),
                format!(
                    "{owner} is a CNAME and follows {target}. Ask whoever runs {target} to add `{record}`, or \
                     replace the CNAME."
                ),
            ),
            (None, true) => Text::new(
                format!("{owner} に CAA レコード「{record}」を追加してください。"),
                format!("Add the CAA record `{record}` to {owner}"),
            ),
            (None, false) => Text::new(
                format!("ベンダーに値を確認のうえ、{owner} に CAA レコード「{record}」を追加してください。"),
                format!("Ask the vendor for its name, then add a CAA record such as `{record}` to {owner}"),
            ),
        };
        let finding = Finding::stop(
            "caa.forbidden",
            self.field.to_owned(),
            "P1, RFC 8659 §4.2, BR 3.2.2.8",
            Text::new(
                format!("{owner} の CAA レコードが、{}による証明書の発行を許可していません。", vendor.ja),
                format!("The CAA records of {owner} do not let {} issue.", vendor.en),
            ),
            remedy,
        );
        // An identifier that nobody confirmed must not stop an order (U3).
        let severity = if self.case.vendor.caa_verified { Severity::Stop } else { Severity::Warning };
        self.finish(Finding { severity, ..finding })
    }

    /// CAA is there, and what the vendor goes by is not configured.
    pub(super) fn unverified(&self) -> Finding {
        let (owner, vendor) = (self.owner, self.case.vendor_name());
        self.finish(Finding::warning(
            "caa.unverified",
            self.field.to_owned(),
            "P1, BR 3.2.2.8",
            Text::new(
                format!("{owner} に CAA レコードがあり、{} の値が不明なため確認できません。", vendor.ja),
                format!("{owner} has CAA records; whether they let {} issue is not known here.", vendor.en),
            ),
            Text::fixed(
                "許可する値をベンダーにご確認ください。",
                "Ask the vendor which name it wants to be permitted by.",
            ),
        ))
    }

    /// A value outside the grammar forbids everybody (RFC 8659 §4.2).
    pub(super) fn malformed(&self) -> Finding {
        let owner = self.owner;
        self.finish(Finding::warning(
            "caa.malformed",
            self.field.to_owned(),
            "P1, RFC 8659 §4.2",
            Text::new(
                format!(
                    "{owner} の CAA レコードに、書式の正しくない値があります。どの認証局も許可しません。"
                ),
                format!("A CAA record of {owner} has a malformed value; it permits nobody."),
            ),
            Text::fixed(
                "値を「digicert.com」のような認証局の名前だけにしてください。",
                "Make the value the CA's bare name, such as `digicert.com`.",
            ),
        ))
    }

    /// Permitted, but for another account or by other methods (RFC 8657).
    pub(super) fn parameters(&self) -> Finding {
        let owner = self.owner;
        let label = label(self.case.method());
        self.finish(Finding::warning(
            "caa.parameters",
            self.field.to_owned(),
            "P1, RFC 8657, BR 4.2.2.1.2",
            Text::new(
                format!("{owner} の CAA レコードの条件(accounturi、validationmethods)に、この申請が合いません。"),
                format!("The parameters of the CAA records of {owner} do not fit this order."),
            ),
            Text::new(
                format!(
                    "条件のないレコードを追加するか、accounturi をはずし、validationmethods に {label} を加えてください。"
                ),
                format!(
                    "Add a record without parameters, or drop `accounturi` and add {label} to `validationmethods`."
                ),
            ),
        ))
    }

    fn record_to_add(&self, tag: &str) -> String {
        let issuer = self.case.vendor.caa_identifiers.iter().find(|known| !known.starts_with('*'));
        format!("0 {tag} \"{}\"", issuer.map_or("", String::as_str))
    }

    fn finish(&self, finding: Finding) -> Finding {
        finding.owed_by(self.case.dns_host()).with_evidence(evidence(self.owner, Kind::Caa, self.seen))
    }
}
