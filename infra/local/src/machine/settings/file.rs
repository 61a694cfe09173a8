//! The settings as a file to edit.

use toml::{Table, Value};

use super::Settings;

/// The sections with what each is about; those at the end are long, and printed when all are asked for.
const SECTIONS: [(&str, &str); 8] = [
    (
        "work",
        "How the work is done: seconds an event belongs to whoever took it, days mails are kept, and who is asked\n\
         # about the DNS: \"system\", addresses of resolvers, or \"off\".",
    ),
    (
        "serve",
        "How `certflow serve` is reached: the reverse proxies whose X-Forwarded-For is believed, or \"none\".",
    ),
    ("mail", "Between which addresses letters go; reply_to is optional."),
    (
        "certcentral",
        "CertCentral: base_url, and key_file (in this folder) unless CERTFLOW_CERTCENTRAL_KEY is set.\n\
         # Without a key its orders are entered by hand (`certflow desk`). webhook_sources = \"216.168.240.0/20\" is DigiCert;\n\
         # \"any\" opens `certflow serve` to calls from anywhere.\n\
         # account.products: product ids that differ from the documented ones; `certflow vendor` compares them.",
    ),
    ("provider", "Who writes the letters."),
    ("links", "The pages letters lead to; order_page has {order} where the order's number stands."),
    ("desk", "The sheets from which staff enter orders at a vendor without an API."),
    ("policy", "Deadlines, reminders, renewals, document rules, mail profiles."),
];
/// Sections, and members of sections, that only `all` prints.
const LONG: [&str; 2] = ["desk", "policy"];

impl Settings {
    /// The text of a `certflow.toml` with these settings; `all` of them, or what operators set first.
    ///
    /// # Errors
    /// None in practice: the settings fit TOML, which a test holds.
    pub fn to_file(&self, all: bool) -> Result<String, String> {
        let mut table = Table::try_from(self).map_err(|error| error.to_string())?;
        if !all && let Some(Value::Table(certcentral)) = table.get_mut("certcentral") {
            certcentral.remove("orders");
            certcentral.remove("account");
        }
        let mut text =
            "# certflow.toml, in the data folder. What is left out is as `certflow config --all` says.\n"
                .to_owned();
        for (name, about) in SECTIONS.into_iter().filter(|(name, _)| all || !LONG.contains(name)) {
            let Some(section) = table.remove(name) else { continue };
            let section = toml::to_string(&Table::from_iter([(name.to_owned(), section)]));
            let section = section.map_err(|error| error.to_string())?;
            text.push_str(&format!("\n# {about}\n{section}"));
        }
        Ok(text)
    }
}
