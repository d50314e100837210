//! Dates, numbers and escaping.

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
    escape_into(text, &mut html);
    html
}

/// The bytes at which a character may begin or end that cannot stand as it is: markup, controls, and the
/// second byte of the second block of controls (C2 80 to C2 9F).
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = match byte as u8 {
            b'\t' | b'\n' | b'\r' | b'\x0C' => false,
            b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=0x1F | 0x7F | 0xC2 => true,
            _ => false,
        };
        byte += 1;
    }
    special
};

/// Appends `text` as HTML. Runs without anything to escape are copied whole.
pub fn escape_into(text: &str, html: &mut String) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut from = 0;
    while let Some(step) = bytes[from..].iter().position(|b| SPECIAL[usize::from(*b)]) {
        let at = from + step;
        from = at + 1;
        let (instead, length) = match bytes[at] {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\'' => ("&#39;", 1),
            0xC2 if bytes[from] <= 0x9F => ("\u{FFFD}", 2),
            // A character above the controls, such as a no-break space.
            0xC2 => continue,
            _ => ("\u{FFFD}", 1),
        };
        html.push_str(&text[copied..at]);
        html.push_str(instead);
        copied = at + length;
        from = copied;
    }
    html.push_str(&text[copied..]);
}
