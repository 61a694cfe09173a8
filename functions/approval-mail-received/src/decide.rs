//! The decision: the mail was seen, and the customer is told what to click. It approves nothing.

use procedure::event::VendorStatusChanged;
use procedure::notice::Notice;
use procedure::order::{Actor, Order};
use procedure::profile::NoticeAbout;
use procedure::{Decision, Finding, Moment, Party, Refusal, Severity, Text};

use crate::facts::Facts;

/// An approval mail arrived for this order (R22, R41). A mail that is not to be believed never moves the order: staff
/// look at it.
///
/// # Errors
/// `order.out_of_phase` or `order.finished` when the vendor does not examine the order; `mail.token_lapsed`,
/// `mail.too_many_early`; what a mail is put aside for, once the day has had its fill of such mails.
pub fn received(order: Order, facts: &Facts, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    match facts {
        Facts::Seen { name, seen, notes, by_staff } => {
            if !order.approval_mail_seen(name, seen.clone(), moment.policy, moment.now)? {
                return Ok(Decision::of(order));
            }
            notes
                .iter()
                .filter(|note| note.severity > Severity::Note)
                .for_each(|note| order.warn(note.clone()));
            let what = Text::new(
                format!("{name} の承認メールを確認しました。"),
                format!("The approval mail for {name} was seen."),
            );
            let decision = Decision::of(order).because(actor(*by_staff), what).why(notes.clone());
            Ok(decision.tell(Notice::ApprovalMailArrived))
        }
        Facts::Notified { about, by_staff } => {
            let notice = notified(*about);
            order.needs_attention(notice.clone());
            let what = Text::fixed(
                "ベンダーから通知メールが届きました。",
                "A notification of the vendor's arrived.",
            );
            // Where the vendor can be asked, it is asked at once; at the desk staff look.
            let hint = VendorStatusChanged { report: None };
            Ok(Decision::of(order).because(actor(*by_staff), what).why(vec![notice]).emit(hint.into()))
        }
        Facts::Early { key } if order.is_early_mail(key) => Ok(Decision::of(order)),
        Facts::Early { key } => {
            if !order.keep_early_mail(key) {
                return Err(too_many_early());
            }
            let what = Text::fixed(
                "承認メールが届きました。ベンダーの受付番号が登録されしだい、自動で確認します。",
                "An approval mail came; it is judged by itself once the vendor's number is recorded.",
            );
            Ok(Decision::of(order).because(Actor::System, what).why(vec![early()]))
        }
        Facts::Quarantined(findings) => {
            if !order.mail_put_aside(findings, moment.now) {
                return Refusal::of(findings.clone()).map_or_else(|_| Ok(Decision::of(order)), Err);
            }
            let what = Text::fixed(
                "承認メールとして確認できないメールを隔離しました。",
                "A mail that could not be trusted as the approval mail was quarantined.",
            );
            Ok(Decision::of(order).because(Actor::System, what).why(findings.clone()))
        }
    }
}

/// The vendor was faster than whoever records its number.
fn early() -> Finding {
    Finding::warning(
        "mail.early",
        "order.phase",
        "R20, R41",
        Text::fixed(
            "ベンダーの受付番号がまだ登録されていません。",
            "The vendor's number is not recorded yet.",
        ),
        Text::fixed(
            "ベンダーの受付番号を登録してください（`certflow placed`）。",
            "Record the vendor's number (`certflow placed`).",
        ),
    )
    .owed_by(Party::Provider)
}

fn too_many_early() -> Refusal {
    let early = early();
    let remedy = Text::fixed(
        "受付番号を登録した後、このメールをもう一度登録してください（`certflow mail`）。",
        "Record the vendor's number, then enter this mail again (`certflow mail`).",
    );
    Finding { code: "mail.too_many_early".into(), remedy, ..early }.into()
}

/// Whose act a mail is: the vendor's, unless staff's word stands for its sender (R90).
const fn actor(by_staff: bool) -> Actor {
    if by_staff { Actor::Staff } else { Actor::Vendor }
}

/// What staff do about a notification.
fn notified(about: NoticeAbout) -> Finding {
    let (code, message, remedy) = match about {
        NoticeAbout::Received => (
            "vendor.notice_received",
            Text::fixed(
                "ベンダーが申請を受け付けたと通知しています。",
                "The vendor says that it received the application.",
            ),
            Text::fixed(
                "受付番号が登録済みか確認してください。",
                "See that its number is recorded (`certflow placed`).",
            ),
        ),
        NoticeAbout::Enquiry => (
            "vendor.notice_enquiry",
            Text::fixed("ベンダーから照会の通知が届いています。", "The vendor asks something."),
            Text::fixed(
                "メールの内容を確認し、照会として登録してください。",
                "Read the mail and record the enquiry (`certflow enquiry raise`).",
            ),
        ),
        NoticeAbout::Issued => (
            "vendor.notice_issued",
            Text::fixed(
                "ベンダーが証明書を発行したと通知しています。",
                "The vendor says that it issued the certificate.",
            ),
            Text::fixed(
                "ベンダーの管理画面から証明書を取得し、登録してください。",
                "Fetch it from the vendor's console and record it (`certflow certificate`).",
            ),
        ),
        NoticeAbout::Renewal => (
            "vendor.notice_renewal",
            Text::fixed(
                "ベンダーから更新の案内が届いています。",
                "The vendor says that the certificate can be renewed.",
            ),
            Text::fixed(
                "更新の注文が作成済みか確認してください。",
                "See that the renewal is open (`certflow show`).",
            ),
        ),
        NoticeAbout::Other => (
            "vendor.notice",
            Text::fixed("ベンダーから通知が届いています。", "The vendor notified us of something."),
            Text::fixed("メールの内容を確認してください。", "Read the mail."),
        ),
    };
    Finding::warning(code, "mail", "R15", message, remedy).owed_by(Party::Provider)
}
