//! Every letter in every state that words it differently.

use jiff::{SignedDuration, Timestamp};
use procedure::application::{ApplicationDraft, ApprovalDraft};
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{CallOutcome, Callee, CheckKind, Ending, Life, OnSilence, Order, Phase};
use procedure::{Language, Product, Validation, samples};

use crate::context::now;
use crate::orders;

/// One letter of one order.
pub(crate) struct Case {
    /// What tells it apart from others of its template: `digicert-ov`, `digicert-ov-one-name`.
    pub(crate) name: String,
    pub(crate) language: &'static str,
    pub(crate) order: Order,
    pub(crate) letter: Letter,
    pub(crate) now: Timestamp,
}

pub(crate) const FAMILIES: [(&str, Product); 3] = [
    ("digicert-ov", Product::DigicertSecureServerId),
    ("digicert-ev", Product::DigicertSecureServerIdEv),
    ("cybertrust", Product::CybertrustSureServer),
];

const QUESTION: &str = "申請組織の英語表記について、定款の記載をご確認ください。\n\n・「K.K.」と「Co., Ltd.」のどちらでしょうか。\n・# 見出しではありません";

/// Every case of every family in both languages.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (family, product) in FAMILIES {
        for language in [Language::Ja, Language::En] {
            let mut book = Book { family, product, language, cases: Vec::new() };
            book.application();
            book.examination();
            book.documents();
            book.certificate();
            book.renewal();
            book.end();
            if product.validation() == Validation::Ev {
                book.ev();
            }
            cases.append(&mut book.cases);
        }
    }
    cases
}

struct Book {
    family: &'static str,
    product: Product,
    language: Language,
    cases: Vec<Case>,
}

impl Book {
    fn draft(&self) -> ApplicationDraft {
        orders::draft(self.product, self.language)
    }

    fn one_name(&self) -> ApplicationDraft {
        ApplicationDraft { names: vec!["www.example.jp".to_owned()], ..self.draft() }
    }

    /// Twelve names, one of them Japanese and one a wildcard.
    fn many_names(&self) -> ApplicationDraft {
        let mut names = vec!["www.日本語.jp".to_owned(), "*.example.jp".to_owned()];
        names.extend((1..=10).map(|n| format!("shop{n}.example.jp")));
        ApplicationDraft { names, ..self.draft() }
    }

    fn by_record(&self) -> ApplicationDraft {
        let approval = ApprovalDraft {
            method: "txt_contact".to_owned(),
            email: Some("domain@mail.example.jp".to_owned()),
        };
        ApplicationDraft { approval, ..self.draft() }
    }

    fn add(&mut self, variant: &str, order: Order, notice: Notice) {
        self.add_to(variant, order, notice, Recipient::Notification, now());
    }

    fn add_to(&mut self, variant: &str, order: Order, notice: Notice, to: Recipient, at: Timestamp) {
        let language = match self.language {
            Language::Ja => "ja",
            Language::En => "en",
        };
        let dash = if variant.is_empty() { "" } else { "-" };
        let name = format!("{}{dash}{variant}", self.family);
        self.cases.push(Case { name, language, order, letter: Letter { notice, to }, now: at });
    }

    fn application(&mut self) {
        let accepted = |draft: &ApplicationDraft| samples::accepted_from(draft);
        self.add("", accepted(&self.draft()), Notice::ApplicationReceived);
        self.add("by-record", accepted(&self.by_record()), Notice::ApplicationReceived);
        let ours = ApplicationDraft { dns: Some("provider".to_owned()), ..self.by_record() };
        self.add("by-our-record", accepted(&ours), Notice::ApplicationReceived);
        self.add("to-check", orders::with_warnings(&self.draft()), Notice::ApplicationReceived);
        self.add("renewal", orders::renewal_to_submit(&self.draft()), Notice::ApplicationReceived);
        self.add("", orders::returned(&self.draft()), Notice::ApplicationReturned);
    }

