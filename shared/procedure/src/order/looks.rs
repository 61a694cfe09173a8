//! What a vendor's mail is known by among others: the vendor's own words and addresses, and nothing personal (R38).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::DnsName;

/// Longest subject that is kept, in characters.
const MAX_SUBJECT: usize = 200;
/// Longest sender that is kept, in characters (RFC 5321 §4.5.3.1).
const MAX_SENDER: usize = 254;

/// An approval mail as it stands in a mailbox: never its link, nor anything of its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MailLooks {
    /// The name its subject asks about, which need not be the one applied for (A7).
    pub name: DnsName,
    /// Who sent it: one of the senders of the vendor's profile.
    pub sender: String,
    /// Its subject, as far as it holds nothing that lets anybody approve.
    pub subject: String,
}

impl MailLooks {
    /// What a mail with this `sender` and `subject`, in which links and tokens were made unreadable, looks like.
    pub fn new(name: DnsName, sender: &str, subject: &str) -> Self {
        let subject: String = subject.chars().filter(|c| !is_invisible(*c)).collect();
        let mut subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = subject.char_indices().nth(MAX_SUBJECT) {
            subject.truncate(cut);
            subject.push('…');
        }
        Self { name, sender: sender.chars().take(MAX_SENDER).collect(), subject }
    }
}

/// Whether `c` shows nothing and can only change how its neighbours read (controls, directions, joiners).
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R38: a subject is kept on one line, without what cannot be seen, and not without end.
    #[test]
    fn a_subject_is_one_short_line() {
        let name: DnsName = "example.jp".parse().unwrap();
        let looks = |subject: &str| MailLooks::new(name.clone(), "a@example.com", subject).subject;
        assert_eq!(looks(" [Domain Approval]\r\n\texample.jp\u{202e}\u{0} "), "[Domain Approval] example.jp");
        let long = looks(&"名".repeat(300));
        assert_eq!((long.chars().count(), long.ends_with("名…")), (201, true));
    }
}
