//! `DKIM-Signature` fields (RFC 6376 §3.5): who signed, and what. Whether a signature holds, SES says.

use procedure::name::DnsName;

use super::header::Section;

/// Fields that rules 2, 4 and 5 go by. What the vendor did not sign, whoever passes its mail on may have written.
const COVERED: [&str; 3] = ["from", "to", "subject"];
/// Most fields that are read.
const MAX_FIELDS: usize = 20;
/// Longest field that is read, in bytes.
const MAX_FIELD: usize = 8 * 1_024;

/// The signatures of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signatures {
    fields: Vec<Signature>,
    /// Whether each could be read.
    complete: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    signer: DnsName,
    /// Whether it covers [`COVERED`] and the whole body.
    whole: bool,
}

impl Signatures {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let mut values = section.all("DKIM-Signature").map(|field| section.raw_value(field));
        let read: Vec<Option<Signature>> = values.by_ref().take(MAX_FIELDS).map(signature).collect();
        let complete = values.next().is_none() && read.iter().all(Option::is_some);
        Self { fields: read.into_iter().flatten().collect(), complete }
    }

    /// Whether a domain that `aligned` accepts signed, and each time it did, From, To, Subject and the whole body.
    ///
    /// Each time: SES names the domain of a signature that holds, not which of several fields it is.
    pub(super) fn cover_all(&self, aligned: impl Fn(&DnsName) -> bool) -> bool {
        let mut own = self.fields.iter().filter(|field| aligned(&field.signer)).peekable();
        self.complete && own.peek().is_some() && own.all(|field| field.whole)
    }
}

/// Reads the tags (§3.2); none when the field is too long, or a tag that counts is missing or comes twice.
fn signature(raw: &[u8]) -> Option<Signature> {
    let text = std::str::from_utf8(raw).ok().filter(|text| text.len() <= MAX_FIELD)?;
    let (mut signer, mut covered, mut length) = (None, None, None);
    for tag in text.split(';').filter(|tag| !tag.trim().is_empty()) {
        let (name, value) = tag.split_once('=')?;
        let slot = match name.trim() {
            "d" => &mut signer,
            "h" => &mut covered,
            "l" => &mut length,
            _ => continue,
        };
        if slot.replace(value.trim()).is_some() {
            return None;
        }
    }
    let covered: Vec<&str> = covered?.split(':').map(str::trim).collect();
    let covers = |field: &&str| covered.iter().any(|name| name.eq_ignore_ascii_case(field));
    Some(Signature { signer: signer?.parse().ok()?, whole: length.is_none() && COVERED.iter().all(covers) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(fields: &[&str]) -> bool {
        let head: String = fields.iter().map(|field| format!("DKIM-Signature: {field}\r\n")).collect();
        let raw = format!("{head}From: a@example.com\r\n\r\nbody");
        let vendor: DnsName = "example.com".parse().unwrap();
        Signatures::read(&Section::read(raw.as_bytes()).unwrap()).cover_all(|signer| *signer == vendor)
    }

    /// R25, R31: From, To, Subject and the whole body, signed by the vendor, each time it signed; a signature that nobody
    /// can read makes all of them worthless.
    #[test]
    fn what_a_signature_covers() {
        let own =
            "v=1; a=rsa-sha256; d=Example.COM; s=s1;\r\n h=From : to:Date:\r\n\tSubject; bh=a; b=Zm9v\r\n =";
        let other = own.replace("Example.COM", "mail.example.net");
        assert!(covered(&[own]) && covered(&[own, own]) && covered(&[&other, own]));
        let bare = own.replace("to:", "");
        let long = own.replace("bh=a", &format!("bh={}", "a".repeat(MAX_FIELD)));
        let without = |what: &str, with: &str| own.replace(what, with);
        for fields in [
            vec![],
            vec![other.as_str()],
            vec![&bare],
            vec![own, &bare],
            vec![&without("From :", "")],
            vec![&without("Subject", "X-Subject")],
            vec![&without("bh=a", "l=100")],
            vec![&without("s=s1", "d=example.net")],
            vec![&without("s=s1", "h=from")],
            vec![&without("d=", "x=")],
            vec![own, "v=1; d=example.net"],
            vec![own, "nothing"],
            vec![own, &long],
            vec![own; MAX_FIELDS + 1],
        ] {
            assert!(!covered(&fields), "{fields:?}");
        }
    }
}
