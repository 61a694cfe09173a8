//! An order as the vendor sees it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use procedure::OrderId;
use serde::Deserialize;

use crate::certcentral::{
    Call, CertificateNumber, Client, Error, MetadataNumber, OrderNumber, OrderStatus, OrganisationNumber,
    Private, RequestNumber, lenient,
};

/// An order. Fields that certflow has no use for are not read, people's data first of all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrderInfo {
    /// The order.
    #[serde(rename = "id")]
    pub order: OrderNumber,
    /// Where it stands.
    pub status: OrderStatus,
    /// What it is for, and the certificate once issued.
    #[serde(default, deserialize_with = "lenient::part")]
    pub certificate: CertificateInfo,
    /// What was ordered.
    #[serde(default, deserialize_with = "lenient::part")]
    pub product: OrderedProduct,
    /// For whom. Some answers have an empty list here.
    #[serde(default, deserialize_with = "lenient::part")]
    pub organization: OrderedOrganisation,
    /// Our reference, when the order carries one.
    #[serde(default, deserialize_with = "lenient::text")]
    pub alternative_order_id: Option<String>,
    /// When it was placed.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When its term ends; until then its certificate can be reissued.
    #[serde(default, deserialize_with = "lenient::date")]
    pub order_valid_till: Option<Date>,
    /// The order that renewed this one.
    #[serde(default, deserialize_with = "lenient::number")]
    pub renewed_order_id: Option<OrderNumber>,
    /// The order that this one renews.
    #[serde(default, deserialize_with = "lenient::number")]
    pub renewal_of_order_id: Option<OrderNumber>,
    /// How its domains are proven, in the vendor's words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub dcv_method: Option<String>,
    /// EV: whether a verified contact has confirmed the issuance (発行確認, A30).
    #[serde(default, deserialize_with = "lenient::boolean")]
    pub order_approval_complete: Option<bool>,
    /// The requests: new, reissue, revoke.
    #[serde(default, deserialize_with = "lenient::list")]
    pub requests: Vec<OrderRequest>,
    /// The custom fields.
    #[serde(default, deserialize_with = "lenient::list")]
    pub custom_fields: Vec<CustomField>,
    /// What the vendor saw of CAA, by domain; only while the order is pending, and only when asked for.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub caa_status_message: BTreeMap<String, String>,
}

/// The certificate of an order, as ordered or as issued.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct CertificateInfo {
    /// Its number, once it has one.
    #[serde(rename = "id", default, deserialize_with = "lenient::number")]
    pub certificate: Option<CertificateNumber>,
    /// Its common name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub common_name: Option<String>,
    /// Its further names.
    #[serde(default, deserialize_with = "lenient::names")]
    pub dns_names: Vec<String>,
    /// Its serial number in hexadecimal, once issued.
    #[serde(default, deserialize_with = "lenient::text")]
    pub serial_number: Option<String>,
    /// Its SHA-1 thumbprint in hexadecimal, once issued.
    #[serde(default, deserialize_with = "lenient::text")]
    pub thumbprint: Option<String>,
    /// First day, once issued.
    #[serde(default, deserialize_with = "lenient::date")]
    pub valid_from: Option<Date>,
    /// Last day, once issued; the certificate itself has the hour.
    #[serde(default, deserialize_with = "lenient::date")]
    pub valid_till: Option<Date>,
}

/// The product of an order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct OrderedProduct {
    /// Its identifier.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name_id: Option<String>,
}

/// The organisation of an order. Its name is not read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct OrderedOrganisation {
    /// Its number.
    #[serde(rename = "id", default, deserialize_with = "lenient::number")]
    pub organisation: Option<OrganisationNumber>,
}

/// One request within an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrderRequest {
    /// Its number.
    pub id: RequestNumber,
    /// What it asks for, in the vendor's words: `new_request`, `reissue`, `revoke` …
    #[serde(default, rename = "type", deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// Its own status, in the vendor's words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// When it was made.
    #[serde(default, alias = "date_created", deserialize_with = "lenient::timestamp")]
    pub date: Option<Timestamp>,
    /// What the requester wrote; ours hold our reference, others anything.
    #[serde(default, deserialize_with = "lenient::private")]
    pub comments: Option<Private>,
}

