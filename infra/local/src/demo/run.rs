//! The demo from its folder to its report.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::SignedDuration;
use procedure::order::{Installation, Life, OrderKind, Phase};
use procedure::{Language, Text};
use serde::Serialize;

use super::args::Demo;
use super::cast::{CastError, cast};
use super::folder::{self, FolderError};
use super::report::{Document, progress, table};
use super::wiring;
use super::world::{Case, News, Outside, Setting, World, WorldClock, WorldError};
use crate::machine::{Letterbox, Machine, MachineError};
use crate::view::{Page, View};

/// The longest a run goes on, in simulated days: well into the second renewal.
const LONGEST_DAYS: i64 = 300;

/// Why a run could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Its folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The run itself.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A letter could not be put beside its message.
    #[error("{} cannot be written: {}", path.display(), source.kind())]
    Letter {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl DemoError {
    /// In both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let en = self.to_string();
        match self {
            Self::Folder(error) => error.text(),
            Self::World(WorldError::Machine(error)) => error.text(),
            Self::World(_) => Text::new(format!("デモが中断されました: {en}"), en),
            Self::Letter { path, source } => {
                Text::new(format!("{} を書き込めません: {}", path.display(), source.kind()), en)
            }
        }
    }
}

impl From<CastError> for DemoError {
    fn from(error: CastError) -> Self {
        DemoError::World(error.into())
    }
}

impl From<MachineError> for DemoError {
    fn from(error: MachineError) -> Self {
        DemoError::World(error.into())
    }
}

/// What a run came to, and where it can be looked at.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What it came to.
    #[serde(flatten)]
    pub document: Document,
    /// The folder it left.
    pub folder: PathBuf,
    /// How this program is called, for the commands it names.
    #[serde(skip)]
    pub program: String,
}

impl View for Report {
    fn write(&self, page: &mut Page) -> fmt::Result {
        table::orders(&self.document, page)?;
        table::next(&self.document, &self.folder, &self.program, page)
    }
}

/// Runs the demo; `tell` hears every line as it happens, in `language`.
///
/// # Errors
/// [`DemoError`].
pub async fn run(
    demo: &Demo,
    language: Language,
    mut tell: impl FnMut(&str) + Send + 'static,
) -> Result<Report, DemoError> {
    folder::prepare(&demo.folder).await?;
    let settings = wiring::settings()?;
    wiring::write_settings(&demo.folder, &settings)?;
    let tell = move |news: &News<'_>| {
        if let Some(line) = progress::line(news, language) {
            tell(&line);
        }
    };
    let started = demo.start.0;
    let outside = Outside::open(started, demo.seed).await.map_err(WorldError::from)?;
    let clock = Arc::new(WorldClock(outside.clock.clone()));
    let machine = Machine::open(&demo.folder, clock).await?.offline();
    let letterbox = Arc::new(Letterbox::before(machine.file_mailer()));
    let rooms = machine.rooms_with(letterbox.clone(), wiring::vendors(&outside)?)?;
    let setting = Setting { machine, rooms, letterbox, outside, seed: demo.seed };
    let mut world = World::new(setting, cast(demo.seed)?, Box::new(tell))?;
    let end = started + SignedDuration::from_hours(24 * LONGEST_DAYS);
    let ended = world.run_while(end, goes_on).await?;
    let document = Document::of(&world, demo.seed, started, ended);
    write_html(&world, &demo.folder)?;
    world.close().await;
    Ok(Report { document, folder: demo.folder.clone(), program: "certflow".to_owned() })
}

/// A run goes on until every certificate has been renewed and its successor is on the server.
fn goes_on(world: &World) -> bool {
    let begun = (0..world.stories().len()).all(|story| !world.cases_of(story).is_empty());
    !begun || world.cases().any(|case| !is_over(case))
}

fn is_over(case: &Case) -> bool {
    let Phase::Issued(issued) = &case.order.phase else { return case.order.is_finished() };
    let watched = matches!(issued.life, Life::Watched { .. });
    let (Installation::Customer { done_at } | Installation::Provider { done_at }) = &issued.installation;
    !watched || (matches!(case.order.kind, OrderKind::Renewal { .. }) && done_at.is_some())
}

/// Puts the HTML of each letter beside its message, for a browser to open.
fn write_html(world: &World, folder: &Path) -> Result<(), DemoError> {
    for case in world.cases() {
        for letter in &case.letters {
            let Some(path) = letter.file(folder, &case.order.id) else { continue };
            let path = path.with_extension("html");
            fs::write(&path, &letter.html).map_err(|source| DemoError::Letter { path, source })?;
        }
    }
    Ok(())
}
