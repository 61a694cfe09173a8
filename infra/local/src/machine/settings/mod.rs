//! What an operator may set, in `certflow.toml` in the data folder. Everything has a default; secrets are not in it.

mod defaults;
mod file;

use std::path::{Path, PathBuf};

use letters::{Links, Provider};
use platform::dispatch::MailSettings;
use platform::resolver::Choice;
use platform::webhook::Proxies;
use platform::webhook::plain::Networks;
use procedure::policy::{Policy, Resends};
use serde::{Deserialize, Serialize};
use vendors::PortSettings;
use vendors::certcentral::AccountSettings;
use vendors::certcentral::limiter::Limits;
use vendors::desk::DeskSettings;

use super::{MachineError, files};

/// The file in the data folder.
pub const FILE: &str = "certflow.toml";
/// Largest file read, in bytes.
const MAX_FILE: u64 = 256 * 1024;

/// The operator's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How the work is done.
    pub work: Work,
    /// How `certflow serve` is reached.
    pub serve: Serve,
    /// Between which addresses letters go.
    pub mail: Addresses,
    /// DigiCert's CertCentral.
    pub certcentral: CertCentral,
    /// The desk at which staff enter orders where a vendor has no API.
    pub desk: DeskSettings,
    /// Who writes the letters.
    pub provider: Provider,
    /// The pages letters lead to (R94).
    pub links: Links,
    /// The rules' settings: deadlines, reminders, renewals, documents, mail profiles.
    pub policy: Policy,
}

/// How the work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Work {
    /// How long an event that is taken belongs to whoever took it, 2 to 900 seconds: after a crash in the middle of
    /// it, it is taken up again once this is over. Nothing may take longer.
    pub lease_seconds: u16,
    /// How long received mails are kept, 1 to 365 days.
    pub keep_mail_days: u16,
    /// Who is asked about the DNS before an order is submitted: `system`, addresses of resolvers, or `off`.
    /// `CERTFLOW_RESOLVER` goes first.
    pub resolver: Choice,
    /// The file that holds the key of received mails, in the data folder unless absolute; `mail-key` by default. Made
    /// where missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_key_file: Option<PathBuf>,
}

/// How `certflow serve` is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Serve {
    /// The reverse proxies before it, such as `10.0.0.5`, or `none`: for their calls `X-Forwarded-For` says who called,
    /// read from the right, and for nobody else's.
    pub trusted_proxies: Proxies,
}

/// Between which addresses letters go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Addresses {
    /// The address letters come from.
    pub from: String,
    /// Where answers go, if elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The right side of Message-IDs, a domain of the provider's.
    pub message_id_domain: String,
}

/// DigiCert's CertCentral. Without a key its orders are entered by hand, as Cybertrust's always are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CertCentral {
    /// Where its API is; CertCentral US by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The file that holds the API key, in the data folder unless absolute. `CERTFLOW_CERTCENTRAL_KEY` goes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// Minutes between two questions which orders changed, 0 to 1440; 0, and it is not asked.
    pub poll_minutes: u16,
    /// The networks that its webhooks may come from: DigiCert's `216.168.240.0/20` by default, or `any`. Behind a reverse
    /// proxy [`Serve::trusted_proxies`] has to name it.
    pub webhook_sources: Networks,
    /// Among how many instances the key's rate limits are divided, 1 to 1000; 1 by default. The vendor counts per key.
    pub share: u16,
    /// What differs from account to account: product ids and the like.
    pub account: AccountSettings,
    /// How orders are placed.
    pub orders: PortSettings,
}

impl Default for CertCentral {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "a fixed network, read by a test")]
        let webhook_sources = Networks::DIGICERT.parse().expect("the documented network is one");
        Self {
            base_url: None,
            key_file: None,
            poll_minutes: 60,
            webhook_sources,
            share: 1,
            account: AccountSettings::default(),
            orders: PortSettings::default(),
        }
    }
}

