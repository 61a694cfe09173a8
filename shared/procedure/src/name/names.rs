//! The names of one certificate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CertificateName;
use crate::{Finding, Refusal, Severity, Text, Validation};

/// Most names in one order; certflow's own limit (A27).
pub const MAX_NAMES: usize = 50;

/// Longest common name, in characters (X.520 ub-common-name, BR 7.1.4).
pub const MAX_COMMON_NAME: usize = 64;

/// The names of one certificate, 1 to 50, each once; the first is the main one (A27).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<CertificateName>", into = "Vec<CertificateName>")]
#[schemars(with = "Vec<CertificateName>", extend("minItems" = 1, "maxItems" = MAX_NAMES, "uniqueItems" = true))]
pub struct Names(Vec<CertificateName>);

impl Names {
    /// Reads every text, the main name first.
    ///
    /// # Errors
    /// Every finding at once, on the fields `names[0]`, `names[1]` …; `names.count` and `names.duplicate` on
    /// `names`. At most 50 texts are read.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Refusal> {
        let mut names = Vec::new();
        let mut findings = Vec::new();
        for (n, text) in texts.into_iter().enumerate() {
            if n == MAX_NAMES {
                return Err(count().into());
            }
            match text.parse() {
                Ok(name) => names.push(name),
                Err(finding) => findings.push(Finding { field: field(n), ..finding }),
            }
        }
        match Refusal::of(findings) {
            Ok(refusal) => Err(refusal),
            Err(_) => Ok(Self::try_from(names)?),
        }
    }

    /// The main name; the common name when there is one.
    pub fn first(&self) -> &CertificateName {
        // The only constructor refuses an empty list.
        &self.0[0]
    }

    /// The common name (コモンネーム): the first name, or none when it is longer than 64 characters; the
    /// certificate then carries the name in its SAN alone (BR 7.1.4).
    pub fn common_name(&self) -> Option<&CertificateName> {
        Some(self.first()).filter(|name| name.char_len() <= MAX_COMMON_NAME)
    }

    /// Every name, the main one first.
    pub fn iter(&self) -> std::slice::Iter<'_, CertificateName> {
        self.0.iter()
    }

    /// How many names; 1 to 50.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether `name` is one of them.
    pub fn contains(&self, name: &CertificateName) -> bool {
        self.0.contains(name)
    }

    /// What keeps these names from being ordered today: each name's own reason, and wildcards in EV (A27,
    /// EVG 7.1.2.1, 7.1.4.2.2); and a note when the certificate will have no common name.
    pub fn check(&self, validation: Validation) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.iter().enumerate().filter_map(|(n, name)| name.check(field(n))).collect();
        if validation == Validation::Ev {
            findings.extend(
                self.iter().enumerate().filter(|(_, name)| name.is_wildcard()).map(|(n, _)| ev_wildcard(n)),
            );
        }
        if self.common_name().is_none() {
            findings.push(no_common_name());
        }
        findings
    }
}

impl TryFrom<Vec<CertificateName>> for Names {
    type Error = Finding;

    fn try_from(names: Vec<CertificateName>) -> Result<Self, Finding> {
        if !(1..=MAX_NAMES).contains(&names.len()) {
            return Err(count());
        }
        let repeated = (1..names.len()).find(|&n| names[..n].contains(&names[n]));
        repeated.map_or(Ok(Self(names)), |n| Err(duplicate(n)))
    }
}

impl From<Names> for Vec<CertificateName> {
    fn from(names: Names) -> Self {
        names.0
    }
}

impl<'a> IntoIterator for &'a Names {
    type Item = &'a CertificateName;
    type IntoIter = std::slice::Iter<'a, CertificateName>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn field(n: usize) -> std::borrow::Cow<'static, str> {
    format!("names[{n}]").into()
}

fn count() -> Finding {
    Finding::stop(
        "names.count",
        "names",
        "A27",
        Text::fixed("ドメイン名の数が 1〜50 ではありません。", "There are not 1 to 50 names."),
        Text::fixed(
            "1〜50 件のドメイン名を指定してください。超える場合は申請を分けてください。",
            "Give 1 to 50 names; split the application when there are more.",
        ),
    )
}

fn duplicate(n: usize) -> Finding {
    Finding::stop(
        "names.duplicate",
        field(n),
        "A27",
        Text::fixed("同じドメイン名が二度あります。", "This name stands in the list already."),
        Text::fixed("重複を取り除いてください。", "Remove the repetition."),
    )
}

fn ev_wildcard(n: usize) -> Finding {
    Finding::stop(
        "names.ev_wildcard",
        field(n),
        "A27, EVG 7.1.2.1",
        Text::fixed("EV 証明書ではワイルドカードを使えません。", "EV certificates carry no wildcard."),
        Text::fixed(
            "ホスト名を一つずつ指定するか、OV の商品をお選びください。",
            "Name each host, or choose an OV product.",
        ),
    )
}

fn no_common_name() -> Finding {
    let note = Finding::warning(
        "names.no_common_name",
        field(0),
        "BR 7.1.4",
        Text::fixed(
            "64 文字を超えるため、コモンネームなしの証明書になります。",
            "Longer than 64 characters: the certificate will have no common name.",
        ),
        Text::fixed(
            "コモンネームが必要なときは、64 文字以内の名前を先頭にしてください。",
            "If a common name is needed, put a name of at most 64 characters first.",
        ),
    );
    Finding { severity: Severity::Note, ..note }
}
