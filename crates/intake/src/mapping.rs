//! Mapping files: which column of a spreadsheet is what. See `docs/import.md`.

use std::collections::{BTreeMap, HashMap, HashSet};

use chengxing_metrology::{Conclusion, KindId, Service, VerificationType, fold};
use encoding_rs::Encoding;
use serde::Deserialize;
use toml::Spanned;

use crate::{Field, Kind};

const STANDARD: &str = include_str!("../../../rules/mappings/standard.toml");
const SHIPPED: [(&str, &str); 3] = [
    ("standard", STANDARD),
    (
        "arshin",
        include_str!("../../../rules/mappings/arshin.toml"),
    ),
    ("ecqs", include_str!("../../../rules/mappings/ecqs.toml")),
];

/// In which order a date with the year last gives day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 23/11/2026
    Dmy,
    /// 11/23/2026
    Mdy,
}

/// Which column is what, and how the file is written.
///
/// ```
/// use chengxing_intake::Mapping;
/// let wrong = Mapping::parse("encoding = \"klingon\"").unwrap_err();
/// assert_eq!(wrong.line, 1);
/// assert!(Mapping::shipped("arshin").is_some());
/// ```
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) delimiter: Option<u8>,
    pub(crate) header_row: Option<u64>,
    pub(crate) sheet: Option<String>,
    pub(crate) date_order: Option<DateOrder>,
    pub(crate) date_1904: bool,
    pub(crate) totals: HashSet<String>,
    pub(crate) blank: HashSet<String>,
    rules: HashMap<(Kind, Field), Rule>,
}

/// How one field is got from a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rule {
    /// The headings it may stand under; the first that is there and filled counts.
    pub columns: Vec<String>,
    /// The same value for every row.
    pub value: Option<String>,
    /// The value where the cell is blank.
    pub default: Option<String>,
    /// Replacements for whole cells, by folded text.
    pub values: HashMap<String, String>,
    /// Replacements by how the cell begins, longest first.
    pub prefixes: Vec<(String, String)>,
    /// Only what follows the last of these counts.
    pub keep_after: Vec<String>,
    /// Quotes around the whole cell are taken off.
    pub strip_quotes: bool,
}

/// What is wrong with a mapping file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("对照文件第{line}行：{reason}")]
pub struct MappingError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "free text for the reader of the file")]
    description: Option<String>,
    base: Option<Spanned<String>>,
    encoding: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    header_row: Option<Spanned<u64>>,
    sheet: Option<String>,
    date_order: Option<DateOrder>,
    date_system: Option<Spanned<u16>>,
    totals: Option<Vec<String>>,
    blank: Option<Vec<String>>,
    #[serde(default)]
    fields: BTreeMap<Field, Spanned<RuleFile>>,
    #[serde(default)]
    kinds: BTreeMap<Kind, BTreeMap<Field, Spanned<RuleFile>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    columns: Option<Vec<String>>,
    value: Option<String>,
    default: Option<String>,
    values: Option<BTreeMap<String, String>>,
    prefixes: Option<BTreeMap<String, String>>,
    keep_after: Option<Vec<String>>,
    strip_quotes: Option<bool>,
}

/// The key by which headings and values are matched: folded, or tidied where only signs are in it.
pub(crate) fn key(text: &str) -> String {
    let key = fold::key(text);
    if key.is_empty() {
        fold::tidy(text)
    } else {
        key
    }
}

