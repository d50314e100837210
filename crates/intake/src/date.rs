//! Dates as spreadsheets write them.

use chengxing_metrology::Date;
use jiff::ToSpan;

use crate::mapping::DateOrder;

/// How dates are to be understood where the text alone does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateStyle {
    /// Day or month first when the year comes last.
    pub order: Option<DateOrder>,
    /// Serial numbers count from 1904-01-01, as old Macintosh workbooks do.
    pub from_1904: bool,
}

/// The date in a tidied cell, or what to do about it.
///
/// ```
/// use chengxing_intake::{parse_date, DateStyle};
/// let day = "2026-11-23".parse().unwrap();
/// for text in ["2026/11/23 00:00:00", "2026年11月23日", "20261123", "23.11.2026", "46349"] {
///     assert_eq!(parse_date(text, DateStyle::default()), Ok(day));
/// }
/// ```
pub fn parse_date(text: &str, style: DateStyle) -> Result<Date, String> {
    let unclear = || "看不懂这个日期，请写成2026-11-23这样".to_owned();
    let date = match split(without_time(text)?.trim()).ok_or_else(unclear)? {
        Parts::Serial(days) => from_serial(days, style.from_1904).ok_or_else(unclear)?,
        Parts::YearFirst(year, month, day) => civil(year, month, day)?,
        Parts::YearLast(first, second, year, dots) => {
            let day_first = match style.order {
                Some(order) => order == DateOrder::Dmy,
                None if dots || first > 12 || first == second => true,
                None if second > 12 => false,
                None => return Err(
                    "分不清哪个是月、哪个是日，请写成2026-11-23这样，或在对照文件里写 date_order"
                        .to_owned(),
                ),
            };
            let (day, month) = if day_first {
                (first, second)
            } else {
                (second, first)
            };
            civil(year, month, day)?
        }
    };
    if (1950..=2150).contains(&date.year()) {
        Ok(date)
    } else {
        Err(format!("{}年太远，日期应在1950年到2150年之间", date.year()))
    }
}

fn civil(year: u32, month: u32, day: u32) -> Result<Date, String> {
    let fits = || {
        Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
    };
    fits().ok_or_else(|| format!("没有{year}年{month}月{day}日这一天"))
}

/// Workbooks of the 1900 system count a 1900-02-29 that never was, so day 61 is 1900-03-01.
fn from_serial(days: u32, from_1904: bool) -> Option<Date> {
    let (epoch, days) = match (from_1904, days) {
        (true, _) => (Date::constant(1904, 1, 1), days),
        (false, 0 | 60) => return None,
        (false, 1..60) => (Date::constant(1899, 12, 31), days),
        (false, _) => (Date::constant(1899, 12, 30), days),
    };
    epoch.checked_add(i64::from(days).days()).ok()
}

/// The text without a time of day. A time with a zone may belong to another day in China, so it is
/// refused rather than cut off.
fn without_time(text: &str) -> Result<&str, String> {
    let Some(colon) = text.find(':') else {
        return Ok(text.trim_end_matches("г.").trim_end_matches('г'));
    };
    let start = text[..colon].rfind([' ', 'T']).unwrap_or(0);
    let time = &text[start..];
    if time.ends_with(['Z', 'z']) || time.contains(['+', '-']) {
        return Err("时间带有时区，换算后可能是另一天，请只写日期".to_owned());
    }
    Ok(text[..start].trim_end_matches([' ', 'T', '上', '下', '午']))
}

enum Parts {
    Serial(u32),
    YearFirst(u32, u32, u32),
    /// The last is whether dots stand between: such dates begin with the day.
    YearLast(u32, u32, u32, bool),
}

