//! Rules of law as data: dated entries from `rules/*.toml`, each with source, article and confidence.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::{KindId, fold, verification::words};

/// How sure we are of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Confidence {
    /// Read in the text of the law or in a full copy of it.
    #[serde(rename = "L")]
    Law,
    /// From the press or a secondary page.
    #[serde(rename = "P")]
    Press,
    /// General knowledge, not checked: shown to staff as unverified until an operator confirms it.
    #[serde(rename = "?")]
    Unverified,
}

/// How a kind stays verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 周期检定
    Periodic,
    /// 首次强制检定，限期使用，到期轮换
    InitialOnly,
}

words!(Mode { Periodic = "periodic", InitialOnly = "initial_only" });

/// A verification regulation (JJG) as it applies to a kind from a date on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    /// "JJG 539-2016"
    pub document: String,
    /// The first day it applies to verifications.
    pub effective_from: TomlDate,
    /// Periodic, or initial verification only.
    pub mode: Mode,
    /// The longest validity in months. Absent where it depends on more than the kind.
    pub interval_months: Option<u16>,
    /// The condition under which the interval holds, in words, where it is not unconditional.
    pub condition: Option<String>,
    /// The article or section.
    pub article: Option<String>,
    /// Where the rule was read.
    pub source: String,
    /// How sure we are.
    pub confidence: Confidence,
}

/// One kind of instrument.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The id.
    pub id: KindId,
    /// 电子计价秤
    pub zh: String,
    /// Price-computing scale
    pub en: String,
    /// The symbol in `icons.svg`.
    pub icon: String,
    /// The measure word for one of it: 台, 块, 支.
    pub measure_word: String,
    /// Other names under which spreadsheets list it.
    #[serde(default)]
    pub names: Vec<String>,
    /// How a buyer checks it himself, step by step, in Chinese.
    #[serde(default)]
    pub self_check_zh: Vec<String>,
    /// The same in English.
    #[serde(default)]
    pub self_check_en: Vec<String>,
    /// The regulations, oldest first.
    #[serde(default)]
    pub regulation: Vec<Regulation>,
}

/// A TOML date as a civil date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TomlDate(pub Date);

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let date = toml::value::Datetime::deserialize(deserializer)?;
        let date = date
            .date
            .filter(|_| date.time.is_none())
            .ok_or_else(|| D::Error::custom("a date without a time is wanted"))?;
        Date::new(date.year as i16, date.month as i8, date.day as i8)
            .map(TomlDate)
            .map_err(D::Error::custom)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    kind: Vec<Kind>,
}

/// How the verdict is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictRule {
    /// A pass with this many days left, or fewer, is "due soon".
    pub due_soon_days: u16,
    /// Where the number comes from.
    pub source: String,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A target of the plan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// `verified_share`: instruments within their validity among those in use.
    pub id: String,
    /// The least that is aimed at, in thousandths.
    pub at_least: u32,
    /// From when it is aimed at.
    pub effective_from: TomlDate,
    /// The section of the plan.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// How sure we are.
    pub confidence: Confidence,
}

/// The targets of the plan, from `rules/plan.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The targets, in the order of the file.
    #[serde(default)]
    pub target: Vec<Target>,
}

impl Plan {
    /// Reads the text of `rules/plan.toml`.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        toml::from_str(text).map_err(|source| RulesError::Syntax {
            file: "rules/plan.toml",
            source: Box::new(source),
        })
    }

    /// The target with this id that holds on a day: the newest that has begun.
    pub fn target(&self, id: &str, on: Date) -> Option<&Target> {
        let begun = self
            .target
            .iter()
            .filter(|t| t.id == id && t.effective_from.0 <= on);
        begun.max_by_key(|t| t.effective_from)
    }
}

/// Why a rule file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// It is not the TOML that is expected.
    #[error("{file}: {source}")]
    Syntax {
        /// The file's name.
        file: &'static str,
        /// What the parser says, with line and column.
        source: Box<toml::de::Error>,
    },
    /// Two kinds have one id or one name.
    #[error("rules/kinds.toml: {0:?} stands for two kinds")]
    Double(String),
    /// The kind `other` is missing.
    #[error("rules/kinds.toml: the kind `other` is missing")]
    NoOther,
}

/// The rules in force, by kind.
#[derive(Clone, Debug)]
pub struct Rules {
    kinds: Vec<Kind>,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    /// How the verdict is told.
    pub verdict: VerdictRule,
}

