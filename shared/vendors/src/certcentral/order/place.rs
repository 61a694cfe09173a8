//! Placing an order (証明書の申請, R13), new or as the renewal of another.

use http::Method;
use procedure::{Language, OrderId, Product};
use serde::{Deserialize, Serialize};

use super::Contacts;
use super::contact::WireContact;
use super::wire::WireCertificate;
use crate::certcentral::dcv::{DcvMethod, DcvToken};
use crate::certcentral::{
    Call, CertificateNumber, Client, DomainNumber, Error, OrderNumber, OrganisationNumber, Private,
    RequestNumber, answer, lenient,
};

/// What the certificate is to hold. The API reads nothing from the CSR but the key, so the names are given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The common name; it is also secured without being listed below.
    pub common_name: String,
    /// The further names; the common name among them is left out.
    pub dns_names: Vec<String>,
    /// The PKCS #10 request in PEM.
    pub csr: String,
    /// Days of validity; `None` leaves it to the vendor, which gives the most its rules allow (199 since 2026).
    pub days: Option<u16>,
}

/// How many years the order lasts; a year holds several certificates, each reissued from the one before (A3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderYears {
    /// One year.
    One,
    /// Two years.
    Two,
    /// Three years, the most the vendor sells.
    Three,
}

/// Whether the request goes to the vendor at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// At once: certflow's own staff have looked at it. The key needs the right to approve.
    Skip,
    /// After an administrator of the account has approved it in CertCentral.
    InCertCentral,
}

/// A new order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// Our order. It is stored as `alternative_order_id`, by which [`Client::find_order`] finds the order again.
    pub reference: OrderId,
    /// What is ordered.
    pub product: Product,
    /// For which names and key.
    pub request: Request,
    /// For whom.
    pub organisation: OrganisationNumber,
    /// The people named.
    pub contacts: Contacts,
    /// For how long.
    pub years: OrderYears,
    /// How the domains are proven.
    pub dcv_method: DcvMethod,
    /// The language of the vendor's mails.
    pub language: Language,
    /// The order this one renews; it must be of the same account.
    pub renewal_of: Option<OrderNumber>,
    /// Who approves it.
    pub approval: Approval,
}

/// What the vendor says of an order it accepted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Placed {
    /// The order.
    #[serde(rename = "id")]
    pub order: OrderNumber,
    /// The certificate to come, or one issued at once.
    #[serde(rename = "certificate_id", default, deserialize_with = "lenient::number")]
    pub certificate: Option<CertificateNumber>,
    /// The requests it consists of; absent when no approval was needed.
    #[serde(default, deserialize_with = "lenient::list")]
    pub requests: Vec<PlacedRequest>,
    /// The domains to be proven.
    #[serde(default, deserialize_with = "lenient::list")]
    pub domains: Vec<OrderedDomain>,
    /// The random value for DNS or a file, good for every domain of the order.
    #[serde(default, deserialize_with = "lenient::private")]
    pub dcv_random_value: Option<Private>,
    /// The certificate and its chain when it was issued at once.
    #[serde(default, deserialize_with = "lenient::list")]
    pub certificate_chain: Vec<ChainElement>,
}

/// One request of an accepted order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PlacedRequest {
    /// Its number.
    pub id: RequestNumber,
    /// Its status in the vendor's words, such as `pending`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
}

/// A domain the vendor wants proven.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrderedDomain {
    /// Its number.
    pub id: DomainNumber,
    /// Its name; recorded answers have it under either key.
    #[serde(default, alias = "dns_name", deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Its own random value.
    #[serde(default, deserialize_with = "lenient::object")]
    pub dcv_token: Option<DcvToken>,
}

/// One certificate of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChainElement {
    /// The common name of its subject.
    #[serde(default, deserialize_with = "lenient::text")]
    pub subject_common_name: Option<String>,
    /// It, in PEM.
    pub pem: String,
}

impl Client {
    /// Places an order. It is sent once: after [`Error::Unknown`], ask [`Client::find_order`] before anything else.
    ///
    /// # Errors
    /// [`Error::NotOffered`] and [`Error::Unsent`] when nothing was sent; [`Error::Refused`] when the vendor says
    /// no; [`Error::Unknown`] when it cannot be told; the others as their documentation says.
    pub async fn place(&self, order: &NewOrder) -> Result<Placed, Error> {
        let call = Call::PlaceOrder;
        let product = self.config().products.id(order.product)?;
        let body = WireOrder {
            certificate: WireCertificate::new(call, &order.request)?,
            organization: WireOrganisation { id: order.organisation, contacts: order.contacts.wire() },
            order_validity: Years { years: order.years.get() },
            payment_method: "balance",
            skip_approval: order.approval == Approval::Skip,
            dcv_method: order.dcv_method.as_str(),
            renewal_of_order_id: order.renewal_of,
            comments: order.reference.as_str(),
            locale: locale(order.language),
            alternative_order_id: order.reference.as_str(),
            custom_fields: self.reference_fields(&order.reference),
            disable_renewal_notifications: !self.config().vendor_renewal_mails,
        };
        let path = ["order", "certificate", product.as_str()];
        answer::json(call, &self.change(call, Method::POST, &path, Some(&body)).await?)
    }

    fn reference_fields<'a>(&self, reference: &'a OrderId) -> Vec<WireField<'a>> {
        let field = |metadata_id| WireField { metadata_id, value: reference.as_str() };
        self.config().reference_field.map(|number| field(number.get())).into_iter().collect()
    }
}

impl OrderYears {
    const fn get(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// The vendor's code of a language (`locale`).
pub(in crate::certcentral) const fn locale(language: Language) -> &'static str {
    match language {
        Language::Ja => "ja",
        Language::En => "en",
    }
}

#[derive(Serialize)]
struct WireOrder<'a> {
    certificate: WireCertificate<'a>,
    organization: WireOrganisation<'a>,
    order_validity: Years,
    payment_method: &'static str,
    skip_approval: bool,
    dcv_method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renewal_of_order_id: Option<OrderNumber>,
    comments: &'a str,
    locale: &'static str,
    alternative_order_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    custom_fields: Vec<WireField<'a>>,
    disable_renewal_notifications: bool,
}

#[derive(Serialize)]
struct WireOrganisation<'a> {
    id: OrganisationNumber,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contacts: Vec<WireContact<'a>>,
}

#[derive(Serialize)]
struct Years {
    years: u8,
}

#[derive(Serialize)]
struct WireField<'a> {
    metadata_id: u64,
    value: &'a str,
}
