//! Secrets, read once a start: the environment holds their ARNs alone.
//!
//! For a variable such as `CERTFLOW_WEBHOOK_SECRETS` the environment sets `CERTFLOW_WEBHOOK_SECRETS_ARN`; the secret's
//! text becomes the variable's value. It is kept as long as the instance lives, some hours at most, so a rotation lets
//! the old value stand beside the new one for a day.

use std::collections::BTreeMap;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::DisplayErrorContext;
use aws_types::SdkConfig;

use super::StartError;

/// Reads the secret of each variable in `names` whose ARN is set. Where it is not, the log says so: what the secret opens
/// stays closed, which an operator may have meant.
pub(super) async fn read(
    names: &[&'static str],
    variables: &dyn Fn(&str) -> Option<String>,
    config: &SdkConfig,
) -> Result<BTreeMap<&'static str, String>, StartError> {
    let mut secrets = BTreeMap::new();
    if names.is_empty() {
        return Ok(secrets);
    }
    let client = Client::new(config);
    for name in names {
        let variable = format!("{name}_ARN");
        let Some(arn) = variables(&variable).filter(|arn| !arn.trim().is_empty()) else {
            tracing::info!(variable, "not set: what this secret is for is off");
            continue;
        };
        let answer = client.get_secret_value().secret_id(arn.trim()).send().await;
        let text = match answer {
            Ok(answer) => answer.secret_string,
            Err(error) => {
                let source = DisplayErrorContext(&error).to_string().into();
                return Err(StartError::Secret { variable, source });
            }
        };
        let text = text.ok_or_else(|| StartError::Secret {
            variable: variable.clone(),
            source: "the secret is binary; store text".into(),
        })?;
        secrets.insert(*name, text);
    }
    Ok(secrets)
}
