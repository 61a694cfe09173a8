//! Mails about an order that is erased.

use std::fs;
use std::io;

use letters::inbound;
use procedure::erase::Erased;
use procedure::profile::Profiles;

use super::MailFolder;

impl MailFolder {
    /// Deletes the mails about an erased order: those entered for it, and those that ask about one of its names or
    /// mention one. Returns how many.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn erase_about(&self, order: &Erased, profiles: &Profiles) -> io::Result<usize> {
        let mut erased = 0;
        for listed in self.list()? {
            // A mail that nobody can read any more is none that could be about somebody else.
            let about = listed.header.order.as_ref() == Some(&order.id)
                || self.read(&listed.key).map_or(true, |mail| {
                    mail.is_some_and(|mail| is_about(order, &mail.raw, profiles, listed.header.received))
                });
            if about {
                match fs::remove_file(self.path(&listed.key)) {
                    Ok(()) => erased += 1,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(erased)
    }
}

fn is_about(order: &Erased, raw: &[u8], profiles: &Profiles, received: jiff::Timestamp) -> bool {
    let text = String::from_utf8_lossy(raw).to_lowercase();
    let mentioned = order.names.iter().any(|name| text.contains(&name.domain().to_string()));
    mentioned
        || inbound::read(raw, profiles, received).is_ok_and(|mail| {
            let asked = inbound::domains(&mail);
            let names = || order.names.iter().map(|name| name.domain());
            asked.iter().any(|domain| names().any(|name| name.is_within(domain) || domain.is_within(name)))
        })
}
