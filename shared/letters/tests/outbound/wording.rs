//! What a letter has to say word for word, and what it must not say.

use letters::{Rendered, render};
use procedure::application::ApplicationDraft;
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{CheckKind, Order, Phase};
use procedure::{Language, Product, Validation, Vendor};

use crate::cases::{self, Case};
use crate::context::{at, now, rendered};
use crate::orders;

const APPROVAL_LETTERS: [Notice; 3] = [
    Notice::ApprovalMailExpected,
    Notice::ApprovalMailArrived,
    Notice::Reminder { check: CheckKind::Domain },
];

/// R30–R34, R36–R38, A7, A14: the vendor's senders, subject and buttons stand in each approval letter word for word, in the
/// text on one line each, in the HTML as they are; of a mail that has come, those it came with.
#[test]
fn the_vendors_own_words_are_verbatim() {
    for product in Product::ALL {
        let (words, expected): (&[&str], &[&str]) = match product.vendor() {
            Vendor::Digicert => (
                &[
                    "no-reply@digitalcertvalidation.com",
                    "postmaster@example.jp",
                    "[Domain Approval] ドメイン名の利用権確認のお願い: example.jp",
                    "「承認する」",
                ],
                &["no-reply@geotrust.com"],
            ),
            Vendor::Cybertrust => (
                &[
                    "sureserver_support@cybertrust.co.jp",
                    "postmaster@www.example.jp",
                    "SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)",
                    "【承認範囲】",
                    "「FQDN限定で使用権を承認する」",
                    "「ご署名」",
                    "「承認」",
                ],
                &["postmaster@example.jp"],
            ),
        };
        for notice in APPROVAL_LETTERS {
            for language in [Language::Ja, Language::En] {
                let came = notice == Notice::ApprovalMailArrived;
                let letter = approval(product, language, notice.clone());
                for word in words.iter().chain(if came { &[] } else { expected }) {
                    let on_one_line = letter.text.lines().any(|line| line.contains(word));
                    assert!(on_one_line, "{product:?} {notice:?} {language:?}: {word}\n{}", letter.text);
                    assert!(letter.html.contains(word), "{product:?} {notice:?} {language:?}: {word}");
                }
                for word in expected.iter().filter(|_| came) {
                    assert!(!letter.text.contains(word), "{product:?} {language:?}: {word}\n{}", letter.text);
                }
                let dropped = product.vendor() == Vendor::Digicert && letter.text.contains("@www.example.jp");
                assert!(!dropped, "A7: {}", letter.text);
            }
        }
    }
}

/// A7: once the vendor has said what its mail asks about, the letter names that alone.
#[test]
fn the_name_the_vendor_asks_about_is_told() {
    let draft = ApplicationDraft {
        names: vec!["shop.example.jp".to_owned()],
        ..orders::draft(Product::GeotrustTrueBusinessId, Language::Ja)
    };
    let mut order = orders::examining(&draft);
    let open = write(&order, Notice::ApprovalMailExpected).text;
    assert!(open.contains("件名のドメイン名は、次のいずれかです。\nexample.jp、shop.example.jp"), "{open}");
    let Phase::Examining(examining) = &mut order.phase else { unreachable!() };
    examining.checks.common_mut().domains[0].asked = Some("example.jp".parse().unwrap());
    let said = write(&order, Notice::Reminder { check: CheckKind::Domain }).text;
    assert!(said.contains("利用権確認のお願い: example.jp\nご注文のドメイン名：shop.example.jp"), "{said}");
    assert!(said.contains("宛先：postmaster@example.jp\n") && !said.contains("次のいずれか"), "{said}");
}

/// R22, R38, BR 3.2.2.4.4: one mail is one entry however many names it covers, and its URL's end is told to the minute.
#[test]
fn one_mail_is_told_once() {
    let two = orders::with_mail_seen(orders::examining(&orders::draft(
        Product::GeotrustTrueBusinessId,
        Language::Ja,
    )));
    let text = write(&two, Notice::ApprovalMailArrived).text;
    assert_eq!(text.matches("件名：").count(), 1, "{text}");
    assert!(text.contains("ご注文のドメイン名：www.example.jp、example.jp"), "{text}");
    assert!(text.contains("URLの有効期限：2026年12月24日(木) 12:00"), "{text}");
}

