//! What staff have to look into: each thing once, and never more than can be read.

use std::collections::BTreeSet;

use super::overdue::is_overdue;
use super::{MAX_ATTENTION, Order};
use crate::{Finding, Party, Text};

/// Mails that were put aside: anybody can send them, so that they take no other finding's place.
const MAILS: &str = "mail.quarantined";
/// Stands last and says how many more there are.
const MORE: &str = "attention.more";
/// Most findings that are counted without being kept.
const MAX_LEFT_OUT: usize = 100;

impl Order {
    /// Asks staff to look into something; the same code about the same field once. What there is no room for is counted.
    pub fn needs_attention(&mut self, finding: Finding) {
        if let Some(known) = self.attention.iter_mut().find(|known| key(known) == key(&finding)) {
            *known = finding;
            return;
        }
        let (code, field) = key(&finding);
        let name = format!("{code} {field}");
        let listed = self.attention.iter().filter(|known| !is_apart(known)).count();
        if is_apart(&finding) || listed < MAX_ATTENTION {
            self.attention_left_out.remove(&name);
            self.attention.push(finding);
        } else if self.attention_left_out.len() < MAX_LEFT_OUT {
            self.attention_left_out.insert(name);
        }
        self.say_how_many_more();
    }

    /// Whether staff are asked to look into this already.
    pub fn has_attention(&self, finding: &Finding) -> bool {
        let (code, field) = key(finding);
        self.attention.iter().any(|known| key(known) == (code, field))
            || self.attention_left_out.contains(&format!("{code} {field}"))
    }

    /// What staff had to look into is done where `done` says so of a code and a field.
    pub fn attended(&mut self, done: impl Fn(&str, &str) -> bool) {
        self.attention.retain(|known| !done(&known.code, &known.field));
        self.attention_left_out
            .retain(|name| name.split_once(' ').is_none_or(|(code, field)| !done(code, field)));
        self.say_how_many_more();
    }

    /// All of it is done, save what is overdue at the vendor: a release for another reason must not hide that. Returns
    /// whether anything was done.
    pub(super) fn all_attended(&mut self) -> bool {
        self.forget_put_aside();
        let before = self.attention.len();
        self.attended(|code, _| !is_overdue(code));
        self.attention.len() < before
    }

    fn say_how_many_more(&mut self) {
        self.attention.retain(|known| known.code != MORE);
        if !self.attention_left_out.is_empty() {
            self.attention.push(and_more(&self.attention_left_out));
        }
    }
}

fn key(finding: &Finding) -> (&str, &str) {
    (&finding.code, &finding.field)
}

/// Whether it takes no other finding's place.
fn is_apart(finding: &Finding) -> bool {
    finding.code == MAILS || finding.code == MORE || is_overdue(&finding.code)
}

fn and_more(left_out: &BTreeSet<String>) -> Finding {
    let more = left_out.len();
    let named: Vec<&str> = left_out.iter().take(MAX_ATTENTION).map(String::as_str).collect();
    Finding::warning(
        MORE,
        "order",
        "R88",
        Text::new(format!("確認が必要な事項が、ほかに{more}件あります。"), format!("And {more} more.")),
        Text::fixed("これらもあわせて確認してください。", "Look into these too."),
    )
    .owed_by(Party::Provider)
    .with_evidence(named.join(", "))
}

/// Mails that were put aside.
pub(super) fn mails_put_aside(message: Text, reasons: String) -> Finding {
    let remedy = Text::fixed(
        "`certflow mail` で理由を確認してください。メールのリンクは開かず、注文の状況はベンダーの管理画面で確認してください。",
        "See why with `certflow mail`. Do not open their links: look the order up in the vendor's console.",
    );
    Finding::warning(MAILS, "mail", "R41", message, remedy).owed_by(Party::Provider).with_evidence(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Product, samples};

    fn finding(code: &'static str, n: usize) -> Finding {
        let text = Text::fixed("確認してください。", "Look into it.");
        Finding::warning(code, format!("application.names[{n}]"), "R88", text.clone(), text)
    }

    /// R88: what forbids three names is told of all three, and the same of one name once.
    #[test]
    fn each_field_is_told() {
        let mut order = samples::examining(Product::DigicertSecureServerId);
        for n in [0, 1, 2, 1] {
            order.needs_attention(finding("caa.forbidden", n));
        }
        let fields: Vec<&str> = order.attention.iter().map(|known| &*known.field).collect();
        assert_eq!(fields, ["application.names[0]", "application.names[1]", "application.names[2]"]);
    }

    /// R88: nothing is dropped silently: beyond what is kept staff read how many more there are, each counted once.
    #[test]
    fn what_there_is_no_room_for_is_counted() {
        let mut order = samples::examining(Product::DigicertSecureServerId);
        for n in (0..MAX_ATTENTION + 3).chain([MAX_ATTENTION + 1]) {
            order.needs_attention(finding("caa.forbidden", n));
        }
        assert_eq!(order.attention.len(), MAX_ATTENTION + 1);
        assert_eq!(order.attention.last().unwrap().message.en, "And 3 more.");
        assert!(order.has_attention(&finding("caa.forbidden", MAX_ATTENTION + 2)));
        order.attended(|_, field| field == "application.names[12]" || field == "application.names[0]");
        assert_eq!(order.attention.last().unwrap().message.en, "And 2 more.");
        order.needs_attention(finding("caa.forbidden", 11));
        assert_eq!(order.attention.last().unwrap().message.en, "And 1 more.");
        assert!(order.release());
        assert_eq!((order.attention.len(), order.attention_left_out.len()), (0, 0));
    }

    /// R41: a flood of mails that are not to be believed hides nothing, whichever came first.
    #[test]
    fn mails_displace_nothing() {
        let mut order = samples::examining(Product::DigicertSecureServerId);
        let mail = || mails_put_aside(Text::fixed("隔離しました。", "Put aside."), "mail.from".to_owned());
        order.needs_attention(mail());
        for n in 0..MAX_ATTENTION {
            order.needs_attention(finding("caa.forbidden", n));
        }
        order.needs_attention(mail());
        let count = |code: &str| order.attention.iter().filter(|known| known.code == code).count();
        assert_eq!((count(MAILS), count("caa.forbidden"), count(MORE)), (1, MAX_ATTENTION, 0));
    }
}
