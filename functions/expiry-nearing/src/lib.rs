//! …
pub mod decide;
pub mod facts;
#[cfg(test)]
mod tests;
