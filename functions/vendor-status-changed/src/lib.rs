//! …
pub mod decide;
pub mod enquiry;
#[cfg(test)]
mod tests;
