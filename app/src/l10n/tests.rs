//! Tests of the texts.

use std::{collections::BTreeSet, fs, path::Path};

use super::*;

fn all_keys(lang: Lang) -> BTreeSet<&'static str> {
    lang.sources()
        .iter()
        .flat_map(|source| keys(source))
        .collect()
}

#[test]
fn every_text_exists_in_every_language() {
    for lang in Lang::ALL {
        assert_eq!(all_keys(Lang::ZhCn), all_keys(lang), "{lang:?}");
        let count: usize = lang
            .sources()
            .iter()
            .map(|source| keys(source).count())
            .sum();
        assert_eq!(count, all_keys(lang).len(), "{lang:?}: a key stands twice");
    }
}

#[test]
fn every_file_of_texts_is_sound() {
    for lang in Lang::ALL {
        for source in lang.sources() {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{lang:?}: {errors:?} in {source}");
            }
        }
    }
}

#[test]
fn a_text_has_the_same_parameters_in_every_language() {
    let parameters = |lang: Lang, key: &str| -> BTreeSet<String> {
        let source = lang
            .sources()
            .iter()
            .find(|s| keys(s).any(|k| k == key))
            .unwrap();
        let mut inside = false;
        let mut found = BTreeSet::new();
        for line in source.lines() {
            if !line.starts_with([' ', '}', '#']) && line.contains(" =") {
                inside = line.split_once(" =").is_some_and(|(k, _)| k == key);
            }
            if inside {
                found.extend(line.split('$').skip(1).map(|p| {
                    p.chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                        .collect()
                }));
            }
        }
        found
    };
    for key in all_keys(Lang::ZhCn) {
        // A language may do without one: 第8个月 has no plural, "Failed in service" no date.
        let (zh, en) = (parameters(Lang::ZhCn, key), parameters(Lang::En, key));
        assert!(
            en.is_subset(&zh) || zh.is_subset(&en),
            "{key}: {zh:?} {en:?}"
        );
    }
}

/// The string literals in the sources of this crate that look like a key.
fn used() -> BTreeSet<String> {
    fn read(folder: &Path, used: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, used);
            } else if path.extension().is_some_and(|e| e == "rs") {
                // Every piece between quotes, and every piece between two literals: more than the literals, never less.
                used.extend(
                    fs::read_to_string(&path)
                        .unwrap()
                        .split('"')
                        .map(ToOwned::to_owned),
                );
            }
        }
    }
    let mut literals = BTreeSet::new();
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut literals,
    );
    literals
}

#[test]
fn every_text_is_used() {
    let used = used();
    let inside: String = Lang::ZhCn.sources().concat();
    for key in all_keys(Lang::ZhCn) {
        let referred = inside.contains(&format!("{{ {key} }}"));
        assert!(used.contains(key) || referred, "{key}");
    }
}

/// Classes of CSS that share the shape of keys.
const CLASSES: [&str; 7] = [
    "row-go",
    "verdict-in",
    "verdict-icon",
    "verdict-word",
    "verdict-line",
    "beam-ends",
    "beam-flat",
];

