//! Dates in titles that others wrote: they do not break at the end of a line.

use crate::l10n::escape_into;

/// `text` as markup, its Chinese dates (2026年11月, 2026年11月24日) each in one piece.
///
/// ```
/// use chengxing_app::components::with_whole_dates;
/// assert_eq!(
///     with_whole_dates("关于2026年11月24日检定<结果>"),
///     "关于<span class=\"nb\">2026年11月24日</span>检定&lt;结果&gt;"
/// );
/// ```
pub fn with_whole_dates(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 40);
    let mut copied = 0;
    let mut from = 0;
    while let Some(step) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let at = from + step;
        match date(&text[at..]) {
            Some(length) => {
                escape_into(&text[copied..at], &mut html);
                html.push_str("<span class=\"nb\">");
                html.push_str(&text[at..at + length]);
                html.push_str("</span>");
                copied = at + length;
                from = copied;
            }
            None => from = at + digits(&text[at..]),
        }
    }
    escape_into(&text[copied..], &mut html);
    html
}

/// How many ASCII digits stand at the beginning.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The length in bytes of the date that `text` begins with: a year, a month, perhaps a day.
fn date(text: &str) -> Option<usize> {
    let part = |from: usize, mark: char| {
        let count = digits(&text[from..]);
        let end = from + count;
        (count > 0 && text[end..].starts_with(mark)).then_some(end + mark.len_utf8())
    };
    let month = part(part(0, '年')?, '月')?;
    Some(part(month, '日').unwrap_or(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_are_kept_together() {
        assert_eq!(with_whole_dates("2026年第3号"), "2026年第3号");
        assert_eq!(with_whole_dates("第12号 & 7月"), "第12号 &amp; 7月");
        assert_eq!(
            with_whole_dates("2025年1月至2026年12月"),
            "<span class=\"nb\">2025年1月</span>至<span class=\"nb\">2026年12月</span>"
        );
        assert_eq!(with_whole_dates(""), "");
    }
}
