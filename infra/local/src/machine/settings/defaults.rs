//! The defaults: an example provider, so that everything works before anything is set.

use letters::{Links, Provider};
use platform::resolver::Choice;
use procedure::Text;
use procedure::policy::Policy;
use serde_json::json;
use vendors::desk::DeskSettings;

use super::{Addresses, CertCentral, Serve, Settings, Work};

/// Whose letters are written while nobody has said otherwise.
const DOMAIN: &str = "hosting.example";

impl Default for Settings {
    fn default() -> Self {
        Self {
            work: Work::default(),
            serve: Serve::default(),
            mail: Addresses::default(),
            certcentral: CertCentral::default(),
            desk: DeskSettings::default(),
            provider: provider(),
            links: links(),
            policy: Policy::default(),
        }
    }
}

impl Settings {
    /// Whether letters still go out in the name of the example provider.
    pub fn is_example(&self) -> bool {
        self.provider == provider() || self.mail == Addresses::default()
    }
}

impl Default for Work {
    fn default() -> Self {
        Self { lease_seconds: 120, keep_mail_days: 30, mail_key_file: None, resolver: Choice::System }
    }
}

impl Default for Addresses {
    fn default() -> Self {
        Self { from: format!("ssl-support@{DOMAIN}"), reply_to: None, message_id_domain: DOMAIN.to_owned() }
    }
}

fn provider() -> Provider {
    Provider {
        name: Text::fixed("例ホスティング サポート窓口", "Example Hosting support"),
        contact: Text::fixed(
            "https://www.hosting.example/support （平日 10:00〜18:00）",
            "https://www.hosting.example/support (weekdays 10:00-18:00)",
        ),
        post: Text::fixed(
            "〒100-0001 東京都千代田区千代田1-1 例ホスティング 証明書係",
            "Certificates, Example Hosting, 1-1 Chiyoda, Chiyoda-ku, Tokyo 100-0001",
        ),
    }
}

fn links() -> Links {
    let page = |path: &str| format!("https://www.{DOMAIN}/{path}");
    let links = json!({
        "order_page": page("portal/orders/{order}"),
        "update_application": page("help/ssl/application"),
        "mail_account": page("help/mail/account"),
        "mail_client": page("help/mail/client"),
        "dns_records": page("help/dns/records"),
        "server_settings": page("help/web/ssl"),
        "sample_mail_digicert": page("help/ssl/sample-digicert"),
        "sample_mail_cybertrust": page("help/ssl/sample-cybertrust"),
    });
    #[expect(clippy::expect_used, reason = "fixed addresses, read by a test")]
    serde_json::from_value(links).expect("the example's pages are addresses")
}
