//! What the receiving side knows of a mail that the mail itself cannot say.

use std::fmt;

use procedure::Finding;
use procedure::contact::Email;

use super::header::Section;
use super::results::Results;
use super::{MAX_MAIL, ReadMail, finding};

/// The header fields that SES puts on top of a mail it stores, in its order. A field out of order is the sender's.
const SES_FIELDS: [&str; 6] = [
    "Return-Path",
    "Received",
    "X-SES-Spam-Verdict",
    "X-SES-Virus-Verdict",
    "Received-SPF",
    "Authentication-Results",
];

/// How a mail came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The envelope recipients (SMTP `RCPT TO`; `receipt.recipients` of SES). Personal data.
    pub recipients: Vec<String>,
    /// Who vouches for the mail.
    pub arrival: Arrival,
}

/// Who vouches for a mail.
#[derive(Clone, PartialEq, Eq)]
pub enum Arrival {
    /// Amazon SES received it and examined it.
    Ses {
        /// What SES found.
        verdicts: Verdicts,
        /// The value of the `Authentication-Results` field that SES itself wrote, folded as it is stored: the first in
        /// the mail. All others are anybody's.
        results: Option<String>,
    },
    /// Staff entered it from a mailbox they trust; their word stands for SES's verdicts, and is recorded as such.
    Staff,
}

/// The verdicts of SES. What is missing counts as [`Verdict::ProcessingFailed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdicts {
    /// `spamVerdict`.
    pub spam: Verdict,
    /// `virusVerdict`.
    pub virus: Verdict,
    /// `spfVerdict`; alone it proves nothing, because forwarding breaks it and any domain passes its own.
    pub spf: Verdict,
    /// `dkimVerdict`; any domain's signature counts, aligned or not.
    pub dkim: Verdict,
    /// `dmarcVerdict`.
    pub dmarc: Verdict,
}

/// One verdict of SES.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// Nothing to check against: no signature, no policy.
    Gray,
    /// SES could not tell, or said nothing.
    #[default]
    ProcessingFailed,
}

impl Verdict {
    /// The verdict with this `status`: `PASS`, `FAIL`, `GRAY`; anything else is [`Verdict::ProcessingFailed`].
    pub fn of_status(status: &str) -> Self {
        match status {
            "PASS" => Verdict::Pass,
            "FAIL" => Verdict::Fail,
            "GRAY" => Verdict::Gray,
            _ => Verdict::ProcessingFailed,
        }
    }
}

impl Receipt {
    /// The receipt of a mail as SES stored it, from the header fields SES put on top of it. Only for bytes that SES
    /// wrote; of anything else the sender wrote the top as well.
    ///
    /// Without SES's spam and virus headers (its scan is off) those verdicts fail closed.
    ///
    /// # Errors
    /// `mail.too_large`, `mail.unreadable`, `mail.header_too_large`.
    pub fn of_stored(raw: &[u8], recipients: Vec<String>) -> Result<Self, Finding> {
        if raw.len() > MAX_MAIL {
            return Err(finding::too_large());
        }
        Ok(Self::of_section(&Section::read(raw)?, recipients))
    }

    pub(super) fn of_section(section: &Section<'_>, recipients: Vec<String>) -> Self {
        let value = |wanted| ses_field(section, wanted).map(|raw| String::from_utf8_lossy(raw.trim_ascii()));
        let status = |wanted| value(wanted).map_or(Verdict::default(), |status| Verdict::of_status(&status));
        let results = value("Authentication-Results").map(std::borrow::Cow::into_owned);
        let read = results.as_deref().and_then(Results::read);
        let verdicts = Verdicts {
            spam: status("X-SES-Spam-Verdict"),
            virus: status("X-SES-Virus-Verdict"),
            spf: read.as_ref().map_or(Verdict::default(), |results| results.verdict("spf")),
            dkim: read.as_ref().map_or(Verdict::default(), |results| results.verdict("dkim")),
            dmarc: read.as_ref().map_or(Verdict::default(), |results| results.verdict("dmarc")),
        };
        Self { recipients, arrival: Arrival::Ses { verdicts, results } }
    }

    /// The receipt of a mail that staff entered. A file has no envelope, so that its To and Cc stand for it.
    pub fn by_staff(mail: &ReadMail) -> Self {
        let recipients = mail.recipients().iter().map(Email::expose).collect();
        Self { recipients, arrival: Arrival::Staff }
    }
}

/// The envelope's recipient of a mail as SES stored it, from the `Received` field that SES wrote: ` for <address>;` on a
/// line of its own. The client's HELO stands in that field too, and may read the same, but holds no line break. Personal
/// data.
pub fn recipient(raw: &[u8]) -> Option<String> {
    let section = Section::read(raw.get(..MAX_MAIL).unwrap_or(raw)).ok()?;
    let received = std::str::from_utf8(ses_field(&section, "Received")?).ok()?;
    let mut lines = received.lines().skip(1).filter_map(|line| line.trim().strip_prefix("for "));
    let (Some(line), None) = (lines.next(), lines.next()) else { return None };
    let address = line.split_once(';').map_or(line, |(address, _)| address).trim();
    let address = address.strip_prefix('<').and_then(|address| address.strip_suffix('>')).unwrap_or(address);
    let plain =
        !address.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\\' | '(' | ')' | '<' | '>'));
    (plain && address.contains('@')).then(|| address.to_owned())
}

/// The value of a field of SES's own block: unbroken from the top, each field once and in order.
fn ses_field<'a>(section: &Section<'a>, wanted: &str) -> Option<&'a [u8]> {
    let mut next = 0;
    for (name, value) in section.each() {
        let rank = SES_FIELDS.iter().position(|field| name.eq_ignore_ascii_case(field))?;
        if rank < next {
            return None;
        }
        next = rank + 1;
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
    None
}

impl fmt::Debug for Receipt {
    /// Leaves out the recipients.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("arrival", &self.arrival).finish_non_exhaustive()
    }
}

impl fmt::Debug for Arrival {
    /// Leaves out the results line, which names the envelope's sender.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arrival::Ses { verdicts, .. } => {
                f.debug_struct("Ses").field("verdicts", verdicts).finish_non_exhaustive()
            }
            Arrival::Staff => f.write_str("Staff"),
        }
    }
}
