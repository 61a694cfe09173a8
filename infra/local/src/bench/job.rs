//! The job: one order from the application to the installed certificate, in eight events.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use platform::envelope::{Content, Envelope, Kind};
use procedure::application::{ApplicationDraft, ApprovalDraft, OrganisationDraft, PersonDraft};
use procedure::event::{
    CertificateInstalled, CertificateIssued, Event, OrderPlaced, OrderSubmitted, PhoneCheckLogged,
    VendorStatusChanged,
};
use procedure::order::{Actor, CallOutcome, Callee, Stage};
use procedure::policy::Policy;
use procedure::vendor::{ReportedCheck, ReportedItem, ReportedState, VendorReport, VendorStatus};
use procedure::{EventId, Moment, OrderId, Validation, VendorOrderId};
use simulation::Organisation;
use simulation::ca::{CertificateFault, LeafRequest, TestCa};

use super::BenchError;
use crate::demo::cast::fresh_csr;
use crate::machine::{Machine, Rooms};

/// Events of one procedure that come from outside.
const STAGES: u8 = 6;
/// Events of one procedure: with the two that follow from the application, its placement and the desk's reply.
pub(super) const EVENTS: u64 = 8;
/// The longest one stage may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// One order to come.
pub(super) struct Prepared {
    number: u32,
    draft: ApplicationDraft,
    domain: String,
    chain: String,
}

/// What was done.
pub(super) struct Done {
    pub(super) events: u64,
    pub(super) letters: u64,
}

/// The applications and their certificates, made before the time is taken.
pub(super) fn prepare(count: u32, now: Timestamp) -> Result<Vec<Prepared>, BenchError> {
    let csr = fresh_csr().map_err(failed)?;
    let ca = TestCa::new("Bench", now, 1).map_err(failed)?;
    let organisation = Organisation {
        name: "Bench K.K.".to_owned(),
        locality: "Chiyoda-ku".to_owned(),
        state: "Tokyo".to_owned(),
        country: "JP".to_owned(),
        registration_number: "0100-01-000001".to_owned(),
    };
    (0..count)
        .map(|number| {
            let domain = format!("bench{number}.example.jp");
            let names = [domain.clone()];
            let issued = ca
                .issue(&LeafRequest {
                    csr_pem: &csr,
                    names: &names,
                    validation: Validation::Ov,
                    organisation: &organisation,
                    not_before: now,
                    not_after: now + SignedDuration::from_hours(24 * 150),
                    fault: CertificateFault::None,
                })
                .map_err(failed)?;
            let chain = format!("{}{}", issued.leaf_pem, issued.intermediate_pem);
            Ok(Prepared { number, draft: draft(&domain, &csr), domain, chain })
        })
        .collect()
}

/// Decides about applications, with nothing stored. Returns how long `count` decisions took.
pub(super) fn decide(
    prepared: &[Prepared],
    count: u32,
    policy: &Policy,
    now: Timestamp,
) -> Result<Duration, BenchError> {
    let id: EventId = "bench".parse().map_err(failed)?;
    let moment = Moment { now, policy, event: &id };
    let customer: procedure::CustomerId = "BENCH".parse().map_err(failed)?;
    let started = Instant::now();
    for one in prepared.iter().cycle().take(count as usize) {
        let event = OrderSubmitted { customer: customer.clone(), application: one.draft.clone() };
        let order = OrderId::derived("bench", &id);
        order_submitted::decide::submitted(order, None, &event, &Default::default(), &moment)
            .map_err(failed)?;
    }
    Ok(started.elapsed())
}

/// Runs every procedure, `tasks` at once, stage by stage.
pub(super) async fn run(
    machine: &Arc<Machine>,
    prepared: &[Prepared],
    tasks: u32,
) -> Result<Done, BenchError> {
    let rooms = machine.rooms()?;
    let mut orders = Vec::with_capacity(prepared.len());
    for stage in 0..STAGES {
        let accepted = stream::iter(prepared.iter().enumerate())
            .map(|(n, one)| accept(machine, stage, one, orders.get(n).cloned()))
            .buffered(tasks as usize)
            .try_collect::<Vec<OrderId>>()
            .await?;
        orders = accepted;
        work(machine, &rooms, tasks).await?;
    }
    let mut done = Done { events: EVENTS * prepared.len() as u64, letters: 0 };
    for order in &orders {
        let record = machine.store().order(order).await.map_err(failed)?;
        let record = record.ok_or_else(|| BenchError::Procedure(format!("{order} is not there")))?;
        if record.order.stage() != Stage::Issued {
            let stage = record.order.stage().code();
            return Err(BenchError::Procedure(format!("{order} ended as `{stage}`")));
        }
        let history = machine.store().history(order, &Default::default()).await.map_err(failed)?;
        let letters = history.items.iter().flat_map(|line| &line.outbox);
        done.letters += letters
            .filter(|entry| matches!(entry.send, platform::store::Outgoing::Letter { .. }))
            .count() as u64;
    }
    Ok(done)
}