impl Settings {
    /// The settings of the data folder; the defaults without a file.
    ///
    /// # Errors
    /// [`MachineError::Settings`] with the line and member at fault, [`MachineError::File`].
    pub fn read(folder: &Path) -> Result<Self, MachineError> {
        let path = folder.join(FILE);
        let bytes = files::read(&path, MAX_FILE);
        let bytes = bytes.map_err(|source| MachineError::File { path: path.clone(), source })?;
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        Self::parse(&bytes).map_err(|problem| MachineError::Settings { path, problem })
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let settings: Self = toml::from_slice(bytes).map_err(|error| error.to_string().trim().to_owned())?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), String> {
        if !(2..=900).contains(&self.work.lease_seconds) {
            return Err("work.lease_seconds: give 2 to 900".to_owned());
        }
        if !(1..=365).contains(&self.work.keep_mail_days) {
            return Err("work.keep_mail_days: give 1 to 365".to_owned());
        }
        if self.certcentral.poll_minutes > 1_440 {
            return Err("certcentral.poll_minutes: give 0 to 1440".to_owned());
        }
        if !Limits::SHARES.contains(&usize::from(self.certcentral.share)) {
            return Err("certcentral.share: give 1 to 1000".to_owned());
        }
        if !procedure::policy::Erasure::DAYS.contains(&self.policy.erasure.after_days) {
            return Err("policy.erasure.after_days: give 1 to 3650".to_owned());
        }
        let resends = &self.policy.resends;
        if resends.at_most > Resends::MOST || !Resends::MINUTES.contains(&resends.every_minutes) {
            return Err(
                "policy.resends: give 0 to 20 for at_most and 10 to 1440 for every_minutes".to_owned()
            );
        }
        let addresses =
            [("mail.from", Some(&self.mail.from)), ("mail.reply_to", self.mail.reply_to.as_ref())];
        for (name, address) in addresses {
            if address.is_some_and(|address| address.parse::<procedure::contact::Email>().is_err()) {
                return Err(format!("{name}: give a plain mail address, such as support@example.jp"));
            }
        }
        if self.mail.message_id_domain.parse::<procedure::name::DnsName>().is_err() {
            return Err("mail.message_id_domain: give a domain name, such as example.jp".to_owned());
        }
        Ok(())
    }
}

impl From<MailSettings> for Addresses {
    fn from(settings: MailSettings) -> Addresses {
        let MailSettings { from, reply_to, message_id_domain } = settings;
        Addresses { from, reply_to, message_id_domain }
    }
}

impl From<Addresses> for MailSettings {
    fn from(addresses: Addresses) -> MailSettings {
        let Addresses { from, reply_to, message_id_domain } = addresses;
        MailSettings { from, reply_to, message_id_domain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_and_no_file_are_the_defaults() {
        assert_eq!(Settings::parse(b"").unwrap(), Settings::default());
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()).unwrap(), Settings::default());
    }

    #[test]
    fn the_defaults_survive_the_file_they_are_printed_to() {
        for all in [true, false] {
            let printed = Settings::default().to_file(all).unwrap();
            assert_eq!(Settings::parse(printed.as_bytes()).unwrap(), Settings::default(), "{printed}");
        }
    }

    /// R2: a product id that no documentation settles is the operator's to set, and reaches the client.
    #[test]
    fn the_account_is_set_in_the_file() {
        let text = "[certcentral]\nshare = 5\n[certcentral.account]\ncancel_word = \"CANCELED\"\n\
                    [certcentral.account.products]\nGT-EV = \"ssl_ev_plus\"\n";
        let settings = Settings::parse(text.as_bytes()).unwrap();
        assert_eq!(Settings::parse(settings.to_file(true).unwrap().as_bytes()).unwrap(), settings);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("key"), "KEY-0123456789").unwrap();
        let settings = Settings {
            certcentral: CertCentral { key_file: Some("key".into()), ..settings.certcentral },
            ..Settings::default()
        };
        let vendors = super::super::vendors::vendors(folder.path(), &settings).unwrap();
        let config = vendors.certcentral().unwrap().config();
        let id = config.products.id(procedure::Product::GeotrustTrueBusinessIdEv).unwrap();
        assert_eq!((id.as_str(), config.cancel_word.as_str()), ("ssl_ev_plus", "CANCELED"));
        assert_eq!(config.limits.short.count, 20);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, named) in [
            ("[wrok]", "wrok"),
            ("[work]\nlease_seconds = 1", "work.lease_seconds"),
            ("[work]\nlease_seconds = \"x\"", "lease_seconds"),
            ("[certcentral]\npoll_minutes = 1441", "certcentral.poll_minutes"),
            ("[certcentral]\nshare = 0", "certcentral.share"),
            ("[certcentral.account.products]\nDC-XX = \"a\"", "DC-XX"),
            ("[certcentral.account.products]\nDC-OV = \"A/b\"", "products"),
            ("[certcentral.account]\ncancel_word = \"stop\"", "stop"),
            ("[policy.resends]\nevery_minutes = 9", "policy.resends"),
            ("[policy.resends]\nat_most = 21", "policy.resends"),
            ("[certcentral]\nwebhook_sources = \"digicert.com\"", "webhook_sources"),
            ("[serve]\ntrusted_proxies = \"any\"", "trusted_proxies"),
            ("[work]\nresolver = \"ns.example.jp\"", "resolver"),
            ("[mail]\nfrom = \"nobody\"", "mail.from"),
            ("[mail]\nmessage_id_domain = \"a b\"", "mail.message_id_domain"),
            ("[policy.deadlines]\nmend_days = 400", "mend_days"),
            ("[policy.erasure]\nafter_days = 0", "policy.erasure.after_days"),
            ("not toml", "not toml"),
        ] {
            let error = Settings::parse(text.as_bytes()).unwrap_err();
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
