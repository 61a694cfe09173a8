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
/// `order.out_of_phase` or `order.finished` when the vendor does not examine the order.
pub fn received(order: Order, facts: &Facts, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    match facts {
        Facts::Seen { name, seen, warnings } => {
            if !order.approval_mail_seen(name, seen.clone(), moment.policy, moment.now)? {
                return Ok(Decision::of(order));
            }
            order.warnings.extend(warnings.iter().filter(|new| new.severity > Severity::Note).cloned());
            let what = Text::new(
                format!("{name} の承認メールを確認しました。"),
                format!("The approval mail for {name} was seen."),
            );
            Ok(Decision::of(order).because(Actor::Vendor, what).tell(Notice::ApprovalMailArrived))
        }
        Facts::Notified(about) => {
            let notice = notified(*about);
            order.needs_attention(notice.clone());
            let what = Text::fixed(
                "ベンダーから通知メールが届きました。",
                "A notification of the vendor's arrived.",
            );
            // Where the vendor can be asked, it is asked at once; at the desk staff look.
            let hint = VendorStatusChanged { report: None };
            Ok(Decision::of(order).because(Actor::Vendor, what).why(vec![notice]).emit(hint.into()))
        }
        Facts::Quarantined(findings) => {
            for finding in findings.iter().filter(|finding| finding.severity == Severity::Stop) {
                order.needs_attention(Finding { acts: Party::Provider, ..finding.clone() });
            }
            let what = Text::fixed(
                "承認メールとして確認できないメールを隔離しました。",
                "A mail that could not be trusted as the approval mail was quarantined.",
            );
            Ok(Decision::of(order).because(Actor::System, what).why(findings.clone()))
        }
    }
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
