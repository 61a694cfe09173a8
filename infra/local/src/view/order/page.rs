//! The page of an order for people.

use std::fmt;

use procedure::documents::{ItemState, ItemStatus, Wanted};
use procedure::order::{CheckKind, StepState};
use procedure::{Party, Text};

use super::{CertificateView, CheckView, OrderView, sent};
use crate::view::list::act_line;
use crate::view::{Cell, Columns, Page, Tone, View, actor, due_by, findings, kind, step_state, when};

impl View for OrderView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        self.head(page)?;
        self.steps(page)?;
        self.next(page)?;
        self.checks(page)?;
        self.documents(page)?;
        self.enquiries(page)?;
        self.found(page)?;
        if let Some(certificate) = &self.certificate {
            write_certificate(certificate, page)?;
        }
        if let Some(application) = &self.application {
            page.heading("申請内容", "Application")?;
            page.line(serde_json::to_string_pretty(application).unwrap_or_default())?;
        }
        self.history(page)
    }
}

impl OrderView {
    fn head(&self, page: &mut Page) -> fmt::Result {
        let stage = page.say(&self.stage_label).to_owned();
        page.line(format!("{}  {}", Tone::Strong.paint(self.order.as_str()), Tone::Open.paint(&stage)))?;
        let mut columns = Columns::new();
        let mut row = |label: &str, value: String| columns.row([label.into(), value.into()]);
        row(
            page.pick("商品", "Product"),
            format!("{} ({})", page.say(&self.product_name), self.product.code()),
        );
        row(page.pick("ドメイン", "Names"), self.names.join(", "));
        let mut what = page.say(&kind(self.kind)).to_owned();
        if let Some(predecessor) = &self.predecessor {
            what = format!("{what} ({predecessor})");
        }
        row(page.pick("種別", "Kind"), what);
        row(page.pick("お客様番号", "Customer"), self.customer.to_string());
        if let Some(number) = &self.vendor_order {
            row(page.pick("ベンダー注文番号", "Vendor's number"), number.to_string());
        }
        row(page.pick("受付", "Received"), format!("{} JST", when(self.received_at)));
        if let Some(ended) = &self.ended {
            row(page.pick("終了", "Ended"), format!("{} JST", when(ended.at)));
            if let Some(reason) = &ended.reason {
                row(page.pick("理由", "Reason"), reason.clone());
            }
        }
        if let Some(hold) = &self.hold {
            row(page.pick("保留", "On hold"), format!("{} {}", when(hold.since), hold.comment.expose()));
        }
        page.columns(&columns, 2)
    }

    fn steps(&self, page: &mut Page) -> fmt::Result {
        page.heading("手続き", "Steps")?;
        let mut columns = Columns::new();
        for step in &self.steps {
            let (label, tone) = step_state(&step.state);
            let until = match step.state {
                StepState::Current { until } => until,
                _ => None,
            };
            columns.row([
                step.number.to_string().into(),
                page.say(&step.title).into(),
                page.say(&step.owner.label()).into(),
                Cell::toned(page.say(&label), tone),
                due_by(page, until).into(),
            ]);
        }
        page.columns(&columns, 2)
    }

    fn next(&self, page: &mut Page) -> fmt::Result {
        page.heading("次の作業", "Next")?;
        if self.acts.is_empty() {
            return page.line(format!("  {}", page.pick("ありません（完了）", "nothing: finished")));
        }
        let mut columns = Columns::new();
        for act in &self.acts {
            columns.row(act_line(page, act, self.now));
        }
        page.columns(&columns, 2)
    }

    fn checks(&self, page: &mut Page) -> fmt::Result {
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
                let seen = check.mail_seen.is_some();
                let text = if seen {
                    page.pick("メール到着済み", "mail arrived")
                } else {
                    page.pick("メール未着", "no mail yet")
                };
                notes.push(text.to_owned());
            }
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

    fn documents(&self, page: &mut Page) -> fmt::Result {
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

    fn enquiries(&self, page: &mut Page) -> fmt::Result {
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

    fn found(&self, page: &mut Page) -> fmt::Result {
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

    fn history(&self, page: &mut Page) -> fmt::Result {
        if self.history.is_empty() {
            return Ok(());
        }
        page.heading("履歴 (JST)", "History (JST)")?;
        if self.more_history {
            let more = page.pick("（以前の履歴は --history で表示）", "(earlier lines: --history)");
            page.line(format!("  {}", Tone::Faint.paint(more)))?;
        }
        let mut columns = Columns::new();
        for line in &self.history {
            let told = line.what.as_ref().map(|what| page.say(what).to_owned());
            let by = line.actor.map(|by| page.say(&actor(by)).to_owned());
            if told.is_some() || self.in_full {
                columns.row([
                    when(line.at).into(),
                    by.unwrap_or_default().into(),
                    told.unwrap_or_else(|| line.event.clone()).into(),
                ]);
            }
            if self.in_full {
                for send in sent(line) {
                    let text = format!("→ {} [{}]", send.say(page), send.state(page));
                    columns.row(["".into(), "".into(), Cell::toned(text, send.tone())]);
                }
            }
        }
        page.columns(&columns, 2)
    }
}

fn write_certificate(certificate: &CertificateView, page: &mut Page) -> fmt::Result {
    page.heading("証明書", "Certificate")?;
    let mut columns = Columns::new();
    let mut row = |label: &str, value: String| columns.row([label.into(), value.into()]);
    row(page.pick("シリアル番号", "Serial"), certificate.serial.clone());
    row(page.pick("発行者", "Issuer"), certificate.issuer.clone());
    row(
        page.pick("有効期間", "Valid"),
        format!("{} – {} JST", when(certificate.not_before), when(certificate.not_after)),
    );
    row("SHA-256", certificate.sha256.clone());
    let installed = match (certificate.installed_at, certificate.installed_by) {
        (Some(at), _) => format!("{} JST", when(at)),
        (None, Party::Provider) => page.pick("未設定（当社作業）", "not yet (provider)").to_owned(),
        (None, _) => page.pick("未設定（お客様作業）", "not yet (customer)").to_owned(),
    };
    row(page.pick("サーバー設定", "On the server"), installed);
    if let Some(at) = certificate.renewal_opens_at {
        row(page.pick("更新開始", "Renewal opens"), format!("{} JST", when(at)));
    }
    if let Some(successor) = &certificate.successor {
        row(page.pick("後続の注文", "Followed by"), successor.to_string());
    }
    if let Some(at) = certificate.revocation_asked_at {
        row(page.pick("失効依頼", "Revocation asked"), format!("{} JST", when(at)));
    }
    page.columns(&columns, 2)
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
