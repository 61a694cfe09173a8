//! The subject of a CSR.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use x509_parser::der_parser::asn1_rs::Tag;
use x509_parser::prelude::{AttributeTypeAndValue, X509Name};

/// The kind of a subject attribute, by its usual short name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum AttributeType {
    /// `commonName`, a domain name.
    #[serde(rename = "CN")]
    CommonName,
    /// `organizationName`.
    #[serde(rename = "O")]
    Organization,
    /// `organizationalUnitName`, forbidden since 2022 (BR 7.1.2.7.4).
    #[serde(rename = "OU")]
    OrganizationalUnit,
    /// `localityName`, 市区町村.
    #[serde(rename = "L")]
    Locality,
    /// `stateOrProvinceName`, 都道府県.
    #[serde(rename = "ST")]
    State,
    /// `streetAddress`.
    #[serde(rename = "street")]
    Street,
    /// `postalCode`.
    #[serde(rename = "postalCode")]
    PostalCode,
    /// `countryName`, two letters (ISO 3166-1).
    #[serde(rename = "C")]
    Country,
    /// `serialNumber`, the registration number in EV certificates.
    #[serde(rename = "serialNumber")]
    SerialNumber,
    /// `emailAddress` (PKCS #9).
    #[serde(rename = "emailAddress")]
    Email,
    /// `givenName`.
    #[serde(rename = "GN")]
    GivenName,
    /// `surname`.
    #[serde(rename = "SN")]
    Surname,
    /// Any other, by its dotted object identifier.
    #[serde(untagged)]
    Other(String),
}

impl AttributeType {
    fn of(oid: &str) -> Self {
        match oid {
            "2.5.4.3" => Self::CommonName,
            "2.5.4.4" => Self::Surname,
            "2.5.4.5" => Self::SerialNumber,
            "2.5.4.6" => Self::Country,
            "2.5.4.7" => Self::Locality,
            "2.5.4.8" => Self::State,
            "2.5.4.9" => Self::Street,
            "2.5.4.10" => Self::Organization,
            "2.5.4.11" => Self::OrganizationalUnit,
            "2.5.4.17" => Self::PostalCode,
            "2.5.4.42" => Self::GivenName,
            "1.2.840.113549.1.9.1" => Self::Email,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The path of the attribute in findings, such as `csr.subject.ou`.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CommonName => "csr.subject.cn",
            Self::Organization => "csr.subject.o",
            Self::OrganizationalUnit => "csr.subject.ou",
            Self::Locality => "csr.subject.l",
            Self::State => "csr.subject.st",
            Self::Street => "csr.subject.street",
            Self::PostalCode => "csr.subject.postal_code",
            Self::Country => "csr.subject.c",
            Self::SerialNumber => "csr.subject.serial_number",
            Self::Email => "csr.subject.email",
            Self::GivenName => "csr.subject.given_name",
            Self::Surname => "csr.subject.surname",
            Self::Other(_) => "csr.subject",
        }
    }

    /// Most characters of a value (BR 7.1.4.2; RFC 5280 appendix A.1 counts characters, not bytes).
    pub const fn max_characters(&self) -> Option<usize> {
        match self {
            Self::CommonName
            | Self::Organization
            | Self::OrganizationalUnit
            | Self::SerialNumber
            | Self::GivenName
            | Self::Surname => Some(64),
            Self::Locality | Self::State | Self::Street => Some(128),
            Self::PostalCode => Some(40),
            Self::Country => Some(2),
            Self::Email => Some(255),
            Self::Other(_) => None,
        }
    }
}

/// One attribute of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attribute {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// Its value; may be personal data.
    pub value: String,
}

/// The attributes of `name` in their order; `None` when a value is not a string that can be decoded.
pub(super) fn read(name: &X509Name<'_>) -> Option<Vec<Attribute>> {
    name.iter_attributes()
        .map(|attribute| {
            let kind = AttributeType::of(&attribute.attr_type().to_id_string());
            text(attribute).map(|value| Attribute { kind, value })
        })
        .collect()
}

/// Every string type of ASN.1 that old tools still write; T.61 is taken for Latin-1, as everyone does.
pub(super) fn text(attribute: &AttributeTypeAndValue<'_>) -> Option<String> {
    let bytes = attribute.attr_value().data;
    match attribute.attr_value().tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => {
            String::from_utf8(bytes.to_vec()).ok()
        }
        Tag::BmpString => {
            let (units, rest) = bytes.as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
            if rest.is_empty() { char::decode_utf16(units).collect::<Result<_, _>>().ok() } else { None }
        }
        Tag::UniversalString => {
            let (units, rest) = bytes.as_chunks::<4>();
            let mut units = units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit)));
            if rest.is_empty() { units.by_ref().collect() } else { None }
        }
        Tag::T61String => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => None,
    }
}
