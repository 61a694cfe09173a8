//! DCV for all domains of one order.

use http::Method;
use serde::{Deserialize, Serialize};

use super::{DcvMethod, DcvToken};
use crate::certcentral::validation::Check;
use crate::certcentral::{Call, Client, Error, OrderNumber, OrderStatus, answer, lenient};

/// The codes with which the vendor says that it looked and found nothing.
const NOT_FOUND_YET: [&str; 3] = ["invalid_dns_txt", "invalid_dns_cname", "file_random_value_not_found"];

/// What the vendor saw when asked to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DcvLook {
    /// It looked, and tells by name.
    Looked {
        /// The order afterwards; `issued` when this was the last thing missing.
        status: Option<OrderStatus>,
        /// The names.
        names: Vec<LookedAt>,
    },
    /// It found the value at one or more names not to be there; which, it does not say.
    NotYet,
}

/// One name the vendor looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    /// The name.
    pub name: String,
    /// What it saw.
    pub state: Check,
}

#[derive(Serialize)]
struct Wire {
    dcv_method: &'static str,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    order_status: Option<OrderStatus>,
    #[serde(default, deserialize_with = "lenient::list")]
    dns_name_validations: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    dns_name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
}

impl Client {
    /// Has all domains of a pending order proven in another way. By `email` the vendor mails at once, to all
    /// addresses it may use; the token methods answer with the value to publish.
    ///
    /// # Errors
    /// As documented at [`Error`]; after [`Error::Unknown`], [`Client::validation`] tells the method.
    pub async fn set_order_dcv_method(
        &self,
        order: OrderNumber,
        method: DcvMethod,
    ) -> Result<Option<DcvToken>, Error> {
        let call = Call::SetOrderDcvMethod;
        let path = ["order", "certificate", &order.to_string(), "dcv-method"];
        let body = self.change(call, Method::PUT, &path, Some(&Wire { dcv_method: method.as_str() })).await?;
        if body.is_empty() {
            return Ok(None);
        }
        answer::json(call, &body).map(|token: DcvToken| token.token.is_some().then_some(token))
    }

    /// The random value of an order whose domains are proven by DNS or a file: the valid one, or a new one when it
    /// has expired.
    ///
    /// # Errors
    /// As documented at [`Error`].
    pub async fn order_dcv_token(&self, order: OrderNumber) -> Result<DcvToken, Error> {
        let call = Call::OrderDcvToken;
        let path = ["order", "certificate", &order.to_string(), "dcv-random-value"];
        answer::json(call, &self.change::<()>(call, Method::PUT, &path, None).await?)
    }

    /// Asks the vendor to look for the random value now, beside its own polling.
    ///
    /// # Errors
    /// As documented at [`Error`]; that the value is not there yet is no error but [`DcvLook::NotYet`].
    pub async fn check_order_dcv(&self, order: OrderNumber) -> Result<DcvLook, Error> {
        let call = Call::CheckOrderDcv;
        let path = ["order", "certificate", &order.to_string(), "check-dcv"];
        let body = match self.change::<()>(call, Method::PUT, &path, None).await {
            Err(Error::Refused { status: 400, reason, .. })
                if NOT_FOUND_YET.contains(&reason.code.as_str()) =>
            {
                return Ok(DcvLook::NotYet);
            }
            other => other?,
        };
        let answer: Answer = answer::json(call, &body)?;
        let seen = |n: Name| LookedAt { state: Check::read(n.status.as_deref()), name: n.dns_name };
        let names = answer.dns_name_validations.into_iter().map(seen).collect();
        Ok(DcvLook::Looked { status: answer.order_status, names })
    }
}
