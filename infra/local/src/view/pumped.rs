//! What `certflow pump` and `certflow stand-in` tell.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{Page, Tone, View, when};
use crate::pump::Moved;
use crate::stand_in::Made;

/// A batch that was moved, in one line.
#[derive(Debug, Serialize)]
pub struct MovedLine<'a> {
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub moved: &'a Moved,
}

impl View for MovedLine<'_> {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let Moved { function, handled, failed, problem } = self.moved;
        let mut line = format!("{}  {function:23}", when(self.at));
        if *handled > 0 {
            let text = page.pick("処理", "handled");
            line.push_str(&format!("  {}", Tone::Good.paint(&format!("{text} {handled}"))));
        }
        if *failed > 0 {
            let text = page.pick("失敗（再試行されます）", "failed, will come back:");
            line.push_str(&format!("  {}", Tone::Bad.paint(&format!("{text} {failed}"))));
        }
        if let Some(problem) = problem {
            line.push_str(&format!("  {problem}"));
        }
        page.line(line)
    }
}

impl View for Made {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let (queues, file) = (self.queues, self.variables_file.display());
        let secret = self.webhook_secret_file.display();
        let head = match page.language() {
            procedure::Language::Ja => {
                format!("テーブル {} と {queues} 個のキューを用意しました。", self.table)
            }
            procedure::Language::En => format!("Table {} and {queues} queues are ready.", self.table),
        };
        page.line(head)?;
        page.line(format!("  {} {file}", page.pick("関数の変数:", "functions' variables:")))?;
        page.line(format!("  {} {secret}", page.pick("Webhook の秘密鍵:", "webhook secret:")))?;
        page.gap();
        page.line(format!(
            "cargo lambda watch -p lambda -F mains --invoke-address 127.0.0.1 --env-file {file}"
        ))?;
        page.line(format!("{} --stack {file} pump", self.program))
    }
}
