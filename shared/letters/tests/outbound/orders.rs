//! Orders in the states letters are written from.

use jiff::{SignedDuration, Timestamp};
use procedure::application::ApplicationDraft;
use procedure::documents::{DocumentFacts, DocumentKind, Form};
use procedure::name::DnsName;
use procedure::order::{
    ApprovalMailSeen, Call, CallOutcome, Callee, Confirming, DocumentNews, Ending, EnquiryText, MailLooks,
    OnSilence, Order, OrderKind, Phase, Waiting,
};
use procedure::{Finding, Language, Party, Product, Severity, Text, Validation, Vendor, samples};

use crate::certificate;
use crate::context::{POLICY, now};

pub(crate) fn draft(product: Product, language: Language) -> ApplicationDraft {
    let language = match language {
        Language::Ja => "ja",
        Language::En => "en",
    };
    ApplicationDraft { language: Some(language.to_owned()), ..samples::draft(product) }
}

pub(crate) fn sole_proprietor(product: Product, language: Language) -> ApplicationDraft {
    ApplicationDraft {
        language: draft(product, language).language,
        names: vec!["kobo.example.jp".to_owned()],
        ..samples::sole_proprietor_draft(product)
    }
}

pub(crate) fn examining(draft: &ApplicationDraft) -> Order {
    samples::placed(samples::accepted_from(draft))
}

/// What the customer had better mend; what is staff's, and what is worth a note, is not for the letter.
pub(crate) fn with_warnings(draft: &ApplicationDraft) -> Order {
    let usual = Finding::warning(
        "mail.other_domain",
        "application.approval",
        "P3, A7",
        Text::fixed(
            "ベンダーが通常使う postmaster@example.jp はメールを受信できません(postmaster@www.example.jp は可能です)。",
            "postmaster@example.jp, which the vendor usually writes to, cannot receive; postmaster@www.example.jp can.",
        ),
        Text::fixed("example.jp でメールを受信できるようにしてください。", "Make example.jp receive mail."),
    )
    .with_evidence("example.jp. MX 0 .");
    let text = |staff| Text::new(format!("{staff}向け"), format!("for {staff}"));
    let staff = Finding::warning("dns.failed", "application.names[0]", "P2", text("staff"), text("staff"));
    let note = Finding { severity: Severity::Note, ..staff.clone() };
    let mut order = samples::accepted_from(draft);
    order.warnings = vec![usual, staff.owed_by(Party::Provider), note];
    order
}

pub(crate) fn returned(draft: &ApplicationDraft) -> Order {
    let findings = vec![
        Finding::stop(
            "caa.forbids",
            "application.names[0]",
            "RFC 8659",
            Text::fixed(
                "DNSのCAAレコードが、この証明書ベンダーによる発行を許可していません。",
                "A CAA record of the DNS does not allow this vendor to issue.",
            ),
            Text::fixed(
                "CAAレコードに証明書ベンダーを追加するか、CAAレコードを削除してください。",
                "Add the vendor to the CAA records, or remove them.",
            ),
        )
        .with_evidence("example.jp. CAA 0 issue \"other.example\""),
        Finding::stop(
            "csr.rsa_too_small",
            "application.csr",
            "BR 6.1.5",
            Text::fixed("RSA鍵の長さが2,048ビット未満です。", "The RSA key is shorter than 2,048 bits."),
            Text::fixed(
                "2,048ビット以上の鍵で、CSRを作り直してください。",
                "Make a new CSR with a key of at least 2,048 bits.",
            ),
        ),
    ];
    let application = samples::application(draft);
    let (id, customer) = (samples::order_id(), samples::customer());
    Order::returned(id, customer, OrderKind::New, application, findings, &POLICY, now())
}

/// With the vendor's usual mail: `DigiCert` asks about the name without `www.` (A7).
pub(crate) fn with_mail_seen(order: Order) -> Order {
    match order.application.product.vendor() {
        Vendor::Digicert => with_mail(
            order,
            "example.jp",
            "no-reply@digitalcertvalidation.com",
            "[Domain Approval] ドメイン名の利用権確認のお願い: example.jp",
        ),
        Vendor::Cybertrust => with_mail(
            order,
            "www.example.jp",
            "sureserver_support@cybertrust.co.jp",
            "SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)",
        ),
    }
}

/// With a mail that asks about `name` and looks like this.
pub(crate) fn with_mail(order: Order, name: &str, sender: &str, subject: &str) -> Order {
    let name: DnsName = name.parse().unwrap();
    let looks = MailLooks::new(name.clone(), sender, subject);
    seeing(order, &name, Some(looks))
}

/// With a mail of which an older certflow kept nothing else.
pub(crate) fn with_mail_of_old(order: Order) -> Order {
    seeing(order, &"example.jp".parse().unwrap(), None)
}

fn seeing(mut order: Order, name: &DnsName, looks: Option<MailLooks>) -> Order {
    let at = now() + SignedDuration::from_hours(2);
    let lapses_at = at + SignedDuration::from_hours(30 * 24);
    let seen = ApprovalMailSeen { at, lapses_at, links: None, looks };
    order.approval_mail_seen(name, seen, &POLICY, at).unwrap();
    order
}

pub(crate) fn called(mut order: Order, callee: Callee, outcome: CallOutcome) -> Order {
    let at = now() + SignedDuration::from_hours(29);
    let call = Call { logged_by: samples::id("call-1"), at, outcome };
    order.log_call(callee, call, &POLICY).unwrap();
    order
}

pub(crate) fn confirming_issuance(draft: &ApplicationDraft) -> Order {
    called(examining(draft), Callee::ThirdPerson, CallOutcome::Completed)
}

