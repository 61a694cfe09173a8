//! Rule 3: whether the From domain is proven (RFC 7489; `mail-and-privacy.md`).

use procedure::name::DnsName;

use super::receipt::{Verdict, Verdicts};
use super::results::Results;

/// Whether SES proved that `from` sent the mail.
///
/// DMARC passed; or the domain publishes no policy (`GRAY`) and every DKIM signature that SES reports is one of its
/// own. SPF never counts. If SES's own results line is known, DMARC must have been evaluated for this very domain:
/// whoever reads another From than SES did would otherwise believe a stranger.
pub(super) fn proven(from: &DnsName, verdicts: &Verdicts, line: Option<&str>) -> bool {
    let results = line.map(Results::read);
    match (verdicts.dmarc, results) {
        (Verdict::Pass, None) => true,
        (Verdict::Pass, Some(Some(results))) => {
            results.dmarc_domains().all(|domain| domain.as_ref() == Some(from))
        }
        (Verdict::Gray, Some(Some(results))) => {
            verdicts.dkim == Verdict::Pass
                && results.verdict("dmarc") == Verdict::Gray
                && results.dkim_passes_for(|signer| is_aligned(signer, from))
        }
        _ => false,
    }
}

/// Relaxed alignment: both have the same organisational domain (RFC 7489 §3.1.1).
fn is_aligned(signer: &DnsName, from: &DnsName) -> bool {
    signer.base_domain().is_some_and(|base| from.base_domain() == Some(base))
}
