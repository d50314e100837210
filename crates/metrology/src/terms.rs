//! Search terms: unigrams and bigrams of Chinese text, whole words of everything else.
//!
//! A full-text index without a Chinese tokenizer finds 公平 only when the application writes the terms;
//! both engines store what [`of_text`] gives and are asked with what [`of_query`] gives.

use crate::fold;

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Runs of Han characters and runs of other letters and digits, folded to lower case and half width.
fn runs(text: &str) -> Vec<(bool, Vec<char>)> {
    let mut runs: Vec<(bool, Vec<char>)> = Vec::new();
    let mut open = false;
    for c in text
        .chars()
        .map(fold::half_width)
        .flat_map(char::to_lowercase)
    {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let han = is_han(c);
        match runs.last_mut().filter(|(kind, _)| open && *kind == han) {
            Some((_, run)) => run.push(c),
            None => runs.push((han, vec![c])),
        }
        open = true;
    }
    runs
}

/// The terms under which a text is found, without doubles, separated by spaces.
///
/// ```
/// use chengxing_metrology::terms::of_text;
/// assert_eq!(of_text("公平秤 ACS-30"), "公 平 秤 公平 平秤 acs 30");
/// ```
pub fn of_text(text: &str) -> String {
    let mut terms: Vec<String> = Vec::new();
    let mut push = |term: String| {
        if !terms.contains(&term) {
            terms.push(term);
        }
    };
    for (han, run) in runs(text) {
        if han {
            for c in &run {
                push(c.to_string());
            }
            for pair in run.windows(2) {
                push(pair.iter().collect());
            }
        } else {
            push(run.into_iter().collect());
        }
    }
    terms.join(" ")
}

/// One term of a query: it is to be met exactly, or as the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The folded term: letters and digits only, so it needs no escaping in any query language.
    pub text: String,
    /// True for the last word of other scripts: `acs3` finds `acs30`.
    pub prefix: bool,
}

/// The terms that a text must have to be found by this query: bigrams of Chinese (a unigram where a
/// character stands alone), words of other scripts as prefixes. At most `limit` terms.
pub fn of_query(query: &str, limit: usize) -> Vec<Term> {
    let mut terms = Vec::new();
    for (han, run) in runs(query) {
        if !han {
            terms.push(Term {
                text: run.into_iter().collect(),
                prefix: true,
            });
        } else if run.len() == 1 {
            terms.push(Term {
                text: run.into_iter().collect(),
                prefix: false,
            });
        } else {
            terms.extend(run.windows(2).map(|pair| Term {
                text: pair.iter().collect(),
                prefix: false,
            }));
        }
    }
    terms.dedup();
    terms.truncate(limit);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_part_of_a_text_finds_it(text in "[公平秤市场鲜肉a-z0-9 ]{1,20}", from in 0usize..20, length in 1usize..10) {
            let part: String = text.chars().skip(from).take(length).collect();
            // A part may begin inside a foreign word, whose end no prefix search meets.
            prop_assume!(!part.chars().next().is_some_and(|c| c.is_ascii_alphanumeric()));
            let stored = of_text(&text);
            let stored: Vec<&str> = stored.split(' ').collect();
            for term in of_query(&part, 50) {
                let met = stored.iter().any(|s| if term.prefix { s.starts_with(&term.text) } else { *s == term.text });
                prop_assert!(met, "{:?} is not met in {:?}", term, stored);
            }
        }

        #[test]
        fn a_query_holds_nothing_but_letters_and_digits(query in "\\PC{0,60}") {
            for term in of_query(&query, 16) {
                prop_assert!(!term.text.is_empty() && term.text.chars().all(char::is_alphanumeric));
            }
        }
    }
}
