//! Administrative divisions (GB/T 2260).

use std::{collections::HashMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A six-digit division code, e.g. 150102 (新城区).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RegionCode(u32);

/// The text is not six digits, or does not begin with a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a division code has six digits (GB/T 2260)")]
pub struct RegionCodeError;

impl RegionCode {
    /// The code as a number, 110000 to 829999.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// From a stored number.
    pub fn from_number(number: u32) -> Option<Self> {
        (110_000..830_000).contains(&number).then_some(Self(number))
    }

    /// The league or city above a county, the province above a league; `None` above a province.
    pub fn parent(self) -> Option<Self> {
        if !self.0.is_multiple_of(100) {
            Some(Self(self.0 / 100 * 100))
        } else if !self.0.is_multiple_of(10_000) {
            Some(Self(self.0 / 10_000 * 10_000))
        } else {
            None
        }
    }

    /// The numbers of all codes in this division, itself included.
    pub fn span(self) -> std::ops::RangeInclusive<u32> {
        let width = if self.0.is_multiple_of(10_000) {
            10_000
        } else if self.0.is_multiple_of(100) {
            100
        } else {
            1
        };
        self.0..=self.0 + width - 1
    }
}

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, RegionCodeError> {
        let digits: String = text
            .chars()
            .map(crate::fold::half_width)
            .filter(|c| !c.is_whitespace())
            .collect();
        // Twelve-digit statistical codes carry the county in their first six.
        let digits = if digits.len() == 12 && digits.is_ascii() {
            &digits[..6]
        } else {
            &digits
        };
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(RegionCodeError);
        }
        digits
            .parse()
            .ok()
            .and_then(Self::from_number)
            .ok_or(RegionCodeError)
    }
}

impl TryFrom<String> for RegionCode {
    type Error = RegionCodeError;

    fn try_from(text: String) -> Result<Self, RegionCodeError> {
        text.parse()
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One division with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// GB/T 2260.
    pub code: RegionCode,
    /// 新城区
    pub zh: String,
    /// Xincheng District
    pub en: String,
}

/// The divisions of the region that this portal serves, in order of code.
#[derive(Clone, Debug, Default)]
pub struct Divisions {
    list: Vec<Division>,
    place: HashMap<RegionCode, usize>,
}

/// A line of the divisions file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("divisions, line {line}: {reason}")]
pub struct DivisionsError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: &'static str,
}

impl Divisions {
    /// Reads `code,zh,en` lines; the first line is the heading, lines beginning with `#` are comments.
    pub fn parse(csv: &str) -> Result<Self, DivisionsError> {
        let mut list = Vec::new();
        for (i, line) in csv.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with("code,") {
                continue;
            }
            let wrong = |reason| DivisionsError {
                line: i + 1,
                reason,
            };
            let mut cells = line.splitn(3, ',');
            let code = cells
                .next()
                .and_then(|c| c.parse().ok())
                .ok_or(wrong("no division code"))?;
            let zh = cells
                .next()
                .filter(|c| !c.is_empty())
                .ok_or(wrong("no Chinese name"))?;
            let en = cells
                .next()
                .filter(|c| !c.is_empty())
                .ok_or(wrong("no English name"))?;
            list.push(Division {
                code,
                zh: zh.to_owned(),
                en: en.to_owned(),
            });
        }
        list.sort_by_key(|d: &Division| d.code);
        let place = list.iter().enumerate().map(|(i, d)| (d.code, i)).collect();
        Ok(Self { list, place })
    }

    /// All divisions in order of code.
    pub fn all(&self) -> &[Division] {
        &self.list
    }

    /// The division of a code.
    pub fn get(&self, code: RegionCode) -> Option<&Division> {
        self.place.get(&code).map(|i| &self.list[*i])
    }

    /// The divisions directly below `code`.
    pub fn below(&self, code: RegionCode) -> impl Iterator<Item = &Division> {
        self.list
            .iter()
            .filter(move |d| d.code.parent() == Some(code))
    }

    /// The division with this Chinese name, if exactly one has it.
    pub fn named(&self, name: &str) -> Option<&Division> {
        let mut found = self.list.iter().filter(|d| d.zh == name);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_and_spans_follow_the_digits() {
        let county: RegionCode = "150102".parse().unwrap();
        assert_eq!(county.parent().unwrap().to_string(), "150100");
        assert_eq!(
            county.parent().unwrap().parent().unwrap().to_string(),
            "150000"
        );
        assert_eq!(county.parent().unwrap().span(), 150_100..=150_199);
        assert_eq!("１５０１０２".parse::<RegionCode>(), Ok(county));
        assert_eq!("150102000000".parse::<RegionCode>(), Ok(county));
        assert!("15010".parse::<RegionCode>().is_err());
        assert!("050102".parse::<RegionCode>().is_err());
    }

    #[test]
    fn a_broken_line_is_named() {
        let wrong = Divisions::parse("code,zh,en\n150102,新城区\n").unwrap_err();
        assert_eq!((wrong.line, wrong.reason), (2, "no English name"));
    }
}
