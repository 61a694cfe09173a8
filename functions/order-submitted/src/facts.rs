//! What the decisions need to know besides the order and the event.

use jiff::Timestamp;
use platform::duplicate::duplicates;
use platform::react::{FactError, Gather};
use platform::resolver::observe;
use platform::store::Ask;
use procedure::application::{self, Application, ApplicationDraft};
use procedure::event::Event;
use procedure::name::{DnsName, Names};
use procedure::order::Order;
use procedure::pki::{Csr, KeyUse, csr};
use procedure::plan::Validated;
use procedure::preflight::{self, Disposition, Gate, Observations};
use procedure::{CustomerId, Finding, Moment, OrderId, Party, Product, Refusal, Severity, Text};

use crate::Function;

/// The facts about an application.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The order that is to be opened.
    pub subject: Option<OrderId>,
    /// What its key and its names have to say: used before, or in another open order of the customer's.
    pub findings: Vec<Finding>,
    /// What staff have to look into, and the customer is not told: another customer's open order.
    pub attention: Vec<Finding>,
    /// What the DNS says to the application; nothing when it was not asked. May be personal data; never kept.
    pub seen: Observations,
    /// The order that a reissue replaces.
    pub predecessor: Option<Order>,
}

impl Facts {
    /// Everything that the DNS says to `application`, notes included (P1–P4).
    pub fn dns(&self, application: &Application, moment: &Moment<'_>) -> Vec<Finding> {
        preflight::judge(application, &self.seen, &moment.policy.preflight, moment.now)
    }

    /// The same without notes, and what time says of an order of this kind (P13), divided by what becomes of the order.
    /// Notes say what every order would be told, such as where its mail will go; they are for whoever looks before
    /// submitting (`certflow check`).
    pub(crate) fn preflight(
        &self,
        application: &Application,
        before: &Before<'_>,
        gate: Gate,
        moment: &Moment<'_>,
    ) -> Disposition {
        let mut findings = self.dns(application, moment);
        let Before { replaces, validated } = before;
        findings.extend(preflight::timing(application, *replaces, validated, moment.policy, moment.now));
        let mut disposition = preflight::dispose(findings, gate);
        disposition.findings.retain(|finding| finding.severity > Severity::Note);
        disposition
    }
}

/// What there was before an order.
pub(crate) struct Before<'a> {
    /// When the certificate that it replaces ends, if it is a renewal.
    pub(crate) replaces: Option<Timestamp>,
    /// What was validated for earlier orders.
    pub(crate) validated: &'a Validated,
}

/// Most earlier uses of a key that are looked at; one is enough to warn.
const USES: u16 = 50;

