//! Whole runs of one order, as the mission document tells them.

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::name::DnsName;
use crate::notice::Notice;
use crate::policy::Policy;
use crate::samples;
use crate::vendor::*;
use crate::{Party, Product, Text};

fn at(hours: i64) -> Timestamp {
    samples::now() + SignedDuration::from_hours(hours)
}

fn report(hours: i64, items: Vec<(ReportedCheck, ReportedState)>) -> VendorReport {
    VendorReport {
        vendor_order: samples::id("V-1"),
        observed_at: at(hours),
        status: VendorStatus::Examining,
        items: items.into_iter().map(|(item, state)| ReportedItem { item, state }).collect(),
        asked: Default::default(),
    }
}

fn domain(name: &str) -> ReportedCheck {
    ReportedCheck::Domain { name: name.parse::<DnsName>().unwrap() }
}

fn call(id: &str, hours: i64, outcome: CallOutcome) -> Call {
    Call { logged_by: samples::id(id), at: at(hours), outcome }
}

fn codes(order: &Order) -> Vec<(Party, String)> {
    order.acts().into_iter().map(|act| (act.by, act.code)).collect()
}

/// R18: the checks are independent and complete in any order.
#[test]
fn checks_pass_in_any_order() {
    let policy = Policy::default();
    let items = [domain("example.jp"), ReportedCheck::Organisation, ReportedCheck::Phone];
    for first in 0..items.len() {
        let mut order = samples::examining(Product::CybertrustSureServer);
        for n in 0..items.len() {
            assert!(!order.checks().unwrap().all_settled());
            let item = items[(first + n) % items.len()].clone();
            order.apply_report(&report(1 + n as i64, vec![(item, ReportedState::Passed)]), &policy).unwrap();
        }
        assert!(order.checks().unwrap().all_settled());
        assert_eq!(codes(&order), [(Party::Vendor, "issue".to_owned())]);
    }
}

/// R20, R42, R92: what may happen need not: a check that the vendor does not ask for is skipped.
#[test]
fn conditional_checks_are_skipped() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::GeotrustTrueBusinessId);
    let skipped = [domain("example.jp"), ReportedCheck::Organisation, ReportedCheck::Phone];
    let items = skipped.map(|item| (item, ReportedState::NotRequired)).to_vec();
    let changes = order.apply_report(&report(1, items), &policy).unwrap();
    assert!(changes.contains(&Change::Skipped(CheckKind::Phone)));
    assert!(order.checks().unwrap().all_settled());
    assert_eq!(order.steps()[3].state, StepState::NotRequired);
    assert_eq!(order.steps()[4].state, StepState::NotRequired);
}

/// R21, A7: the approval of a base domain covers the names below it, never the other way round.
#[test]
fn approval_of_a_parent_covers_names_below() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    order.apply_report(&report(1, vec![(domain("www.example.jp"), ReportedState::Passed)]), &policy).unwrap();
    let passed = |order: &Order| {
        let domains = &order.checks().unwrap().common().domains;
        domains.iter().filter(|d| d.check.is_settled()).map(|d| d.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(passed(&order), ["www.example.jp"]);
    order.apply_report(&report(2, vec![(domain("example.jp"), ReportedState::Passed)]), &policy).unwrap();
    assert_eq!(passed(&order), ["www.example.jp", "example.jp"]);
}

/// R89: a report that comes twice or too late changes nothing, and a passed check stays passed.
#[test]
fn late_and_repeated_reports_change_nothing() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let new = report(5, vec![(ReportedCheck::Phone, ReportedState::Passed)]);
    order.apply_report(&new, &policy).unwrap();
    let before = order.clone();
    assert_eq!(order.apply_report(&new, &policy).unwrap(), []);
    let late = report(3, vec![(ReportedCheck::Phone, ReportedState::Pending)]);
    assert_eq!(order.apply_report(&late, &policy).unwrap(), []);
    let newer = report(6, vec![(ReportedCheck::Phone, ReportedState::Failed)]);
    assert_eq!(order.apply_report(&newer, &policy).unwrap(), []);
    assert_eq!(order.checks().unwrap().common().phone, before.checks().unwrap().common().phone);
}