/// R33, R37, A14: DigiCert's page has no 「承認」 button and no approval scope, Cybertrust's no 「承認する」 button.
#[test]
fn no_letter_names_the_other_vendors_button() {
    for product in Product::ALL {
        let letter = approval(product, Language::Ja, Notice::ApprovalMailExpected);
        match product.vendor() {
            Vendor::Digicert => {
                assert!(!letter.text.contains("「承認」") && !letter.text.contains("承認範囲"))
            }
            Vendor::Cybertrust => assert!(!letter.text.contains("「承認する」")),
        }
    }
}

/// R91, R93: 利用権 in the letters of DigiCert and GeoTrust, 使用権 in those of Cybertrust and BIZCERT, by product.
#[test]
fn the_right_has_the_vendors_name() {
    for case in cases::all() {
        let letter = rendered(&case);
        let (own, others) = match case.order.application.product.vendor() {
            Vendor::Digicert => ("利用権", "使用権"),
            Vendor::Cybertrust => ("使用権", "利用権"),
        };
        let whole = format!("{}{}{}", letter.subject, letter.text, letter.html);
        assert!(!whole.contains(others), "{}: {others}", case.name);
        let about_approval =
            letter.template.contains("approval_mail") || letter.template == "reminder_domain";
        assert!(!about_approval || case.language == "en" || whole.contains(own), "{}", case.name);
    }
}

/// R46, R47, R49: nothing of EV in a letter about another product.
#[test]
fn an_ov_letter_says_nothing_of_ev() {
    let words = ["EV", "在籍", "発行確認", "employment", "works for you", "issuance confirmation"];
    for case in cases::all().iter().filter(|case| is(case, Validation::Ov)) {
        let letter = rendered(case);
        for word in words {
            assert!(!letter.subject.contains(word), "{}: {word}", case.name);
            assert!(!letter.text.contains(word), "{}: {word}\n{}", case.name, letter.text);
            assert!(!letter.html.contains(word), "{}: {word}", case.name);
        }
    }
}

/// R46–R48: EV's letter ahead of the calls names the third person before the confirmation mail.
#[test]
fn ev_is_told_of_the_third_person_then_the_mail() {
    let order = orders::examining(&orders::draft(Product::GeotrustTrueBusinessIdEv, Language::Ja));
    let letter = write(&order, Notice::PhoneCallAhead);
    let third = letter.text.find("申請責任者様以外の方への電話：申請責任者様の在籍確認").unwrap();
    let mail = letter.text.find("在籍確認のあと、申請責任者様へのメール：発行確認").unwrap();
    assert!(third < mail);
}