impl Mapping {
    /// Reads the text of a mapping file.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let at = |span: std::ops::Range<usize>, reason: String| MappingError {
            line: line_of(text, span.start),
            reason,
        };
        let file: File = toml::from_str(text)
            .map_err(|e| at(e.span().unwrap_or(0..0), e.message().to_owned()))?;
        let mut mapping = match file.base {
            None => Self::empty(),
            Some(base) => Self::shipped(base.get_ref())
                .ok_or_else(|| at(base.span(), format!("没有随附的对照“{}”", base.get_ref())))?,
        };
        if let Some(label) = file.encoding {
            let encoding = Encoding::for_label(label.get_ref().trim().as_bytes());
            mapping.encoding =
                Some(encoding.ok_or_else(|| {
                    at(label.span(), format!("没有名为“{}”的编码", label.get_ref()))
                })?);
        }
        if let Some(delimiter) = file.delimiter {
            mapping.delimiter = Some(match delimiter.get_ref().as_bytes() {
                [byte] if byte.is_ascii_punctuation() || *byte == b'\t' || *byte == b' ' => *byte,
                b"tab" => b'\t',
                _ => {
                    return Err(at(
                        delimiter.span(),
                        "delimiter 是一个半角符号，如 \";\"，或 \"tab\"".to_owned(),
                    ));
                }
            });
        }
        if let Some(row) = file.header_row {
            if *row.get_ref() == 0 {
                return Err(at(row.span(), "header_row 从1数起".to_owned()));
            }
            mapping.header_row = Some(row.into_inner());
        }
        if let Some(system) = file.date_system {
            mapping.date_1904 = match system.get_ref() {
                1900 => false,
                1904 => true,
                _ => return Err(at(system.span(), "date_system 是 1900 或 1904".to_owned())),
            };
        }
        mapping.sheet = file.sheet.or(mapping.sheet);
        mapping.date_order = file.date_order.or(mapping.date_order);
        if let Some(totals) = file.totals {
            mapping.totals = totals.iter().map(|t| key(t)).collect();
        }
        if let Some(blank) = file.blank {
            mapping.blank = blank.iter().map(|t| fold::tidy(t).to_lowercase()).collect();
        }
        for (field, rule) in &file.fields {
            rule.get_ref()
                .check(*field)
                .map_err(|reason| at(rule.span(), reason))?;
            for kind in Kind::ALL {
                if Field::of(kind).contains(field) {
                    mapping
                        .rules
                        .entry((kind, *field))
                        .or_default()
                        .take(rule.get_ref());
                }
            }
        }
        for (kind, fields) in &file.kinds {
            for (field, rule) in fields {
                if !Field::of(*kind).contains(field) {
                    return Err(at(
                        rule.span(),
                        format!("{kind} 没有“{}”这一项", field.id()),
                    ));
                }
                rule.get_ref()
                    .check(*field)
                    .map_err(|reason| at(rule.span(), reason))?;
                mapping
                    .rules
                    .entry((*kind, *field))
                    .or_default()
                    .take(rule.get_ref());
            }
        }
        Ok(mapping)
    }

    fn empty() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            header_row: None,
            sheet: None,
            date_order: None,
            date_1904: false,
            totals: HashSet::new(),
            blank: HashSet::new(),
            rules: HashMap::new(),
        }
    }

    /// The mapping of this name that ships with the product.
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.into_iter().find(|(shipped, _)| *shipped == name)?;
        Some(Self::parse(text).expect("a test parses every mapping that ships"))
    }

    /// The names of the mappings that ship.
    pub fn shipped_names() -> [&'static str; 3] {
        SHIPPED.map(|(name, _)| name)
    }

    /// The usual Chinese and English headings.
    pub fn default_for(_kind: Kind) -> Self {
        Self::parse(STANDARD).expect("a test parses every mapping that ships")
    }

    pub(crate) fn rule(&self, kind: Kind, field: Field) -> Option<&Rule> {
        self.rules.get(&(kind, field))
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

impl RuleFile {
    /// The words of fields that know only certain words must be such words.
    fn check(&self, field: Field) -> Result<(), String> {
        let known: fn(&str) -> bool = match field {
            Field::Conclusion => |w| Conclusion::from_word(w).is_some(),
            Field::Type => |w| VerificationType::from_word(w).is_some(),
            Field::State => |w| Service::from_word(w).is_some(),
            Field::InstrumentKind => |w| w.parse::<KindId>().is_ok(),
            _ => |_| true,
        };
        let tables = self
            .values
            .iter()
            .chain(&self.prefixes)
            .flat_map(BTreeMap::values);
        match tables
            .chain(&self.value)
            .chain(&self.default)
            .find(|w| !known(w))
        {
            Some(word) => Err(format!("“{word}”不是 {} 的值", field.id())),
            None => Ok(()),
        }
    }
}

impl Rule {
    /// Whether rows give the field without a column.
    pub fn needs_no_column(&self) -> bool {
        self.value.is_some() || self.default.is_some()
    }

    fn take(&mut self, file: &RuleFile) {
        if let Some(columns) = &file.columns {
            self.columns.clone_from(columns);
            self.value = None;
        }
        if let Some(value) = &file.value {
            self.value = Some(fold::tidy(value));
        }
        if let Some(default) = &file.default {
            self.default = Some(fold::tidy(default));
        }
        if let Some(values) = &file.values {
            self.values = values
                .iter()
                .map(|(from, to)| (key(from), fold::tidy(to)))
                .collect();
        }
        if let Some(prefixes) = &file.prefixes {
            self.prefixes = prefixes
                .iter()
                .map(|(from, to)| (fold::tidy(from), fold::tidy(to)))
                .collect();
            self.prefixes
                .sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        }
        if let Some(markers) = &file.keep_after {
            self.keep_after = markers
                .iter()
                .map(|m| fold::tidy(m).to_lowercase())
                .filter(|m| !m.is_empty())
                .collect();
        }
        if let Some(strip) = file.strip_quotes {
            self.strip_quotes = strip;
        }
    }

    /// The tidied text of a cell as this rule reads it.
    pub fn read(&self, text: String) -> String {
        let text = if self.strip_quotes {
            unquoted(text)
        } else {
            text
        };
        let text = if self.keep_after.is_empty() {
            text
        } else {
            self.after_marker(text)
        };
        if let Some(to) = (!self.values.is_empty())
            .then(|| self.values.get(&key(&text)))
            .flatten()
        {
            return to.clone();
        }
        if let Some((_, to)) = self
            .prefixes
            .iter()
            .find(|(from, _)| text.starts_with(from.as_str()))
        {
            return to.clone();
        }
        text
    }

    fn after_marker(&self, text: String) -> String {
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return text;
        }
        let ends = self.keep_after.iter().flat_map(|marker| {
            lower
                .match_indices(marker.as_str())
                .filter_map(|(start, found)| {
                    // A marker is a word of its own: the end of a longer word is none.
                    let inside = lower[..start]
                        .chars()
                        .next_back()
                        .is_some_and(char::is_alphanumeric);
                    (!inside).then_some(start + found.len())
                })
        });
        match ends.max().map(|end| {
            text[end..]
                .trim_start_matches([' ', ':', '：', '.', '-'])
                .trim_end()
        }) {
            Some(rest) if !rest.is_empty() => rest.to_owned(),
            _ => text,
        }
    }
}

