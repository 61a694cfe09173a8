//! The Cybertrust/BIZCERT desk.

use jiff::SignedDuration;
use mail_parser::MessageParser;
use procedure::Product;
use simulation::Organisation;
use simulation::When;
use simulation::clock::SimClock;
use simulation::desk::{Answer, Charset, Desk, Entry, NotAccepted, Options, ReceptionStatus, Refused, Scope};
use simulation::examination::{Enquiry, EnquiryKind, Plan, Rejection};
use simulation::mailroom::{MailKind, Mailroom};

use crate::ca::blocks;
use crate::world::{MONDAY, at, csr};

pub(crate) struct Office {
    clock: SimClock,
    pub(crate) mail: Mailroom,
    pub(crate) desk: Desk,
}

pub(crate) fn office(charset: Charset) -> Office {
    let clock = SimClock::starting_at(at(MONDAY));
    let mail = Mailroom::new();
    let options = Options { charset, ..Options::default() };
    Office { desk: Desk::open(clock.clone(), mail.clone(), options).unwrap(), clock, mail }
}

pub(crate) fn entry(product: Product, names: &[&str], plan: Option<Plan>) -> Entry {
    Entry {
        product,
        reference: "CF-1".to_owned(),
        organisation: Organisation {
            name: "株式会社例示".to_owned(),
            locality: "Chiyoda-ku".to_owned(),
            state: "Tokyo".to_owned(),
            country: "JP".to_owned(),
            registration_number: "0100-01-123456".to_owned(),
        },
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        csr_pem: csr(),
        approval_address: None,
        plan,
    }
}

fn signed(scope: Scope) -> Answer {
    Answer { scope, signature: "例示 花子".to_owned() }
}

impl Office {
    fn token(&self, recipient: &str) -> String {
        self.mail.mailbox(recipient).last().unwrap().token.clone().unwrap()
    }

    fn status(&self, number: &str) -> ReceptionStatus {
        self.desk.reception(number).unwrap().status
    }

    pub(crate) fn wait(&self, by: SignedDuration) {
        self.desk.advance_to(self.clock.now() + by).unwrap();
    }
}

/// Plays R34–R37, R43: entered, mailed, approved, called, issued to the end of the fifth month.
#[test]
fn an_order_passes_the_desk() {
    for charset in [Charset::Utf8, Charset::Iso2022Jp] {
        let office = office(charset);
        let number =
            office.desk.enter(entry(Product::CybertrustSureServer, &["www.example.jp"], None)).unwrap();
        assert!(number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit()));
        office.wait(SignedDuration::from_mins(10));
        let mails = office.mail.mailbox("postmaster@example.jp");
        let mail = MessageParser::default().parse(&mails[0].raw).unwrap();
        assert_eq!(mail.subject(), Some("SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)"));
        let from = mail.from().unwrap().first().unwrap();
        assert_eq!(from.address(), Some("sureserver_support@cybertrust.co.jp"));
        let text = mail.body_text(0).unwrap();
        for part in ["【承認範囲】", "「承認」", "ご署名欄", &number, &office.token("postmaster@example.jp")]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        let seven_bit = mails[0].raw.is_ascii();
        assert!(seven_bit, "{charset:?}");

        let token = office.token("postmaster@example.jp");
        let blank = Answer { signature: " ".to_owned(), ..signed(Scope::FqdnOnly) };
        assert_eq!(office.desk.approve(&token, &blank), Err(Refused::Signature));
        assert_eq!(office.desk.approve("none", &signed(Scope::FqdnOnly)), Err(Refused::Unknown));
        office.desk.approve(&token, &signed(Scope::FqdnOnly)).unwrap();
        assert_eq!(office.desk.approve(&token, &signed(Scope::FqdnOnly)), Err(Refused::NotWaiting));
        office.desk.advance_to(at("2026-11-24T11:00:00+09:00")).unwrap();
        assert!(office.desk.answer_phone(&number));
        office.wait(SignedDuration::from_mins(30));
        let shown = office.desk.reception(&number).unwrap();
        assert_eq!((&shown.status, shown.reference.as_str()), (&ReceptionStatus::Issued, "CF-1"));
        let pem = shown.certificate_pem.unwrap();
        let pems = blocks(&pem);
        let leaf = pems[0].parse_x509().unwrap();
        assert_eq!(pems.len(), 2);
        leaf.verify_signature(Some(pems[1].parse_x509().unwrap().public_key())).unwrap();
        let end = at("2027-04-30T23:59:59+09:00").as_second();
        assert_eq!(leaf.validity().not_after.timestamp(), end);
    }
}

