//! Pre-flight from the network to the order.

use std::time::{Duration, Instant};

use platform::resolver::stand_in::{Answer, Ask, Code, Server, Type, a, caa, mx, txt};
use platform::store::MemoryStore;
use platform::store::conformance::Case;
use procedure::application::ApprovalDraft;
use procedure::event::ReissueRequested;
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{OrderKind, Phase, Stage};
use procedure::{Decision, Party, Product, Send, Severity, samples};

use super::support::{amend, asking, decide, of_dns, submit};
use crate::Function;

/// As it should be: mail is taken, and CAA says nothing.
fn good(ask: &Ask) -> Answer {
    match ask.kind {
        Type::MX => Answer::records([mx(&ask.name, 10, &format!("mx.{}.", ask.name))]),
        Type::A => Answer::records([a(&ask.name)]),
        _ => Answer::none(),
    }
}

/// CAA lets another vendor issue alone.
fn forbidding(ask: &Ask) -> Answer {
    match (ask.name.as_str(), ask.kind) {
        ("example.jp", Type::CAA) => Answer::records([caa("example.jp", "issue", "other.example")]),
        _ => good(ask),
    }
}

fn told(decision: &Decision, notice: &Notice) -> bool {
    decision.sends.iter().any(|send| {
        matches!(send, Send::Letter(Letter { notice: known, to: Recipient::Notification }) if known == notice)
    })
}

/// P1, R86: CAA that forbids the vendor brings the application back, with the record seen and from where, and the
/// customer told; once it is mended, the same application is submitted.
#[tokio::test]
async fn what_the_customer_has_to_mend_comes_back() {
    let draft = samples::draft(Product::DigicertSecureServerId);
    let bad = Server::start(forbidding);
    let decision = submit(&asking(&bad), &draft).await;
    assert_eq!(decision.order.stage(), Stage::Returned);
    assert!(told(&decision, &Notice::ApplicationReturned));
    let Phase::Returned(returned) = &decision.order.phase else { panic!("{:?}", decision.order.phase) };
    assert_eq!(of_dns(&returned.findings), [("caa.forbidden", Severity::Stop, Party::Customer)]);
    let evidence = returned.findings.iter().find(|f| f.code == "caa.forbidden").unwrap().evidence.clone();
    let record = format!("example.jp. CAA 0 issue \"other.example\" (TTL 300, from {})", bad.address());
    assert!(evidence.unwrap().starts_with(&record));
    assert!(decision.order.attention.is_empty());

    let mended = Server::start(good);
    let decision = amend(&asking(&mended), decision.order, &draft).await;
    assert_eq!(decision.order.stage(), Stage::Submitting);
    assert_eq!((of_dns(&decision.order.warnings), decision.order.attention.len()), (vec![], 0));
    assert!(told(&decision, &Notice::ApplicationReceived));
}

/// R28, P4: a TXT contact that is not there, at a domain that takes no mail.
#[tokio::test]
async fn a_contact_that_cannot_be_written_to_comes_back() {
    let mut draft = samples::draft(Product::CybertrustSureServer);
    let email = Some("ssl@example.net".to_owned());
    draft.approval = ApprovalDraft { method: "txt_contact".to_owned(), email };
    let server = Server::start(|ask| match (ask.name.as_str(), ask.kind) {
        ("example.net", Type::MX) => Answer::records([mx("example.net", 0, ".")]),
        _ => Answer::none(),
    });
    let decision = submit(&asking(&server), &draft).await;
    let Phase::Returned(returned) = &decision.order.phase else { panic!("{:?}", decision.order.phase) };
    let codes: Vec<&str> = of_dns(&returned.findings).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["txt_contact.absent", "mail.null_mx", "mail.no_host"]);

    let server = Server::start(|ask| match (ask.name.as_str(), ask.kind) {
        ("_validation-contactemail.example.jp", Type::TXT) => {
            Answer::records([txt(&ask.name, &["ssl@example.net"])])
        }
        (_, Type::TXT) => Answer::none(),
        _ => good(ask),
    });
    assert_eq!(amend(&asking(&server), decision.order, &draft).await.order.stage(), Stage::Submitting);
}

/// A8, R12: where the provider runs the DNS the order goes on, and staff look into it.
#[tokio::test]
async fn what_the_provider_has_to_mend_goes_on() {
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.dns = Some("provider".to_owned());
    let server = Server::start(forbidding);
    let order = submit(&asking(&server), &draft).await.order;
    assert_eq!(order.stage(), Stage::Submitting);
    let warning = ("caa.forbidden", Severity::Warning, Party::Provider);
    assert_eq!((of_dns(&order.warnings), of_dns(&order.attention)), (vec![warning], vec![warning]));
    assert!(order.acts().iter().any(|act| act.by == Party::Provider && act.code == "look_into"));
    // What was said of the application before is said no more once it is mended.
    let mended = Server::start(good);
    assert!(amend(&asking(&mended), order, &draft).await.order.attention.is_empty());
}