/// R46, R47, R48: EV's confirmation begins only once a third person confirmed the employment, whatever the report says.
#[test]
fn ev_confirms_employment_before_issuance() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerIdEv);
    let early = report(1, vec![(ReportedCheck::Confirmation, ReportedState::Passed)]);
    order.apply_report(&early, &policy).unwrap();
    assert!(matches!(order.checks().unwrap().ev(), Some(EvChecks::Employment(_))));
    let changes =
        order.log_call(Callee::ThirdPerson, call("e1", 2, CallOutcome::Completed), &policy).unwrap();
    assert_eq!(changes.unwrap(), [Change::Passed(CheckKind::Employment), Change::ConfirmationBegan]);
    assert!(codes(&order).contains(&(Party::Customer, "confirm_issuance".to_owned())));
    let both = report(
        3,
        vec![
            (ReportedCheck::Confirmation, ReportedState::Passed),
            (ReportedCheck::Employment, ReportedState::Passed),
        ],
    );
    order.apply_report(&both, &policy).unwrap();
    let Some(EvChecks::Confirmation { check, .. }) = order.checks().unwrap().ev() else { panic!() };
    assert!(matches!(check, Check::Passed { .. }));
}

/// R92: EV's confirmation is mandatory: a vendor that reports it as not required is not believed.
#[test]
fn ev_confirmation_is_never_skipped() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::GeotrustTrueBusinessIdEv);
    let skipped = vec![
        (ReportedCheck::Employment, ReportedState::NotRequired),
        (ReportedCheck::Confirmation, ReportedState::NotRequired),
    ];
    order.apply_report(&report(1, skipped), &policy).unwrap();
    assert!(!order.checks().unwrap().all_settled());
}

/// R49: an OV order has no employment check; logging one is refused with the rule named.
#[test]
fn ov_has_no_third_person() {
    let mut order = samples::examining(Product::Bizcert);
    let refusal = order
        .log_call(Callee::ThirdPerson, call("e1", 1, CallOutcome::Completed), &Policy::default())
        .unwrap_err();
    assert_eq!(refusal.code(), "phone.no_third_person");
    assert_eq!(refusal.findings()[0].rule, "R49");
    assert!(order.checks().unwrap().ev().is_none());
}

/// R51: the six states of the call; the same log entry counts once.
#[test]
fn call_states() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::CybertrustSureServer);
    let state = |order: &Order| order.checks().unwrap().common().phone.state();
    assert_eq!(state(&order), CallState::Expected);
    let mut log = |id, hours, outcome| {
        let changes = order.log_call(Callee::ResponsiblePerson, call(id, hours, outcome), &policy).unwrap();
        (changes, state(&order))
    };
    assert_eq!(log("e1", 1, CallOutcome::Attempted).1, CallState::Attempted);
    let (changes, unreachable) = log("e2", 2, CallOutcome::Unreachable);
    assert_eq!(
        (changes, unreachable),
        (Some(vec![Change::Required(CheckKind::Phone)]), CallState::Unreachable)
    );
    assert_eq!(log("e2", 2, CallOutcome::Unreachable).0, None);
    assert_eq!(log("e3", 3, CallOutcome::Reached).1, CallState::Reached);
    assert_eq!(log("e4", 4, CallOutcome::Completed).1, CallState::Completed);
    assert_eq!(order.checks().unwrap().common().phone.calls.len(), 4);
}

/// R12, R88: each act has an owner and a deadline; the customer's come first.
#[test]
fn acts_have_owner_and_deadline() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let acts = order.acts();
    assert_eq!(acts[0].by, Party::Customer);
    assert_eq!(acts[0].code, "approve_domain");
    assert!(acts.iter().all(|act| act.until.is_some_and(|until| until > samples::now())));
    assert_eq!(order.waits_for(), [Party::Customer, Party::Vendor]);
    let owners: Vec<Party> = order.steps().iter().map(|step| step.owner).collect();
    use Party::*;
    assert_eq!(owners, [Customer, Provider, Vendor, Customer, Customer, Vendor, Customer]);
}

/// R88: reminders, then escalation to staff; a missed day sends one letter, not several.
#[test]
fn reminders_then_escalation() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    assert_eq!(order.remind(&policy, at(1)), []);
    let first = order.due(&policy).unwrap().at.max(at(48));
    let letter = Reminded::Letter(Notice::Reminder { check: CheckKind::Domain });
    assert_eq!(order.remind(&policy, first), [letter]);
    assert_eq!(order.remind(&policy, first), []);
    let deadline = order.acts()[0].until.unwrap();
    assert_eq!(order.remind(&policy, deadline), [Reminded::Escalated(CheckKind::Domain)]);
    assert_eq!(order.remind(&policy, deadline), []);
    assert!(codes(&order).contains(&(Party::Provider, "approve_domain".to_owned())));
}