    fn examination(&mut self) {
        let order = orders::examining(&self.draft());
        let one = orders::examining(&self.one_name());
        self.add("", order.clone(), Notice::ApprovalMailExpected);
        self.add("one-name", one.clone(), Notice::ApprovalMailExpected);
        self.add("by-record", orders::examining(&self.by_record()), Notice::ApprovalMailExpected);
        if self.product == Product::DigicertSecureServerId {
            self.add("many-names", orders::examining(&self.many_names()), Notice::ApprovalMailExpected);
        }
        self.add("", orders::with_mail_seen(one.clone()), Notice::ApprovalMailArrived);
        if self.product == Product::DigicertSecureServerId {
            self.arrived(&order, &one);
        }
        self.add("", one.clone(), Notice::Reminder { check: CheckKind::Domain });
        self.add("", order.clone(), Notice::PhoneCallAhead);
        let missed = orders::called(order.clone(), Callee::ResponsiblePerson, CallOutcome::Unreachable);
        self.add("", missed.clone(), Notice::PhoneUnreachable);
        self.add("", missed.clone(), Notice::Reminder { check: CheckKind::Phone });
        let asked = orders::asked(order.clone(), QUESTION);
        self.add("", asked.clone(), Notice::EnquiryRelayed { enquiry: samples::id("Q1") });
        self.add("", asked, Notice::EnquiryReminder { enquiry: samples::id("Q1") });
        self.add("", missed.clone(), Notice::Bounced);
        let to = Recipient::ResponsiblePerson;
        self.add_to("to-responsible-person", missed, Notice::Bounced, to, now());
    }

    /// Mails as they come: one for two names, with the order's number, in English, one for each of two names, and one
    /// that an older certflow saw.
    fn arrived(&mut self, two: &Order, one: &Order) {
        let mail = |order: &Order, name: &str, subject: &str| {
            orders::with_mail(order.clone(), name, "no-reply@geotrust.com", subject)
        };
        let arrived = || Notice::ApprovalMailArrived;
        self.add("two-names", orders::with_mail_seen(two.clone()), arrived());
        let numbered = "[Domain Approval]:ドメイン名の利用権確認のお願い:[example.jp] 1234567890";
        self.add("numbered", mail(one, "example.jp", numbered), arrived());
        let english =
            "[Domain Approval] Please approve the use of the domain name: \"www.example.jp\" 1234567890";
        self.add("in-english", mail(one, "www.example.jp", english), arrived());
        let both = samples::draft(self.product);
        let names = vec!["shop.example.jp".to_owned(), "www.example.com".to_owned()];
        let draft = ApplicationDraft { language: self.draft().language, names, ..both };
        let subject = |name: &str| format!("[Domain Approval] ドメイン名の利用権確認のお願い: {name}");
        let first = mail(&orders::examining(&draft), "shop.example.jp", &subject("shop.example.jp"));
        self.add("one-of-two", first.clone(), Notice::Reminder { check: CheckKind::Domain });
        self.add("one-of-two", first.clone(), arrived());
        let second = mail(&first, "example.com", &subject("example.com"));
        self.add("two-mails", second, arrived());
        self.add("of-old", orders::with_mail_of_old(one.clone()), arrived());
    }

    fn ev(&mut self) {
        let order = orders::examining(&self.draft());
        let missed = orders::called(order, Callee::ThirdPerson, CallOutcome::Unreachable);
        self.add("", missed.clone(), Notice::PhoneUnreachable);
        self.add("", missed, Notice::Reminder { check: CheckKind::Employment });
        let order = orders::confirming_issuance(&self.draft());
        self.add("", order.clone(), Notice::ConfirmationExpected);
        let to = Recipient::ResponsiblePerson;
        self.add_to("to-responsible-person", order.clone(), Notice::ConfirmationExpected, to, now());
        self.add("", order, Notice::Reminder { check: CheckKind::Confirmation });
    }

