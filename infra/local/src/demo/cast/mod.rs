//! Who takes part in the demo: eleven customers, all six products, and what goes wrong with each.

mod applicant;
mod key;
mod papers;
mod people;

use jiff::SignedDuration;
use procedure::application::{ApplicationDraft, ApprovalDraft};
use procedure::{Finding, Product};
use simulation::When;
use simulation::customers::{Crowd, Habit};
use simulation::examination::{Call, Enquiry, EnquiryKind, Line, Phone, Plan, Rejection};

pub use key::fresh_csr;
pub use papers::of_the_second_year as papers_of_the_second_year;

use super::world::{Event, Milestone, RenewalAnswer, Story};
use applicant::Applicant;
use people::{BROKER, CAFE, GREENGROCER, IMPORTER, INN, MOVED, PRINTER, SHOP, STUDIO, TRUST, WORKSHOP};

/// Why the cast could not be made up.
#[derive(Debug, thiserror::Error)]
pub enum CastError {
    /// No key.
    #[error("a key could not be made")]
    Key(#[from] rcgen::Error),
    /// A fixed text is malformed.
    #[error("{}", .0.message.en)]
    Text(Finding),
}

impl From<Finding> for CastError {
    fn from(finding: Finding) -> Self {
        Self::Text(finding)
    }
}

/// The eleven stories. `seed` decides how long each customer takes.
///
/// # Errors
/// When a key cannot be made.
pub fn cast(seed: u64) -> Result<Vec<Story>, CastError> {
    use Product::{
        Bizcert, CybertrustSureServer, DigicertSecureServerId, DigicertSecureServerIdEv,
        GeotrustTrueBusinessId, GeotrustTrueBusinessIdEv,
    };
    let crowd = Crowd::prompt(seed);
    let story = |who: &Applicant, hours: i64, draft: ApplicationDraft| -> Result<Story, CastError> {
        let story = Story::plain(who.customer.parse()?, draft, crowd.customer(who.customer));
        Ok(Story { applies_after: SignedDuration::from_hours(hours), ..story })
    };
    let applies = |who: &Applicant, product, names: &[&str]| -> Result<ApplicationDraft, CastError> {
        Ok(who.applies(product, names, fresh_csr()?))
    };
    let ev = applies(&TRUST, DigicertSecureServerIdEv, &["www.example2.jp"])?;
    let wildcard = ApplicationDraft { names: vec!["*.example2.jp".to_owned()], ..ev.clone() };
    let english = ApplicationDraft {
        language: Some("en".to_owned()),
        ..applies(&IMPORTER, DigicertSecureServerId, &["www.example6.jp"])?
    };
    let by_record = ApplicationDraft {
        approval: ApprovalDraft {
            method: "txt_contact".to_owned(),
            email: Some("dns-kanri@example4.jp".to_owned()),
        },
        dns: Some("external".to_owned()),
        ..applies(&INN, CybertrustSureServer, &["www.example4.jp"])?
    };
    let alone = ApplicationDraft {
        term: Some("one_month".to_owned()),
        ..WORKSHOP.applies_alone(Bizcert, &["shop.example5.jp"], fresh_csr()?)
    };
    Ok(vec![
        story(&SHOP, 0, applies(&SHOP, DigicertSecureServerId, &["www.example.jp", "example.jp"])?)?,
        story(&GREENGROCER, 1, applies(&GREENGROCER, GeotrustTrueBusinessId, &["通販.example1.jp"])?)?
            .at_vendor([out_of_reach_first()])
            .with_habits(|habits| habits.confirms_renewal = Habit::Never),
        Story { mended: Some(ev), ..story(&TRUST, 2, wildcard)? }
            .with_habits(|habits| habits.confirms_renewal = Habit::AfterReminder),
        story(&BROKER, 3, applies(&BROKER, GeotrustTrueBusinessIdEv, &["secure.example3.jp"])?)?
            .at_vendor([nobody_knows_first()])
            .with_habits(|habits| habits.confirms_renewal = Habit::Never),
        story(&INN, 4, by_record)?.with_habits(|habits| {
            habits.approves_domain = Habit::Never;
            habits.answers_phone = Habit::AfterReminder;
            habits.confirms_renewal = Habit::AfterReminder;
        }),
        Story { papers: papers::of_the_second_year()?, ..story(&WORKSHOP, 5, alone)? }
            .at_vendor([asks_for_documents()]),
        Story { renewal: RenewalAnswer::Amends, ..story(&IMPORTER, 6, english)? }
            .at_vendor([asks_for_details()]),
        Story {
            renewal: RenewalAnswer::Amends,
            ..story(&PRINTER, 24, applies(&PRINTER, CybertrustSureServer, &["www.example7.jp"])?)?
        }
        .with_turn(
            Milestone::Submitting,
            SignedDuration::from_mins(2),
            Event::Held { comment: "ご契約内容を確認中", lasting: SignedDuration::from_hours(26) },
        ),
        story(&MOVED, 25, applies(&MOVED, CybertrustSureServer, &["www.example8.jp"])?)?
            .at_vendor([turned_down()]),
        story(&CAFE, 26, applies(&CAFE, GeotrustTrueBusinessId, &["www.example9.jp"])?)?.with_turn(
            Milestone::Examining,
            SignedDuration::from_hours(20),
            Event::Cancelled { reason: "開店の延期により、証明書が不要になりました。" },
        ),
        story(&STUDIO, 27, applies(&STUDIO, GeotrustTrueBusinessId, &["www.example.co.jp"])?)?
            .at_vendor([Plan::usual(procedure::Validation::Ov), Plan::swift()])
            .with_turn(Milestone::Issued, SignedDuration::from_hours(24 * 19), Event::KeyCompromised),
    ])
}

fn call(day: u16, hour: i8, line: Line) -> Call {
    Call { when: When::business_day(day, hour), line }
}

/// R51: the first call reaches nobody.
fn out_of_reach_first() -> Plan {
    let calls =
        vec![call(1, 11, Line::Unreachable), call(2, 11, Line::Customer), call(3, 11, Line::Customer)];
    Plan { phone: Phone::Calls(calls), ..Plan::usual(procedure::Validation::Ov) }
}

/// R46: the first call to a third person reaches nobody.
fn nobody_knows_first() -> Plan {
    let employment = vec![call(2, 14, Line::Unreachable), call(3, 14, Line::Answered)];
    Plan { employment, ..Plan::usual(procedure::Validation::Ev) }
}

/// R16: the vendor wants the documents before it issues.
fn asks_for_documents() -> Plan {
    let enquiry = Enquiry {
        when: When::business_day(1, 13),
        kind: EnquiryKind::Documents,
        text: "必要書類をご送付ください。".to_owned(),
    };
    Plan { enquiry: Some(enquiry), ..Plan::usual(procedure::Validation::Ov) }
}

/// R15: the vendor asks about the application.
fn asks_for_details() -> Plan {
    let enquiry = Enquiry {
        when: When::business_day(1, 13),
        kind: EnquiryKind::Details,
        text: "Is the English name of the organisation as written in its articles of incorporation?"
            .to_owned(),
    };
    Plan { enquiry: Some(enquiry), ..Plan::usual(procedure::Validation::Ov) }
}

/// R19: the vendor turns the application down.
fn turned_down() -> Plan {
    let rejection = Rejection {
        when: When::business_day(3, 15),
        reason: "申請組織の実在を確認できませんでした。".to_owned(),
    };
    let enquiry_free = Plan::usual(procedure::Validation::Ov);
    Plan { organisation: When::business_day(9, 10), rejection: Some(rejection), ..enquiry_free }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use procedure::Refusal;
    use procedure::application;

    use super::*;

    /// R1: the cast takes all six products; what has to be mended is mended, and nothing else stops.
    #[test]
    fn all_six_products_with_applications_that_pass() {
        let stories = cast(1).unwrap();
        let mut products = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for story in &stories {
            let sent = story.mended.as_ref().unwrap_or(&story.draft);
            let (application, findings) = application::check(sent).unwrap();
            assert!(Refusal::of(findings.clone()).is_err(), "{}: {findings:?}", story.customer);
            products.insert(application.product);
            keys.insert(application.csr.key().id.clone());
            if story.mended.is_some() {
                let (_, findings) = application::check(&story.draft).unwrap();
                assert!(Refusal::of(findings).is_ok(), "{}: nothing to mend", story.customer);
            }
        }
        assert_eq!((products.len(), keys.len()), (Product::ALL.len(), stories.len()));
    }
}
