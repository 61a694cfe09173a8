//! Rules with dates: which limit holds on which day. Data and lookups; nothing here decides an order.

pub mod validity;
