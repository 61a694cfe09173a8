//! Parameters that narrow a permission to an account or to validation methods (RFC 8657, BR 4.2.2.1.2).

use super::Set;
use crate::preflight::record::{CaaRecord, CaaValue};
use crate::rules::dcv::EmailMethod;
use crate::{Finding, Severity};

/// How the parameters of one permission fit our order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// They let it pass.
    Passes,
    /// It depends on an account whose URI is not configured.
    Unknown,
    /// They rule it out.
    Excluded,
}

impl Set<'_> {
    /// What is to be said when every permission given to the vendor carries parameters that our order does not meet.
    pub(super) fn excluded(&self, ours: &[&CaaRecord]) -> Option<Finding> {
        let best = ours.iter().map(|caa| self.fit(caa)).min()?;
        let binding = self.case.today() >= self.case.settings.caa_parameters_from;
        let severity = match best {
            Fit::Passes => return None,
            Fit::Excluded if binding && self.case.vendor.caa_verified => Severity::Stop,
            Fit::Excluded | Fit::Unknown => Severity::Warning,
        };
        Some(Finding { severity, ..self.parameters() })
    }

    fn fit(&self, caa: &CaaRecord) -> Fit {
        let CaaValue::Issue { parameters, .. } = &caa.value else { return Fit::Excluded };
        let all = |name: &str| -> Vec<&str> {
            let named = parameters.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            named.map(|(_, value)| value.as_str()).collect()
        };
        self.fit_account(&all("accounturi")).max(self.fit_methods(&all("validationmethods")))
    }

    /// More than one URI matches no account (RFC 8657 §3).
    fn fit_account(&self, uris: &[&str]) -> Fit {
        let known = &self.case.vendor.account_uris;
        match uris {
            [] => Fit::Passes,
            [_] if known.is_empty() => Fit::Unknown,
            [uri] if known.iter().any(|own| own == uri) => Fit::Passes,
            _ => Fit::Excluded,
        }
    }

    /// Mail has no ACME label; the BR give it one, `ca-tbr-` and the number of its section. A second list would leave
    /// open which holds, so it is taken to exclude.
    fn fit_methods(&self, lists: &[&str]) -> Fit {
        let own = label(self.case.method());
        match lists {
            [] => Fit::Passes,
            [list] if list.split(',').any(|label| label.eq_ignore_ascii_case(own)) => Fit::Passes,
            _ => Fit::Excluded,
        }
    }
}

/// The label of a mail method in `validationmethods` (BR 4.2.2.1.2).
pub(super) const fn label(method: EmailMethod) -> &'static str {
    match method {
        EmailMethod::Constructed => "ca-tbr-4",
        EmailMethod::CaaContact => "ca-tbr-13",
        EmailMethod::TxtContact => "ca-tbr-14",
    }
}
