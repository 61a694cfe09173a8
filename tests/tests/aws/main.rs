//! certflow on AWS: the template held to its rules, and run on a stand-in. The tools come from PyPI into the target
//! folder, once.

mod events;
mod lint;
mod template;
mod tools;
