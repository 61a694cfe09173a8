//! The vendor's own words, made fit for logs.
//!
//! A refusal may quote what it refuses: an address, a name, a number. Dropping the sentence would leave staff
//! with a bare code, so words are kept only when they are plainly vocabulary, and all others become `…`.

/// Longest sentence kept, in characters.
const MAX_MESSAGE: usize = 200;
/// Longest code kept, in characters.
const MAX_CODE: usize = 96;

/// Words that may begin a sentence with a capital letter, or are names of things rather than of people.
const CAPITALISED: [&str; 38] = [
    "A",
    "An",
    "API",
    "CAA",
    "CN",
    "CSR",
    "CT",
    "Cannot",
    "CertCentral",
    "Certificate",
    "Could",
    "DCV",
    "DNS",
    "DigiCert",
    "Domain",
    "EV",
    "FQDN",
    "HTTP",
    "ID",
    "Invalid",
    "JSON",
    "Missing",
    "No",
    "OV",
    "Only",
    "Order",
    "Organization",
    "Please",
    "Product",
    "Request",
    "SAN",
    "Service",
    "TLS",
    "TXT",
    "The",
    "This",
    "Unable",
    "You",
];

/// The sentence with each doubtful word, and each run of them, replaced by `…`: quoted text, words with a capital
/// letter that are not vocabulary, digits, `@`, and everything outside ASCII. Lower-case words stay, and so do
/// field names and domain names, which may be shown.
pub(super) fn message(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for word in text.chars().take(4 * MAX_MESSAGE).collect::<String>().split_whitespace() {
        let quoted = is_quoted(word, &mut open);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let kept = if !quoted && harmless(bare) { word } else { "…" };
        if kept == "…" && out.ends_with('…') {
            continue;
        }
        if out.chars().count() + kept.chars().count() >= MAX_MESSAGE {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(kept);
    }
    out
}

/// Whether the word stands in quotation marks; `open` carries from word to word. A single mark counts only at a
/// word's edge: `domain's` is no quotation.
fn is_quoted(word: &str, open: &mut bool) -> bool {
    const DOUBLE: [char; 6] = ['"', '“', '”', '`', '<', '>'];
    let edge = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '\'');
    let (starts, ends) = (edge.starts_with(['\'', '‘']), edge.ends_with(['\'', '’']));
    let doubles = word.chars().filter(|c| DOUBLE.contains(c)).count();
    let quoted = *open || starts || doubles > 0;
    *open = match (starts, ends) {
        (true, false) => true,
        (_, true) => false,
        (false, false) => *open ^ (doubles % 2 == 1),
    };
    quoted
}

fn harmless(word: &str) -> bool {
    let lower = |b: u8| b.is_ascii_lowercase() || matches!(b, b'_' | b'.' | b'-' | b'\'' | b'|');
    CAPITALISED.contains(&word) || word.bytes().all(lower)
}

/// The code reduced to segments of letters, digits, `_`, `.`, `:` and `-`; a segment with anything else, such as an
/// address, becomes `…`. Segments are separated by `|`, as in `not_found|order`.
pub(super) fn code(text: &str) -> String {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-');
    let segment = |s: &str| if s.bytes().all(allowed) { s.to_owned() } else { "…".to_owned() };
    text.split('|').map(segment).collect::<Vec<_>>().join("|").chars().take(MAX_CODE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabulary_stays() {
        let text = "Could not find a valid TXT record for one or more domains.";
        assert_eq!(message(text), text);
        assert_eq!(
            message("Invalid value for certificate.dns_names"),
            "Invalid value for certificate.dns_names"
        );
    }

    /// R90: an error never names a person.
    #[test]
    fn what_may_name_a_person_is_masked() {
        for (text, masked) in [
            ("The user Taro Yamada is not a verified contact", "The user … is not a verified contact"),
            ("The email taro@example.jp is not valid", "The email … is not valid"),
            ("The value \"yamada taro\" is too long", "The value … is too long"),
            (
                "The name 'yamada taro', again, is in the domain's record",
                "The name … again, is in the domain's record",
            ),
            ("The link https://vendor.example/approve is void", "The link … is void"),
            ("The link vendor.example/approve is void", "The link … is void"),
            ("The contact <yamada> is unknown", "The contact … is unknown"),
            ("The telephone 03-1234-5678 is invalid", "The telephone … is invalid"),
            ("組織名 株式会社例 is invalid", "… is invalid"),
            ("Yamada is unknown", "… is unknown"),
            ("", ""),
        ] {
            assert_eq!(message(text), masked);
        }
    }

    #[test]
    fn length_is_bounded() {
        assert!(message(&"word ".repeat(10_000)).chars().count() <= MAX_MESSAGE);
        assert!(code(&"x|".repeat(10_000)).chars().count() <= MAX_CODE);
    }

    #[test]
    fn a_code_keeps_its_segments_and_loses_values() {
        assert_eq!(code("not_found|order"), "not_found|order");
        assert_eq!(code("caa_check_failed|www.example.jp"), "caa_check_failed|www.example.jp");
        assert_eq!(code("invalid_email|taro@example.jp"), "invalid_email|…");
    }
}
