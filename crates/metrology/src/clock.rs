//! Dates in Asia/Shanghai from instants in UTC.
//!
//! China has kept UTC+8 without summer time since 1991-09-15 (IANA `Asia/Shanghai`), so for the
//! instants of this register the date is arithmetic and needs no time zone database.

use jiff::civil::{Date, DateTime};

const SECONDS_A_DAY: i64 = 86_400;
const OFFSET: i64 = 8 * 3_600;

/// The civil date in Asia/Shanghai at `unix` seconds since 1970-01-01T00:00:00Z.
///
/// Instants beyond the range of the calendar (years −9999 to 9999) give its first or last day.
///
/// ```
/// use chengxing_metrology::{clock::shanghai_date, Date};
/// // 2026-11-22T15:59:59Z is still the 22nd in Shanghai, one second later it is the 23rd.
/// assert_eq!(shanghai_date(1_795_363_199), Date::constant(2026, 11, 22));
/// assert_eq!(shanghai_date(1_795_363_200), Date::constant(2026, 11, 23));
/// ```
pub fn shanghai_date(unix: i64) -> Date {
    date_from_days(unix.saturating_add(OFFSET).div_euclid(SECONDS_A_DAY))
}

/// The civil date and time in Asia/Shanghai at `unix` seconds.
pub fn shanghai_datetime(unix: i64) -> DateTime {
    let seconds = unix.saturating_add(OFFSET).rem_euclid(SECONDS_A_DAY);
    let date = shanghai_date(unix);
    date.at(
        (seconds / 3_600) as i8,
        (seconds / 60 % 60) as i8,
        (seconds % 60) as i8,
        0,
    )
}

/// Seconds since the epoch of the first instant of `date` in Asia/Shanghai.
pub fn shanghai_midnight(date: Date) -> i64 {
    i64::from(days_from_date(date)) * SECONDS_A_DAY - OFFSET
}

/// Days since 1970-01-01, the form in which dates are stored.
pub fn days_from_date(date: Date) -> i32 {
    // Howard Hinnant's `days_from_civil`.
    let (y, m, d) = (
        i32::from(date.year()),
        i32::from(date.month()),
        i32::from(date.day()),
    );
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

/// The date `days` after 1970-01-01, clamped to the range of the calendar.
pub fn date_from_days(days: i64) -> Date {
    let days = days.clamp(
        i64::from(days_from_date(Date::MIN)),
        i64::from(days_from_date(Date::MAX)),
    );
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    Date::new(year as i16, month as i8, day as i8).unwrap_or(Date::MAX)
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    days_from_date(to) - days_from_date(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_and_dates_are_inverse(days in -700_000i64..2_900_000) {
            let date = date_from_days(days);
            prop_assert_eq!(i64::from(days_from_date(date)), days);
            let next = date_from_days(days + 1);
            prop_assert_eq!(date.tomorrow().ok(), Some(next));
        }

        #[test]
        fn midnight_begins_the_day(days in -20_000i64..40_000) {
            let date = date_from_days(days);
            let midnight = shanghai_midnight(date);
            prop_assert_eq!(shanghai_date(midnight), date);
            prop_assert_ne!(shanghai_date(midnight - 1), date);
            prop_assert_eq!(shanghai_datetime(midnight).time(), jiff::civil::Time::midnight());
        }
    }

    #[test]
    fn the_leap_day_is_a_day() {
        let leap = Date::constant(2024, 2, 29);
        assert_eq!(date_from_days(i64::from(days_from_date(leap))), leap);
        assert_eq!(
            days_between(Date::constant(2024, 2, 28), Date::constant(2024, 3, 1)),
            2
        );
    }
}
