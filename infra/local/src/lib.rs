//! certflow on one machine: the command line, and the same functions as in AWS on an embedded DynamoDB.
//!
//! | module | what |
//! |---|---|
//! | [`bench`] | how fast it is on this machine |
//! | [`cli`] | arguments in, an answer and an exit status out |
//! | [`demo`] | whole procedures in simulated time |
//! | [`machine`] | a data folder, and the functions that work on it |
//! | [`serve`] | webhooks in, the sweep on schedule |
//! | [`view`] | what commands answer, for people and as JSON |
//! | [`embedded`] | what stands for DynamoDB and SQS |

pub mod bench;
pub mod cli;
pub mod demo;
pub mod embedded;
pub mod machine;
pub mod serve;
pub mod view;
