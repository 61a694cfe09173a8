//! certflow's command line: on one machine, with the same functions as in AWS on an embedded DynamoDB, and on a stack.
//!
//! | module | what |
//! |---|---|
//! | [`bench`] | how fast it is on this machine |
//! | [`cli`] | arguments in, an answer and an exit status out |
//! | [`demo`] | whole procedures in simulated time |
//! | [`machine`] | a data folder, and the functions that work on it |
//! | [`stack`] | a stack on AWS: its table, queues, mails, logs |
//! | [`place`] | either of them, as most commands see it |
//! | [`stand_in`], [`pump`] | a stand-in for AWS made ready; its queues joined to `cargo lambda watch` |
//! | [`serve`] | webhooks in, the sweep on schedule |
//! | [`view`] | what commands answer, for people and as JSON |
//! | [`embedded`] | what stands for DynamoDB and SQS |

pub mod bench;
pub mod cli;
pub mod demo;
pub mod embedded;
pub mod machine;
pub mod place;
pub mod pump;
pub mod serve;
pub mod stack;
pub mod stand_in;
pub mod view;
