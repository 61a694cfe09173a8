//! The part of an order's page about its examination, and what was found wrong.

use std::fmt;

use procedure::Text;
use procedure::documents::{ItemState, ItemStatus, Wanted};
use procedure::order::CheckKind;

use super::{CheckView, OrderView, ResentView};
use crate::view::{Cell, Columns, Page, Tone, due_by, findings, when};

impl OrderView {
    pub(super) fn checks(&self, page: &mut Page) -> fmt::Result {
        if self.checks.is_empty() || self.certificate.is_some() {
            return Ok(());
        }
        page.heading("審査の内訳", "Checks")?;
        let mut columns = Columns::new();
        for check in &self.checks {
            let (state, tone) = check_state(page, check);
            let about = check.name.clone().unwrap_or_default();
            let mut notes = Vec::new();
            if let Some(party) = check.waits_for {
                notes.push(page.say(&party.label()).to_owned());
                notes.push(due_by(page, check.until));
            }
            if check.check == CheckKind::Domain && check.state == "waiting" {
                notes.push(match check.mail_lapses {
                    Some(at) => {
                        let (ja, en) =
                            ("メール到着済み・URLの有効期限", "mail arrived; its link works until");
                        format!("{} {}", page.pick(ja, en), when(at))
                    }
                    None => page.pick("メール未着", "no mail yet").to_owned(),
                });
            }
            notes.extend(check.resent.as_ref().map(|resent| sent_again(page, resent)));
            if !check.calls.is_empty() {
                let calls = check.calls.len();
                notes.push(format!("{} {calls}", page.pick("電話", "calls")));
            }
            columns.row([
                page.say(&check.label).into(),
                about.into(),
                Cell::toned(state, tone),
                notes.join(" · ").into(),
            ]);
        }
        page.columns(&columns, 2)
    }

    pub(super) fn documents(&self, page: &mut Page) -> fmt::Result {
        if self.documents_wanted.is_empty() {
            return Ok(());
        }
        page.heading("不足している書類", "Documents still wanted")?;
        for item in &self.documents_wanted {
            let (label, state) = (wanted(page, item), item_state(page, &item.state));
            page.line(format!("  {label}: {state}"))?;
            if let ItemState::Refused { documents, .. } | ItemState::ProofMissing { refused: documents, .. } =
                &item.state
            {
                for refused in documents {
                    findings::write(page, refused.refusal.findings())?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn enquiries(&self, page: &mut Page) -> fmt::Result {
        let mut open = self.enquiries.iter().filter(|enquiry| enquiry.state != "closed").peekable();
        if open.peek().is_none() {
            return Ok(());
        }
        page.heading("ベンダーからの照会", "Enquiries")?;
        let mut columns = Columns::new();
        for enquiry in open {
            let state = match enquiry.state {
                "open" => page.pick("回答待ち", "open"),
                _ => page.pick("回答済み", "answered"),
            };
            columns.row([
                enquiry.enquiry.to_string().into(),
                state.into(),
                due_by(page, enquiry.until).into(),
                enquiry.question.clone().into(),
            ]);
        }
        page.columns(&columns, 2)
    }

    pub(super) fn found(&self, page: &mut Page) -> fmt::Result {
        for (found, ja, en) in [
            (&self.to_mend, "修正が必要な事項", "To mend"),
            (&self.attention, "担当者が確認する事項", "For staff to look into"),
            (&self.warnings, "注意事項", "Worth knowing"),
        ] {
            if !found.is_empty() {
                page.heading(ja, en)?;
                findings::write(page, found)?;
            }
        }
        if !self.undeliverable.is_empty() {
            page.gap();
            page.line(
                page.pick("メールが届かない宛先があります。", "Some letters do not reach their recipient."),
            )?;
        }
        Ok(())
    }
}

fn check_state(page: &Page, check: &CheckView) -> (String, Tone) {
    let (text, tone) = match check.state {
        "passed" => (Text::fixed("完了", "passed"), Tone::Good),
        "failed" => (Text::fixed("不可", "failed"), Tone::Bad),
        "not_required" => (Text::fixed("不要", "not needed"), Tone::Faint),
        _ => (Text::fixed("確認待ち", "open"), Tone::Open),
    };
    (page.say(&text).to_owned(), tone)
}

fn sent_again(page: &Page, resent: &ResentView) -> String {
    let (times, at) = (resent.times, resent.sent_at.unwrap_or(resent.asked_at));
    let (ja, en) = match resent.sent_at {
        Some(_) => ("回・最終", "last"),
        None => ("回・依頼中", "asked"),
    };
    match page.pick("ja", "en") {
        "ja" => format!("再送 {times} {ja} {}", when(at)),
        _ => format!("sent again {times}×, {en} {}", when(at)),
    }
}

fn wanted(page: &Page, item: &ItemStatus) -> String {
    match &item.wanted {
        Wanted::Rules { item } => page.say(&item.label()).to_owned(),
        Wanted::Enquiry { enquiry, label } => format!("{} ({enquiry})", page.say(label)),
    }
}

fn item_state(page: &Page, state: &ItemState) -> &'static str {
    match state {
        ItemState::Missing { .. } => page.pick("未着", "missing"),
        ItemState::Awaited { .. } => page.pick("原本の到着待ち", "original in the post"),
        ItemState::Refused { .. } => page.pick("不備あり", "refused"),
        ItemState::ProofMissing { .. } => page.pick("受付の証明が必要", "its receipt has to be proved"),
        ItemState::Telegram { .. } => page.pick("電報で確認中", "by telegram"),
        ItemState::Expiring { .. } => page.pick("まもなく期限切れ", "about to lapse"),
        ItemState::Satisfied { .. } => page.pick("確認済み", "accepted"),
    }
}
