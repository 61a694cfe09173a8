//! Keys that are publicly known, such as those of Debian's broken generator (CVE-2008-0166; BR 6.1.1.3).

use std::collections::HashSet;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::csr::Csr;
use super::key::{KeyId, Numbers};
use super::strength::NEW_KEY;
use crate::{Finding, Text};

/// Most keys that one list may hold.
const MAX_KEYS: usize = 2_000_000;

/// Publicly known keys. Empty unless lists are given: the complete ones are tens of megabytes and grow.
///
/// Takes the lists of Debian's `openssl-blacklist` and of github.com/CVE-2008-0166/openssl_blocklists as they are:
/// a key a line, either the last 20 hexadecimal digits of the SHA-1 of `Modulus=<upper-case hexadecimal>` and a
/// line feed (RSA), or, as other lists have them, the 64 digits of the SHA-256 of the SubjectPublicKeyInfo (any
/// key; a [`KeyId`]). Empty lines and lines that start with `#` are passed over.
#[derive(Debug, Clone, Default)]
pub struct WeakKeys {
    moduli: HashSet<[u8; 10]>,
    keys: HashSet<[u8; 32]>,
}

impl WeakKeys {
    /// The same lists and the keys of `text`.
    ///
    /// # Errors
    /// `weak_keys.malformed` at the first line that is neither form, with its number; `weak_keys.too_many` beyond
    /// 2,000,000 keys.
    pub fn with_list(mut self, text: &str) -> Result<Self, Finding> {
        for (index, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(modulus) = bytes::<10>(line) {
                self.moduli.insert(modulus);
            } else if let Some(key) = bytes::<32>(line) {
                self.keys.insert(key);
            } else {
                return Err(malformed(index + 1));
            }
            if self.len() > MAX_KEYS {
                return Err(too_many());
            }
        }
        Ok(self)
    }

    /// How many keys are listed.
    pub fn len(&self) -> usize {
        self.moduli.len() + self.keys.len()
    }

    /// Whether no key is listed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The finding `csr.key_known` when the key of `csr` is listed.
    pub fn find(&self, csr: &Csr) -> Option<Finding> {
        self.holds(&csr.key().id, csr.numbers().as_ref()).then(|| {
            Finding::stop(
                "csr.key_known",
                "csr.key",
                "BR 6.1.1.3",
                Text::fixed(
                    "秘密鍵が公に知られている鍵です(Debian の脆弱な鍵など)。",
                    "The private key of this CSR is publicly known (a Debian weak key, for example).",
                ),
                NEW_KEY,
            )
        })
    }

    fn holds(&self, id: &KeyId, numbers: Option<&Numbers>) -> bool {
        if bytes::<32>(id.as_str()).is_some_and(|key| self.keys.contains(&key)) {
            return true;
        }
        match numbers {
            Some(Numbers::Rsa { modulus, .. }) if !self.moduli.is_empty() => {
                let text = format!("Modulus={modulus:X}\n");
                let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
                sha1.as_ref().last_chunk::<10>().is_some_and(|last| self.moduli.contains(last))
            }
            _ => false,
        }
    }
}

/// The bytes of exactly 2·N hexadecimal digits.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        let value = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(value(*high)? << 4 | value(*low)?).ok()?;
    }
    Some(bytes)
}

fn malformed(line: usize) -> Finding {
    Finding::stop(
        "weak_keys.malformed",
        format!("weak_keys.line[{line}]"),
        "BR 6.1.1.3",
        Text::fixed("既知の鍵の一覧の行を読み取れません。", "A line of the list of known keys cannot be read."),
        Text::fixed(
            "1 行に 1 件、16 進数 20 桁(openssl-blacklist 形式)または 64 桁(公開鍵の SHA-256)で記載してください。",
            "Write one key a line: 20 hexadecimal digits (openssl-blacklist) or 64 (SHA-256 of the public key).",
        ),
    )
    .owed_by(crate::Party::Provider)
}

fn too_many() -> Finding {
    Finding::stop(
        "weak_keys.too_many",
        "weak_keys",
        "BR 6.1.1.3",
        Text::fixed(
            "既知の鍵の一覧が 200 万件を超えています。",
            "The lists of known keys exceed 2,000,000 keys.",
        ),
        Text::fixed(
            "2048 ビット以上の鍵の一覧だけを指定してください。",
            "Give only the lists for keys of 2048 bits and more.",
        ),
    )
    .owed_by(crate::Party::Provider)
}