    fn documents(&mut self) {
        if self.product.validation() == Validation::Ev {
            return;
        }
        let draft = orders::sole_proprietor(self.product, self.language);
        let order = orders::examining(&draft);
        self.add("sole-proprietor", samples::accepted_from(&draft), Notice::ApplicationReceived);
        let mut first_year = draft.clone();
        first_year.organisation.business_started = Some("2026-04-01".to_owned());
        self.add("first-year", orders::examining(&first_year), Notice::DocumentsNeeded);
        self.add("", order.clone(), Notice::DocumentsNeeded);
        if self.product == Product::DigicertSecureServerId {
            for (state, order) in orders::with_documents(&draft) {
                self.add(state, order, Notice::DocumentsNeeded);
            }
        }
        let refused = orders::with_refused_document(order.clone(), false);
        let document = "D1".parse().unwrap();
        self.add("", refused.clone(), Notice::DocumentRefused { document });
        self.add("", refused, Notice::Reminder { check: CheckKind::Documents });
        let destroyed = orders::with_refused_document(order, true);
        self.add("my-number", destroyed, Notice::DocumentRefused { document: "D1".parse().unwrap() });
    }

    fn certificate(&mut self) {
        let order = orders::issued(&self.draft());
        self.add("", order.clone(), Notice::Issued);
        let elsewhere = ApplicationDraft { server: Some("external".to_owned()), ..self.draft() };
        self.add("other-server", orders::issued(&elsewhere), Notice::Issued);
        self.add("renewal-other-server", orders::renewed(&elsewhere), Notice::Issued);
        let mut renewed = orders::renewed(&self.draft());
        self.add("", renewed.clone(), Notice::Issued);
        renewed.installed(now() + SignedDuration::from_hours(1)).unwrap();
        self.add("", renewed, Notice::Installed);
        for key_compromised in [false, true] {
            let mut revoked = order.clone();
            revoked.ask_revocation(key_compromised, now()).unwrap();
            revoked.revoked(now()).unwrap();
            self.add(if key_compromised { "key-compromised" } else { "" }, revoked, Notice::Revoked);
        }
        let mut expired = order;
        let Phase::Issued(issued) = &mut expired.phase else { unreachable!() };
        let at = issued.certificate.not_after();
        issued.life = Life::Expired { at };
        self.add_to("", expired, Notice::Expired, Recipient::Notification, at);
    }

    fn renewal(&mut self) {
        let silence = match self.product.validation() {
            Validation::Ov => OnSilence::Proceed,
            Validation::Ev => OnSilence::AskExplicitly,
        };
        let order = orders::renewal(&self.draft(), silence);
        for notice in [Notice::RenewalOpened, Notice::RenewalReminder, Notice::RenewalLastCall] {
            self.add("", order.clone(), notice);
        }
        let expired_at = order.races_expiry().unwrap();
        let late = orders::renewal_to_submit(&self.draft());
        self.add_to("", late.clone(), Notice::Expired, Recipient::Notification, expired_at);
        let waiting = samples::placed(late);
        let waiting = orders::called(waiting, Callee::ResponsiblePerson, CallOutcome::Unreachable);
        self.add_to("customer-owes", waiting, Notice::Expired, Recipient::Notification, expired_at);
    }

    fn end(&mut self) {
        let reason = "申請組織の実在を確認できませんでした。";
        let ended = |how, reason| orders::ended(&self.draft(), how, reason);
        let (rejected, plain) = (ended(Ending::Rejected, Some(reason)), ended(Ending::Cancelled, None));
        let (cancelled, lapsed) =
            (ended(Ending::Cancelled, Some("お客様のお申し出のため。")), ended(Ending::Lapsed, None));
        self.add("", rejected, Notice::Rejected);
        self.add("", plain, Notice::Cancelled);
        self.add("with-reason", cancelled, Notice::Cancelled);
        self.add("", lapsed, Notice::Cancelled);
        for how in [Ending::Rejected, Ending::Cancelled, Ending::Lapsed] {
            let mut order = orders::renewal(&self.draft(), OnSilence::Proceed);
            order.end(how, None, now()).unwrap();
            let notice = if how == Ending::Rejected { Notice::Rejected } else { Notice::Cancelled };
            self.add("renewal", order, notice);
        }
    }
}