impl Function {
    pub(crate) async fn facts(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Facts, FactError> {
        let mut facts = Facts { subject: cx.subject.cloned(), ..Facts::default() };
        match event {
            Event::OrderSubmitted(event) => {
                about(&mut facts, cx, &event.application, &event.customer).await?;
                facts.seen = self.look(&event.application).await;
            }
            Event::ApplicationAmended(event) => {
                if let Some(order) = order {
                    about(&mut facts, cx, &event.application, &order.customer).await?;
                    facts.seen = self.look(&event.application).await;
                }
            }
            Event::ReissueRequested(event) => {
                facts.predecessor = cx.store.order(&event.of).await?.map(|record| record.order);
                if let (Some(predecessor), Ok(csr)) = (&facts.predecessor, Csr::parse(&event.csr)) {
                    facts.findings = key(cx, &csr, &predecessor.customer).await?;
                    facts.seen = observe(&*self.lookup, &predecessor.application, &self.limits).await;
                }
            }
            _ => {}
        }
        Ok(facts)
    }

    /// What the DNS says to an application that can be read.
    async fn look(&self, draft: &ApplicationDraft) -> Observations {
        match application::check(draft) {
            Ok((application, _)) => observe(&*self.lookup, &application, &self.limits).await,
            Err(_) => Observations::default(),
        }
    }
}

/// What an application that can be read gives rise to; one that cannot is refused by the decision.
async fn about(
    facts: &mut Facts,
    cx: &Gather<'_>,
    draft: &ApplicationDraft,
    customer: &CustomerId,
) -> Result<(), FactError> {
    if let Ok(csr) = Csr::parse(&draft.csr) {
        facts.findings.extend(key(cx, &csr, customer).await?);
    }
    let names = Names::parse(draft.names.iter().map(String::as_str));
    if let (Ok(names), Ok(product)) = (names, Product::from_code(&draft.product)) {
        duplicate(facts, cx, &names, product, customer).await?;
    }
    Ok(())
}

/// Whether the key was used before (A28, BR 6.1.1.3).
async fn key(cx: &Gather<'_>, csr: &Csr, customer: &CustomerId) -> Result<Vec<Finding>, FactError> {
    let rows = cx.store.by_key(&csr.key().id, &Ask::first(USES)).await?.items;
    let uses: Vec<KeyUse> = rows
        .into_iter()
        .filter(|row| Some(&row.order) != cx.subject)
        .map(|row| KeyUse {
            same_customer: row.customer == *customer,
            compromised: row.compromised,
            order: row.order,
        })
        .collect();
    Ok(csr::reuse(&uses).into_iter().map(|finding| finding.below("application")).collect())
}

/// Whether another order for the same first name and product is open (P15). Of a stranger's the customer is told nothing:
/// it may be the stranger who has no right to the name.
async fn duplicate(
    facts: &mut Facts,
    cx: &Gather<'_>,
    names: &Names,
    product: Product,
    customer: &CustomerId,
) -> Result<(), FactError> {
    let found = duplicates(cx.store, names, product, cx.subject).await?;
    let name = names.first().domain();
    let (own, others): (Vec<Order>, Vec<Order>) =
        found.orders.into_iter().partition(|order| order.customer == *customer);
    facts.findings.extend(own.first().map(|order| open_already(&order.id, name)));
    facts.attention.extend(others.first().map(|order| open_elsewhere(&order.id, name)));
    facts.attention.extend(found.left_out.then(|| not_all_looked_at(name)));
    Ok(())
}

fn open_already(order: &OrderId, name: &DnsName) -> Finding {
    Finding::stop(
        "order.duplicate",
        "application.names[0]",
        "P15",
        Text::new(
            format!("{name} には、同じ商品の手続き中の注文 {order} があります。"),
            format!("Order {order} for {name} and the same product is still open."),
        ),
        Text::fixed(
            "手続き中の注文を進めるか、取り消してからお申し込みください。",
            "Go on with that order, or cancel it first.",
        ),
    )
}

fn open_elsewhere(order: &OrderId, name: &DnsName) -> Finding {
    Finding::warning(
        "order.duplicate_elsewhere",
        "application.names[0]",
        "P15",
        Text::new(
            format!("{name} には、別のお客様の同じ商品の手続き中の注文があります。"),
            format!("Another customer has an open order for {name} and the same product."),
        ),
        Text::fixed(
            "どちらのお客様にドメイン名の権利があるか確認してください。",
            "Find out which customer has the right to the name.",
        ),
    )
    .owed_by(Party::Provider)
    .with_evidence(order.to_string())
}

fn not_all_looked_at(name: &DnsName) -> Finding {
    Finding::warning(
        "order.duplicate_unknown",
        "application.names[0]",
        "P15",
        Text::new(
            format!("{name} のドメインの手続き中の注文が多いため、重複をすべては確認していません。"),
            format!(
                "There are too many open orders under the domain of {name} to look at each for a duplicate."
            ),
        ),
        Text::fixed("同じ名前の注文がないか確認してください。", "See that no other is for the same name."),
    )
    .owed_by(Party::Provider)
}

pub(crate) fn no_subject() -> Refusal {
    Finding::stop(
        "subject.missing",
        "subject",
        "CloudEvents 1.0 subject",
        Text::fixed("注文番号がありません。", "The event names no order."),
        Text::fixed("subject に注文番号を指定してください。", "Put the order's id into `subject`."),
    )
    .into()
}
