//! `renewal-sweep` on Lambda.

use std::process::ExitCode;
use std::sync::Arc;

use platform::SystemClock;
use platform::aws::{self, Urls};
use platform::config::{PollConfig, StoreConfig};
use platform::dispatch::Vendors as Ports;
use platform::poll::Poller;
use platform::sweep::{SweepSettings, Sweeper};
use renewal_sweep::Function;
use vendors::Vendors;
use vendors::variables::KEY;

fn main() -> ExitCode {
    aws::run_with(&[KEY], |setup| {
        let (store, urls, poll) = setup.read(|reader| {
            let store = StoreConfig::read(reader);
            let urls = Urls::read(reader);
            let poll = PollConfig::read(reader);
            Some((store?, urls?, poll?))
        })?;
        let vendors = setup.make("the vendors", Vendors::from_variables)?;
        let vendors = Ports::by(|vendor| vendors.port(vendor));
        let (store, queue) = (setup.store(store), setup.queue(urls));
        let sweeper = Sweeper {
            store: Arc::clone(&store),
            queue: Arc::clone(&queue),
            clock: Arc::new(SystemClock),
            settings: SweepSettings::default(),
        };
        let poller = Poller { store, queue, clock: Arc::new(SystemClock), vendors, every: poll.every };
        Ok(Arc::new(Function::new(sweeper, poller)))
    })
}
