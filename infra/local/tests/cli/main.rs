//! `certflow` as people and scripts use it: the real binary, a folder of its own for each test.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail their test")]

mod applications;
mod bad_input;
mod dead_letters;
mod desk;
mod dns;
mod erasure;
mod measure;
mod overdue;
mod procedure;
mod renewal;
mod resend;
mod serve;
mod stack;
mod stuck;
mod support;
mod usage;
mod vendor;
mod webhooks;
