//! An order with something personal everywhere it can be.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use certflow::machine::{FixedClock, Machine, Settings};
use jiff::Timestamp;
use platform::envelope::{Content, Digest, Envelope, Kind};
use platform::resolver::Choice;
use platform::store::{EventKey, Payload, Received};
use procedure::application::ApplicationDraft;
use procedure::event::{
    ApprovalMailReceived, EnquiryAnswered, EnquiryRaised, Event, EventKind, OrderCancelled, OrderHeld,
    OrderPlaced, OrderSubmitted, VendorStatusChanged,
};
use procedure::order::{Actor, EnquiryText};
use procedure::vendor::{VendorReport, VendorStatus};
use procedure::{OrderId, Product, samples};
use serde_json::Value;

/// Who produces the events of these tests.
pub(crate) const SOURCE: &str = "urn:test:portal";
/// The token of the approval link.
const TOKEN: &str = "Zk83QpVt5rW1mXc7";

/// A sole proprietor whose every word is found nowhere else.
pub(crate) fn draft() -> ApplicationDraft {
    let some = |text: &str| Some(text.to_owned());
    let mut draft = samples::sole_proprietor_draft(Product::CybertrustSureServer);
    draft.organisation.name = "苗字谷名前子".to_owned();
    draft.organisation.trade_name = some("屋号堂工芸店");
    draft.organisation.city = "架空市夢見区".to_owned();
    draft.organisation.street = "幻通り九丁目八番七号".to_owned();
    draft.organisation.building = some("蜃気楼荘三〇一号室");
    draft.organisation.main_phone = "045-987-6543".to_owned();
    draft.responsible.family = some("苗字谷");
    draft.responsible.given = some("名前子");
    draft.responsible.kana = some("ミョウジダニ ナマエコ");
    draft.responsible.department = some("秘密研究室");
    draft.responsible.job_title = some("首席職人");
    draft.responsible.email = some("namaeko.private@mail.example");
    draft.responsible.phone = some("090-8765-4321");
    draft.notify = vec!["oshirase-box@mail.example".to_owned()];
    draft
}

/// What of it is personal, and what people wrote about it.
pub(crate) fn personal() -> Vec<String> {
    let mut texts: Vec<String> = [
        "苗字谷",
        "名前子",
        "屋号堂",
        "夢見区",
        "幻通り",
        "蜃気楼荘",
        "ミョウジダニ",
        "ナマエコ",
        "秘密研究室",
        "首席職人",
        "namaeko.private",
        "oshirase-box",
        "照会の質問文",
        "照会の回答文",
        "保留の理由文",
        "取消の理由文",
        "未処理の回答文",
        TOKEN,
        "45987654",
        "045-987-6543",
        "090-8765-4321",
        "9087654321",
    ]
    .map(str::to_owned)
    .into();
    // The middle of the CSR, which holds a name in its subject.
    texts.push(samples::CSR.lines().nth(2).unwrap().to_owned());
    texts
}

pub(crate) async fn open(folder: &Path, now: Timestamp) -> Machine {
    Machine::open(folder, Arc::new(FixedClock(now))).await.unwrap()
}

/// Sends an event and lets everything follow from it.
pub(crate) async fn send(
    machine: &Machine,
    id: &str,
    order: Option<&OrderId>,
    event: impl Into<Event>,
) -> OrderId {
    let event = event.into();
    let envelope = Envelope {
        id: id.parse().unwrap(),
        source: SOURCE.parse().unwrap(),
        kind: Kind::Event(event.kind()),
        subject: order.cloned(),
        time: None,
        content: Content::Inline(event.data()),
        traceparent: None,
    };
    let accepted = machine.intake().accept(envelope).await.unwrap();
    let pumped = machine.pump(&machine.rooms().unwrap(), Duration::from_secs(60)).await.unwrap();
    assert!(pumped.idle && pumped.failed == 0, "{id}: {pumped:?}");
    accepted.order.or_else(|| order.cloned()).unwrap_or_else(samples::order_id)
}

fn text(text: &str) -> EnquiryText {
    EnquiryText::new("text", text).unwrap()
}

/// An order under examination of which everything is known that can be.
pub(crate) async fn examined(machine: &Machine) -> OrderId {
    let submitted = OrderSubmitted { customer: samples::customer(), application: draft() };
    let order = send(machine, "submitted", None, submitted).await;
    let placed = OrderPlaced { vendor_order: samples::id("V-77"), by: Actor::Staff };
    send(machine, "placed", Some(&order), placed).await;
    let question = text("照会の質問文: 苗字谷様のご住所は?");
    let raised = EnquiryRaised { enquiry: samples::id("Q1"), question };
    send(machine, "raised", Some(&order), raised).await;
    let answer = text("照会の回答文: 幻通り九丁目です");
    send(machine, "answered", Some(&order), EnquiryAnswered { enquiry: samples::id("Q1"), answer }).await;
    let mail = machine.vault().put(mail().as_bytes(), None).unwrap();
    send(machine, "mail", None, ApprovalMailReceived { mail }).await;
    let held = OrderHeld { comment: text("保留の理由文: 苗字谷様が入院中") };
    send(machine, "held", Some(&order), held).await;
    order
}

pub(crate) async fn cancel(machine: &Machine, order: &OrderId) {
    let reason = text("取消の理由文: 屋号堂を廃業");
    send(machine, "cancelled", Some(order), OrderCancelled { by: Actor::Customer, reason }).await;
    // Staff withdrew it at the vendor, too.
    let report = VendorReport {
        vendor_order: samples::id("V-77"),
        observed_at: machine.now(),
        status: VendorStatus::Cancelled,
        items: Vec::new(),
        asked: Default::default(),
    };
    send(machine, "withdrawn", Some(order), VendorStatusChanged { report: Some(report) }).await;
}

/// An event that was accepted and that nobody has handled.
pub(crate) async fn left_waiting(machine: &Machine, id: &str, subject: Option<&OrderId>, event: Event) {
    let (kind, data): (Kind, Value) = (Kind::Event(event.kind()), event.data());
    let received = Received {
        key: EventKey { source: SOURCE.parse().unwrap(), id: id.parse().unwrap() },
        kind,
        subject: subject.cloned(),
        digest: Digest::of(kind, subject, &data),
        data: Payload(data),
        at: machine.now(),
        requeue_at: machine.now(),
    };
    machine.store().receive(&received).await.unwrap();
}

/// The customer's answer that nobody has handled.
pub(crate) fn late_answer() -> Event {
    let answer = text("未処理の回答文: 幻通り");
    assert_eq!(EventKind::EnquiryAnswered.name(), "enquiry-answered");
    EnquiryAnswered { enquiry: samples::id("Q1"), answer }.into()
}

fn mail() -> String {
    format!(
        "From: sureserver_support@cybertrust.co.jp\r\nTo: postmaster@www.example.jp\r\n\
         Date: Tue, 24 Nov 2026 10:30:00 +0900\r\nMessage-ID: <1@vendor.example>\r\n\
         Subject: SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n\
         苗字谷名前子 様\r\nhttps://www.cybertrust.ne.jp/dcv?token={TOKEN}\r\n"
    )
}

/// Settings with another number of days, and no DNS.
pub(crate) fn write_settings(folder: &Path, after_days: u16) {
    let mut settings = Settings::default();
    settings.work.resolver = Choice::Off;
    settings.policy.erasure.after_days = after_days;
    certflow::demo::wiring::write_settings(folder, &settings).unwrap();
}
