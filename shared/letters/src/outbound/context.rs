//! What a letter says besides the order: the provider, its pages, the rules of the day.

use jiff::Timestamp;
use procedure::Text;
use procedure::policy::Policy;
use serde::{Deserialize, Serialize};

use super::{Link, OrderLink};

/// What a letter depends on besides its order.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The time of sending; the mail profiles and document rules of that day in Japan apply.
    pub now: Timestamp,
    /// The pages letters lead to.
    pub links: &'a Links,
    /// Who writes.
    pub provider: &'a Provider,
    /// The operator's settings.
    pub policy: &'a Policy,
}

/// The hosting provider (当社), as letters name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The name under which it writes, such as 例ホスティング サポート窓口.
    pub name: Text,
    /// Where to ask, in one line: a page, a mail address, hours; with a space after an address, for mail programs.
    pub contact: Text,
    /// The postal address for original documents, in one line (R82).
    pub post: Text,
}

/// The pages of the mission document, of its sample mails (R39), and the portal (R94).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// The order's page in the customer portal (カスタマーポータル).
    pub order_page: OrderLink,
    /// SSLサーバー証明書の申請情報更新 (R11).
    pub update_application: Link,
    /// メールアカウントの設定 (R24).
    pub mail_account: Link,
    /// メールソフトの設定 (R24).
    pub mail_client: Link,
    /// DNSレコードの設定 (R27).
    pub dns_records: Link,
    /// WEBドメイン設定 - SSLサーバー証明書の設定 (R54).
    pub server_settings: Link,
    /// デジサート/ジオトラスト証明書 サンプルメール (R39).
    pub sample_mail_digicert: Link,
    /// サイバートラスト証明書 サンプルメール (R39).
    pub sample_mail_cybertrust: Link,
}