/// Plays A15, A27: FQDN-only covers one name; the base domain covers all, and later orders too.
#[test]
fn scopes_cover_what_they_say() {
    let office = office(Charset::Utf8);
    let names = ["www.example.jp", "shop.example.jp", "*.example.jp"];
    let number = office.desk.enter(entry(Product::Bizcert, &names, Some(Plan::swift()))).unwrap();
    office.wait(SignedDuration::ZERO);
    let open = || office.desk.reception(&number).unwrap().domains_open;
    assert_eq!(open(), ["www.example.jp", "shop.example.jp", "example.jp"]);
    let token = office.token("postmaster@shop.example.jp");
    office.desk.approve(&token, &signed(Scope::FqdnOnly)).unwrap();
    assert_eq!(open(), ["www.example.jp", "example.jp"]);
    office.desk.approve(&office.token("postmaster@example.jp"), &signed(Scope::BaseDomain)).unwrap();
    office.wait(SignedDuration::ZERO);
    assert_eq!(office.status(&number), ReceptionStatus::Issued);
    let sent = office.mail.len();
    let more = office.desk.enter(entry(Product::Bizcert, &["new.example.jp"], Some(Plan::swift()))).unwrap();
    office.wait(SignedDuration::ZERO);
    assert_eq!((office.status(&more), office.mail.len()), (ReceptionStatus::Issued, sent));
}

/// Plays R15, R19: an enquiry holds, a rejection ends, staff can withdraw; the same entry twice is two.
#[test]
fn enquiries_rejections_and_withdrawals() {
    let office = office(Charset::Utf8);
    let enquiry =
        Enquiry {
            when: When::NOW, kind: EnquiryKind::Details, text: "所在地をご確認ください。".to_owned()
        };
    let plan = Plan { enquiry: Some(enquiry), domain_mail: None, ..Plan::swift() };
    let asked = office.desk.enter(entry(Product::Bizcert, &["a.example.jp"], Some(plan))).unwrap();
    office.wait(SignedDuration::ZERO);
    let mail = office.mail.mailbox("certificates@provider.example");
    assert_eq!((mail[0].kind, mail[0].vendor_order.as_str()), (MailKind::Enquiry, asked.as_str()));
    assert_eq!(office.status(&asked), ReceptionStatus::Examination);
    assert!(office.desk.answer_enquiry(&asked) && !office.desk.answer_enquiry(&asked));
    office.wait(SignedDuration::ZERO);
    assert_eq!(office.status(&asked), ReceptionStatus::Issued);

    let rejection = Some(Rejection { when: When::minutes(5), reason: "対象外".to_owned() });
    let plan = Plan { rejection, ..Plan::usual(procedure::Validation::Ov) };
    let rejected = office.desk.enter(entry(Product::Bizcert, &["b.example.jp"], Some(plan))).unwrap();
    let withdrawn = office.desk.enter(entry(Product::Bizcert, &["b.example.jp"], None)).unwrap();
    assert_ne!(rejected, withdrawn);
    assert!(office.desk.cancel(&withdrawn) && !office.desk.cancel(&withdrawn));
    office.wait(SignedDuration::from_hours(24 * 30));
    assert_eq!(office.status(&rejected), ReceptionStatus::Rejected("対象外".to_owned()));
    assert_eq!(office.status(&withdrawn), ReceptionStatus::Cancelled);
    assert_eq!(office.desk.next_due(), None);
    assert_eq!(office.desk.receptions().len(), 3);
}

/// Plays R6: the form takes its own products only, and nothing malformed.
#[test]
fn bad_entries_are_not_accepted() {
    let office = office(Charset::Utf8);
    let good = || entry(Product::Bizcert, &["www.example.jp"], None);
    let cases = [
        (Entry { product: Product::DigicertSecureServerId, ..good() }, NotAccepted::Product),
        (Entry { names: Vec::new(), ..good() }, NotAccepted::Names),
        (Entry { names: vec!["a b".to_owned()], ..good() }, NotAccepted::Names),
        (Entry { csr_pem: "x".to_owned(), ..good() }, NotAccepted::Csr),
        (Entry { approval_address: Some("nobody".to_owned()), ..good() }, NotAccepted::Address),
    ];
    for (entry, expected) in cases {
        assert_eq!(office.desk.enter(entry), Err(expected));
    }
    assert!(office.desk.receptions().is_empty());
}