pub(crate) fn asked(mut order: Order, question: &str) -> Order {
    let question = EnquiryText::new("question", question).unwrap();
    let until = "2026-12-01T09:00:00Z".parse().unwrap();
    order.enquiries.raise(samples::id("Q1"), question, now(), until).unwrap();
    order
}

/// With a copy of a resident record, of which only the original does (R75).
pub(crate) fn with_refused_document(order: Order, my_number_visible: bool) -> Order {
    recorded(order, DocumentFacts { my_number_visible, ..copy_of(DocumentKind::ResidentRecord) })
}

/// Each state that `documents_needed` words differently.
pub(crate) fn with_documents(draft: &ApplicationDraft) -> Vec<(&'static str, Order)> {
    let hear = |news: &[DocumentNews]| {
        let mut order = examining(draft);
        for news in news {
            order.hear_of_document(news, &POLICY, now()).unwrap();
        }
        order
    };
    let id = "D1".parse().unwrap();
    let announced = DocumentNews::OriginalAnnounced { id, kind: DocumentKind::ResidentRecord };
    let address = DocumentNews::Recorded {
        facts: DocumentFacts {
            expires_on: Some("2029-05-01".parse().unwrap()),
            ..copy_of(DocumentKind::DriversLicence)
        },
    };
    let telegram = [address, DocumentNews::TelegramChosen, DocumentNews::TelegramRequested];
    let delivered = hear(&[&telegram[..], &[DocumentNews::TelegramDelivered]].concat());
    let unstamped = DocumentFacts {
        issued_on: Some("2026-03-10".parse().unwrap()),
        tax_year: Some(2025),
        shows_trade_name: Some(true),
        ..copy_of(DocumentKind::IncomeTaxReturn)
    };
    let company = examining(&ApplicationDraft {
        language: draft.language.clone(),
        ..samples::draft(Product::DigicertSecureServerId)
    });
    let mut unspecified = company;
    if let Phase::Examining(examining) = &mut unspecified.phase {
        let until = "2026-12-08T09:00:00Z".parse().unwrap();
        examining.checks.common_mut().documents.require(Party::Customer, now(), until);
    }
    let mut by_enquiry = unspecified.clone();
    let label = Text::fixed("定款の写し", "copy of the articles of incorporation");
    by_enquiry.documents.ask(samples::id("Q1"), label, now()).unwrap();
    vec![
        ("original-in-the-post", hear(&[announced])),
        ("telegram-without-address", hear(&[DocumentNews::TelegramChosen])),
        ("telegram-delivered", delivered),
        ("proof-missing", recorded(examining(draft), unstamped)),
        ("unspecified", unspecified),
        ("by-enquiry", by_enquiry),
    ]
}

fn copy_of(kind: DocumentKind) -> DocumentFacts {
    DocumentFacts {
        id: "D1".parse().unwrap(),
        revision: 0,
        kind,
        form: Form::ElectronicCopy,
        received_at: now(),
        my_number_visible: false,
        legible: true,
        issued_on: Some("2026-11-10".parse().unwrap()),
        expires_on: None,
        tax_year: None,
        shows_trade_name: None,
        receipt_stamp: None,
        web_download: None,
        insurance_number_masked: None,
        file: None,
        answers: None,
    }
}

fn recorded(mut order: Order, facts: DocumentFacts) -> Order {
    order.hear_of_document(&DocumentNews::Recorded { facts }, &POLICY, now()).unwrap();
    order
}

pub(crate) fn issued(draft: &ApplicationDraft) -> Order {
    issue(samples::accepted_from(draft))
}

/// `order`, accepted, with everything behind it.
pub(crate) fn issue(order: Order) -> Order {
    let mut order = samples::placed(order);
    if order.application.product.validation() == Validation::Ev {
        order = called(order, Callee::ThirdPerson, CallOutcome::Completed);
    }
    if let Phase::Examining(examining) = &mut order.phase {
        for (_, check) in examining.checks.each_mut() {
            check.pass(now());
        }
    }
    let certificate = certificate::issued(&order.application.names);
    order.issue(certificate, &POLICY, now()).unwrap();
    order
}

/// The renewal of an issued order, whose prescribed date is 2026-12-10 18:00 in Japan.
pub(crate) fn renewal(draft: &ApplicationDraft, on_silence: OnSilence) -> Order {
    let time = |text: &str| -> Timestamp { text.parse().unwrap() };
    let kind = OrderKind::Renewal {
        of: samples::order_id(),
        vendor_order: samples::id("V-1"),
        expires_at: time("2027-01-09T14:59:59Z"),
    };
    let confirming = Confirming {
        waiting: Waiting::customer(now(), time("2026-12-10T09:00:00Z")),
        on_silence,
        reminders_at: vec![time("2026-12-01T01:00:00Z")],
        last_call_at: time("2026-12-09T01:00:00Z"),
    };
    Order::renewal(samples::order_id(), &issued(draft), kind, confirming, now())
}

/// A renewal that the customer confirmed.
pub(crate) fn renewal_to_submit(draft: &ApplicationDraft) -> Order {
    let mut order = renewal(draft, OnSilence::Proceed);
    order.confirm(now()).unwrap();
    order
}

pub(crate) fn renewed(draft: &ApplicationDraft) -> Order {
    issue(renewal_to_submit(draft))
}

pub(crate) fn ended(draft: &ApplicationDraft, how: Ending, reason: Option<&str>) -> Order {
    let mut order = examining(draft);
    let reason = reason.map(|reason| EnquiryText::new("reason", reason).unwrap());
    order.end(how, reason, now()).unwrap();
    order
}
