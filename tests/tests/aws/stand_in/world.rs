//! Everybody outside: the vendors on clocks of their own, and the mail between them and the customers.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use procedure::VendorOrderId;
use simulation::ca::max_days;
use simulation::certcentral::{self, CertCentral};
use simulation::clock::SimClock;
use simulation::desk::{self, Desk};
use simulation::examination::What;
use simulation::mailroom::{Mail, MailKind, Mailroom};
use tokio::task::JoinHandle;

use super::wait::until;

/// How far CertCentral's clock is behind at first: three quarters of a certificate's life, so that what it issues
/// then is due for renewal today.
fn past() -> SignedDuration {
    let now = Timestamp::now();
    let days = |at| i64::from(max_days(at)) * 3 / 4;
    let then = now - SignedDuration::from_hours(24 * days(now));
    SignedDuration::from_hours(24 * days(then))
}

/// The outside world. Its vendors work on while it lasts.
pub(super) struct World {
    pub(super) certcentral: Arc<CertCentral>,
    pub(super) desk: Arc<Desk>,
    clock: SimClock,
    mailroom: Mailroom,
    work: JoinHandle<()>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.work.abort();
    }
}

impl World {
    /// A world in which CertCentral's clock is behind by [`past`].
    pub(super) async fn begin() -> Self {
        let (clock, mailroom) = (SimClock::starting_at(Timestamp::now() - past()), Mailroom::new());
        let options = certcentral::Options::default();
        let certcentral = CertCentral::start(clock.clone(), mailroom.clone(), options).await.unwrap();
        let today = SimClock::starting_at(Timestamp::now());
        let desk = Desk::open(today, mailroom.clone(), desk::Options::default()).unwrap();
        let (certcentral, desk) = (Arc::new(certcentral), Arc::new(desk));
        let work = tokio::spawn(work(clock.clone(), certcentral.clone(), desk.clone()));
        Self { certcentral, desk, clock, mailroom, work }
    }

    /// The time by CertCentral's clock.
    pub(super) fn vendors_time(&self) -> Timestamp {
        self.clock.now()
    }

    /// Months pass at CertCentral: it is today.
    pub(super) fn months_pass(&self) {
        self.clock.set(Timestamp::now());
    }

    /// The first mail of a kind about a vendor's order, from position `from` of all mails on.
    pub(super) async fn mail(&self, number: &VendorOrderId, kind: MailKind, from: usize) -> Arc<Mail> {
        until("the vendor's mail", async || {
            let mails = self.mailroom.since(from).into_iter();
            let ours = |mail: &Arc<Mail>| mail.vendor_order == number.as_str() && mail.kind == kind;
            mails.filter(ours).find(|mail| kind != MailKind::DomainApproval || to_postmaster(mail))
        })
        .await
    }

    /// What whoever has it may approve with: the tokens of all mails so far.
    pub(super) fn tokens(&self) -> Vec<String> {
        self.mailroom.since(0).iter().filter_map(|mail| mail.token.clone()).collect()
    }

    /// How many mails the vendors have sent.
    pub(super) fn mails(&self) -> usize {
        self.mailroom.len()
    }

    /// Waits until CertCentral has issued `times` certificates of an order.
    pub(super) async fn issued(&self, number: &VendorOrderId, times: usize) {
        until("the issuance", async || {
            let happened = self.certcentral.happenings(0).into_iter();
            let ours = happened.filter(|h| h.vendor_order == number.as_str() && h.what == What::Issued);
            (ours.count() >= times).then_some(())
        })
        .await;
    }
}

fn to_postmaster(mail: &Mail) -> bool {
    mail.to.starts_with("postmaster@")
}

/// The vendors do what is due, ten times a second. CertCentral's clock goes as fast as ours, from where it stands.
async fn work(clock: SimClock, certcentral: Arc<CertCentral>, desk: Arc<Desk>) {
    let mut last = Timestamp::now();
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let now = Timestamp::now();
        certcentral.advance_to(clock.now() + now.duration_since(last)).unwrap();
        desk.advance_to(now).unwrap();
        last = now;
    }
}