/// One custom field of an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CustomField {
    /// Which field.
    #[serde(default, deserialize_with = "lenient::number")]
    pub metadata_id: Option<MetadataNumber>,
    /// What it holds.
    #[serde(default, deserialize_with = "lenient::text")]
    pub value: Option<String>,
}

impl OrderInfo {
    /// Whether the order carries our reference: as its alternative id, in the custom field `field`, or in the
    /// comment of a request.
    pub fn mentions(&self, reference: &OrderId, field: Option<MetadataNumber>) -> bool {
        let reference = reference.as_str();
        let in_field = |f: &CustomField| {
            field.is_some() && f.metadata_id == field && f.value.as_deref() == Some(reference)
        };
        self.alternative_order_id.as_deref() == Some(reference)
            || self.custom_fields.iter().any(in_field)
            || self.requests.iter().any(|r| r.says(reference))
    }

    /// The newest reissue within this order whose comment has our reference.
    pub fn reissue_of(&self, reference: &OrderId) -> Option<&OrderRequest> {
        self.newest("reissue", reference)
    }

    /// The newest revocation within this order whose comment has our reference.
    pub fn revocation_by(&self, reference: &OrderId) -> Option<&OrderRequest> {
        self.newest("revoke", reference)
    }

    /// The newest request for the order itself that waits for an administrator of our own account.
    pub fn awaiting_our_approval(&self) -> Option<&OrderRequest> {
        let other = |kind: &String| {
            let kind = kind.to_lowercase();
            ["reissue", "revoke", "duplicate"].iter().any(|other| kind.contains(other))
        };
        let own = self.requests.iter().filter(|request| !request.kind.as_ref().is_some_and(other));
        own.filter(|request| request.awaits_our_approval()).max_by_key(|request| request.id)
    }

    fn newest(&self, kind: &str, reference: &OrderId) -> Option<&OrderRequest> {
        let of_kind = |r: &&OrderRequest| r.kind.as_ref().is_some_and(|k| k.to_lowercase().contains(kind));
        let ours = self.requests.iter().filter(of_kind).filter(|r| r.says(reference.as_str()));
        ours.max_by_key(|request| request.id)
    }
}

impl OrderRequest {
    /// Its status in the words of orders, which requests share.
    pub fn order_status(&self) -> Option<OrderStatus> {
        self.status.clone().map(OrderStatus::from)
    }

    /// Whether it lies with an administrator of our own account: `submitted` or `pending` as the API documents
    /// requests (<https://dev.digicert.com/certcentral-apis/services-api/requests/request-info.html>), or
    /// `needs_approval`, which one client saw.
    pub fn awaits_our_approval(&self) -> bool {
        const WORDS: [&str; 3] = ["submitted", "pending", "needs_approval"];
        self.status.as_ref().is_some_and(|status| WORDS.contains(&status.trim().to_lowercase().as_str()))
    }

    /// Whether the comment is this word or has it among its words.
    fn says(&self, word: &str) -> bool {
        self.comments.as_ref().is_some_and(|c| c.expose().split_whitespace().any(|w| w == word))
    }
}

impl Client {
    /// The order.
    ///
    /// # Errors
    /// [`Error::Refused`] with `is_not_found` when the account has no such order; the others as documented there.
    pub async fn order_info(&self, order: OrderNumber) -> Result<OrderInfo, Error> {
        self.get(Call::OrderInfo, &["order", "certificate", &order.to_string()], &[]).await
    }

    /// The order with what the vendor saw of CAA, while it is pending (RFC 8659; BR 3.2.2.8).
    ///
    /// # Errors
    /// As [`Client::order_info`].
    pub async fn order_info_with_caa(&self, order: OrderNumber) -> Result<OrderInfo, Error> {
        let query = [("include_caa_status", "true".to_owned())];
        self.get(Call::OrderInfo, &["order", "certificate", &order.to_string()], &query).await
    }
}
