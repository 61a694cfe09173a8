//! What a run tells: while it goes on, at its end, and as one document.

pub mod document;
pub mod progress;
pub mod table;

pub use document::Document;
