//! Mails and orders for these tests.

use jiff::{SignedDuration, Timestamp};
use letters::inbound::{Arrival, Judgement, ReadMail, Receipt, Verdict, Verdicts, judge, read};
use procedure::calendar::JAPAN;
use procedure::order::Order;
use procedure::policy::Policy;
use procedure::{Finding, Product, samples};

/// The token of every approval link here.
pub(crate) const SECRET: &str = "Kq7ZtR2mVx9LwB4nYc8PdH3s";

/// 2026-11-24 10:30 in Japan: when the mails were sent, half an hour after the order.
pub(crate) fn sent() -> Timestamp {
    samples::now() + SignedDuration::from_mins(30)
}

/// A minute later: when they were received and judged.
pub(crate) fn received() -> Timestamp {
    sent() + SignedDuration::from_mins(1)
}

/// A mail of the corpus.
pub(crate) fn corpus(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/inbound/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// A genuine mail, to be falsified field by field.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) date: String,
    pub(crate) extra: String,
    pub(crate) body: String,
}

impl Default for Letter {
    fn default() -> Self {
        Self {
            from: "From: DigiCert <no-reply@digitalcertvalidation.com>".to_owned(),
            to: "postmaster@www.example.jp".to_owned(),
            subject: "Subject: [Domain Approval] ドメイン名の利用権確認のお願い: www.example.jp".to_owned(),
            date: date(sent()),
            extra: "Message-ID: <1@mail.example.com>".to_owned(),
            body: format!(
                "次のURLを開いてください。\r\n\r\nhttps://www.digitalcertvalidation.com/dcv?token={SECRET}\r\n"
            ),
        }
    }
}

/// A Date header.
pub(crate) fn date(at: Timestamp) -> String {
    format!("Date: {}", at.to_zoned(JAPAN.to_time_zone()).strftime("%a, %d %b %Y %H:%M:%S %z"))
}

impl Letter {
    pub(crate) fn raw(&self) -> Vec<u8> {
        let Self { from, to, subject, date, extra, body } = self;
        let head =
            [date, from, &format!("To: {to}"), subject, extra, "Content-Type: text/plain; charset=utf-8"];
        let head: Vec<&str> = head.into_iter().filter(|field| !field.is_empty()).collect();
        format!("{}\r\n\r\n{body}", head.join("\r\n")).into_bytes()
    }

    pub(crate) fn read(&self) -> ReadMail {
        read_mail(&self.raw())
    }
}

pub(crate) fn read_mail(raw: &[u8]) -> ReadMail {
    read(raw, &Policy::default().profiles, received()).unwrap()
}

/// What SES says of a genuine mail.
pub(crate) const GENUINE: Verdicts = Verdicts {
    spam: Verdict::Pass,
    virus: Verdict::Pass,
    spf: Verdict::Pass,
    dkim: Verdict::Pass,
    dmarc: Verdict::Pass,
};

/// What SES writes of a genuine mail from `domain`.
pub(crate) fn results_of(domain: &str) -> String {
    format!(
        "amazonses.com;\r\n spf=pass (spfCheck: domain of {domain} designates 192.0.2.25 as permitted sender) \
         client-ip=192.0.2.25; envelope-from=bounce@{domain}; helo=mail.{domain};\r\n \
         dkim=pass header.i=@{domain};\r\n dmarc=pass header.from={domain};"
    )
}

/// A receipt with SES's `results`, by default those of a genuine mail of DigiCert's.
pub(crate) fn receipt_of(to: &str, verdicts: Verdicts, results: Option<&str>) -> Receipt {
    let results = Some(results.map_or_else(|| results_of("digitalcertvalidation.com"), str::to_owned));
    Receipt { recipients: vec![to.to_owned()], arrival: Arrival::Ses { verdicts, results } }
}

pub(crate) fn receipt() -> Receipt {
    receipt_of("postmaster@www.example.jp", GENUINE, None)
}

/// An order of DigiCert for `www.example.jp` and `example.jp` under examination, approved through postmaster.
pub(crate) fn order() -> Order {
    samples::examining(Product::DigicertSecureServerId)
}

/// The policy with `hosts` as the list of approval hosts of both vendors.
pub(crate) fn policy_with_hosts(hosts: &[&str]) -> Policy {
    let mut json = serde_json::to_value(Policy::default()).unwrap();
    for profile in json["profiles"].as_array_mut().unwrap() {
        profile["approval_hosts"] = serde_json::json!(hosts);
    }
    serde_json::from_value(json).unwrap()
}

/// The codes of what was found: of notes when it was seen, of findings otherwise.
pub(crate) fn codes(judgement: &Judgement) -> (&'static str, Vec<String>) {
    let codes = |findings: &[Finding]| findings.iter().map(|finding| finding.code.to_string()).collect();
    match judgement {
        Judgement::Seen { notes, .. } => ("seen", codes(notes)),
        Judgement::Quarantined(findings) => ("quarantined", codes(findings)),
        Judgement::Unknown(findings) => ("unknown", codes(findings)),
    }
}

/// Asserts that `letter` breaks exactly the rules `expected` for the sample order.
#[track_caller]
pub(crate) fn quarantined(letter: &Letter, receipt: &Receipt, expected: &[&str]) {
    let judgement = judge(&letter.read(), receipt, &order(), &Policy::default(), received());
    let expected = ("quarantined", expected.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(codes(&judgement), expected);
}

/// Asserts that `letter` is believed for the sample order.
#[track_caller]
pub(crate) fn seen(letter: &Letter, receipt: &Receipt) {
    let judgement = judge(&letter.read(), receipt, &order(), &Policy::default(), received());
    assert_eq!(codes(&judgement), ("seen", vec![]));
}
