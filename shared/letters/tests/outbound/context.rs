//! A provider and its pages.

use std::sync::LazyLock;

use jiff::Timestamp;
use letters::{Context, Links, Provider, Rendered, render};
use procedure::policy::Policy;
use procedure::{Text, samples};

use crate::cases::Case;

pub(crate) static LINKS: LazyLock<Links> = LazyLock::new(|| {
    let link = |page: &str| letters::Link::try_from(format!("https://help.hosting.example/{page}")).unwrap();
    Links {
        order_page: "https://portal.hosting.example/orders/{order}".to_owned().try_into().unwrap(),
        update_application: link("ssl/update"),
        mail_account: link("mail/account"),
        mail_client: link("mail/client"),
        dns_records: link("dns/records"),
        server_settings: link("web/ssl"),
        sample_mail_digicert: link("ssl/sample-digicert"),
        sample_mail_cybertrust: link("ssl/sample-cybertrust"),
    }
});

pub(crate) static PROVIDER: LazyLock<Provider> = LazyLock::new(|| Provider {
    name: Text::fixed("例ホスティング サポート窓口", "Example Hosting Support"),
    contact: Text::fixed(
        "https://help.hosting.example/contact （平日 10:00〜18:00）",
        "https://help.hosting.example/contact (business days, 10:00 to 18:00)",
    ),
    post: Text::fixed(
        "〒100-0000 東京都千代田区例1-2-3 例ホスティング 証明書担当",
        "Example Hosting, Certificates, 1-2-3 Rei, Chiyoda-ku, Tokyo 100-0000, Japan",
    ),
});

pub(crate) static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

pub(crate) fn at(now: Timestamp) -> Context<'static> {
    Context { now, links: &LINKS, provider: &PROVIDER, policy: &POLICY }
}

pub(crate) fn rendered(case: &Case) -> Rendered {
    render(&case.order, &case.letter, &at(case.now))
        .unwrap_or_else(|error| panic!("{}: {error:?}", case.name))
}

pub(crate) fn now() -> Timestamp {
    samples::now()
}
