//! The page of an order for people.

use std::fmt;

use procedure::Party;
use procedure::order::StepState;

use super::{CertificateView, OrderView, sent};
use crate::view::list::act_line;
use crate::view::{Cell, Columns, Page, Tone, View, actor, due_by, kind, step_state, when};

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