fn split(text: &str) -> Option<Parts> {
    let number = |part: &str| -> Option<u32> {
        let part = part.trim();
        (!part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        let day = rest.trim().trim_end_matches(['日', '号']);
        return Some(Parts::YearFirst(
            number(year).filter(|y| *y >= 1000)?,
            number(month)?,
            number(day)?,
        ));
    }
    if let Some(digits) = number(text) {
        return match text.len() {
            8 => Some(Parts::YearFirst(
                digits / 10_000,
                digits / 100 % 100,
                digits % 100,
            )),
            ..=5 => Some(Parts::Serial(digits)),
            _ => None,
        };
    }
    // A serial with a time of day as its fraction.
    if let Some((days, fraction)) = text.split_once('.')
        && days.len() == 5
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
    {
        return number(days).map(Parts::Serial);
    }
    let mut parts = text.split(['-', '/', '.', '‐', '‑', '–', '—', '−']);
    let (first, second, third) = (
        parts.next()?.trim(),
        parts.next()?.trim(),
        parts.next()?.trim(),
    );
    if parts.next().is_some() || second.len() > 2 {
        return None;
    }
    match (first.len(), third.len()) {
        (4, 1 | 2) => Some(Parts::YearFirst(
            number(first)?,
            number(second)?,
            number(third)?,
        )),
        (1 | 2, 4) => Some(Parts::YearLast(
            number(first)?,
            number(second)?,
            number(third)?,
            text.contains('.'),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Date, String> {
        parse_date(text, DateStyle::default())
    }

    proptest! {
        #[test]
        fn every_form_of_every_date_is_read_back(days in -7_305i64..66_109) {
            let date = chengxing_metrology::clock::date_from_days(days);
            let (y, m, d) = (date.year(), date.month(), date.day());
            let serial = days + 25_569;
            for text in [
                format!("{y}-{m:02}-{d:02}"),
                format!("{y}/{m}/{d}"),
                format!("{y}.{m:02}.{d:02}"),
                format!("{y}年{m}月{d}日"),
                format!("{y} 年 {m:02} 月 {d:02} 日"),
                format!("{y}{m:02}{d:02}"),
                format!("{d:02}.{m:02}.{y}"),
                format!("{d}.{m}.{y} г."),
                format!("{y}-{m:02}-{d:02} 00:00:00"),
                format!("{y}-{m:02}-{d:02}T08:30:00.000"),
                format!("{y}/{m}/{d} 上午 8:30"),
                format!("{serial}"),
                format!("{serial}.75"),
            ] {
                prop_assert_eq!(read(&text), Ok(date), "{}", text);
            }
            let dmy = DateStyle { order: Some(DateOrder::Dmy), from_1904: false };
            prop_assert_eq!(parse_date(&format!("{d}/{m}/{y}"), dmy), Ok(date));
            let mdy = DateStyle { order: Some(DateOrder::Mdy), from_1904: false };
            prop_assert_eq!(parse_date(&format!("{m}/{d}/{y}"), mdy), Ok(date));
            let mac = DateStyle { order: None, from_1904: true };
            prop_assert_eq!(parse_date(&format!("{}", serial - 1_462), mac), Ok(date));
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,30}") {
            let _ = read(&text);
        }

        #[test]
        fn no_digits_and_signs_break_it(text in "[0-9./:年月日T Z-]{0,24}") {
            if let Ok(date) = read(&text) {
                prop_assert!((1950..=2150).contains(&date.year()));
            }
        }
    }

    #[test]
    fn the_leap_day_that_excel_invented_is_no_day() {
        assert_eq!(from_serial(60, false), None);
        assert_eq!(from_serial(59, false), Some(Date::constant(1900, 2, 28)));
        assert_eq!(from_serial(61, false), Some(Date::constant(1900, 3, 1)));
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        assert!(read("03/04/2026").unwrap_err().contains("date_order"));
        assert_eq!(read("23/11/2026"), Ok(Date::constant(2026, 11, 23)));
        assert_eq!(read("11/23/2026"), Ok(Date::constant(2026, 11, 23)));
        assert_eq!(read("05-05-2026"), Ok(Date::constant(2026, 5, 5)));
    }

    #[test]
    fn days_that_are_none_are_refused_with_a_reason() {
        assert_eq!(read("2026-02-30").unwrap_err(), "没有2026年2月30日这一天");
        assert!(read("1949-12-31").unwrap_err().contains("1950"));
        assert!(read("2151-01-01").unwrap_err().contains("2150"));
        assert!(
            read("2026-11-22T16:00:00.000Z")
                .unwrap_err()
                .contains("时区")
        );
        for text in [
            "明天",
            "2026",
            "202611",
            "2026-11",
            "26-11-23",
            "99999999999",
            "1/2/3/2026",
            "2026.11",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
