//! What bounces and complaints are told apart by: the tags of a letter, in the letters SES allows in a tag.

use procedure::notice::Recipient;

/// Tag of the order's id.
pub(super) const ORDER: &str = "certflow-order";
/// Tag of the letter's code.
pub(super) const NOTICE: &str = "certflow-notice";
/// Tag of whose letter it is.
pub(super) const TO: &str = "certflow-to";

/// `text` in ASCII letters, digits and hyphens; every other byte as `_` and two hexadecimal digits.
pub(super) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut tag, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            tag.push(char::from(byte));
        } else {
            tag.push_str(&format!("_{byte:02X}"));
        }
        tag
    })
}

/// What [`encode`] was given, or `None` for a text it did not make.
pub(super) fn decode(tag: &str) -> Option<String> {
    let mut parts = tag.split('_');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

pub(super) const fn recipient(to: Recipient) -> &'static str {
    match to {
        Recipient::Notification => "notification",
        Recipient::ResponsiblePerson => "responsible-person",
    }
}

pub(super) fn recipient_of(tag: &str) -> Option<Recipient> {
    [Recipient::Notification, Recipient::ResponsiblePerson].into_iter().find(|to| recipient(*to) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_holds_any_id_and_gives_it_back() {
        for text in ["CF-9RJZ-NWDN-X4V4", "application_received", "a/b:c+d@e~f", "", "_"] {
            let tag = encode(text);
            assert!(tag.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{tag}");
            assert_eq!(decode(&tag).as_deref(), Some(text));
        }
        for foreign in ["a_", "a_0", "a_zz", "_C3"] {
            assert_eq!(decode(foreign), None, "{foreign}");
        }
    }
}
