//! PEM (RFC 7468) as people paste it: with CRLF, indents, blank lines, text around, or without its BEGIN line.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::{Finding, Party, Text};

/// What a text is expected to hold, and its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One certificate signing request, at most 16 KiB.
    Csr,
    /// Certificates, at most 10 and 64 KiB.
    Chain,
}

/// The DER of every block of `text`, in their order; at least one.
///
/// # Errors
/// One finding: `private_key` before anything else, then `empty`, `too_large`, `count`, `not_pem`, `wrong_block`,
/// each with the prefix `csr.` or `certificate.`.
pub(super) fn blocks(text: &str, kind: Kind) -> Result<Vec<Vec<u8>>, Finding> {
    if has_private_key_label(text) {
        return Err(kind.private_key());
    }
    if text.trim().is_empty() {
        return Err(kind.empty());
    }
    if text.len() > kind.max_bytes() {
        return Err(kind.too_large());
    }
    let text = tidy(text);
    let begins = text.matches("-----BEGIN ").count();
    let ders = match begins {
        0 => vec![bare_base64(&text).ok_or_else(|| kind.not_pem())?],
        n if n > kind.max_blocks() => return Err(kind.count()),
        n => {
            let blocks = ::pem::parse_many(text.as_bytes()).map_err(|_| kind.not_pem())?;
            // The parser drops a block that has no END line without a word.
            if blocks.len() != n {
                return Err(kind.not_pem());
            }
            if blocks.iter().any(|block| !kind.labels().contains(&block.tag())) {
                return Err(kind.wrong_block());
            }
            blocks.into_iter().map(::pem::Pem::into_contents).collect()
        }
    };
    if ders.iter().any(|der| is_private_key(der)) {
        return Err(kind.private_key());
    }
    Ok(ders)
}

/// `der` as PEM: lines of 64 characters that end in LF.
pub(super) fn encode(label: &str, der: &[u8]) -> String {
    let config = ::pem::EncodeConfig::new().set_line_ending(::pem::LineEnding::LF);
    ::pem::encode_config(&::pem::Pem::new(label, der), config)
}

fn has_private_key_label(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    // Word processors turn the hyphens into dashes, so BEGIN or END on the line is enough.
    let labelled =
        |line: &str| line.contains("PRIVATE KEY") && (line.contains("BEGIN") || line.contains("END"));
    text.contains("PRIVATE KEY-") || text.contains("PUTTY-USER-KEY-FILE") || text.lines().any(labelled)
}

/// PKCS#1, PKCS#8, SEC 1 and PKCS#12 open with SEQUENCE { INTEGER version; CSRs and certificates with
/// SEQUENCE { SEQUENCE.
fn is_private_key(der: &[u8]) -> bool {
    let header = match der {
        [0x30, length, ..] if *length < 0x80 => 2,
        [0x30, length, ..] => 2 + usize::from(length & 0x7f),
        _ => return false,
    };
    der.get(header) == Some(&0x02)
}

fn tidy(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn bare_base64(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(digits).ok().filter(|der| der.first() == Some(&0x30))
}

impl Kind {
    const fn max_bytes(self) -> usize {
        match self {
            Kind::Csr => 16 * 1024,
            Kind::Chain => 64 * 1024,
        }
    }

    const fn max_blocks(self) -> usize {
        match self {
            Kind::Csr => 1,
            Kind::Chain => 10,
        }
    }

    /// RFC 7468 sections 5 and 7, with the older names that parsers should also take.
    const fn labels(self) -> &'static [&'static str] {
        match self {
            Kind::Csr => &["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"],
            Kind::Chain => &["CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE"],
        }
    }

    fn pick<T>(self, csr: T, chain: T) -> T {
        match self {
            Kind::Csr => csr,
            Kind::Chain => chain,
        }
    }

    fn stop(self, codes: [&'static str; 2], rule: &'static str, message: Text, remedy: Text) -> Finding {
        let code = self.pick(codes[0], codes[1]);
        Finding::stop(code, self.pick("csr", "certificate"), rule, message, remedy)
            .owed_by(self.pick(Party::Customer, Party::Provider))
    }

    /// What to hand in instead.
    fn resend(self) -> Text {
        self.pick(
            Text::fixed(
                    "「-----BEGIN CERTIFICATE REQUEST-----」から「-----END CERTIFICATE REQUEST-----」までを、1 件だけ貼り付けてください。",
                    "Paste exactly one block from -----BEGIN CERTIFICATE REQUEST----- to -----END CERTIFICATE REQUEST-----.",
                ),
            Text::fixed(
                    "サーバー証明書、中間証明書の順に PEM 形式で 10 件までを指定してください。",
                    "Give at most 10 PEM certificates: the server certificate first, then the intermediates.",
                ),
        )
    }

    fn private_key(self) -> Finding {
        self.stop(
            ["csr.private_key", "certificate.private_key"],
            "BR 6.1.2",
            Text::fixed(
                "秘密鍵が含まれています。秘密鍵は、誰にも送ってはいけません。受け付けず、保存もしていません。",
                "This holds a PRIVATE KEY. A private key must never be sent to anyone. It was refused and not kept.",
            ),
            Text::fixed(
                "この鍵は漏えいしたものとして使用をやめてください。新しい鍵を作り、その鍵の CSR だけを送ってください。この鍵の証明書が発行済みであれば、失効を申請してください。",
                "Treat this key as compromised and stop using it. Make a new key and send only its CSR. If a certificate was issued for this key, ask for its revocation.",
            ),
        )
    }

    fn empty(self) -> Finding {
        let message = Text::fixed("内容が空です。", "This is empty.");
        self.stop(["csr.empty", "certificate.empty"], "A28", message, self.resend())
    }

    fn too_large(self) -> Finding {
        let message = self.pick(
            Text::fixed("CSR が 16 KiB を超えています。", "The CSR is larger than 16 KiB."),
            Text::fixed("証明書が 64 KiB を超えています。", "The certificates are larger than 64 KiB."),
        );
        self.stop(["csr.too_large", "certificate.too_large"], "A28", message, self.resend())
    }

    fn count(self) -> Finding {
        let message = self.pick(
            Text::fixed("PEM ブロックが 2 件以上あります。", "There is more than one PEM block."),
            Text::fixed("証明書が 10 件を超えています。", "There are more than 10 certificates."),
        );
        self.stop(["csr.count", "certificate.count"], "A28", message, self.resend())
    }

    fn not_pem(self) -> Finding {
        let message = Text::fixed(
            "PEM 形式として読み取れません。途中で切れているか、文字が変わっている可能性があります。",
            "This cannot be read as PEM; it may be cut off or altered.",
        );
        self.stop(["csr.not_pem", "certificate.not_pem"], "RFC 7468", message, self.resend())
    }

    fn wrong_block(self) -> Finding {
        let message = self.pick(
            Text::fixed(
                "CSR ではない PEM ブロックです(証明書など)。",
                "This PEM block is not a CSR (a certificate, for example).",
            ),
            Text::fixed(
                "証明書ではない PEM ブロックが含まれています(PKCS#7 など)。",
                "One of the PEM blocks is not a certificate (PKCS#7, for example).",
            ),
        );
        self.stop(["csr.wrong_block", "certificate.wrong_block"], "RFC 7468", message, self.resend())
    }
}
