//! Whole procedures by hand.

use ::procedure::Product;
use serde_json::Value;

use super::support::{NAME, Place, chain, text};

/// R12, R13, R17, R22, R41, R52, R53, R54: a Cybertrust order from the application to the installed certificate, every act by a command.
#[test]
fn an_order_from_the_application_to_the_server() {
    let mut place = Place::new();
    let order = place.submit(Product::CybertrustSureServer);
    let sheet = place.run(&["desk", "sheet", &order]).stdout;
    assert!(sheet.contains("申請シート") && sheet.contains("BEGIN CERTIFICATE REQUEST"), "{sheet}");
    assert_eq!(place.done(&["desk"])["work"][0]["task"]["task"], "enter");

    place.done(&["placed", &order, "--vendor-order", "SS1234567"]);
    assert_eq!(place.done(&["desk"])["work"].as_array().unwrap().len(), 0);
    assert_eq!(waiting(&place, "customer"), [order.as_str()]);

    place.now = Some("2026-11-24T12:00".to_owned());
    let mail = place.file("approval.eml", approval_mail(NAME));
    let seen = place.done(&["mail", text(&mail)]);
    assert_eq!(seen["order"], order.as_str(), "R41: {seen}");
    assert_eq!(place.done(&["mail", text(&mail)])["repeated"], true, "R89");
    let check = place.show(&order)["checks"][0].clone();
    assert!(check["mail_seen"].is_string() && check["state"] == "waiting", "R22: {check}");
    assert!(check["mail_lapses"].is_string(), "BR 3.2.2.4.4: {check}");

    place.done(&["enquiry", "raise", &order, "--enquiry", "Q-1", "--text", "住所は最新ですか。"]);
    place.done(&["enquiry", "answer", &order, "--enquiry", "Q-1", "--text", "最新です。"]);
    assert_eq!(place.done(&["desk"])["work"][0]["task"]["task"], "pass_answer_on", "R17");
    place.done(&["enquiry", "close", &order, "--enquiry", "Q-1"]);

    let call = ["phone", &order, "--callee", "responsible-person"];
    place.done(&[&call[..], &["--outcome", "unreachable", "--at", "2026-11-24T11:30"]].concat());
    place.done(&[&call[..], &["--outcome", "completed"]].concat());
    let domains = ["--passed", "domain:example.jp", "--passed", "organisation"];
    place.done(&[&["report", &order][..], &domains].concat());
    assert_eq!(place.show(&order)["waits_for"], serde_json::json!(["vendor"]));

    let chain = super::support::chain(&::procedure::samples::draft(Product::CybertrustSureServer), 199);
    let chain = place.file("chain.pem", chain);
    place.done(&["certificate", &order, "--chain", text(&chain)]);
    let page = place.show(&order);
    assert_eq!((&page["stage"], &page["certificate"]["life"]), (&"issued".into(), &"watched".into()));
    assert_eq!(page["steps"][6]["state"]["state"], "current", "R54: {page}");
    place.done(&["installed", &order]);
    let page = place.show(&order);
    let states: Vec<&str> = (page["steps"].as_array().unwrap().iter())
        .map(|step| step["state"]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["done"; 7]);
    assert_eq!(waiting(&place, "calendar"), [order.as_str()]);

    let letters = place.done(&["letters", &order]);
    let kinds: Vec<&str> = (letters["letters"].as_array().unwrap().iter())
        .map(|letter| letter["what"].as_str().unwrap())
        .collect();
    for kind in
        ["application_received", "approval_mail_arrived", "enquiry_relayed", "phone_unreachable", "issued"]
    {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    assert!(letters["letters"].as_array().unwrap().iter().all(|letter| letter["file"].is_string()));
    let full = place.run(&["show", &order, "--history", "--lang", "ja"]).stdout;
    assert!(
        full.contains("証明書が発行されました") && full.contains("通知先へメール: 証明書の発行"),
        "{full}"
    );
}

/// R46, R48: EV's two last checks come in their order.
#[test]
fn ev_has_its_third_person_and_then_its_confirmation() {
    let place = Place::new();
    let order = place.placed(Product::DigicertSecureServerIdEv);
    let chain = super::support::chain(&::procedure::samples::draft(Product::DigicertSecureServerIdEv), 199);
    let chain = place.file("chain.pem", chain);
    let third = ["phone", &order, "--callee", "third-person", "--outcome", "completed"];
    assert_eq!(place.refused(&["certificate", &order, "--chain", text(&chain)]), "ev.not_confirmed");
    place.done(&third);
    assert_eq!(place.refused(&["certificate", &order, "--chain", text(&chain)]), "ev.not_confirmed");
    place.done(&["report", &order, "--passed", "confirmation"]);
    place.done(&["certificate", &order, "--chain", text(&chain)]);
    assert_eq!(place.show(&order)["stage"], "issued");
}

/// R66, R75, R78, R82: a sole proprietor's documents, an original by post and the telegram among them.
#[test]
fn documents_come_one_by_one() {
    let place = Place::new();
    let draft = ::procedure::samples::sole_proprietor_draft(Product::CybertrustSureServer);
    let order = place.submit_as(&draft);
    place.done(&["placed", &order, "--vendor-order", "V-1"]);
    let wanted = |place: &Place| place.show(&order)["documents_wanted"].as_array().unwrap().len();
    assert_eq!(wanted(&place), 3, "R66");
    place.done(&["document", "announce", &order, "--kind", "resident_record"]);
    let facts = ["--no-my-number", "--issued", "2026-11-01"];
    let record = ["document", &order, "--kind", "resident-record", "--form", "posted-original"];
    place.done(&[&record[..], &facts].concat());
    assert_eq!(wanted(&place), 2);
    place.done(&["document", "forward", &order, "--id", "resident_record", "--arrives", "2026-11-26"]);
    place.done(&["document", "telegram", &order, "chosen"]);

    // Facts may come from a file, as the portal would send them.
    let facts = serde_json::json!({
        "id": "bill", "kind": "phone_bill", "form": "electronic_copy", "received_at": "2026-11-24T01:00:00Z",
        "my_number_visible": false, "web_download": true, "issued_on": "2026-11-01",
    });
    let file = place.file("bill.json", facts.to_string());
    let answer = place.done(&["document", &order, "--facts", text(&file)]);
    let sent = answer["changes"][0]["sent"].as_array().unwrap();
    assert!(sent.iter().any(|send| send["what"] == "document_refused"), "R78: {answer}");
}

/// A26: hold, release, reissue, revoke.
#[test]
fn staff_hold_release_reissue_and_revoke() {
    let place = Place::new();
    let order = place.issued(Product::CybertrustSureServer);
    assert_eq!(place.refused(&["cancel", &order, "--reason", "x"]), "order.out_of_phase");
    let csr = place.file("new.csr", ::procedure::samples::CSR_RENEWED);
    let answer = place.done(&["reissue", &order, "--csr", text(&csr)]);
    let new = answer["order"].as_str().unwrap().to_owned();
    let page = place.show(&new);
    assert_eq!((&page["kind"], &page["predecessor"]), (&"reissue".into(), &order.as_str().into()));
    place.done(&["hold", &new, "--comment", "契約の確認待ち"]);
    assert_eq!(place.show(&new)["acts"][0]["code"], "release");
    place.done(&["release", &new]);
    assert_eq!(place.show(&new)["acts"][0]["code"], "place");

    let revoked = place.done(&["revoke", &order, "--key-compromised"]);
    assert_eq!(revoked["outcome"], "applied");
    let tasks = || {
        let work = place.done(&["desk"])["work"].clone();
        let task = |work: &serde_json::Value| work["task"]["task"].as_str().unwrap().to_owned();
        work.as_array().unwrap().iter().map(task).collect::<Vec<_>>()
    };
    assert_eq!(tasks(), ["revoke", "enter"], "the most urgent first");
    place.done(&["report", &order, "--status", "revoked"]);
    assert_eq!(tasks(), ["enter"]);
    place.done(&["placed", &new, "--vendor-order", "V-2"]);
    place.done(&["cancel", &new, "--reason", "不要になったため"]);
    assert_eq!(tasks(), ["withdraw"]);
    let later = place.run(&["desk", "--lang", "en"]).stdout;
    assert!(later.contains("AGE") && later.contains("withdraw the order"), "{later}");
    place.done(&["report", &new, "--status", "cancelled"]);
    assert_eq!(tasks(), [""; 0]);
    assert_eq!(place.show(&order)["certificate"]["life"], "revoked");
    assert_eq!(place.refused(&["revoke", &order]), "order.finished");
}

/// R52: at the desk "issued" is not yet the certificate: staff are told to fetch it, and by which command; once it is there
/// nothing is left to look into.
#[test]
fn an_issued_report_asks_for_the_certificate() {
    let place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    place.done(&["report", &order, "--status", "issued"]);
    let page = place.show(&order);
    assert_eq!(
        (&page["stage"], &page["attention"][0]["code"]),
        (&"examining".into(), &"certificate.missing".into())
    );
    assert!(
        page["attention"][0]["remedy"]["ja"].as_str().unwrap().contains("certflow certificate"),
        "{page}"
    );
    let chain =
        place.file("chain.pem", chain(&::procedure::samples::draft(Product::CybertrustSureServer), 199));
    place.done(&["certificate", &order, "--chain", text(&chain)]);
    let page = place.show(&order);
    assert_eq!(
        (&page["stage"], page["attention"].as_array().map(Vec::len)),
        (&"issued".into(), Some(0)),
        "{page}"
    );
}

/// R41: a mail for no order is not acted upon.
#[test]
fn a_mail_of_no_order_is_refused() {
    let place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    let mail = place.file("other.eml", approval_mail("www.elsewhere.jp"));
    let ran = place.run(&["mail", text(&mail), "--json"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    let mail = place.file("none.eml", "Subject: hello\r\nFrom: a@example.jp\r\n\r\nhello\r\n");
    assert_eq!(place.refused(&["mail", text(&mail)]), "mail.not_approval");
    assert!(place.show(&order)["checks"][0]["mail_seen"].is_null());
}

/// R41: staff are shown what became of each mail: seen, a notification of what, quarantined for its own reasons, unknown
/// with the reason; and nothing of its content.
#[test]
fn what_became_of_each_mail_is_shown() {
    let mut place = Place::new();
    let order = place.submit(Product::CybertrustSureServer);
    place.done(&["placed", &order, "--vendor-order", "SS12345678"]);
    place.now = Some("2026-11-24T12:00".to_owned());
    let genuine = approval_mail(NAME);
    let forged = genuine.replace("@cybertrust.co.jp", "@cybertrust.example");
    let other_host = genuine.replace("www.cybertrust.ne.jp", "www.cybertrust.ne.jp.evil.example");
    let notice = genuine.replace("ドメイン名使用権確認について", "更新のご案内-受付番号:[SS12345678] ");
    let of_another = approval_mail("www.elsewhere.jp");
    let mut ran = Vec::new();
    for (n, content) in [genuine, forged, other_host, notice, of_another].into_iter().enumerate() {
        let file = place.file(&format!("{n}.eml"), content);
        ran.push(place.run(&["mail", text(&file)]));
    }
    assert!(ran[1].stdout.contains("mail.from") && ran[2].stdout.contains("mail.link_form"), "{ran:?}");
    let answer = place.done(&["mail"]);
    let mails = answer["mails"].as_array().unwrap();
    let codes = |mail: &Value| {
        let findings = mail["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The newest is the first; each has reasons of its own.
    let shown: Vec<_> = mails.iter().map(|mail| (mail["outcome"].as_str().unwrap(), codes(mail))).collect();
    let expected = [
        ("unknown", &["mail.no_order"][..]),
        ("notification", &["vendor.notice_renewal"]),
        ("quarantined", &["mail.link_form", "mail.link_host"]),
        ("quarantined", &["mail.from"]),
    ];
    for expected in expected {
        let found = shown.iter().any(|(outcome, codes)| *outcome == expected.0 && codes == expected.1);
        assert!(found, "{expected:?} among {shown:?}");
    }
    let seen = ("seen", vec!["mail.staff_word".to_owned()]);
    assert!(shown.contains(&seen) && shown.len() == 5, "R90: {shown:?}");
    let history = place.show(&order)["history"].clone();
    let by_staff =
        |line: &&Value| line["findings"][0]["code"] == "mail.staff_word" && line["actor"] == "staff";
    assert!(history.as_array().unwrap().iter().any(|line| by_staff(&line)), "R90: {history}");
    let of_order = mails.iter().filter(|mail| mail["order"] == order.as_str()).count();
    assert_eq!(of_order, 4, "{answer}");
    assert!(!answer.to_string().contains("://") && !answer.to_string().contains("token"), "{answer}");
    assert!(place.run(&["mail"]).stdout.contains("mail."));
    // R15: the notification lies on the desk, with the order that it is about.
    let desk = place.done(&["desk"])["attention"][0].clone();
    assert_eq!(
        (&desk["order"], &desk["vendor_order"]),
        (&order.as_str().into(), &"SS12345678".into()),
        "{desk}"
    );
    let told = |finding: &Value| finding["code"] == "vendor.notice_renewal";
    assert!(desk["findings"].as_array().unwrap().iter().any(told), "{desk}");
    let page = place.run(&["desk", "--lang", "ja"]).stdout;
    assert!(page.contains("ベンダーから更新の案内が届いています") && page.contains("SS12345678"), "{page}");
    assert_eq!(place.done(&["desk"])["unplaced_mails"], 1, "A12: staff see it where they look");
    let desk = place.run(&["desk", "--lang", "en"]).stdout;
    assert!(desk.contains("nobody could place: 1. See `certflow mail`."), "{desk}");
    place.now = Some("2026-12-01T12:01".to_owned());
    assert_eq!(place.done(&["desk"])["unplaced_mails"], 0, "after a week it is no news");
}

/// R20, R22, R41: the approval mail may come before staff record the vendor's number or after: in the end it is seen, and
/// nobody has to enter it again.
#[test]
fn a_mail_may_be_faster_than_the_number() {
    let outcome = |early: bool| {
        let mut place = Place::new();
        let order = place.submit(Product::CybertrustSureServer);
        place.now = Some("2026-11-24T12:00".to_owned());
        let mail = place.file("approval.eml", approval_mail(NAME));
        if early {
            assert_eq!(place.done(&["mail", text(&mail)])["order"], order.as_str());
            let waiting = place.done(&["mail"])["mails"][0].clone();
            assert_eq!(
                (&waiting["outcome"], &waiting["findings"][0]["code"]),
                (&"waiting".into(), &"mail.early".into())
            );
            assert_eq!(place.show(&order)["attention"], serde_json::json!([]), "nobody has to do anything");
        }
        place.done(&["placed", &order, "--vendor-order", "SS1234567"]);
        if !early {
            place.done(&["mail", text(&mail)]);
        }
        let check = place.show(&order)["checks"][0].clone();
        assert!(check["mail_seen"].is_string() && check["state"] == "waiting", "{early}: {check}");
        assert_eq!(place.done(&["mail"])["mails"][0]["outcome"], "seen", "{early}");
        let letters = place.done(&["letters", &order])["letters"].clone();
        let letters = letters.as_array().unwrap().iter().map(|letter| letter["what"].to_string());
        let mut letters: Vec<String> = letters.collect();
        letters.sort();
        (check["mail_lapses"].to_string(), letters)
    };
    assert_eq!(outcome(true), outcome(false));
}

/// R12: lists find orders by who acts, by customer, by domain.
#[test]
fn lists_find_orders() {
    let place = Place::new();
    let one = place.submit(Product::CybertrustSureServer);
    let two = place.submit_as(&super::support::draft_for(Product::Bizcert, "shop.example.co.jp"));
    place.done(&["placed", &two, "--vendor-order", "V-2"]);
    let ids = |arguments: &[&str]| orders(&place.done(arguments));
    assert_eq!(ids(&["list", "--waiting-on", "provider"]), [one.as_str()]);
    assert_eq!(ids(&["list", "--waiting-on", "vendor"]), [two.as_str()]);
    assert_eq!(ids(&["list", "--domain", "example.co.jp"]), [two.as_str()]);
    assert_eq!(ids(&["list", "--domain", "example.jp"]), [one.as_str()]);
    assert_eq!(ids(&["list"]).len(), 2);
    let limited = place.done(&["list", "--limit", "1"]);
    assert_eq!((orders(&limited).len(), &limited["more"]), (1, &true.into()));
    place.done(&["cancel", &one, "--reason", "x"]);
    assert_eq!(
        ids(&["list", "--waiting-on", "provider"]),
        [one.as_str()],
        "it may be at the vendor: staff look"
    );
    place.done(&["release", &one]);
    assert_eq!(ids(&["list"]), [two.as_str()]);
    assert_eq!(ids(&["list", "--all"]).len(), 2);
    assert_eq!(ids(&["list", "--customer", "C-1001"]).len(), 2);
    assert_eq!(ids(&["list", "--customer", "C-1001", "--waiting-on", "nobody"]), [one.as_str()]);
    assert!(ids(&["list", "--customer", "C-9999"]).is_empty());
}

fn waiting(place: &Place, party: &str) -> Vec<String> {
    orders(&place.done(&["list", "--waiting-on", party]))
}

fn orders(list: &serde_json::Value) -> Vec<String> {
    list["orders"].as_array().unwrap().iter().map(|row| row["order"].as_str().unwrap().to_owned()).collect()
}

/// Cybertrust's approval mail as the mission document shows it (R34–R36).
fn approval_mail(name: &str) -> String {
    format!(
        "From: sureserver_support@cybertrust.co.jp\r\nTo: postmaster@{name}\r\n\
         Subject: SSL サーバー証明書 ドメイン名使用権確認について({name})\r\n\
         Date: Tue, 24 Nov 2026 11:00:00 +0900\r\nMessage-ID: <1@cybertrust.co.jp>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         次の URL にアクセスし、承認してください。\r\nhttps://www.cybertrust.ne.jp/approve?token=0123456789abcdef\r\n"
    )
}