fn unquoted(text: String) -> String {
    const PAIRS: [(char, char); 6] = [
        ('"', '"'),
        ('\'', '\''),
        ('«', '»'),
        ('“', '”'),
        ('‘', '’'),
        ('„', '“'),
    ];
    let inner = PAIRS.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then(|| inner.trim().to_owned())
    });
    inner.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mapping_that_ships_is_read() {
        for name in Mapping::shipped_names() {
            if let Err(error) = Mapping::parse(SHIPPED.iter().find(|s| s.0 == name).unwrap().1) {
                panic!("{name}: {error}");
            }
        }
    }

    #[test]
    fn the_example_in_the_documentation_is_read() {
        let page = include_str!("../../../docs/import.md");
        let example = page
            .split("```toml\n")
            .nth(1)
            .unwrap()
            .split("```")
            .next()
            .unwrap();
        let mapping = Mapping::parse(example).unwrap();
        assert_eq!(
            (mapping.header_row, mapping.delimiter),
            (Some(3), Some(b';'))
        );
        for field in Field::ALL {
            assert!(
                page.contains(field.id()),
                "docs/import.md does not name {}",
                field.id()
            );
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let wrong = |text: &str| Mapping::parse(text).unwrap_err();
        assert_eq!(wrong("\n\n[fields.colour]\nvalue = \"red\"").line, 3);
        assert_eq!(wrong("delimiter = \";;\"").line, 1);
        assert_eq!(wrong("\nheader_row = 0").line, 2);
        assert_eq!(wrong("base = \"nowhere\"").line, 1);
        assert!(
            wrong("[fields.conclusion]\nvalues = { \"好\" = \"good\" }")
                .reason
                .contains("good")
        );
        assert!(
            wrong("[kinds.businesses.serial_number]\nvalue = \"1\"")
                .reason
                .contains("serial_number")
        );
    }

    #[test]
    fn what_follows_the_last_marker_counts() {
        let mapping = Mapping::shipped("arshin").unwrap();
        let rule = mapping.rule(Kind::Verifications, Field::Model).unwrap();
        for text in [
            "ПУ-4Э",
            "мод. ПУ-4Э",
            "ПУ, мод. ПУ-4Э",
            "ПУ; модификация ПУ-4Э",
            "Мод.ПУ-4Э",
            "модификации ПУ-4Э",
        ] {
            assert_eq!(rule.read(text.to_owned()), "ПУ-4Э", "{text}");
        }
        assert_eq!(rule.read("комод. 5".to_owned()), "комод. 5");
        assert_eq!(rule.read("мод.".to_owned()), "мод.");
    }

    #[test]
    fn a_mapping_on_a_base_keeps_what_it_does_not_change() {
        let mapping =
            Mapping::parse("base = \"standard\"\n[fields.conclusion]\ncolumns = [\"结果\"]")
                .unwrap();
        let rule = mapping
            .rule(Kind::Verifications, Field::Conclusion)
            .unwrap();
        assert_eq!(rule.columns, ["结果"]);
        assert_eq!(rule.read("合格".to_owned()), "pass");
    }
}