/// P2, P4: a name server's or resolver's failure stops nothing: the order goes on, and staff look into it.
#[tokio::test]
async fn what_cannot_be_learnt_goes_on() {
    for (server, code) in [
        (
            Server::start(|ask| if ask.kind == Type::CAA { Answer::code(Code::ServFail) } else { good(ask) }),
            "dns.failed",
        ),
        (
            Server::start(|ask| if ask.kind == Type::MX { Answer::code(Code::Refused) } else { good(ask) }),
            "dns.failed",
        ),
        (
            Server::start(|ask| if ask.kind == Type::CAA { Answer::Silence } else { good(ask) }),
            "dns.unanswered",
        ),
        (Server::start(|_| Answer::Silence), "dns.unavailable"),
    ] {
        let began = Instant::now();
        let order = submit(&asking(&server), &samples::draft(Product::DigicertSecureServerId)).await.order;
        assert!(began.elapsed() < MOST, "{code}: {:?}", began.elapsed());
        assert_eq!(order.stage(), Stage::Submitting, "{code}");
        let attention = of_dns(&order.attention);
        assert!(attention.contains(&(code, Severity::Warning, Party::Provider)), "{code}: {attention:?}");
        assert!(of_dns(&order.warnings).iter().any(|(known, ..)| *known == code), "{code}");
    }
}

const MOST: Duration = Duration::from_secs(3);

/// P4, A27: ten names of ten domains are pre-flighted and decided about within 3 s by a resolver that takes a second
/// for each answer, and by one that takes ten; the one is judged, the other goes on with staff.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_resolver_is_waited_for_three_seconds_at_most() {
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.names = (0..10).map(|n| format!("www.shop.example{n}.jp")).collect();
    for (pause, attention) in [(1, &[][..]), (10, &["dns.unavailable"])] {
        let server = Server::slow(Duration::from_secs(pause), good);
        let function = asking(&server);
        let began = Instant::now();
        let order = submit(&function, &draft).await.order;
        assert!(began.elapsed() <= MOST, "{:?}", began.elapsed());
        assert_eq!(order.stage(), Stage::Submitting);
        let codes: Vec<&str> = of_dns(&order.attention).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, attention, "a resolver that takes {pause} s");
    }
}

/// R14: a reissue is never held up: what would bring an application back is a warning, and staff's.
#[tokio::test]
async fn a_reissue_goes_on() {
    let store = MemoryStore::in_memory();
    let predecessor = samples::issued(Product::DigicertSecureServerId, 199);
    let case = Case { at: samples::now(), ..Case::new(1) };
    case.must(&store, None, &Decision::of(predecessor.clone())).await;
    let event = ReissueRequested {
        of: predecessor.id.clone(),
        csr: samples::CSR_RENEWED.to_owned(),
        key_compromised: true,
    };
    let server = Server::start(forbidding);
    let id = samples::id("CF-REISSUE");
    let order = decide(&asking(&server), &store, id, None, event.into()).await.unwrap().order;
    assert_eq!(order.stage(), Stage::Submitting);
    assert_eq!(of_dns(&order.warnings), [("caa.forbidden", Severity::Warning, Party::Customer)]);
    assert_eq!(of_dns(&order.attention), [("caa.forbidden", Severity::Warning, Party::Provider)]);
}

/// P13, P16: a renewal that is amended days before its certificate ends is told that it is late: the customer with the order's
/// warnings, staff to look into.
#[tokio::test]
async fn an_amended_renewal_is_told_its_time() {
    let draft = samples::draft(Product::DigicertSecureServerId);
    let mut order = samples::accepted_from(&draft);
    order.kind = OrderKind::Renewal {
        of: samples::id("CF-OLD"),
        vendor_order: samples::id("V-1"),
        expires_at: samples::now() + jiff::SignedDuration::from_hours(48),
    };
    let order = amend(&Function::default(), order, &draft).await.order;
    let of = |findings: &[procedure::Finding]| {
        findings.iter().filter(|f| f.code == "timing.late").map(|f| f.acts).collect::<Vec<_>>()
    };
    assert_eq!((of(&order.warnings), of(&order.attention)), (vec![Party::Customer], vec![Party::Provider]));
    let new = submit(&Function::default(), &draft).await.order;
    assert!(!new.warnings.iter().any(|finding| finding.code.starts_with("timing.")));
}

/// R12: with the resolver off nothing is asked, and nothing of the DNS is said of the order.
#[tokio::test]
async fn off_is_silent() {
    let order = submit(&Function::default(), &samples::draft(Product::Bizcert)).await.order;
    assert_eq!((of_dns(&order.warnings), order.attention.len()), (vec![], 0));
}