/// R12: the seven steps with whose work each is.
#[test]
fn every_step_names_its_owner() {
    let order = procedure::samples::accepted(Product::Bizcert);
    let text = write(&order, Notice::ApplicationReceived).text;
    for line in [
        "1. 証明書取得のお申込み（お客様作業・完了）",
        "2. 証明書の申請（当社作業）",
        "3. 申請内容の審査（証明書ベンダー作業）",
        "4. ドメイン名使用権確認の承認（お客様作業）",
        "5. 申請責任者への電話確認（お客様作業）",
        "6. 証明書の発行（証明書ベンダー作業）",
        "7. 証明書のサーバー設定（お客様作業）",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

/// R26, R29, A9: the TXT record to enter, its value bare.
#[test]
fn the_record_is_given_as_it_is_entered() {
    let draft = ApplicationDraft {
        names: vec!["*.example.jp".to_owned(), "example.jp".to_owned()],
        approval: procedure::application::ApprovalDraft {
            method: "txt_contact".to_owned(),
            email: Some("domain@mail.example.jp".to_owned()),
        },
        ..orders::draft(Product::CybertrustSureServer, Language::Ja)
    };
    let text = write(&procedure::samples::accepted_from(&draft), Notice::ApplicationReceived).text;
    assert!(
        text.contains("\nホスト名：_validation-contactemail.example.jp\n設定値：domain@mail.example.jp\n")
    );
    assert_eq!(text.matches("_validation-contactemail").count(), 1, "one record for a name and its wildcard");
}

/// R54, R55: a new certificate comes with how to set it; a renewed one asks for nothing.
#[test]
fn only_a_new_certificate_is_the_customers_to_install() {
    let draft = orders::draft(Product::DigicertSecureServerId, Language::Ja);
    let new = write(&orders::issued(&draft), Notice::Issued);
    assert!(
        new.text.contains("WEBドメイン設定 - SSLサーバー証明書の設定\nhttps://help.hosting.example/web/ssl")
    );
    let renewed = write(&orders::renewed(&draft), Notice::Issued);
    assert!(renewed.text.contains("お客様の作業はありません") && !renewed.text.contains("/web/ssl"));
}

/// R88: every letter that asks for an act has its instruction and says where to ask; its subject says the deadline.
#[test]
fn an_act_has_instruction_deadline_and_somebody_to_ask() {
    for case in cases::all() {
        let letter = rendered(&case);
        let (act, deadline, by) = match case.language {
            "ja" => ("の作業", ["期限：", "所定の期日："], "まで】"),
            _ => ("What ", ["Deadline: ", "Prescribed date: "], "by "),
        };
        assert!(letter.text.contains("https://help.hosting.example/contact"), "{}", letter.template);
        assert!(letter.subject.contains("[CF-560Q-AT1R-DJX0]"), "{}", letter.subject);
        if letter.text.lines().any(|line| deadline.iter().any(|deadline| line.starts_with(deadline))) {
            assert!(letter.text.contains(act) || letter.template.contains("document"), "{}", letter.template);
            assert!(letter.subject.contains(by) || letter.template == "issued", "{}", letter.subject);
        }
    }
}

/// R87: a letter is in the language of its order and in no other.
#[test]
fn each_letter_is_in_its_language() {
    for case in cases::all() {
        let letter = rendered(&case);
        let greeting = letter.text.contains("いつもお世話になっております。");
        assert_eq!(greeting, case.language == "ja", "{}", case.name);
        assert!(letter.html.contains(&format!("<html lang=\"{}\">", case.language)));
    }
}

/// A person without a trade name is addressed as one, and nobody else by a person's name.
#[test]
fn a_person_is_addressed_as_one() {
    let mut draft = orders::sole_proprietor(Product::Bizcert, Language::Ja);
    assert!(
        write(&procedure::samples::accepted_from(&draft), Notice::ApplicationReceived)
            .text
            .starts_with("やまだ工房\n")
    );
    draft.organisation.trade_name = None;
    let letter = write(&procedure::samples::accepted_from(&draft), Notice::ApplicationReceived);
    assert!(letter.text.starts_with("山田太郎 様\n\n"), "{}", letter.text);
}

/// Lines for a telephone: at most 35 full-width characters, addresses and the vendor's own words apart.
#[test]
fn lines_are_short() {
    use unicode_width::UnicodeWidthStr;
    for case in cases::all() {
        for line in rendered(&case).text.lines() {
            let whole = line.contains("http") || line.contains('@') || line.contains("[Domain Approval]");
            assert!(line.width_cjk() <= 70 || whole, "{}: {line}", case.name);
            assert!(!line.contains("**") && !line.contains("{{"), "{}: {line}", case.name);
        }
    }
}

fn approval(product: Product, language: Language, notice: Notice) -> Rendered {
    let draft =
        ApplicationDraft { names: vec!["www.example.jp".to_owned()], ..orders::draft(product, language) };
    let order = orders::examining(&draft);
    match notice {
        Notice::ApprovalMailArrived => write(&orders::with_mail_seen(order), notice),
        _ => write(&order, notice),
    }
}

fn write(order: &Order, notice: Notice) -> Rendered {
    render(order, &Letter { notice, to: Recipient::Notification }, &at(now())).unwrap()
}

fn is(case: &Case, validation: Validation) -> bool {
    case.order.application.product.validation() == validation
}
