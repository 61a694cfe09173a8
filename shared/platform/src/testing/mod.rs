//! Stand-ins for everything outside, for the tests of this crate.

mod fakes;
mod lines;
mod trip;
mod world;

pub(crate) use fakes::{FakeMailer, FakeQueue, FakeVendor, TestClock};
pub(crate) use lines::{Lines, listen};
pub(crate) use trip::Trip;
pub(crate) use world::{Scripted, World, envelope, event_of};
