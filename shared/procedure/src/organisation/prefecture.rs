//! The 47 prefectures (都道府県).

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::string_form;
use crate::{Finding, Text};

/// Japanese and English names in the order of JIS X 0401, whose codes run from 1.
#[rustfmt::skip]
const NAMES: [(&str, &str); 47] = [
    ("北海道", "Hokkaido"), ("青森県", "Aomori"), ("岩手県", "Iwate"), ("宮城県", "Miyagi"),
    ("秋田県", "Akita"), ("山形県", "Yamagata"), ("福島県", "Fukushima"), ("茨城県", "Ibaraki"),
    ("栃木県", "Tochigi"), ("群馬県", "Gunma"), ("埼玉県", "Saitama"), ("千葉県", "Chiba"), ("東京都", "Tokyo"),
    ("神奈川県", "Kanagawa"), ("新潟県", "Niigata"), ("富山県", "Toyama"), ("石川県", "Ishikawa"),
    ("福井県", "Fukui"), ("山梨県", "Yamanashi"), ("長野県", "Nagano"), ("岐阜県", "Gifu"),
    ("静岡県", "Shizuoka"), ("愛知県", "Aichi"), ("三重県", "Mie"), ("滋賀県", "Shiga"), ("京都府", "Kyoto"),
    ("大阪府", "Osaka"), ("兵庫県", "Hyogo"), ("奈良県", "Nara"), ("和歌山県", "Wakayama"),
    ("鳥取県", "Tottori"), ("島根県", "Shimane"), ("岡山県", "Okayama"), ("広島県", "Hiroshima"),
    ("山口県", "Yamaguchi"), ("徳島県", "Tokushima"), ("香川県", "Kagawa"), ("愛媛県", "Ehime"),
    ("高知県", "Kochi"), ("福岡県", "Fukuoka"), ("佐賀県", "Saga"), ("長崎県", "Nagasaki"),
    ("熊本県", "Kumamoto"), ("大分県", "Oita"), ("宮崎県", "Miyazaki"), ("鹿児島県", "Kagoshima"),
    ("沖縄県", "Okinawa"),
];

/// A prefecture; the `stateOrProvinceName` of a Japanese subject. Written `東京都`; reads `東京` and `Tokyo` too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Prefecture(u8);

string_form!(Prefecture, |prefecture| prefecture.name().ja.into_owned());

impl Prefecture {
    /// All 47, in the order of JIS X 0401.
    pub fn all() -> impl Iterator<Item = Prefecture> {
        (0..).zip(NAMES).map(|(index, _)| Self(index))
    }

    /// Its name, such as `東京都` and `Tokyo`.
    pub fn name(self) -> Text {
        // Only an index of the table is ever constructed.
        let (ja, en) = NAMES[usize::from(self.0)];
        Text::fixed(ja, en)
    }

    /// Its code in JIS X 0401, 1 to 47.
    pub fn code(self) -> u8 {
        self.0 + 1
    }
}

impl FromStr for Prefecture {
    type Err = Finding;

    /// # Errors
    /// `address.prefecture` on the field `prefecture`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let text = text.trim();
        let is = |(ja, en): (&str, &str)| {
            ja == text || ja.strip_suffix(['都', '府', '県']) == Some(text) || en.eq_ignore_ascii_case(text)
        };
        (0..).zip(NAMES).find(|(_, names)| is(*names)).map(|(index, _)| Self(index)).ok_or_else(|| {
            Finding::stop(
                "address.prefecture",
                "prefecture",
                "BR 7.1.2.7.4",
                Text::fixed("都道府県名が正しくありません。", "There is no such prefecture."),
                Text::fixed(
                    "「東京都」のように都道府県名を指定してください。",
                    "Give a prefecture such as Tokyo.",
                ),
            )
        })
    }
}

impl fmt::Display for Prefecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name().ja)
    }
}