/// R89, R90: an order is at the vendor under one number; another number is a double order.
#[test]
fn placed_under_one_number() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    assert_eq!(order.placed(&samples::id("V-1"), &policy, at(1)), Ok(false));
    let refusal = order.placed(&samples::id("V-2"), &policy, at(1)).unwrap_err();
    assert_eq!(refusal.code(), "order.placed_twice");
    assert_eq!(refusal.findings()[0].acts, Party::Provider);
}

/// R13: only an accepted order is placed, and only once.
#[test]
fn intends_placement_once() {
    let policy = Policy::default();
    let mut order = samples::accepted(Product::Bizcert);
    let request = order.intend_placement(&policy, at(0)).unwrap();
    assert_eq!(request, VendorRequest::Place { submission: Submission::New });
    assert_eq!(order.intend_placement(&policy, at(0)).unwrap_err().code(), "order.out_of_phase");
    order.placement_refused(vec![]).unwrap();
    assert!(order.intend_placement(&policy, at(0)).is_err());
}

/// A26: a held order starts nothing and reminds nobody; what the vendor reports is recorded all the same.
#[test]
fn hold_pauses_our_acts() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let comment = EnquiryText::new("comment", "登記を確認中").unwrap();
    assert_eq!(order.put_on_hold(comment.clone(), at(1)), Ok(true));
    assert_eq!(order.put_on_hold(comment, at(1)), Ok(false));
    assert_eq!(order.due(&policy), None);
    assert_eq!(order.remind(&policy, at(2000)), []);
    assert_eq!(codes(&order), [(Party::Provider, "release".to_owned())]);
    order.apply_report(&report(2, vec![(ReportedCheck::Phone, ReportedState::Passed)]), &policy).unwrap();
    assert!(order.release());
    assert!(order.due(&policy).is_some());
    assert_eq!(samples::accepted(Product::Bizcert).not_held(), Ok(()));
}

/// R19: an unknown status goes to staff and is never taken for a failure.
#[test]
fn unknown_status_goes_to_staff() {
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let mut report = report(1, vec![]);
    report.status = VendorStatus::Unknown { word: "waiting_pickup_2".to_owned() };
    let changes = order.apply_report(&report, &Policy::default()).unwrap();
    assert_eq!(changes, [Change::UnreadStatus]);
    assert!(codes(&order).contains(&(Party::Provider, "read_status".to_owned())));
    assert_eq!(order.stage(), Stage::Examining);
}

/// R12, R19: a request that waits for an administrator of our own account is the provider's, not the vendor's, until the
/// status moves on; a word that nobody knows does not end it.
#[test]
fn our_own_approval_is_owed_by_the_provider() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let tell = |order: &mut Order, hours, status| {
        let mut report = report(hours, vec![]);
        report.status = status;
        order.apply_report(&report, &policy).unwrap()
    };
    let approve = (Party::Provider, "approve_request".to_owned());
    assert_eq!(tell(&mut order, 1, VendorStatus::NeedsApproval), [Change::OwnApprovalWanted]);
    assert_eq!(tell(&mut order, 2, VendorStatus::NeedsApproval), []);
    let owed = order.acts().into_iter().find(|act| act.code == "approve_request").unwrap();
    assert_eq!((owed.by, owed.since), (Party::Provider, at(1)));
    assert!(!order.waits_for().contains(&Party::Vendor));
    assert_eq!(order.stage(), Stage::Examining);
    tell(&mut order, 3, VendorStatus::Unknown { word: "x".to_owned() });
    assert!(codes(&order).contains(&approve));
    assert_eq!(tell(&mut order, 4, VendorStatus::Examining), [Change::OwnApprovalGiven]);
    assert!(!codes(&order).contains(&approve) && order.waits_for().contains(&Party::Vendor));
}

