//! `renewal-sweep` on Lambda.

use std::process::ExitCode;
use std::sync::Arc;

use platform::SystemClock;
use platform::aws::{self, Urls};
use platform::config::StoreConfig;
use platform::sweep::SweepSettings;
use renewal_sweep::Function;

fn main() -> ExitCode {
    aws::run_with(&[], |setup| {
        let (store, urls) = setup.read(|reader| {
            let store = StoreConfig::read(reader);
            let urls = Urls::read(reader);
            Some((store?, urls?))
        })?;
        Ok(Arc::new(Function {
            store: setup.store(store),
            queue: setup.queue(urls),
            clock: Arc::new(SystemClock),
            settings: SweepSettings::default(),
        }))
    })
}
