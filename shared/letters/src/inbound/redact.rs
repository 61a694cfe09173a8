//! Text of a mail made fit for staff to read.

use procedure::name::DnsName;

use super::scan;

const LINK: &str = "[URL]";
const TOKEN: &str = "[token]";

/// `text` without links and without anything long enough to be a token: an approval link is a bearer credential, and
/// whoever can read it can approve (BR 3.2.2.4.4). Rather too much goes than too little.
#[must_use]
pub fn redact(text: &str) -> String {
    redact_but(text, |_| false)
}

/// The same of a subject that asks about `name`: its labels stay, however long and mixed they are.
pub(super) fn redact_around(subject: &str, name: &DnsName) -> String {
    redact_but(subject, |token| name.labels().any(|label| label.eq_ignore_ascii_case(token)))
}

fn redact_but(text: &str, stays: impl Fn(&str) -> bool) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut kept = 0;
    for range in scan::words(text) {
        let Some(word) = text.get(range.clone()) else { continue };
        redacted.push_str(text.get(kept..range.start).unwrap_or_default());
        kept = range.end;
        if scan::leads_somewhere(word) {
            redacted.push_str(LINK);
            continue;
        }
        let mut from = 0;
        for token in scan::tokens(word) {
            if word.get(token.clone()).is_some_and(&stays) {
                continue;
            }
            redacted.push_str(word.get(from..token.start).unwrap_or_default());
            redacted.push_str(TOKEN);
            from = token.end;
        }
        redacted.push_str(word.get(from..).unwrap_or_default());
    }
    redacted.push_str(text.get(kept..).unwrap_or_default());
    redacted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R22: links and tokens go, whatever surrounds them; the rest stays.
    #[test]
    fn links_and_tokens_go() {
        for (text, expected) in [
            ("下のURL:https://a.example/x?t=1 を開き", "[URL] を開き"),
            ("「https://a.example/承認/x」をクリック", "「[URL]」をクリック"),
            ("<HTTPS://a.example/x>、www.a.example/x。", "<[URL]>、[URL]。"),
            ("next=https%3A%2F%2Fa.example%2Fx", "[URL]"),
            ("a.example?token=abc", "[URL]"),
            ("token: 9f86d081884c7d659a2feaa0c55ad015", "token: [token]"),
            ("id=550e8400-e29b-41d4-a716-446655440000;", "[token];"),
            ("KxqmQvvLwRtYbNcZdPqS", "[token]"),
            ("SureServerSupport", "SureServerSupport"),
            ("Kx8!mQ2vLw7RtY5bNc4Z9d", "Kx8![token]"),
            (
                "[Domain Approval] www.xn--r8jz45g.jp 1234567890",
                "[Domain Approval] www.xn--r8jz45g.jp 1234567890",
            ),
            ("2026/11/24 10:00 digitalcertvalidation.com", "2026/11/24 10:00 digitalcertvalidation.com"),
            ("受付番号 1234567890123456", "受付番号 1234567890123456"),
            ("", ""),
        ] {
            assert_eq!(redact(text), expected, "{text}");
        }
    }

    /// R38: the name a subject asks about can be read, though it is as long and mixed as a token; nothing else can.
    #[test]
    fn the_name_asked_about_stays() {
        let name = "Staging-App-Server-2026.example.jp".parse().unwrap();
        let subject = "[Domain Approval] Staging-App-Server-2026.example.jp 9f86d081884c7d659a2feaa0c55ad015";
        let expected = "[Domain Approval] Staging-App-Server-2026.example.jp [token]";
        assert_eq!(redact_around(subject, &name), expected);
        assert_eq!(redact(subject), "[Domain Approval] [token].example.jp [token]");
    }
}