/// R15, R16, R17: a vendor's question is relayed, answered, passed on and closed; every step once.
#[test]
fn enquiries_are_tracked_until_closed() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let id = samples::id::<crate::EnquiryId>("Q1");
    let text = |text: &str| EnquiryText::new("question", text).unwrap();
    let until = policy.enquiry_until(at(1));
    assert_eq!(
        order.enquiries.raise(id.clone(), text("英文社名の綴りをご確認ください"), at(1), until),
        Ok(true)
    );
    assert_eq!(
        order.enquiries.raise(id.clone(), text("英文社名の綴りをご確認ください"), at(1), until),
        Ok(false)
    );
    assert!(codes(&order).contains(&(Party::Customer, "answer_enquiry".to_owned())));
    assert_eq!(order.enquiries.answer(&id, text("Sakura Shoten K.K."), at(2), at(26)), Ok(true));
    let pass_on = order.acts().into_iter().find(|act| act.code == "pass_answer_on").unwrap();
    assert_eq!((pass_on.by, pass_on.since, pass_on.until), (Party::Provider, at(2), Some(at(26))));
    assert_eq!(order.enquiries.close(&id, at(3)), Ok(true));
    assert_eq!(order.enquiries.close(&id, at(3)), Ok(false));
    assert_eq!(order.enquiries.answer(&id, text("x"), at(4), at(28)).unwrap_err().code(), "enquiry.closed");
    let unknown = order.enquiries.close(&samples::id("Q2"), at(4)).unwrap_err();
    assert_eq!(unknown.code(), "enquiry.unknown");
}

/// BR 4.9.1.1, R12: a revocation has its deadline, comes first, and does not wait for a hold to be released.
#[test]
fn a_revocation_has_a_deadline_and_waits_for_no_hold() {
    for (key_compromised, hours) in [(true, 24), (false, 120)] {
        let mut order = samples::issued(Product::Bizcert, 150);
        order.needs_attention(unknown_order(&order.id).findings()[0].clone());
        order.ask_revocation(key_compromised, at(1)).unwrap();
        let first = order.acts().into_iter().find(|act| act.by == Party::Provider).unwrap();
        assert_eq!(first.code, "revoke");
        assert_eq!(first.until, Some(at(1 + hours)));
        order.put_on_hold(EnquiryText::new("comment", "確認中").unwrap(), at(2)).unwrap();
        let provider = |code: &str| (Party::Provider, code.to_owned());
        assert_eq!(codes(&order), [provider("revoke"), provider("release")]);
    }
}

/// A26, R12: an order is withdrawn at the vendor by a deadline; what the vendor never had has none.
#[test]
fn a_withdrawal_has_a_deadline() {
    let reason = || Some(EnquiryText::new("reason", "不要").unwrap());
    let mut order = samples::examining(Product::Bizcert);
    order.end(Ending::Cancelled, reason(), at(1)).unwrap();
    order.withdraw_by(at(30));
    order.withdraw_by(at(60));
    let act = order.acts().remove(0);
    assert_eq!(
        (act.code.as_str(), act.since, act.until),
        ("withdraw", at(1), Some(at(30))),
        "the first stays"
    );
    let mut never_there = samples::accepted(Product::Bizcert);
    never_there.end(Ending::Cancelled, reason(), at(1)).unwrap();
    never_there.withdraw_by(at(30));
    assert_eq!(never_there.acts(), []);
}

/// R13, R88: staff are told once of an order that nobody entered in time, and no more once it is at the vendor. An order
/// stored before this was recorded still reads.
#[test]
fn an_order_that_nobody_enters_is_escalated() {
    let policy = Policy::default();
    let mut order = samples::accepted(Product::Bizcert);
    order.intend_placement(&policy, at(0)).unwrap();
    let due = order.due(&policy).unwrap();
    assert_eq!((due.at, due.lane), (policy.placing_until(at(0)), Lane::Placement));
    let before = due.at - SignedDuration::from_secs(1);
    assert_eq!(order.remind(&policy, before), []);
    let stored = serde_json::to_value(&order).unwrap();
    assert!(stored["phase"].get("escalated_at").is_none(), "the form of old is the form of now");
    assert_eq!(order.remind(&policy, due.at), [Reminded::PlacementEscalated]);
    assert_eq!(order.remind(&policy, due.at), [], "once");
    assert_eq!(order.due(&policy), None);
    assert!(codes(&order).contains(&(Party::Provider, "look_into".to_owned())));
    let mut held: Order = serde_json::from_value(stored).unwrap();
    held.put_on_hold(EnquiryText::new("comment", "確認中").unwrap(), at(1)).unwrap();
    assert_eq!((held.due(&policy), held.remind(&policy, due.at)), (None, vec![]));
    order.placed(&samples::id("V-1"), &policy, at(48)).unwrap();
    assert_eq!(order.attention, [], "what staff were to look into is done");
}

