//! Applications: submitted, checked, amended, confirmed.

use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use order_submitted::Function;
use platform::dispatch::Vendors;
use platform::envelope::{Content, Envelope, Kind};
use platform::react::{FactError, Gather, Reaction};
use platform::resolver::Lookup;
use platform::store::{MemoryStore, Store};
use procedure::application::{ApplicationDraft, ApprovalDraft, OrganisationDraft, PersonDraft};
use procedure::event::{ApplicationAmended, Event, OrderSubmitted, RenewalConfirmed};
use procedure::order::Actor;
use procedure::policy::Policy;
use procedure::preflight::timing;
use procedure::{ContractTerm, Moment, OrderId, Product, Severity, Validation};

use super::event::act;
use super::{Context, Failure};
use crate::cli::args::{Amend, Check, Confirm, Submit, Template};
use crate::cli::input;
use crate::machine::{MachineError, Settings, lookup_of};
use crate::view::check::CheckedView;

pub(super) async fn submit(cx: &Context, args: &Submit) -> Result<ExitCode, Failure> {
    let application = input::draft(&args.file)?;
    act(cx, None, OrderSubmitted { customer: args.customer.clone(), application }).await
}

pub(super) async fn amend(cx: &Context, args: Amend) -> Result<ExitCode, Failure> {
    let application = input::draft(&args.file)?;
    act(cx, Some(args.order), ApplicationAmended { application }).await
}

pub(super) async fn confirm(cx: &Context, args: Confirm) -> Result<ExitCode, Failure> {
    let by = if args.by_staff { Actor::Staff } else { Actor::Customer };
    act(cx, Some(args.order), RenewalConfirmed { by }).await
}

/// What would be said of an application, by the very function that would say it; nothing is kept.
pub(super) async fn check(cx: &Context, args: &Check) -> Result<ExitCode, Failure> {
    let application = input::draft(&args.file)?;
    let event = OrderSubmitted { customer: args.customer.clone(), application };
    let replaces = args.replaces.map(|at| at.0);
    let view = if cx.global.stack.is_some() || cx.global.data.is_dir() {
        let place = cx.place().await?;
        let function = function(args, place.lookup()?);
        let view = checked(cx, &*place.store(), place.policy(), &function, event, replaces).await;
        place.close().await;
        view?
    } else {
        let settings = Settings::default();
        let function = function(args, lookup_of(&settings)?);
        checked(cx, &MemoryStore::in_memory(), &settings.policy, &function, event, replaces).await?
    };
    if view.is_refusal() {
        cx.output.complain(&view)?;
        return Ok(ExitCode::from(1));
    }
    cx.output.print(&view)?;
    Ok(ExitCode::SUCCESS)
}

fn function(args: &Check, lookup: Arc<dyn Lookup>) -> Function {
    if args.offline { Function::default() } else { Function::new(lookup) }
}

async fn checked(
    cx: &Context,
    store: &dyn Store,
    policy: &Policy,
    function: &Function,
    event: OrderSubmitted,
    replaces: Option<Timestamp>,
) -> Result<CheckedView, Failure> {
    let now = cx.clock.now();
    let event = Event::from(event);
    let envelope = Envelope {
        id: "check".parse()?,
        source: "urn:certflow:cli".parse()?,
        kind: Kind::Event(event.kind()),
        subject: None,
        time: Some(now),
        content: Content::Stored,
        traceparent: None,
    };
    let subject = OrderId::derived(envelope.source.as_str(), &envelope.id);
    let vendors = Vendors::default();
    let gather =
        Gather { envelope: &envelope, subject: Some(&subject), store, vendors: &vendors, policy, now };
    let facts = match function.gather(&gather, None, &event).await {
        Ok(facts) => facts,
        Err(FactError::Refused(refusal)) => return Ok(CheckedView::refused(&refusal)),
        Err(FactError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(Failure::Machine(MachineError::Work(error.to_string()))),
    };
    let moment = Moment { now, policy, event: &envelope.id };
    let decided = function.decide(None, &event, facts.clone(), &moment);
    Ok(match decided {
        Ok(decision) => {
            // What an order does not keep: where its mail will go, and what was not asked.
            let mut notes = facts.dns(&decision.order.application, &moment);
            notes.retain(|finding| finding.severity == Severity::Note);
            if let Some(ends_at) = replaces {
                let order = &decision.order;
                notes.extend(timing(&order.application, Some(ends_at), &order.validated, policy, now));
            }
            CheckedView::of(&decision.order, notes, policy, now)
        }
        Err(refusal) => CheckedView::refused(&refusal),
    })
}

pub(super) fn template(cx: &Context, args: &Template) -> Result<ExitCode, Failure> {
    let csr = match &args.csr {
        Some(file) => input::text(file, input::MAX_INPUT)?,
        None => "-----BEGIN CERTIFICATE REQUEST-----\n…\n-----END CERTIFICATE REQUEST-----\n".to_owned(),
    };
    cx.output.print_json(&blank(args.product, args.sole_proprietor, csr))?;
    Ok(ExitCode::SUCCESS)
}

/// An application whose every field is there, with the form of its value where there is one.
fn blank(product: Product, sole_proprietor: bool, csr: String) -> ApplicationDraft {
    let some = |text: &str| Some(text.to_owned());
    let corporation = |text: &str| some(text).filter(|_| !sole_proprietor);
    let own = |text: &str| some(text).filter(|_| sole_proprietor);
    let term = product.terms().contains(&ContractTerm::OneMonth).then(|| "one_month".to_owned());
    ApplicationDraft {
        product: product.code().to_owned(),
        term: term.or_else(|| some("one_year")),
        names: vec!["www.example.jp".to_owned()],
        csr,
        organisation: OrganisationDraft {
            applicant_type: if sole_proprietor { "sole_proprietor" } else { "corporation" }.to_owned(),
            name: if sole_proprietor { "山田太郎" } else { "株式会社例" }.to_owned(),
            name_en: corporation("Example K.K."),
            trade_name: own("やまだ工房"),
            business_started: own("2020-04-01"),
            return_filed: sole_proprietor.then_some(true),
            postal_code: "100-0001".to_owned(),
            prefecture: "東京都".to_owned(),
            city: "千代田区".to_owned(),
            street: "千代田1-1".to_owned(),
            building: None,
            main_phone: "03-1234-5678".to_owned(),
            listed_in: some("tdb"),
            corporate_number: None,
            registration_number: None,
            tdb_code: None,
            duns_number: None,
        },
        responsible: PersonDraft {
            family: some("山田"),
            given: some("太郎"),
            name: None,
            kana: some("ヤマダ タロウ"),
            department: corporation("情報システム部"),
            job_title: corporation("部長"),
            email: (product.validation() == Validation::Ev).then(|| "taro.yamada@example.jp".to_owned()),
            phone: None,
        },
        approval: ApprovalDraft { method: "postmaster".to_owned(), email: None },
        notify: vec!["tanto@example.jp".to_owned()],
        language: some("ja"),
        dns: some("external"),
        server: some("provider"),
    }
}
