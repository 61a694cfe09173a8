//! DCV for one domain of the account.

use http::Method;
use serde::{Deserialize, Serialize};

use super::{DcvMethod, DcvToken};
use crate::certcentral::validation::Check;
use crate::certcentral::{Call, Client, DomainNumber, Error, answer, lenient};

#[derive(Serialize)]
struct Wire {
    dcv_method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    send_dcv_email_flag: Option<bool>,
}

#[derive(Deserialize)]
struct MethodAnswer {
    #[serde(default, deserialize_with = "lenient::object")]
    dcv_token: Option<DcvToken>,
}

#[derive(Deserialize)]
struct LookAnswer {
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
}

impl Client {
    /// Has one domain proven in another way. No mail goes out by this call, whatever the method: mails have one door,
    /// [`Client::send_dcv_mail`].
    ///
    /// # Errors
    /// As documented at [`Error`].
    pub async fn set_domain_dcv_method(
        &self,
        domain: DomainNumber,
        method: DcvMethod,
    ) -> Result<Option<DcvToken>, Error> {
        let call = Call::SetDomainDcvMethod;
        let send_dcv_email_flag = (method == DcvMethod::Email).then_some(false);
        let body = Wire { dcv_method: method.as_str(), send_dcv_email_flag };
        let path = ["domain", &domain.to_string(), "dcv", "method"];
        let body = self.change(call, Method::PUT, &path, Some(&body)).await?;
        if body.is_empty() {
            return Ok(None);
        }
        answer::json(call, &body).map(|answer: MethodAnswer| answer.dcv_token)
    }

    /// A new random value for a domain that is proven by DNS or a file. The value before it no longer counts, so a
    /// record that a customer has already published becomes worthless.
    ///
    /// # Errors
    /// As documented at [`Error`]; after [`Error::Unknown`] the value in use is unknown until the next new one.
    pub async fn new_domain_dcv_token(&self, domain: DomainNumber) -> Result<DcvToken, Error> {
        let call = Call::NewDomainDcvToken;
        let path = ["domain", &domain.to_string(), "dcv", "token"];
        answer::json(call, &self.change::<()>(call, Method::POST, &path, None).await?)
    }

    /// Asks the vendor to look for the domain's random value now.
    ///
    /// # Errors
    /// As documented at [`Error`].
    pub async fn check_domain_dcv(&self, domain: DomainNumber) -> Result<Check, Error> {
        let call = Call::CheckDomainDcv;
        let path = ["domain", &domain.to_string(), "dcv", "validate-token"];
        let body = self.change::<()>(call, Method::PUT, &path, None).await?;
        answer::json(call, &body).map(|answer: LookAnswer| Check::read(answer.status.as_deref()))
    }
}