/// A26: a rejected or cancelled order takes nothing more, and says so with its stage.
#[test]
fn ended_orders_take_nothing_more() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let reason = EnquiryText::new("reason", "組織が確認できないため").unwrap();
    assert_eq!(order.end(Ending::Rejected, Some(reason), at(1)), Ok(true));
    assert_eq!(order.end(Ending::Rejected, None, at(1)), Ok(false));
    assert_eq!(order.end(Ending::Cancelled, None, at(1)).unwrap_err().code(), "order.finished");
    let late = report(2, vec![(ReportedCheck::Phone, ReportedState::Passed)]);
    let refusal = order.apply_report(&late, &policy).unwrap_err();
    assert_eq!(refusal.code(), "order.finished");
    assert!(refusal.findings()[0].message.ja.contains("却下"));
    assert_eq!(order.waits_for(), [Party::Provider], "it is to be withdrawn at the vendor");
    assert!(order.withdrawn(at(3)) && !order.withdrawn(at(4)));
    assert_eq!(order.waits_for(), [Party::Nobody]);
    assert_eq!(order.vendor_order().map(|v| v.as_str()), Some("V-1"));
    let erasure = order.due(&policy).unwrap().at;
    assert_eq!(erasure, at(1) + SignedDuration::from_hours(24 * 90), "what is due is its erasure alone");
}

/// R18, A5: the state an order is stored in reads back as the same order.
#[test]
fn stored_orders_read_back() {
    for product in Product::ALL {
        let order = samples::examining(product);
        let json = serde_json::to_value(&order).unwrap();
        assert_eq!(serde_json::from_value::<Order>(json).unwrap(), order);
    }
}

/// R58, R60: a sole proprietor's order waits for documents, a corporation's does not.
#[test]
fn only_sole_proprietors_owe_documents() {
    let sole = samples::accepted_from(&samples::sole_proprietor_draft(Product::Bizcert));
    let sole = samples::placed(sole);
    assert!(codes(&sole).contains(&(Party::Customer, "send_documents".to_owned())));
    let corporation = samples::examining(Product::Bizcert);
    assert_eq!(corporation.checks().unwrap().common().documents, Check::NotRequired);
}

/// A7: what the vendor says its approval mail asks about is kept, if that may stand for the name at all.
#[test]
fn what_is_asked_about_is_as_the_vendor_says() {
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let name = |text: &str| text.parse::<DnsName>().unwrap();
    let asked = [("www.example.jp", "example.jp"), ("example.jp", "example.com")];
    let asked = asked.map(|(of, about)| (name(of), name(about))).into_iter().collect();
    let report = VendorReport { asked, ..report(1, Vec::new()) };
    order.apply_report(&report, &Policy::default()).unwrap();
    let kept = order.checks().unwrap().common().domains.iter().map(|domain| domain.asked.clone());
    assert_eq!(kept.collect::<Vec<_>>(), [Some(name("example.jp")), None]);
}

/// R22, BR 3.2.2.4.4: a newer approval mail replaces the older one; a settled name takes none.
#[test]
fn approval_mail_seen_is_not_approval() {
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let seen =
        |hours| ApprovalMailSeen { at: at(hours), lapses_at: at(hours + 720), links: None, looks: None };
    let name: DnsName = "example.jp".parse().unwrap();
    let mut see = |hours| order.approval_mail_seen(&name, seen(hours), &Policy::default(), at(hours));
    assert_eq!(see(2), Ok(true));
    assert_eq!(see(1), Ok(false));
    assert!(!order.checks().unwrap().all_settled());
    assert!(order.checks().unwrap().common().domains.iter().all(|domain| domain.mail == Some(seen(2))));
}

