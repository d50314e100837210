//! Dates, numbers and escaping.

use std::fmt::Write;

use chengxing_metrology::{
    Date,
    clock::{shanghai_date, shanghai_datetime},
};
use fluent_bundle::FluentValue;

use super::Lang;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whole numbers in messages, grouped by threes.
pub(super) fn value<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(n)
            if n.value.fract() == 0.0 && n.options.minimum_fraction_digits.is_none() =>
        {
            Some(number(n.value as i64))
        }
        _ => None,
    }
}

pub(super) fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 2);
    if number < 0 {
        grouped.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

pub(super) fn date(lang: Lang, date: Date) -> String {
    match lang {
        Lang::ZhCn => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!(
            "{} {} {}",
            date.day(),
            MONTHS[(date.month() - 1) as usize],
            date.year()
        ),
    }
}

pub(super) fn time(lang: Lang, unix: i64) -> String {
    let day = date(lang, shanghai_date(unix));
    let time = shanghai_datetime(unix);
    match lang {
        Lang::ZhCn => format!("{day}{}时{:02}分", time.hour(), time.minute()),
        Lang::En => format!("{day}, {:02}:{:02}", time.hour(), time.minute()),
    }
}

/// `text` as HTML, in text and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            // Never reached by a browser as such: written by number, so that it does not break the page.
            c if c.is_control() && !c.is_ascii_whitespace() => {
                let _ = write!(html, "\u{FFFD}");
            }
            c => html.push(c),
        }
    }
    html
}
