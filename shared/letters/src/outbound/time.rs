//! Times as the reader lives them: in Japan, whatever the language.

use jiff::Timestamp;
use jiff::civil::Weekday;
use procedure::Language;
use procedure::calendar::JAPAN;

/// Date and time: `2026年12月1日(火) 17:00`, `Tue 1 December 2026, 17:00`.
pub(super) fn moment(at: Timestamp, language: Language) -> String {
    let local = JAPAN.to_datetime(at);
    let clock = format!("{:02}:{:02}", local.hour(), local.minute());
    match language {
        Language::Ja => format!("{} {clock}", day(at, language)),
        Language::En => format!("{}, {clock}", day(at, language)),
    }
}

/// The date: `2026年12月1日(火)`, `Tue 1 December 2026`.
pub(super) fn day(at: Timestamp, language: Language) -> String {
    let date = JAPAN.to_datetime(at).date();
    let (ja, en) = weekday(date.weekday());
    match language {
        Language::Ja => format!("{}年{}月{}日({ja})", date.year(), date.month(), date.day()),
        Language::En => format!("{en} {} {} {}", date.day(), month(date.month()), date.year()),
    }
}

/// The date short enough for a subject: `12/1(火)`, `1 Dec`.
pub(super) fn short_day(at: Timestamp, language: Language) -> String {
    let date = JAPAN.to_datetime(at).date();
    match language {
        Language::Ja => format!("{}/{}({})", date.month(), date.day(), weekday(date.weekday()).0),
        Language::En => format!("{} {:.3}", date.day(), month(date.month())),
    }
}

const fn weekday(weekday: Weekday) -> (&'static str, &'static str) {
    match weekday {
        Weekday::Monday => ("月", "Mon"),
        Weekday::Tuesday => ("火", "Tue"),
        Weekday::Wednesday => ("水", "Wed"),
        Weekday::Thursday => ("木", "Thu"),
        Weekday::Friday => ("金", "Fri"),
        Weekday::Saturday => ("土", "Sat"),
        Weekday::Sunday => ("日", "Sun"),
    }
}

const fn month(month: i8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_japans() {
        let at = "2026-11-30T15:30:00Z".parse().unwrap();
        assert_eq!(moment(at, Language::Ja), "2026年12月1日(火) 00:30");
        assert_eq!(moment(at, Language::En), "Tue 1 December 2026, 00:30");
        assert_eq!(day(at, Language::Ja), "2026年12月1日(火)");
        assert_eq!(short_day(at, Language::Ja), "12/1(火)");
        assert_eq!(short_day(at, Language::En), "1 Dec");
    }
}
