//! Mails about an order that is erased.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use jiff::SignedDuration;
use letters::inbound;
use procedure::erase::Erased;
use procedure::profile::Profiles;

use super::{EXTENSION, MailFolder, changed};

/// Shortest number of a vendor's order that is looked for; a shorter one stands in any mail.
const SHORTEST_NUMBER: usize = 4;
/// A half-written mail that lies longer was left by a crash.
const WRITING: SignedDuration = SignedDuration::from_mins(10);

impl MailFolder {
    /// Deletes the mails about an erased order: those entered for it, those that ask about one of its names, and those
    /// that mention one of them or the vendor's number of it. What nobody can read goes too, as nobody can say that it is
    /// about somebody else. Returns how many.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn erase_about(&self, order: &Erased, profiles: &Profiles) -> io::Result<usize> {
        let (words, mut erased) = (words(order), 0);
        for path in self.files()? {
            let about = if path.extension().is_some_and(|extension| extension == EXTENSION) {
                self.is_about(&path, order, &words, profiles)?
            } else {
                let age = changed(&path).map(|at| self.clock.now().duration_since(at));
                age.is_some_and(|age| age > WRITING)
            };
            if !about {
                continue;
            }
            match fs::remove_file(&path) {
                Ok(()) => erased += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(erased)
    }

    fn is_about(
        &self,
        path: &Path,
        order: &Erased,
        words: &[String],
        profiles: &Profiles,
    ) -> io::Result<bool> {
        let header = match self.header(path) {
            Ok(header) => header,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let Some(header) = header else { return Ok(true) };
        if header.order.as_ref() == Some(&order.id) {
            return Ok(true);
        }
        let key = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let Ok(Some(mail)) = self.read(key) else { return Ok(true) };
        Ok(inbound::mentions(&mail.raw, words) || asks_about(order, &mail.raw, profiles, header.received))
    }
}

/// What a mail about the order says: its names, as certificates and as people write them, and the vendor's number.
fn words(order: &Erased) -> Vec<String> {
    let mut words = BTreeSet::new();
    for name in &order.names {
        words.insert(name.domain().as_str().to_owned());
        words.insert(name.domain().to_unicode());
    }
    let number = order.vendor_order.as_ref().map(|number| number.as_str().to_owned());
    words.extend(number.filter(|number| number.len() >= SHORTEST_NUMBER));
    words.into_iter().collect()
}

fn asks_about(order: &Erased, raw: &[u8], profiles: &Profiles, received: jiff::Timestamp) -> bool {
    inbound::read(raw, profiles, received).is_ok_and(|mail| {
        let names = || order.names.iter().map(|name| name.domain());
        let asked = inbound::domains(&mail);
        asked.iter().any(|domain| names().any(|name| name.is_within(domain) || domain.is_within(name)))
    })
}
