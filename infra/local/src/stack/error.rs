//! Why a stack cannot be worked with.

use std::path::PathBuf;

use platform::config::ConfigErrors;
use procedure::Text;

/// Why a stack cannot be worked with. Texts name services, rights and variables, never what a message holds.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such stack where AWS was asked.
    #[error("there is no stack `{stack}` in {region}: check the name, AWS_PROFILE and AWS_REGION")]
    Unknown {
        /// Its name.
        stack: String,
        /// Where it was looked for.
        region: String,
    },
    /// No region is set.
    #[error("no region is set: set AWS_REGION, or a profile that has one (AWS_PROFILE)")]
    NoRegion,
    /// There are no credentials.
    #[error("there are no AWS credentials that can be used: sign in, or set AWS_PROFILE ({0})")]
    NoCredentials(String),
    /// AWS says no.
    #[error("AWS does not allow it: your role needs the right {right}")]
    Denied {
        /// The action, such as `sqs:ReceiveMessage`.
        right: String,
    },
    /// A service failed or did not answer.
    #[error("{service} failed: {why}")]
    Service {
        /// The service.
        service: &'static str,
        /// What it or the client said.
        why: String,
    },
    /// The file of variables.
    #[error("{} cannot be read: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Variables that are missing or wrong.
    #[error("the stack's variables: {0}")]
    Variables(#[from] ConfigErrors),
    /// What is done here would take messages away from deployed functions.
    #[error(
        "this is for a stand-in on this machine alone: set AWS_ENDPOINT_URL to it, such as http://127.0.0.1:4566"
    )]
    NotStandIn,
}

impl Error {
    /// In both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::Unknown { stack, region } => format!(
                "{region} にスタック {stack} がありません。名前、AWS_PROFILE、AWS_REGION を確認してください。"
            ),
            Self::NoRegion => "リージョンが設定されていません。AWS_REGION またはリージョンのあるプロファイル（AWS_PROFILE）を設定してください。".to_owned(),
            Self::NoCredentials(why) => format!(
                "使用できる AWS の認証情報がありません。サインインするか AWS_PROFILE を設定してください（{why}）。"
            ),
            Self::Denied { right } => {
                format!("AWS に許可されませんでした。お使いのロールに {right} の権限が必要です。")
            }
            Self::Service { service, why } => format!("{service} の呼び出しに失敗しました: {why}"),
            Self::File { path, why } => format!("{} を読み取れません: {why}", path.display()),
            Self::Variables(errors) => format!("スタックの変数が正しくありません: {errors}"),
            Self::NotStandIn => "このマシン上の代替環境でのみ使用できます。AWS_ENDPOINT_URL に http://127.0.0.1:4566 などを設定してください。".to_owned(),
        };
        Text::new(ja, self.to_string())
    }
}
