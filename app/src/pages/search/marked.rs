//! The part of a text that was asked for.

use chengxing_metrology::fold::half_width;

use crate::l10n::escape;

fn folded(c: char) -> char {
    let c = half_width(c);
    // One character for one: the places stay what they are.
    c.to_lowercase().next().unwrap_or(c)
}

/// The words of a query as they are compared: half-width, lower case.
pub(super) fn terms(understood: &str) -> Vec<Vec<char>> {
    const MOST: usize = 8;
    understood
        .split_whitespace()
        .take(MOST)
        .map(|term| term.chars().map(folded).collect())
        .collect()
}

/// Which characters of `text` belong to a term.
fn hits(text: &[char], terms: &[Vec<char>]) -> Vec<bool> {
    let text: Vec<char> = text.iter().copied().map(folded).collect();
    let mut hits = vec![false; text.len()];
    for term in terms.iter().filter(|term| !term.is_empty()) {
        for (at, window) in text.windows(term.len()).enumerate() {
            if window == term.as_slice() {
                hits[at..at + term.len()].fill(true);
            }
        }
    }
    hits
}

/// `text` as markup, with what belongs to a term in `<mark>`.
pub(super) fn marked(text: &str, terms: &[Vec<char>]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let hits = hits(&chars, terms);
    let mut html = String::with_capacity(text.len() + 16);
    let mut at = 0;
    while at < chars.len() {
        let run = hits[at..]
            .iter()
            .take_while(|hit| **hit == hits[at])
            .count();
        let part = escape(&chars[at..at + run].iter().collect::<String>());
        if hits[at] {
            html.push_str("<mark>");
            html.push_str(&part);
            html.push_str("</mark>");
        } else {
            html.push_str(&part);
        }
        at += run;
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_part_asked_for_is_marked_whatever_its_case_and_width() {
        assert_eq!(
            marked("青城东市场12号摊，张记鲜肉", &terms("张记")),
            "青城东市场12号摊，<mark>张记</mark>鲜肉"
        );
        assert_eq!(marked("ACS-30", &terms("ａｃｓ")), "<mark>ACS</mark>-30");
        assert_eq!(marked("aaa", &terms("aa")), "<mark>aaa</mark>");
        assert_eq!(marked("<b>&", &terms("b")), "&lt;<mark>b</mark>&gt;&amp;");
    }

    proptest! {
        #[test]
        fn marking_changes_no_character(text in "\\PC{0,40}", query in "\\PC{0,12}") {
            let html = marked(&text, &terms(&query));
            prop_assert_eq!(html.replace("<mark>", "").replace("</mark>", ""), escape(&text));
        }
    }
}
