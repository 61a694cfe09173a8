//! Rule 3: whether the From domain is proven (RFC 7489; `mail-and-privacy.md`).

use procedure::name::DnsName;

use super::receipt::{Verdict, Verdicts};
use super::results::Results;
use super::signature::Signatures;

/// Whether SES proved that `from` sent the mail, by the results line that SES itself wrote.
///
/// DMARC passed for this very domain: whoever reads another From than SES did would otherwise believe a stranger. Or the
/// domain publishes no policy (`GRAY`), and a DKIM signature that holds is its own. SPF never counts.
pub(super) fn proven(from: &DnsName, verdicts: &Verdicts, line: Option<&str>) -> bool {
    let Some(results) = line.and_then(Results::read) else { return false };
    match verdicts.dmarc {
        Verdict::Pass => results.dmarc_passes_for(from),
        Verdict::Gray => {
            verdicts.dkim != Verdict::Fail
                && results.verdict("dmarc") == Verdict::Gray
                && results.dkim_passes_for(|signer| is_aligned(signer, from))
        }
        Verdict::Fail | Verdict::ProcessingFailed => false,
    }
}

/// Whether `from` itself signed what the rules go by, and SES found that it holds. A copy needs it: how it came, and so
/// SPF, says nothing of the vendor any more, and nor does the envelope say where the vendor sent it.
pub(super) fn signed(from: &DnsName, line: Option<&str>, signatures: &Signatures) -> bool {
    let aligned = |signer: &DnsName| is_aligned(signer, from);
    line.and_then(Results::read).is_some_and(|results| results.dkim_passes_for(aligned))
        && signatures.cover_all(aligned)
}

/// Relaxed alignment: both have the same organisational domain (RFC 7489 §3.1.1).
fn is_aligned(signer: &DnsName, from: &DnsName) -> bool {
    signer.base_domain().is_some_and(|base| from.base_domain() == Some(base))
}
