//! The six products as data (R1–R6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Text};

/// A product line; any other is refused (R1, R6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Product {
    /// デジサート セキュア・サーバID.
    #[serde(rename = "DC-OV")]
    DigicertSecureServerId,
    /// デジサート セキュア・サーバID EV.
    #[serde(rename = "DC-EV")]
    DigicertSecureServerIdEv,
    /// ジオトラスト トゥルービジネスID.
    #[serde(rename = "GT-OV")]
    GeotrustTrueBusinessId,
    /// ジオトラスト トゥルービジネスID with EV.
    #[serde(rename = "GT-EV")]
    GeotrustTrueBusinessIdEv,
    /// サイバートラスト SureServer.
    #[serde(rename = "CT-SS")]
    CybertrustSureServer,
    /// BIZCERT.
    #[serde(rename = "BIZCERT")]
    Bizcert,
}

/// Where an order is placed and whose approval mail comes (R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// DigiCert CertCentral, which also issues GeoTrust.
    Digicert,
    /// Cybertrust Japan, which also issues BIZCERT; no public API, so staff enter orders at a desk.
    Cybertrust,
}

/// How much of the organisation is examined (R3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Validation {
    /// Organisation validation (企業認証).
    Ov,
    /// Extended validation (EV認証).
    Ev,
}

/// How long the customer's contract runs; independent of the certificate's validity (R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContractTerm {
    /// One month; BIZCERT only (R4).
    OneMonth,
    /// One year.
    OneYear,
}

impl Product {
    /// All six, in the order of the mission document.
    pub const ALL: [Product; 6] = [
        Product::DigicertSecureServerId,
        Product::GeotrustTrueBusinessId,
        Product::DigicertSecureServerIdEv,
        Product::GeotrustTrueBusinessIdEv,
        Product::CybertrustSureServer,
        Product::Bizcert,
    ];

    /// The neutral code: `DC-OV`, `GT-OV`, `DC-EV`, `GT-EV`, `CT-SS`, `BIZCERT`.
    pub const fn code(self) -> &'static str {
        match self {
            Product::DigicertSecureServerId => "DC-OV",
            Product::GeotrustTrueBusinessId => "GT-OV",
            Product::DigicertSecureServerIdEv => "DC-EV",
            Product::GeotrustTrueBusinessIdEv => "GT-EV",
            Product::CybertrustSureServer => "CT-SS",
            Product::Bizcert => "BIZCERT",
        }
    }

    /// The name customers know it by.
    pub const fn name(self) -> Text {
        match self {
            Product::DigicertSecureServerId => {
                Text::fixed("デジサート セキュア・サーバID", "DigiCert Secure Server ID")
            }
            Product::GeotrustTrueBusinessId => {
                Text::fixed("ジオトラスト トゥルービジネスID", "GeoTrust True BusinessID")
            }
            Product::DigicertSecureServerIdEv => {
                Text::fixed("デジサート セキュア・サーバID EV", "DigiCert Secure Server ID EV")
            }
            Product::GeotrustTrueBusinessIdEv => {
                Text::fixed("ジオトラスト トゥルービジネスID with EV", "GeoTrust True BusinessID with EV")
            }
            Product::CybertrustSureServer => {
                Text::fixed("サイバートラストSureServer(R)", "Cybertrust SureServer(R)")
            }
            Product::Bizcert => Text::fixed("BIZCERT", "BIZCERT"),
        }
    }

    /// Who issues it (R2).
    pub const fn vendor(self) -> Vendor {
        match self {
            Product::DigicertSecureServerId
            | Product::DigicertSecureServerIdEv
            | Product::GeotrustTrueBusinessId
            | Product::GeotrustTrueBusinessIdEv => Vendor::Digicert,
            Product::CybertrustSureServer | Product::Bizcert => Vendor::Cybertrust,
        }
    }

    /// OV or EV (R3, A2).
    pub const fn validation(self) -> Validation {
        match self {
            Product::DigicertSecureServerIdEv | Product::GeotrustTrueBusinessIdEv => Validation::Ev,
            Product::DigicertSecureServerId
            | Product::GeotrustTrueBusinessId
            | Product::CybertrustSureServer
            | Product::Bizcert => Validation::Ov,
        }
    }

    /// The contract terms it is sold with (R5).
    pub const fn terms(self) -> &'static [ContractTerm] {
        match self {
            Product::Bizcert => &[ContractTerm::OneMonth, ContractTerm::OneYear],
            _ => &[ContractTerm::OneYear],
        }
    }

    /// The product with this code, whatever its letter case.
    ///
    /// # Errors
    /// A finding `product.unknown` that lists the six codes (R6).
    pub fn from_code(code: &str) -> Result<Self, Finding> {
        Self::ALL.into_iter().find(|p| p.code().eq_ignore_ascii_case(code.trim())).ok_or_else(|| {
            Finding::stop(
                "product.unknown",
                "product",
                "R6",
                Text::fixed("取り扱いのない商品です。", "This product is not handled."),
                Text::fixed(
                    "DC-OV、GT-OV、DC-EV、GT-EV、CT-SS、BIZCERT のいずれかを指定してください。",
                    "Give one of DC-OV, GT-OV, DC-EV, GT-EV, CT-SS, BIZCERT.",
                ),
            )
        })
    }
}

impl Vendor {
    /// Both vendors.
    pub const ALL: [Vendor; 2] = [Vendor::Digicert, Vendor::Cybertrust];

    /// The neutral code: `digicert`, `cybertrust`.
    pub const fn code(self) -> &'static str {
        match self {
            Vendor::Digicert => "digicert",
            Vendor::Cybertrust => "cybertrust",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1, R2, R3, A2: six products, two vendors, EV and OV; BIZCERT is OV of the Cybertrust family.
    #[test]
    fn the_six_products() {
        use Validation::{Ev, Ov};
        use Vendor::{Cybertrust, Digicert};
        let table = Product::ALL.map(|product| (product.code(), product.vendor(), product.validation()));
        assert_eq!(
            table,
            [
                ("DC-OV", Digicert, Ov),
                ("GT-OV", Digicert, Ov),
                ("DC-EV", Digicert, Ev),
                ("GT-EV", Digicert, Ev),
                ("CT-SS", Cybertrust, Ov),
                ("BIZCERT", Cybertrust, Ov),
            ]
        );
    }

    /// R1: codes and stored names are the same, and read back.
    #[test]
    fn codes_read_back() {
        for product in Product::ALL {
            assert_eq!(Product::from_code(&product.code().to_lowercase()), Ok(product));
            assert_eq!(serde_json::to_value(product).unwrap(), product.code());
        }
    }
}
