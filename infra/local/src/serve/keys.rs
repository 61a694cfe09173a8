//! What callers are checked by: the secret of webhooks, the token for look-ups.

use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use platform::webhook::{Secrets, plain};
use subtle::ConstantTimeEq;

use crate::embedded;
use crate::machine::{MachineError, files};

/// The secret, in the form of Standard Webhooks; several while one replaces another.
const SECRET_FILE: &str = "webhook-secret";
/// The secret that CertCentral's webhooks bear; several while one replaces another.
const VENDOR_KEY_FILE: &str = "digicert-webhook-key";
/// The secret of staff's webhooks, in the form of Standard Webhooks.
const STAFF_FILE: &str = "staff-webhook-secret";
/// The token.
const TOKEN_FILE: &str = "portal-token";
/// Largest such file, in bytes.
const MAX_FILE: u64 = 4 * 1024;
/// Random bytes in each.
const STRENGTH: usize = 32;

/// The keys of a data folder.
pub(super) struct Keys {
    pub(super) secrets: Secrets,
    pub(super) staff: Secrets,
    pub(super) vendor: Option<plain::Keys>,
    pub(super) secret_file: PathBuf,
    pub(super) staff_file: PathBuf,
    pub(super) vendor_key_file: PathBuf,
    pub(super) token_file: PathBuf,
    token: String,
}

/// The text of the secret that webhooks are signed with, made where it is missing, and its file.
///
/// # Errors
/// [`MachineError::File`].
pub(crate) fn webhook_secret(folder: &Path) -> Result<(String, PathBuf), MachineError> {
    let file = folder.join(SECRET_FILE);
    let secret = kept(&file, |random| format!("whsec_{}", STANDARD.encode(random)))?;
    Ok((secret, file))
}

impl Keys {
    /// The keys in `folder`; made at the first start, mode 0600.
    pub(super) fn of(folder: &Path) -> Result<Self, MachineError> {
        let (secrets, secret_file) = webhook_secret(folder)?;
        let (vendor_key_file, token_file) = (folder.join(VENDOR_KEY_FILE), folder.join(TOKEN_FILE));
        let staff_file = folder.join(STAFF_FILE);
        let staff = kept(&staff_file, |random| format!("whsec_{}", STANDARD.encode(random)))?;
        let staff = staff.parse().map_err(|finding| wrong(&staff_file, finding))?;
        let vendor = kept(&vendor_key_file, |random| URL_SAFE_NO_PAD.encode(random))?;
        let token = kept(&token_file, |random| URL_SAFE_NO_PAD.encode(random))?;
        let secrets = secrets.parse().map_err(|finding| wrong(&secret_file, finding))?;
        let vendor = vendor.parse().map(Some).map_err(|finding| wrong(&vendor_key_file, finding))?;
        let visible = |b: u8| b.is_ascii_graphic();
        if token.len() < 24 || !token.bytes().all(visible) {
            let problem = "give at least 24 visible ASCII characters".to_owned();
            return Err(MachineError::Settings { path: token_file, problem });
        }
        Ok(Self { secrets, staff, vendor, secret_file, staff_file, vendor_key_file, token_file, token })
    }

    /// Whether `authorization`, the value of that header, bears the token (RFC 6750).
    pub(super) fn admits(&self, authorization: Option<&str>) -> bool {
        let Some((scheme, given)) = authorization.and_then(|value| value.split_once(' ')) else {
            return false;
        };
        scheme.eq_ignore_ascii_case("Bearer")
            && bool::from(given.trim().as_bytes().ct_eq(self.token.as_bytes()))
    }
}

fn wrong(path: &Path, finding: procedure::Finding) -> MachineError {
    MachineError::Settings { path: path.to_owned(), problem: finding.remedy.en.into_owned() }
}

/// The text of `path`, made of random bytes where it is missing.
fn kept(path: &Path, make: impl Fn(&[u8]) -> String) -> Result<String, MachineError> {
    let failed = |source: io::Error| MachineError::File { path: path.to_owned(), source };
    if let Some(bytes) = files::read(path, MAX_FILE).map_err(failed)? {
        let text = String::from_utf8(bytes).map_err(|_| failed(io::ErrorKind::InvalidData.into()))?;
        return Ok(text.trim().to_owned());
    }
    let mut random = [0; STRENGTH];
    getrandom::fill(&mut random).map_err(|_| embedded::Error::NoRandomness)?;
    let text = make(&random);
    files::write(path, format!("{text}\n").as_bytes()).map_err(failed)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_admit_only_their_bearer() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::of(folder.path()).unwrap();
        let token = std::fs::read_to_string(&keys.token_file).unwrap();
        let again = Keys::of(folder.path()).unwrap();
        for keys in [keys, again] {
            assert!(keys.admits(Some(&format!("Bearer {}", token.trim()))));
            assert!(keys.admits(Some(&format!("bearer {}", token.trim()))));
            for wrong in [None, Some("Bearer "), Some("Bearer x"), Some(token.trim()), Some("Basic eDp5")] {
                assert!(!keys.admits(wrong));
            }
        }
    }

    #[test]
    fn a_secret_that_is_none_is_said() {
        let folder = tempfile::tempdir().unwrap();
        for file in [SECRET_FILE, STAFF_FILE, VENDOR_KEY_FILE] {
            std::fs::write(folder.path().join(file), "secret").unwrap();
            assert!(matches!(Keys::of(folder.path()), Err(MachineError::Settings { .. })), "{file}");
            std::fs::remove_file(folder.path().join(file)).unwrap();
        }
        assert!(Keys::of(folder.path()).is_ok());
    }
}
