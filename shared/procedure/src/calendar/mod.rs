//! Dates as the people of the procedure live them: Japan time, holidays, business days (営業日, P16).

mod business;
mod closure;
mod holiday;
mod japan;
#[cfg(test)]
mod tests;

pub use business::Calendar;
pub use closure::{Closure, Hours, MonthDay};
pub use holiday::{Holiday, national_holiday};
pub use japan::{JAPAN, japan_date, japan_time};
