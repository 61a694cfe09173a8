//! The national holidays of Japan, computed from the Act on National Holidays (国民の祝日に関する法律, Act No. 178
//! of 1948) as it stands since 2022: articles 2 (the days) and 3 (substitute and sandwiched holidays).
//!
//! Computed, not tabled, because renewals are scheduled years ahead; no library that computes them builds with
//! this workspace's compiler without a second date library.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Why a day is a national holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// A day of article 2, with its Japanese name.
    Named(&'static str),
    /// The first day that is no named holiday after one that fell on a Sunday (振替休日, article 3 (2)).
    Substitute,
    /// A day between two named holidays (国民の休日, article 3 (3)).
    Sandwiched,
}

/// The national holiday on `day`, if any. Right for 2022 to 2099: earlier years had other days, and the
/// equinoxes are the forecast of a formula until the Cabinet Office publishes them in February of the year before.
pub fn national_holiday(day: Date) -> Option<Holiday> {
    if let Some(name) = named(day) {
        return Some(Holiday::Named(name));
    }
    if follows_a_sunday_holiday(day) {
        return Some(Holiday::Substitute);
    }
    let beside = |days: i64| day.checked_add(days.days()).ok().and_then(named);
    (beside(-1).is_some() && beside(1).is_some()).then_some(Holiday::Sandwiched)
}

/// Walks back through adjoining named holidays; the longest run (3–5 May) has three.
fn follows_a_sunday_holiday(day: Date) -> bool {
    (1..=4)
        .map_while(|back: i64| day.checked_sub(back.days()).ok().filter(|before| named(*before).is_some()))
        .any(|before| before.weekday() == Weekday::Sunday)
}

/// The holiday of article 2 on `day`.
fn named(day: Date) -> Option<&'static str> {
    let nth_monday = |nth: i8| day.weekday() == Weekday::Monday && (day.day() - 1) / 7 + 1 == nth;
    match (day.month(), day.day()) {
        (1, 1) => Some("元日"),
        (1, _) if nth_monday(2) => Some("成人の日"),
        // The day of article 2 left to a cabinet order: Order No. 376 of 1966.
        (2, 11) => Some("建国記念の日"),
        (2, 23) => Some("天皇誕生日"),
        (3, _) if Some(day) == equinox(day.year(), 3) => Some("春分の日"),
        (4, 29) => Some("昭和の日"),
        (5, 3) => Some("憲法記念日"),
        (5, 4) => Some("みどりの日"),
        (5, 5) => Some("こどもの日"),
        (7, _) if nth_monday(3) => Some("海の日"),
        (8, 11) => Some("山の日"),
        (9, _) if nth_monday(3) => Some("敬老の日"),
        (9, _) if Some(day) == equinox(day.year(), 9) => Some("秋分の日"),
        (10, _) if nth_monday(2) => Some("スポーツの日"),
        (11, 3) => Some("文化の日"),
        (11, 23) => Some("勤労感謝の日"),
        _ => None,
    }
}

/// The day in Japan of the vernal (month 3) or autumnal (month 9) equinox; none outside 1980–2099.
///
/// The usual approximation: the equinox of 1980 advances by the tropical year, 365.242194 days, against the
/// calendar's leap days. Agrees with every day the National Astronomical Observatory has published so far.
fn equinox(year: i16, month: i8) -> Option<Date> {
    if !(1980..=2099).contains(&year) {
        return None;
    }
    let since = i64::from(year - 1980);
    let first = if month == 3 { 20_843_100 } else { 23_248_800 };
    let day = (first + since * 242_194) / 1_000_000 - since / 4;
    i8::try_from(day).ok().map(|day| date(year, month, day))
}
