//! The `Authentication-Results` field (RFC 8601) as Amazon SES writes it: one result a line.
//!
//! ```text
//! Authentication-Results: amazonses.com;
//!  spf=pass (spfCheck: …) client-ip=…; envelope-from=…; helo=…;
//!  dkim=pass header.i=@example.com;
//!  dmarc=pass header.from=example.com;
//! ```
//!
//! The lines are what tells results apart. SES writes the client's HELO and envelope sender into the first one, and
//! either may hold `;`, a bracket or a quote, but no line break. Written otherwise, it has no results.

use procedure::name::DnsName;

use super::receipt::Verdict;

/// Who has to have written it.
const AUTHORITY: &str = "amazonses.com";
/// Longest value that is read, in bytes.
const MAX_VALUE: usize = 16 * 1_024;

/// What one such field says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Results(Vec<Outcome>);

/// One method's result.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    method: String,
    result: String,
    properties: Vec<(String, String)>,
}

impl Results {
    /// Reads the value of a field written by amazonses.com, folded as it was stored; none when somebody else wrote it or
    /// it cannot be read.
    pub(super) fn read(value: &str) -> Option<Self> {
        if value.len() > MAX_VALUE {
            return None;
        }
        let mut lines = value.lines().map(bare);
        // A version may follow the authority (§2.2).
        let authority = lines.next()??;
        if !authority.split(';').next()?.split_whitespace().next()?.eq_ignore_ascii_case(AUTHORITY) {
            return None;
        }
        let lines: Vec<String> = lines.collect::<Option<_>>()?;
        Some(Self(lines.iter().filter_map(|line| outcome(line.split(';').next()?)).collect()))
    }

    /// The verdict on a method; SES writes one line for each signature, and all have to hold.
    pub(super) fn verdict(&self, method: &str) -> Verdict {
        let verdict = |outcome: &Outcome| match outcome.result.as_str() {
            "pass" => Verdict::Pass,
            "fail" | "softfail" | "policy" => Verdict::Fail,
            "none" | "neutral" | "gray" => Verdict::Gray,
            _ => Verdict::ProcessingFailed,
        };
        let mut verdicts = self.0.iter().filter(|outcome| outcome.method == method).map(verdict);
        // SES leaves out `dmarc` when the domain publishes no policy.
        let Some(first) = verdicts.next() else { return Verdict::Gray };
        verdicts.fold(first, |all, one| if all == one { all } else { Verdict::ProcessingFailed })
    }

    /// Whether a DKIM result is a pass of a domain that `aligned` accepts. One suffices (RFC 7489 §3.1.1): a vendor's mail
    /// may also carry the signature of whoever sends for it.
    pub(super) fn dkim_passes_for(&self, aligned: impl Fn(&DnsName) -> bool) -> bool {
        self.0
            .iter()
            .filter(|outcome| outcome.method == "dkim" && outcome.result == "pass")
            .any(|outcome| outcome.signer().is_some_and(|signer| aligned(&signer)))
    }

    /// Whether DMARC has one result, a pass for this very From domain.
    pub(super) fn dmarc_passes_for(&self, from: &DnsName) -> bool {
        let mut dmarc = self.0.iter().filter(|outcome| outcome.method == "dmarc");
        let (Some(only), None) = (dmarc.next(), dmarc.next()) else { return false };
        only.result == "pass"
            && only.property("header.from").is_some_and(|of| of.parse().as_ref() == Ok(from))
    }
}

impl Outcome {
    fn property(&self, name: &str) -> Option<&str> {
        let mut found =
            self.properties.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = found.next()?;
        found.next().is_none().then_some(value)
    }

