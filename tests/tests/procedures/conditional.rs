//! What may be asked and may be left out (R20, R42, R92), and where the approval mail goes.

use procedure::application::ApprovalDraft;
use procedure::order::{CallState, Stage, StepState};
use procedure::{Product, Validation, Vendor};
use simulation::examination::{Phone, Plan};
use simulation::mailroom::MailKind;

use super::support::{Play, letters, story};

/// R20, R42, R92: the vendor asks for neither approval nor call: the order is issued without.
#[tokio::test]
async fn neither_approval_nor_call() {
    let plan = Plan { domain_mail: None, phone: Phone::NotRequired, ..Plan::usual(Validation::Ov) };
    // CertCentral reports what it does not ask as done; the desk's staff record that it is not asked.
    let cases = [
        (Product::DigicertSecureServerId, CallState::Completed, StepState::Done),
        (Product::Bizcert, CallState::NotRequired, StepState::NotRequired),
    ];
    for (product, call, step) in cases {
        let mut play = Play::of(vec![story(product).at_vendor([plan.clone()])]).await;
        play.run_new().await;
        let case = play.new_order(0);
        assert_eq!(case.order.stage(), Stage::Issued);
        let checks = case.order.checks().unwrap().common();
        assert!(checks.domains.iter().all(|domain| domain.check.is_settled()), "{product:?}");
        assert_eq!(checks.phone.state(), call, "{product:?}");
        assert_eq!(case.order.steps()[4].state, step, "{product:?}");
        assert!(!letters(case).contains(&"approval_mail_arrived"));
        assert!(play.world.outside.mailroom.is_empty(), "{product:?}");
        play.is_verified(case);
    }
}

/// R23, R26, R31, R35, A8, A10: the approval mail goes to the address of the TXT record, where it is approved. CertCentral
/// writes to the constructed addresses too; there nobody answers.
#[tokio::test]
async fn the_address_of_the_txt_record() {
    for product in [Product::GeotrustTrueBusinessId, Product::CybertrustSureServer] {
        let mut by_record = story(product);
        let email = "dns@example.net";
        by_record.draft.approval =
            ApprovalDraft { method: "txt_contact".to_owned(), email: Some(email.to_owned()) };
        let mut play = Play::of(vec![by_record]).await;
        let record = "_validation-contactemail.example.jp";
        play.world.outside.certcentral.publish_txt(record, vec![email.to_owned()]);
        play.run_new().await;
        assert_eq!(play.new_order(0).order.stage(), Stage::Issued);
        let mails = play.world.outside.mailroom.since(0);
        let approvals = mails.iter().filter(|mail| mail.kind == MailKind::DomainApproval);
        let (here, elsewhere): (Vec<_>, Vec<_>) = approvals.partition(|mail| mail.to == email);
        assert!(!here.is_empty(), "{product:?}");
        assert!(elsewhere.is_empty() || product.vendor() == Vendor::Digicert, "{product:?}");
    }
}

/// R22, R90: no approval link is kept or passed on: no token is in any letter or any order.
#[tokio::test]
async fn no_approval_token_goes_anywhere() {
    for product in [Product::DigicertSecureServerIdEv, Product::CybertrustSureServer] {
        let mut play = Play::of(vec![story(product)]).await;
        play.run_new().await;
        let mails = play.world.outside.mailroom.since(0);
        let tokens: Vec<&str> = mails.iter().filter_map(|mail| mail.token.as_deref()).collect();
        assert!(!tokens.is_empty());
        let case = play.new_order(0);
        let state = serde_json::to_string(&case.order).unwrap();
        let told: Vec<&str> = case.letters.iter().flat_map(|sent| [&*sent.text, &*sent.html]).collect();
        for token in tokens {
            assert!(!state.contains(token) && told.iter().all(|text| !text.contains(token)));
        }
    }
}