#[test]
fn every_key_that_is_asked_for_exists() {
    let exist = all_keys(Lang::ZhCn);
    let families: BTreeSet<&str> = exist
        .iter()
        .filter_map(|key| key.split('-').next())
        .collect();
    let pattern = |s: &str| {
        s.contains('-')
            && !s.ends_with('-')
            && s.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    for literal in used()
        .iter()
        .filter(|s| pattern(s) && families.contains(s.split('-').next().unwrap_or_default()))
    {
        assert!(
            exist.contains(literal.as_str()) || CLASSES.contains(&literal.as_str()),
            "{literal}"
        );
    }
}

#[test]
fn dates_numbers_and_times_are_written_as_people_read_them() {
    let (zh, en) = (Lang::ZhCn.l10n(), Lang::En.l10n());
    let day = Date::constant(2026, 11, 23);
    assert_eq!(
        (zh.date(day).as_str(), en.date(day).as_str()),
        ("2026年11月23日", "23 November 2026")
    );
    // 2026-11-23T07:40Z
    assert_eq!(
        (
            zh.time(1_795_419_600).as_str(),
            en.time(1_795_419_600).as_str()
        ),
        ("2026年11月23日15时40分", "23 November 2026, 15:40")
    );
    assert_eq!(
        ["0", "999", "1,000", "1,284,306", "−1,000"].map(str::to_owned),
        [0, 999, 1_000, 1_284_306, -1_000].map(|n| zh.number(n))
    );
}

#[test]
fn parameters_are_escaped_in_texts_with_markup_only() {
    let l = Lang::ZhCn.l10n();
    let evil = "<script>\"&";
    assert!(
        l.html("unknown-line", [("typed", evil.into())])
            .contains("&lt;script&gt;&quot;&amp;")
    );
    assert_eq!(
        l.with(
            "shell-title",
            [("title", evil.into()), ("site", "秤星".into())]
        ),
        "<script>\"&　秤星"
    );
    assert_eq!(l.text("no-such-text"), "no-such-text");
}

/// The parameters that a message names in its source.
fn named(pattern: &fluent_syntax::ast::Pattern<&str>) -> BTreeSet<String> {
    let text = format!("{pattern:?}");
    text.split("VariableReference { id: Identifier { name: \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn a_message_taken_apart_says_what_fluent_says() {
    // Words of the choices, a word that none knows, markup, nothing; numbers whole and broken, one and many.
    let words = ["yes", "no", "then", "none", "其他", "<b>\"&'", ""];
    let numbers = [0.0, 1.0, 2.0, 1_234_567.0, -3.0, 0.5];
    let mut compared = 0;
    for l in Lang::ALL.map(Lang::l10n) {
        for key in l.messages.keys() {
            let names = named(l.bundle.get_message(key).and_then(|m| m.value()).unwrap());
            // Leaked: parameters are named by literals everywhere else.
            let names: Vec<&'static str> = names.into_iter().map(|n| &*n.leak()).collect();
            assert!(names.len() <= 6, "{key}");
            let name = |i: usize| names.get(i).copied().unwrap_or("unused");
            for turn in 0..words.len() {
                let word = |i: usize| (name(i), FluentValue::from(words[(turn + i) % words.len()]));
                let number = |i: usize| {
                    (
                        name(i),
                        FluentValue::from(numbers[(turn + i) % numbers.len()]),
                    )
                };
                let text = [word(0), word(1), word(2), word(3), word(4), word(5)];
                assert_eq!(l.with(key, text.clone()), l.resolve(key, text), "{key}");
                let figures = [
                    number(0),
                    number(1),
                    number(2),
                    number(3),
                    number(4),
                    number(5),
                ];
                assert_eq!(
                    l.html(key, figures.clone()),
                    l.resolve(key, figures),
                    "{key}"
                );
                compared += 2;
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

proptest::proptest! {
    #[test]
    fn escaping_changes_what_it_must_and_nothing_else(text in proptest::arbitrary::any::<String>()) {
        let mut expected = String::new();
        for c in text.chars() {
            match c {
                '&' => expected.push_str("&amp;"),
                '<' => expected.push_str("&lt;"),
                '>' => expected.push_str("&gt;"),
                '"' => expected.push_str("&quot;"),
                '\'' => expected.push_str("&#39;"),
                c if c.is_control() && !c.is_ascii_whitespace() => expected.push('\u{FFFD}'),
                c => expected.push(c),
            }
        }
        proptest::prop_assert_eq!(escape(&text), expected);
    }
}

#[test]
fn controls_of_both_blocks_are_replaced() {
    assert_eq!(
        escape("a\0b\u{85}c\u{9f}\u{a0}d\t\u{7f}"),
        "a\u{FFFD}b\u{FFFD}c\u{FFFD}\u{a0}d\t\u{FFFD}"
    );
}
