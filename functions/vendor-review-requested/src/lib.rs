//! …
pub mod decide;
#[cfg(test)]
mod tests;
