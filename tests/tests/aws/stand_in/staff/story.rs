//! An order by hand, every act by a command.

use jiff::Timestamp;
use procedure::application::ApplicationDraft;
use procedure::{Product, samples};
use serde_json::{Value, json};
use simulation::mailroom::{Authentication, Mail, MailKind};

use super::Staff;
use crate::stand_in::copies::INTAKE;
use crate::stand_in::stack::Stack;
use crate::stand_in::wait::until;

/// What needs no order.
pub(super) fn paper(staff: &Staff) {
    let csr = staff.file("server.csr", samples::CSR.as_bytes());
    let form = staff.printed(&["template", "CT-SS", "--csr", &csr]);
    let form = staff.file("form.json", form.as_bytes());
    assert_eq!(staff.done(&["check", &form, "--offline"])["outcome"], "accepted");
    assert_eq!(staff.done(&["schema", "order-submitted"])["title"], "certflow.order-submitted.v1");
    assert!(staff.printed(&["completions", "bash"]).contains("dead-letters"));
    let settings = staff.done(&["config"]);
    assert_eq!(settings["mail"]["from"], "ssl-support@hosting.example", "the stack's own: {settings}");
    assert!(settings["policy"]["deadlines"].is_object(), "{settings}");
}

/// From the application to the installed certificate of a sole proprietor; the order.
pub(super) async fn order(stack: &Stack, staff: &Staff) -> String {
    let draft = samples::sole_proprietor_draft(Product::CybertrustSureServer);
    let application = staff.file("application.json", &serde_json::to_vec(&draft).unwrap());
    let submitted = staff.done(&["submit", &application, "--customer", "C-1001"]);
    assert_eq!(submitted["outcome"], "applied", "{submitted}");
    let order = submitted["order"].as_str().unwrap();
    let work = async || (staff.done(&["desk"])["work"][0]["order"] == order).then_some(());
    until("the order at the desk", work).await;
    assert!(staff.done(&["desk", "sheet", order]).to_string().contains("BEGIN CERTIFICATE REQUEST"));
    assert_eq!(staff.done(&["outbox"])["held"], json!([]));

    let placed = staff.done(&["placed", order, "--vendor-order", "SS1234567"]);
    assert_eq!((&placed["outcome"], &placed["stage"]), (&"applied".into(), &"examining".into()), "{placed}");
    let again = staff.refused(&["placed", order, "--vendor-order", "SS7654321"]);
    assert_eq!(again, "order.placed_twice");
    assert_eq!(staff.refused(&["resend", order]), "resend.at_the_desk");
    assert_eq!(staff.done(&["show", order])["stage"], "examining");
    assert_eq!(staff.done(&["list"])["orders"][0]["order"], order);
    let stuck = staff.done(&["stuck"]);
    let steps = stuck["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["code"] == "approve_domain" && step["ages"][0] == 1), "{stuck}");
    mails(stack, staff, order, &draft).await;

    let call = ["phone", order, "--callee", "responsible-person", "--outcome", "completed"];
    assert_eq!(staff.done(&call)["outcome"], "applied");
    staff.done(&["enquiry", "raise", order, "--enquiry", "Q-1", "--text", "住所は最新ですか。"]);
    staff.done(&["enquiry", "answer", order, "--enquiry", "Q-1", "--text", "最新です。"]);
    staff.done(&["enquiry", "close", order, "--enquiry", "Q-1"]);
    let announced = staff.done(&["document", "announce", order, "--kind", "resident_record"]);
    assert_eq!(announced["outcome"], "applied", "{announced}");
    let names = draft.names.iter().map(|name| name.trim_start_matches("www.").to_owned());
    let domains: Vec<String> = names.map(|name| format!("domain:{name}")).collect();
    let checks = domains.iter().map(String::as_str).chain(["organisation", "documents"]);
    let passed: Vec<&str> = checks.flat_map(|check| ["--passed", check]).collect();
    staff.done(&[&["report", order][..], &passed].concat());

    let application = &stack.order(&order.parse().unwrap()).await.unwrap().order.application.clone();
    let chain = staff.file("chain.pem", samples::chain(application, Timestamp::now(), 199).as_bytes());
    let issued = staff.done(&["certificate", order, "--chain", &chain]);
    assert_eq!(issued["stage"], "issued", "{issued}");
    staff.done(&["installed", order]);
    let page = staff.done(&["show", order]);
    let done = page["steps"].as_array().unwrap().iter().all(|step| step["state"]["state"] == "done");
    assert!(done, "{page}");
    let letters = staff.done(&["letters", order])["letters"].clone();
    assert!(letters.as_array().is_some_and(|letters| letters.len() >= 4), "{letters}");
    assert_eq!(staff.refused(&["letters", order, "1.0"]), "letter.not_kept");
    assert_eq!(staff.done(&["sweep"])["served"], true);
    order.to_owned()
}

/// R25, R41: the function reads the mails that staff put into the bucket; staff see what became of each, of a copy that
/// nothing proves too, and no content.
async fn mails(stack: &Stack, staff: &Staff, order: &str, draft: &ApplicationDraft) {
    let mail = staff.file("mail.eml", b"From: a@example.jp\r\nSubject: hello\r\n\r\nhello\r\n");
    assert_eq!(staff.refused(&["mail", &mail]), "mail.not_approval");
    let mail = staff.file("approval.eml", approval_mail(&draft.names[0]).as_bytes());
    assert_eq!(staff.done(&["mail", &mail])["order"], order);
    let named = staff.file("named.eml", approval_mail("nowhere.example.jp").as_bytes());
    let set_aside = staff.run(&["mail", &named, "--order", order]);
    assert!(set_aside.status.code().is_some_and(|code| code < 2), "{set_aside:?}");

    stack.receive_mail("copy", &unsigned_copy(&draft.names[0])).await;
    let listed = until("what became of the copy", async || {
        let listed = staff.done(&["mail"]);
        let judged = |mail: &Value| mail["outcome"] != "waiting";
        let mails = listed["mails"].as_array().unwrap();
        (mails.len() == 4 && mails.iter().all(judged)).then_some(listed)
    })
    .await;
    let mails = listed["mails"].as_array().unwrap();
    let became = |outcome: &str| mails.iter().filter(|mail| mail["outcome"] == outcome).collect::<Vec<_>>();
    let copy = |mail: &&Value| mail["order"] == *order && mail["findings"][0]["code"] == "mail.copy_unproven";
    assert_eq!(became("quarantined").into_iter().filter(copy).count(), 1, "{listed}");
    assert!(became("seen").iter().any(|mail| mail["order"] == order), "{listed}");
    assert_eq!(became("unknown")[0]["findings"][0]["code"], "mail.not_approval", "{listed}");
    assert!(!listed.to_string().contains("token"), "{listed}");
}

/// A26, R90: what ends an order, and what is erased then.
pub(super) async fn endings(staff: &Staff, order: &str) {
    assert_eq!(staff.refused(&["confirm", order]), "order.out_of_phase");
    let draft = samples::draft(Product::CybertrustSureServer);
    let application = staff.file("amended.json", &serde_json::to_vec(&draft).unwrap());
    assert_eq!(staff.refused(&["amend", order, &application]), "order.out_of_phase");
    let csr = staff.file("renewed.csr", samples::CSR_RENEWED.as_bytes());
    let reissue = staff.done(&["reissue", order, "--csr", &csr]);
    let new = reissue["order"].as_str().unwrap();
    assert_ne!(new, order);
    staff.done(&["hold", new, "--comment", "契約の確認待ち"]);
    assert_eq!(staff.done(&["show", new])["acts"][0]["code"], "release");
    staff.done(&["release", new]);
    let turned_down = staff.done(&["reject", new, "--reason", "不要になったため"]);
    assert_eq!(turned_down["outcome"], "applied", "{turned_down}");

    let runs = staff.ends(1, &["erase", order, "--yes"]);
    assert_eq!(runs["orders"][0]["findings"][0]["code"], "erasure.order_runs", "{runs}");
    staff.done(&["revoke", order, "--yes"]);
    staff.done(&["report", order, "--status", "revoked"]);
    let erased = staff.done(&["erase", order, "--yes", "--by-customer"]);
    assert_eq!(erased["orders"][0]["outcome"], "erased", "{erased}");
    // With it the mails that came to it; the others stay.
    let left = staff.done(&["mail"])["mails"].clone();
    assert!(erased["mails"]["deleted"].as_u64().is_some_and(|deleted| deleted > 0), "{erased}");
    assert!(!left.to_string().contains(order) && !left.as_array().unwrap().is_empty(), "{left}");
    let page = staff.done(&["show", order]);
    assert_eq!((&page["stage"], &page["kept"]["by"]), (&"erased".into(), &"customer".into()), "{page}");
    assert_eq!(staff.refused(&["cancel", order, "--reason", "x"]), "order.erased");
    let orders = staff.done(&["list", "--customer", "C-1001", "--all"])["orders"].clone();
    let erased = |row: &Value| row["order"] == *order && row["stage"] == "erased";
    assert!(orders.as_array().unwrap().iter().any(erased), "{orders}");
}

/// The same mail as a copy that a mail server redirected, signed but for its To.
fn unsigned_copy(name: &str) -> Vec<u8> {
    let signature = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=cybertrust.co.jp; s=s1;\r\n \
                     h=From:Subject:Date:Message-ID; bh=Zm9v; b=Zm9v\r\n";
    let mail = Mail {
        kind: MailKind::DomainApproval,
        vendor_order: String::new(),
        to: format!("postmaster@{name}"),
        from: "sureserver_support@cybertrust.co.jp".to_owned(),
        at: Timestamp::now(),
        token: None,
        raw: format!("{signature}{}", approval_mail(name)).into_bytes(),
    };
    mail.redirected(INTAKE, Authentication::REDIRECTED)
}

/// Cybertrust's approval mail as the mission document shows it (R34–R36).
fn approval_mail(name: &str) -> String {
    let now = Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S +0000");
    format!(
        "From: sureserver_support@cybertrust.co.jp\r\nTo: postmaster@{name}\r\n\
         Subject: SSL サーバー証明書 ドメイン名使用権確認について({name})\r\n\
         Date: {now}\r\nMessage-ID: <{name}@cybertrust.co.jp>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         次の URL にアクセスし、承認してください。\r\nhttps://approval.cybertrust.example/approve?token=0123456789abcdef\r\n"
    )
}
