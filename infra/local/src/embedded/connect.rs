//! The table of a data folder, whoever holds it.

use std::path::Path;
use std::time::Duration;

use aws_sdk_dynamodb::Client;

use super::file::create_folder;
use super::{Embedded, Error, endpoint};

/// The table's file in the data folder.
pub const DATABASE_FILE: &str = "certflow.db";

/// How often a folder that another process holds is tried again, and the pause in between: two seconds in all,
/// the time a short command or a starting `serve` may need.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// How the table of a data folder was reached.
#[derive(Debug)]
pub enum Connection {
    /// This process holds the folder and runs the database.
    Owner(Embedded),
    /// `certflow serve` holds the folder; calls go through its endpoint.
    Guest(Client),
}

impl Connection {
    /// A client of the table.
    pub fn client(&self) -> Client {
        match self {
            Self::Owner(embedded) => embedded.client(),
            Self::Guest(client) => client.clone(),
        }
    }
}

/// Opens the table of `folder`, which is created where missing (mode 0700): by holding it or, while a
/// `certflow serve` holds it, through that. Waits up to two seconds for a holder that is neither done nor serving.
///
/// # Errors
/// [`Error::InUse`] when another process holds the folder all that time without serving it; otherwise those of
/// [`Embedded::open`].
pub async fn connect(folder: &Path) -> Result<Connection, Error> {
    create_folder(folder).map_err(|source| Error::File { path: folder.to_owned(), source })?;
    let database = folder.join(DATABASE_FILE);
    let mut tries = 1;
    loop {
        match Embedded::open(Some(&database)).await {
            Ok(embedded) => {
                // Nobody serves a folder we hold: what is advertised is left over from a killed process.
                endpoint::withdraw(folder);
                return Ok(Connection::Owner(embedded));
            }
            Err(Error::InUse(path)) => {
                if let Some(client) = endpoint::reach(folder).await {
                    return Ok(Connection::Guest(client));
                }
                if tries == TRIES {
                    return Err(Error::InUse(path));
                }
            }
            Err(error) => return Err(error),
        }
        tries += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests;