/// R88, BR 3.2.2.4.4: an approval mail's 30 days are tracked: on the minute they are over the customer owes nothing more,
/// is not reminded of a dead link, and staff have a new mail sent; when that comes, the customer has time for it.
#[test]
fn an_approval_mail_lapses() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::DigicertSecureServerId);
    let name: DnsName = "example.jp".parse().unwrap();
    let seen =
        |hours| ApprovalMailSeen { at: at(hours), lapses_at: at(hours + 720), links: None, looks: None };
    order.approval_mail_seen(&name, seen(2), &policy, at(2)).unwrap();
    // The deadline of the policy comes first, and the vendor goes on saying nothing.
    order.remind(&policy, at(720));
    order.ask_later(&policy, at(720));
    assert_eq!(order.due(&policy).unwrap(), Due { at: at(722), lane: Lane::Examination });
    let late = order.remind(&policy, at(721));
    assert!(!late.contains(&Reminded::ApprovalLapsed), "{late:?}");
    let due = order.remind(&policy, at(722));
    assert!(due.contains(&Reminded::ApprovalLapsed), "{due:?}");
    let letters = due.iter().filter(|due| matches!(due, Reminded::Letter(_))).count();
    assert_eq!((letters, &*order.attention[0].code), (0, "approval.lapsed"), "{due:?}");
    assert!(order.checks().unwrap().common().domains.iter().all(|domain| domain.mail.is_none()));
    assert!(codes(&order).contains(&(Party::Provider, "approve_domain".to_owned())), "{:?}", codes(&order));
    assert_eq!(order.remind(&policy, at(722)), [], "once");
    order.ask_later(&policy, at(722));
    assert!(order.due(&policy).unwrap().at > at(722));

    assert_eq!(order.approval_mail_seen(&name, seen(730), &policy, at(730)), Ok(true));
    assert_eq!(order.attention, []);
    let owed = order.acts().into_iter().find(|act| act.code == "approve_domain").unwrap();
    assert_eq!((owed.by, owed.until), (Party::Customer, Some(policy.approval_until(at(730)))));
}

/// R87: every stage, act and step has words in both languages.
#[test]
fn labels_in_both_languages() {
    let mut texts: Vec<Text> =
        samples::examining(Product::DigicertSecureServerIdEv).steps().map(|s| s.title).to_vec();
    texts.extend(samples::examining(Product::Bizcert).acts().into_iter().map(|act| act.what));
    texts.extend(Party::ALL.map(Party::label));
    assert!(texts.iter().all(|text| !text.ja.is_empty() && text.en.is_ascii()));
}

/// R52, R89: a certificate older than the order is its predecessor's, handed over again; it is refused.
#[test]
fn a_certificate_older_than_the_order_is_refused() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::Bizcert);
    order.received_at = at(24 * 120);
    let chain = samples::chain(&order.application, samples::now(), 199);
    let verified = order.application.verify(&chain, at(24 * 121)).unwrap();
    let refusal = order.issue(verified.certificate, &policy, at(24 * 121)).unwrap_err();
    assert_eq!(refusal.code(), "certificate.older_than_order");
}

/// A6: a renewal on a server elsewhere is set by the customer, on ours by the provider.
#[test]
fn who_installs_depends_on_the_server() {
    use crate::application::Hosting;
    let policy = Policy::default();
    for (server, by) in [(Hosting::Provider, Party::Provider), (Hosting::External, Party::Customer)] {
        let mut order = samples::examining(Product::Bizcert);
        order.application.server = server;
        order.kind = OrderKind::Renewal {
            of: samples::id("CF-OLD"),
            vendor_order: samples::id("V-0"),
            expires_at: at(240),
        };
        let chain = samples::chain(&order.application, samples::now(), 199);
        let verified = order.application.verify(&chain, samples::now()).unwrap();
        order.issue(verified.certificate, &policy, samples::now()).unwrap();
        assert!(codes(&order).contains(&(by, "install".to_owned())));
    }
}

/// R88: a vendor that does not examine or call in time becomes staff's to ask, never a failure.
#[test]
fn a_late_vendor_is_escalated() {
    let policy = Policy::default();
    let mut order = samples::examining(Product::CybertrustSureServer);
    let phone_until = policy.phone_until(samples::now());
    let escalated = order.remind(&policy, phone_until);
    assert!(escalated.contains(&Reminded::Escalated(CheckKind::Phone)), "{escalated:?}");
    assert!(codes(&order).contains(&(Party::Provider, "answer_call".to_owned())));
    assert_eq!(order.stage(), Stage::Examining);
    let passed = report(24 * 30, vec![(ReportedCheck::Phone, ReportedState::Passed)]);
    order.apply_report(&passed, &policy).unwrap();
    assert!(order.checks().unwrap().common().phone.check.is_settled());
}
