//! Why a mail is not sent again.

use jiff::Timestamp;

use super::VendorMail;
use crate::calendar::JAPAN;
use crate::{Finding, Party, Text};

fn refused(code: &'static str, rule: &'static str, message: Text, remedy: Text) -> Finding {
    Finding::stop(code, "mail", rule, message, remedy).owed_by(Party::Provider)
}

pub(super) fn settled(mail: VendorMail) -> Finding {
    let mail = mail.label();
    refused(
        "resend.not_awaited",
        "R20",
        Text::new(
            format!("この注文は{}を待っていません（承認済み、または不要です）。", mail.ja),
            format!("Nobody waits for the {}: it was answered, or is not needed.", mail.en),
        ),
        Text::fixed("注文の状態を確認してください。", "Look at what the order waits for (`certflow show`)."),
    )
}

pub(super) fn no_confirmation() -> Finding {
    refused(
        "resend.not_awaited",
        "R49",
        Text::fixed(
            "発行確認メールがあるのは EV の注文だけです。",
            "Only EV orders have a confirmation mail.",
        ),
        Text::fixed(
            "承認メールを再送する場合は --confirmation を外してください。",
            "To have the approval mail sent again, leave out --confirmation.",
        ),
    )
}

pub(super) fn too_early() -> Finding {
    refused(
        "resend.not_awaited",
        "R48",
        Text::fixed(
            "在籍確認が終わっていないため、発行確認メールはまだ送られていません。",
            "The employment check is not done, so no confirmation mail has been sent yet.",
        ),
        Text::fixed(
            "第三者への在籍確認が終わるのを待ってください。",
            "Wait for the employment check with a third person.",
        ),
    )
}

pub(super) fn at_the_desk(mail: VendorMail) -> Finding {
    let mail = mail.label();
    refused(
        "resend.at_the_desk",
        "R2",
        Text::new(
            format!("このベンダーには API がないため、certflow から{}の再送を依頼できません。", mail.ja),
            format!("The vendor has no API: certflow cannot have it send the {} again.", mail.en),
        ),
        Text::fixed(
            "ベンダーの管理画面または窓口で再送を依頼してください。届いたメールは自動で確認されます。",
            "Ask for it in the vendor's own portal or at its desk; the mail is seen by itself when it comes.",
        ),
    )
}

pub(super) fn too_soon(mail: VendorMail, next: Timestamp) -> Finding {
    let (mail, next) = (mail.label(), JAPAN.to_datetime(next).strftime("%Y-%m-%d %H:%M:%S"));
    refused(
        "resend.too_soon",
        "R88",
        Text::new(
            format!("{}は送られたばかりです。", mail.ja),
            format!("The {} was sent only a short time ago.", mail.en),
        ),
        Text::new(
            format!(
                "{next}（日本時間）以降にもう一度実行してください。間隔は policy.resends で変更できます。"
            ),
            format!("Ask again from {next} (Japan) on; policy.resends sets the interval."),
        ),
    )
}

pub(super) fn too_many(mail: VendorMail) -> Finding {
    let mail = mail.label();
    refused(
        "resend.too_many",
        "R88",
        Text::new(
            format!("この注文の{}は、再送の上限に達しました。", mail.ja),
            format!("The order's {} was sent again as often as it may be.", mail.en),
        ),
        Text::fixed(
            "宛先でメールを受信できるかをお客様と確認し、ベンダーへ問い合わせてください。上限は policy.resends で変更できます。",
            "See with the customer whether the address takes mail, and ask the vendor; policy.resends sets the bound.",
        ),
    )
}