impl Rules {
    /// Reads the text of `rules/kinds.toml` and `rules/verdict.toml`.
    pub fn parse(kinds: &str, verdict: &str) -> Result<Self, RulesError> {
        let syntax = |file| {
            move |source| RulesError::Syntax {
                file,
                source: Box::new(source),
            }
        };
        let mut kinds: Vec<Kind> = toml::from_str::<KindsFile>(kinds)
            .map_err(syntax("rules/kinds.toml"))?
            .kind;
        let verdict = toml::from_str(verdict).map_err(syntax("rules/verdict.toml"))?;
        let mut by_id = HashMap::new();
        let mut by_name = HashMap::new();
        for (i, kind) in kinds.iter_mut().enumerate() {
            kind.regulation.sort_by_key(|r| r.effective_from);
            if by_id.insert(kind.id.as_str().to_owned(), i).is_some() {
                return Err(RulesError::Double(kind.id.to_string()));
            }
            for name in kind.names.iter().chain([&kind.zh, &kind.en]) {
                if by_name
                    .insert(fold::key(name), i)
                    .is_some_and(|other| other != i)
                {
                    return Err(RulesError::Double(name.clone()));
                }
            }
        }
        if !by_id.contains_key(KindId::OTHER) {
            return Err(RulesError::NoOther);
        }
        Ok(Self {
            kinds,
            by_id,
            by_name,
            verdict,
        })
    }

    /// All kinds, in the order of the file.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The kind with this id.
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.by_id.get(id.as_str()).map(|i| &self.kinds[*i])
    }

    /// The kind that a spreadsheet names, by id, Chinese or English name or synonym.
    pub fn kind_named(&self, name: &str) -> Option<&Kind> {
        self.by_id
            .get(name)
            .or_else(|| self.by_name.get(&fold::key(name)))
            .map(|i| &self.kinds[*i])
    }

    /// The regulation that governs a verification of `kind` on the day `on`.
    pub fn regulation(&self, kind: &KindId, on: Date) -> Option<&Regulation> {
        self.kind(kind)?
            .regulation
            .iter()
            .rev()
            .find(|r| r.effective_from.0 <= on)
    }

    /// The last day of validity that the rules give to a pass on the day `on`: the interval less one day
    /// (verified 2026-04-01 for 12 months: until 2027-03-31). `None` where no unconditional interval is known.
    pub fn valid_until(&self, kind: &KindId, on: Date) -> Option<Date> {
        let months = self
            .regulation(kind, on)
            .filter(|r| r.condition.is_none())?
            .interval_months?;
        let span = jiff::Span::new().try_months(i64::from(months)).ok()?;
        on.checked_add(span).ok()?.yesterday().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: &str = r#"
        [[kind]]
        id = "price_computing_scale"
        zh = "电子计价秤"
        en = "Price-computing scale"
        icon = "k-scale"
        measure_word = "台"
        names = ["计价秤"]
        [[kind.regulation]]
        document = "JJG 1204-2025"
        effective_from = 2027-01-08
        mode = "periodic"
        source = "DOMAIN"
        confidence = "P"
        interval_months = 12
        [[kind.regulation]]
        document = "JJG 539-2016"
        effective_from = 2016-11-30
        mode = "periodic"
        interval_months = 12
        source = "DOMAIN"
        confidence = "P"
        [[kind]]
        id = "other"
        zh = "其他"
        en = "Other"
        icon = "k-other"
        measure_word = "件"
    "#;
    const VERDICT: &str = "due_soon_days = 30\nsource = \"s\"\nconfidence = \"?\"";

    #[test]
    fn the_regulation_is_the_one_in_force_on_the_day() {
        let rules = Rules::parse(KINDS, VERDICT).unwrap();
        let kind = &rules.kind_named("计价秤").unwrap().id;
        let on = |y, m, d| {
            rules
                .regulation(kind, Date::constant(y, m, d))
                .map(|r| r.document.as_str())
        };
        assert_eq!(on(2027, 1, 8), Some("JJG 1204-2025"));
        assert_eq!(on(2027, 1, 7), Some("JJG 539-2016"));
        assert_eq!(on(2010, 1, 1), None);
    }

    #[test]
    fn twelve_months_end_the_day_before() {
        let rules = Rules::parse(KINDS, VERDICT).unwrap();
        let kind = &rules.kind_named("电子计价秤").unwrap().id;
        let until = |y, m, d| rules.valid_until(kind, Date::constant(y, m, d)).unwrap();
        assert_eq!(until(2026, 4, 1), Date::constant(2027, 3, 31));
        assert_eq!(until(2024, 2, 29), Date::constant(2025, 2, 27));
        assert_eq!(until(2023, 3, 1), Date::constant(2024, 2, 29));
        assert_eq!(
            rules.valid_until(&KindId::other(), Date::constant(2026, 4, 1)),
            None
        );
    }

    #[test]
    fn the_target_is_the_newest_that_has_begun() {
        let plan = Plan::parse(include_str!("../../../rules/plan.toml")).unwrap();
        let on = |y, m, d| {
            let target = plan.target("verified_share", Date::constant(y, m, d));
            target.map(|t| t.at_least)
        };
        assert_eq!(on(2016, 11, 14), None);
        assert_eq!(on(2026, 11, 23), Some(980));
        assert!(plan.target("another", Date::MAX).is_none());
    }

    #[test]
    fn a_wrong_file_is_named_with_its_line() {
        let wrong = Rules::parse("[[kind]]\nid = \"A B\"\n", VERDICT)
            .unwrap_err()
            .to_string();
        assert!(
            wrong.starts_with("rules/kinds.toml") && wrong.contains("line 2"),
            "{wrong}"
        );
        assert!(matches!(
            Rules::parse("kind = []", VERDICT),
            Err(RulesError::NoOther)
        ));
    }
}
