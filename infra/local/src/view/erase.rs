//! Erased orders, and what a demand to erase came to.

use std::fmt;

use platform::store::{ErasedRecord, HistoryRecord};
use procedure::erase::Erased;
use procedure::{Finding, OrderId, Text};
use serde::Serialize;

use super::letters::LineView;
use super::{Columns, Page, Tone, View, actor, findings, kind, when};

/// What is kept of an erased order.
#[derive(Debug, Serialize)]
pub struct ErasedView {
    /// The order's id; also in `kept`.
    pub order: OrderId,
    /// Always `erased`.
    pub stage: &'static str,
    /// The stage as people read it.
    pub stage_label: Text,
    /// How many events changed it.
    pub version: u64,
    /// Whether something of it is still being erased.
    pub pending: bool,
    /// The audit skeleton.
    pub kept: Erased,
    /// Who did what kind of thing when, oldest first.
    pub history: Vec<LineView>,
}

impl ErasedView {
    /// The page of `record`; `lines` newest first as the store has them.
    pub fn of(record: &ErasedRecord, lines: &[HistoryRecord]) -> Self {
        Self {
            order: record.erased.id.clone(),
            stage: Erased::STAGE,
            stage_label: Erased::label(),
            version: record.version,
            pending: record.pending,
            kept: record.erased.clone(),
            history: lines.iter().rev().map(LineView::of).collect(),
        }
    }
}

impl View for ErasedView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let kept = &self.kept;
        let stage = page.say(&self.stage_label).to_owned();
        page.line(format!("{}  {}", Tone::Strong.paint(kept.id.as_str()), Tone::Faint.paint(&stage)))?;
        let mut columns = Columns::new();
        let mut row = |label: &str, value: String| columns.row([label.into(), value.into()]);
        row(
            page.pick("商品", "Product"),
            format!("{} ({})", page.say(&kept.product.name()), kept.product.code()),
        );
        let names: Vec<String> = kept.names.iter().map(|name| name.to_unicode()).collect();
        row(page.pick("ドメイン", "Names"), names.join(", "));
        row(page.pick("種別", "Kind"), page.say(&kind(kept.kind.code())).to_owned());
        row(page.pick("お客様番号", "Customer"), kept.customer.to_string());
        if let Some(number) = &kept.vendor_order {
            row(page.pick("ベンダー注文番号", "Vendor's number"), number.to_string());
        }
        row(page.pick("受付", "Received"), format!("{} JST", when(kept.received_at)));
        let ended = format!("{} JST ({})", when(kept.finished_at), page.say(&kept.stage.label()));
        row(page.pick("終了", "Ended"), ended);
        if let Some(certificate) = &kept.certificate {
            row(page.pick("証明書シリアル番号", "Certificate's serial"), certificate.serial.clone());
        }
        let erased = format!("{} JST ({})", when(kept.erased_at), page.say(&actor(kept.by)));
        row(page.pick("消去", "Erased"), erased);
        page.columns(&columns, 2)?;
        page.heading("履歴 (JST)", "History (JST)")?;
        let mut columns = Columns::new();
        for line in &self.history {
            let told = line.what.as_ref().map_or(line.event.as_str(), |what| page.say(what)).to_owned();
            let by = line.actor.map(|by| page.say(&actor(by)).to_owned()).unwrap_or_default();
            columns.row([when(line.at).into(), by.into(), told.into()]);
        }
        page.columns(&columns, 2)
    }
}

/// What became of one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Erasure {
    /// Its personal data is erased.
    Erased,
    /// It was before.
    Already,
    /// It is not over, or the like.
    Refused,
    /// It is under way; `certflow serve` or the sweep goes on with it.
    Pending,
}

/// What became of one order.
#[derive(Debug, Serialize)]
pub struct EraseRow {
    /// Which.
    pub order: OrderId,
    /// What.
    pub outcome: Erasure,
    /// Why not.
    pub findings: Vec<Finding>,
}

impl EraseRow {
    /// The row of `order`.
    pub const fn new(order: OrderId, outcome: Erasure, findings: Vec<Finding>) -> Self {
        Self { order, outcome, findings }
    }
}

/// What a demand to erase came to.
#[derive(Debug, Serialize)]
pub struct EraseView {
    /// The orders.
    pub orders: Vec<EraseRow>,
    /// How many applications that nobody had handled were withdrawn.
    pub applications: usize,
    /// What became of the mails in a stack's bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mails: Option<ErasedMails>,
}

/// What became of the mails in a stack's bucket.
#[derive(Debug, Serialize)]
pub struct ErasedMails {
    /// How many were deleted.
    pub deleted: usize,
    /// Whether there are more mails than could be looked through.
    pub more: bool,
}

impl View for EraseView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        if self.orders.is_empty() && self.applications == 0 {
            return page
                .line(page.pick("消去する個人情報はありません。", "There is no personal data to erase."));
        }
        for row in &self.orders {
            let (text, tone) = match row.outcome {
                Erasure::Erased => (page.pick("個人情報を消去しました。", "Erased."), Tone::Good),
                Erasure::Already => (page.pick("消去済みです。", "Erased before."), Tone::Plain),
                Erasure::Refused => (page.pick("消去できません。", "Not erased."), Tone::Bad),
                Erasure::Pending => (page.pick("消去中です。", "Being erased."), Tone::Open),
            };
            page.line(format!("{}  {}", Tone::Strong.paint(row.order.as_str()), tone.paint(text)))?;
            findings::write(page, &row.findings)?;
        }
        if self.applications > 0 {
            let text =
                page.pick("取り下げた未処理の申込み", "Applications withdrawn before they were handled");
            page.line(format!("{text}: {}", self.applications))?;
        }
        if let Some(mails) = &self.mails {
            let text = page.pick("削除した受信メール", "Received mails deleted");
            page.line(format!("{text}: {}", mails.deleted))?;
            if mails.more {
                page.line(Tone::Bad.paint(page.pick(
                    "メールが多いため、すべては確認できませんでした。残りは保存期間（MailDays）が過ぎると削除されます。",
                    "There are more mails than could be looked through; the rest goes once MailDays are over.",
                )))?;
            }
        }
        Ok(())
    }
}