async fn accept(
    machine: &Machine,
    stage: u8,
    one: &Prepared,
    order: Option<OrderId>,
) -> Result<OrderId, BenchError> {
    let now = machine.now();
    let event = event(stage, one, now)?;
    let envelope = Envelope {
        id: format!("bench-{}-{stage}", one.number).parse().map_err(failed)?,
        source: "urn:certflow:bench".parse().map_err(failed)?,
        kind: Kind::Event(event.kind()),
        subject: order,
        time: Some(now),
        content: Content::Inline(event.data()),
        traceparent: None,
    };
    let accepted = machine.intake().accept(envelope).await.map_err(failed)?;
    accepted.order.ok_or_else(|| BenchError::Procedure("an event without its order".to_owned()))
}

fn event(stage: u8, one: &Prepared, now: Timestamp) -> Result<Event, BenchError> {
    let number: VendorOrderId = format!("B-{}", one.number).parse().map_err(failed)?;
    Ok(match stage {
        0 => OrderSubmitted { customer: "BENCH".parse().map_err(failed)?, application: one.draft.clone() }
            .into(),
        1 => OrderPlaced { vendor_order: number, by: Actor::Staff }.into(),
        2 => PhoneCheckLogged { callee: Callee::ResponsiblePerson, outcome: CallOutcome::Completed, at: now }
            .into(),
        3 => {
            let domain = ReportedCheck::Domain { name: one.domain.parse().map_err(failed)? };
            let items = [domain, ReportedCheck::Organisation]
                .map(|item| ReportedItem { item, state: ReportedState::Passed });
            let report = VendorReport {
                vendor_order: number,
                observed_at: now,
                status: VendorStatus::Examining,
                items: items.to_vec(),
                asked: Default::default(),
            };
            VendorStatusChanged { report: Some(report) }.into()
        }
        4 => CertificateIssued { chain: Some(one.chain.clone()) }.into(),
        _ => CertificateInstalled { at: now }.into(),
    })
}

async fn work(machine: &Arc<Machine>, rooms: &Rooms, tasks: u32) -> Result<(), BenchError> {
    let workers = (0..tasks).map(|_| {
        let (machine, rooms) = (Arc::clone(machine), rooms.clone());
        tokio::spawn(async move { machine.pump(&rooms, PATIENCE).await })
    });
    for worker in workers.collect::<Vec<_>>() {
        let pumped = worker.await.map_err(failed)??;
        if let Some(problem) = pumped.problem {
            return Err(BenchError::Procedure(problem));
        }
    }
    Ok(())
}

fn draft(domain: &str, csr: &str) -> ApplicationDraft {
    let text = |text: &str| Some(text.to_owned());
    ApplicationDraft {
        product: "CT-SS".to_owned(),
        term: None,
        names: vec![domain.to_owned()],
        csr: csr.to_owned(),
        organisation: OrganisationDraft {
            applicant_type: "corporation".to_owned(),
            name: "株式会社ベンチ".to_owned(),
            name_en: text("Bench K.K."),
            postal_code: "100-0001".to_owned(),
            prefecture: "東京都".to_owned(),
            city: "千代田区".to_owned(),
            street: "千代田1-1".to_owned(),
            main_phone: "03-1234-5678".to_owned(),
            listed_in: text("tdb"),
            ..OrganisationDraft::default()
        },
        responsible: PersonDraft {
            family: text("計測"),
            given: text("太郎"),
            kana: text("ケイソク タロウ"),
            department: text("情報システム部"),
            job_title: text("部長"),
            email: text("taro@example.jp"),
            ..PersonDraft::default()
        },
        approval: ApprovalDraft { method: "postmaster".to_owned(), email: None },
        notify: vec!["tanto@example.jp".to_owned()],
        language: None,
        dns: None,
        server: None,
    }
}

fn failed(error: impl std::fmt::Display) -> BenchError {
    BenchError::Procedure(error.to_string())
}
