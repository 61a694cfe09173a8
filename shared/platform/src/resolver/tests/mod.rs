//! The resolver against a name server of the tests' own, on loopback.

mod bounds;
mod lookups;
mod properties;
mod records;
mod whole;

use std::time::Duration;

use procedure::preflight::{Kind, Owner, Question, Seen};
use tokio::time::Instant;

use super::stand_in::Server;
use super::{Limits, Lookup, Resolver, Servers};

fn resolver(server: &Server) -> Resolver {
    Resolver::new(Some(&Servers::from(server.address())), &Limits::default()).unwrap()
}

fn question(owner: &str, kind: Kind) -> Question {
    Question::new(Owner::host(owner).unwrap(), kind)
}

async fn ask(server: &Server, owner: &str, kind: Kind) -> Seen {
    resolver(server).look_up(&question(owner, kind), Instant::now() + Duration::from_secs(5)).await
}