    /// The signing domain: `header.d`, else the domain of `header.i`, which is the same or below it (RFC 6376 §3.5).
    /// With both, the second has to lie within the first.
    fn signer(&self) -> Option<DnsName> {
        let signer: Option<DnsName> = self.property("header.d").map(str::parse).transpose().ok()?;
        let identity: Option<DnsName> =
            self.property("header.i").map(|i| i.rsplit('@').next().unwrap_or(i).parse()).transpose().ok()?;
        match (signer, identity) {
            (Some(signer), Some(identity)) => identity.is_within(&signer).then_some(signer),
            (signer, identity) => signer.or(identity),
        }
    }
}

/// A clause `method=result property=value …`; none for anything else.
fn outcome(clause: &str) -> Option<Outcome> {
    let mut words = clause.split_whitespace().map(|word| word.split_once('='));
    let (method, result) = words.next()??;
    // A version may follow the method (§2.2).
    let method = method.split('/').next()?.to_ascii_lowercase();
    let properties =
        words.flatten().map(|(key, value)| (key.to_ascii_lowercase(), value.to_owned())).collect();
    Some(Outcome { method, result: result.to_ascii_lowercase(), properties })
}

/// A line without comments, quoted strings emptied; none when one does not end with it. Nothing inside them is a result.
fn bare(value: &str) -> Option<String> {
    let mut bare = String::with_capacity(value.len());
    let (mut quoted, mut depth) = (false, 0_usize);
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted || depth > 0 => drop(chars.next()),
            '"' if depth == 0 => {
                quoted = !quoted;
                bare.push('"');
            }
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.checked_sub(1)?,
            other if !quoted && depth == 0 => bare.push(other),
            _ => {}
        }
    }
    (!quoted && depth == 0).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn methods(lines: &str) -> Option<Vec<String>> {
        let Results(outcomes) = Results::read(&format!("amazonses.com;\r\n {lines}"))?;
        Some(outcomes.into_iter().map(|outcome| format!("{}={}", outcome.method, outcome.result)).collect())
    }

    /// R41: a line is one result; nothing in a comment, in a quoted string or after a `;` is one, however they are nested
    /// and escaped.
    #[test]
    fn comments_quoted_strings_and_lines() {
        for (value, found) in [
            (
                "spf=pass (a (b; dkim=pass) c; dkim=pass) x=y;\r\n dmarc=pass",
                Some(vec!["spf=pass", "dmarc=pass"]),
            ),
            ("spf=pass (a \\) ; dkim=pass) x=y", Some(vec!["spf=pass"])),
            ("spf=pass (a \" b) ;\n\tdmarc=pass;", Some(vec!["spf=pass", "dmarc=pass"])),
            ("spf=pass a=\"x\\\" ; dkim=pass\";\r\n dmarc=pass", Some(vec!["spf=pass", "dmarc=pass"])),
            ("spf=pass a=\"(\";\r\n dmarc=pass b=\")\"", Some(vec!["spf=pass", "dmarc=pass"])),
            ("dkim=(x)pass ;\r\n D/1 = x;\r\n nothing;\r\n =x", Some(vec!["dkim=pass", "=x"])),
            ("spf=pass helo=x;dkim=pass; dmarc=pass", Some(vec!["spf=pass"])),
            ("spf=pass (spfCheck: domain of x); dkim=pass (y) helo=x); dkim=pass (y", None),
            ("", Some(vec![])),
            ("spf=pass (a", None),
            ("spf=pass (a\r\n dkim=pass)", None),
            ("spf=pass ((a)", None),
            ("spf=pass a)", None),
            ("spf=pass \"a", None),
            ("spf=pass \"a\r\n dkim=pass\"", None),
        ] {
            let found = found.map(|found| found.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(methods(value), found, "{value}");
        }
    }

    /// R41: a value of any length that SES may write, and not more.
    #[test]
    fn length() {
        let value = |length: usize| format!("amazonses.com;{}", " ".repeat(length - 14));
        assert!(Results::read(&value(MAX_VALUE)).is_some());
        assert!(Results::read(&value(MAX_VALUE + 1)).is_none());
    }
}
