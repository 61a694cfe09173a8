//! Settings.

use std::collections::BTreeMap;

use super::*;
use crate::resolver::Choice;

const LINKS: &str = r#"{"order_page":"https://example.jp/{order}","update_application":"https://example.jp/","mail_account":"https://example.jp/","mail_client":"https://example.jp/","dns_records":"https://example.jp/","server_settings":"https://example.jp/","sample_mail_digicert":"https://example.jp/","sample_mail_cybertrust":"https://example.jp/"}"#;
const PROVIDER: &str = r#"{"name":{"ja":"例","en":"Example"},"contact":{"ja":"例","en":"Example"},"post":{"ja":"例","en":"Example"}}"#;

fn good() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("CERTFLOW_TABLE", "certflow"),
        ("CERTFLOW_MAIL_FROM", "ssl@example.jp"),
        ("CERTFLOW_PROVIDER", PROVIDER),
        ("CERTFLOW_LINKS", LINKS),
        ("CERTFLOW_WEBHOOK_SECRETS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ])
}

type All = (StoreConfig, WorkConfig, DispatchConfig, IntakeConfig, WebhookConfig, PreflightConfig);

fn all(variables: &BTreeMap<&'static str, &'static str>) -> Result<All, ConfigErrors> {
    read(&|name| variables.get(name).map(|text| (*text).to_owned()), |reader| {
        let store = StoreConfig::read(reader);
        let work = WorkConfig::read(reader);
        let dispatch = DispatchConfig::read(reader);
        let intake = IntakeConfig::read(reader);
        let webhook = WebhookConfig::read(reader);
        let preflight = PreflightConfig::read(reader);
        Some((store?, work?, dispatch?, intake?, webhook?, preflight?))
    })
}

#[test]
fn defaults_are_filled_in() {
    let (store, work, dispatch, intake, _, preflight) = all(&good()).unwrap();
    assert_eq!((store.table.as_str(), store.settings.keep_events.as_hours()), ("certflow", 90 * 24));
    assert_eq!((work.worker.tries, work.at_once, work.max_attempts), (5, 4, 24));
    assert_eq!(dispatch.mail.message_id_domain, "example.jp");
    assert_eq!(dispatch.policy, procedure::policy::Policy::default());
    assert_eq!(intake.requeue_after.as_mins(), 10);
    assert_eq!(preflight.resolver, Choice::System);
}

/// Every variable at fault is named, all at once, and none of their values is.
#[test]
fn everything_wrong_is_told_by_the_name_of_its_variable() {
    let mut variables = good();
    variables.extend([
        ("CERTFLOW_SHARDS", "many-secrets"),
        ("CERTFLOW_LEASE_MINUTES", "0"),
        ("CERTFLOW_EVENT_DAYS", "14"),
        ("CERTFLOW_MAIL_FROM", "secret"),
        ("CERTFLOW_POLICY", r#"{"deadlines":{"mend_days":"secret"}}"#),
        ("CERTFLOW_WEBHOOK_SECRETS", "secret"),
        ("CERTFLOW_RESOLVER", "dns.example.jp"),
        ("CERTFLOW_STAFF_WEBHOOK_SECRETS", "secret"),
    ]);
    variables.remove("CERTFLOW_TABLE");
    variables.insert("CERTFLOW_LINKS", "  ");
    let errors = all(&variables).unwrap_err();
    let mut named: Vec<_> = errors.0.iter().map(|error| error.variable).collect();
    named.sort_unstable();
    assert_eq!(
        named,
        [
            "CERTFLOW_EVENT_DAYS",
            "CERTFLOW_LEASE_MINUTES",
            "CERTFLOW_LINKS",
            "CERTFLOW_MAIL_FROM",
            "CERTFLOW_POLICY",
            "CERTFLOW_RESOLVER",
            "CERTFLOW_SHARDS",
            "CERTFLOW_STAFF_WEBHOOK_SECRETS",
            "CERTFLOW_TABLE",
            "CERTFLOW_WEBHOOK_SECRETS",
        ]
    );
    let text = errors.to_string();
    assert!(text.contains("CERTFLOW_TABLE is not set") && text.contains("deadlines.mend_days"), "{text}");
    assert!(!text.contains("secret\"") && !text.contains("many-secrets"), "{text}");
}
