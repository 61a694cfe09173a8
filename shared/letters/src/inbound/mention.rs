//! Whether a mail says one of some words anywhere: for the mails that have to go with an order (R41, R90).

use super::encoded_word;
use super::header::Section;
use super::html;
use super::part::Body;
use super::subject::normalised;

/// Whether one of `words` stands in a mail: in a field of its header or in a text of its body, decoded, after NFKC and
/// in whatever letter case; not as a part of a longer word of ASCII letters and digits. A mail that cannot be read whole
/// counts as one that does, as nobody can say that it does not.
pub fn mentions(raw: &[u8], words: &[String]) -> bool {
    let Ok(section) = Section::read(raw) else { return true };
    let body = Body::read(&section);
    if body.unread {
        return true;
    }
    let words: Vec<String> = words.iter().map(|word| normalised(word).to_lowercase()).collect();
    // As it was sent, too: the headers of attached messages.
    let sent = std::iter::once(String::from_utf8_lossy(raw).into_owned());
    let fields = section.each().map(|(_, value)| encoded_word::decode(value));
    let shown = body.html.iter().map(|page| html::text(page));
    sent.chain(fields).chain(shown).chain(body.plain.iter().cloned()).chain(body.html.iter().cloned()).any(
        |text| {
            let text = normalised(&text).to_lowercase();
            words.iter().any(|word| stands_in(word, &text))
        },
    )
}

fn stands_in(word: &str, text: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !word.is_empty()
        && text.match_indices(word).any(|(at, found)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|text| text.chars().next());
            !joins(before) && !joins(after)
        })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn said(raw: &[u8]) -> bool {
        let words = ["www.example.jp", "日本語.jp", "xn--wgv71a119e.jp", "12345678"].map(str::to_owned);
        mentions(raw, &words)
    }

    /// R41, R90: a name or number is found in every encoding a Japanese mail comes in, in header and body.
    #[test]
    fn found_however_it_is_encoded() {
        let base64 = |text: &[u8]| STANDARD.encode(text);
        let (jis, _, _) = encoding_rs::ISO_2022_JP.encode("日本語．ｊｐ のドメイン名使用権確認");
        for mail in [
            b"Subject: Order 12345678\r\n\r\nx".to_vec(),
            "Subject: x\r\n\r\nお申込み(１２３４５６７８)のご連絡".as_bytes().to_vec(),
            b"To: <postmaster@WWW.Example.JP>\r\n\r\nx".to_vec(),
            format!("Subject: =?UTF-8?B?{}?=\r\n\r\nx", base64("日本語.jp 様".as_bytes())).into_bytes(),
            format!(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                base64(b"about www.example.jp")
            )
            .into_bytes(),
            b"Content-Transfer-Encoding: quoted-printable\r\n\r\nwww.exam=\r\nple.jp".to_vec(),
            [&b"Content-Type: text/plain; charset=ISO-2022-JP\r\n\r\n"[..], &jis].concat(),
            b"Content-Type: text/html\r\n\r\n<p>www<b></b>.example&#46;jp xn--wgv71a119e.jp".to_vec(),
            b"Content-Type: message/rfc822\r\n\r\nSubject: 12345678\r\n\r\nx".to_vec(),
            // Nobody can say what it is about.
            b"no mail".to_vec(),
        ] {
            assert!(said(&mail), "{}", String::from_utf8_lossy(&mail));
        }
    }

    /// R41: mails about others stay.
    #[test]
    fn not_found_in_what_is_about_others() {
        for mail in [
            "Subject: Order 123456789\r\n\r\nnotwww.example.jp www.example.jp2 0123456780",
            "Subject: example.jp\r\n\r\nwww.example.com",
            "Content-Transfer-Encoding: base64\r\n\r\nb3RoZXI=",
        ] {
            assert!(!said(mail.as_bytes()), "{mail}");
        }
    }
}
