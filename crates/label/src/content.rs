//! What is printed on a label.

use std::{fmt, str::FromStr};

use crate::{LabelError, Typeface, typeface::Weight};

/// The three sizes that are in stock everywhere, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelSize {
    /// 30 × 20 mm: the code and its print.
    S30x20,
    /// 50 × 30 mm.
    S50x30,
    /// 60 × 40 mm.
    S60x40,
}

impl LabelSize {
    /// All sizes, smallest first.
    pub const ALL: [Self; 3] = [Self::S30x20, Self::S50x30, Self::S60x40];

    /// Width and height in millimetres.
    pub const fn mm(self) -> (f32, f32) {
        match self {
            Self::S30x20 => (30.0, 20.0),
            Self::S50x30 => (50.0, 30.0),
            Self::S60x40 => (60.0, 40.0),
        }
    }
}

impl fmt::Display for LabelSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::S30x20 => "30x20",
            Self::S50x30 => "50x30",
            Self::S60x40 => "60x40",
        })
    }
}

impl FromStr for LabelSize {
    type Err = LabelError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s.trim().replace(['×', 'X', '*'], "x").as_str() {
            "30x20" => Ok(Self::S30x20),
            "50x30" => Ok(Self::S50x30),
            "60x40" => Ok(Self::S60x40),
            _ => Err(LabelError::Size(s.chars().take(20).collect())),
        }
    }
}

/// A field that is never cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// [`LabelContent::headline`].
    Headline,
    /// [`LabelContent::valid_until`].
    ValidUntil,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Headline => "headline",
            Self::ValidUntil => "valid-until date",
        })
    }
}

/// The words of one label, in the language of the label.
///
/// The label says what stands here and adds nothing: without a date there is the headline alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelContent {
    /// What the QR code holds, to the letter: `https://host/i/7K3M9-QX2RD-4`, scheme and host in
    /// lower case, the code in upper case.
    pub url: String,
    /// The code in its printed form, `7K3M9-QX2RD-4`.
    pub code: String,
    /// 检定有效至. Never cut.
    pub headline: String,
    /// 2027年3月31日. Never cut.
    pub valid_until: Option<String>,
    /// 电子计价秤.
    pub kind: String,
    /// Ⅲ级.
    pub class: Option<String>,
    /// The whole line, 出厂编号尾号81577. The figures at its end are printed bold and last to go.
    pub serial_tail: Option<String>,
    /// Who verified it.
    pub institution: Option<String>,
    /// Whose label it is: 秤星（演示）.
    pub issuer: String,
}

impl LabelContent {
    /// Characters of a label of this size that the typeface lacks, which are printed as 〓, in the
    /// order in which they first occur.
    pub fn missing(&self, size: LabelSize, typeface: &Typeface) -> Vec<char> {
        let mut all = Vec::new();
        if size == LabelSize::S30x20 {
            return all;
        }
        let optional = [
            &self.valid_until,
            &self.class,
            &self.serial_tail,
            &self.institution,
        ];
        let fields = [&self.headline, &self.kind, &self.issuer];
        for text in fields.into_iter().chain(optional.into_iter().flatten()) {
            for c in typeface.missing(text) {
                if !all.contains(&c) {
                    all.push(c);
                }
            }
        }
        all
    }

    /// The code, if it is one.
    pub(crate) fn printed_code(&self) -> Result<&str, LabelError> {
        let fits = (1..=16).contains(&self.code.len());
        let plain = self
            .code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits && plain {
            Ok(&self.code)
        } else {
            Err(LabelError::Code)
        }
    }
}

impl Typeface {
    /// Characters of a text that this typeface lacks, each once.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for c in clean(text).chars() {
            if self.find(c, Weight::Regular).is_none() && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing
    }
}

/// Longer texts would be cut in any case; this bounds the work for hostile ones.
const LONGEST: usize = 256;

/// A text as it can stand on one line: white space becomes one space, what has no shape of its
/// own (controls, direction marks, joiners, selectors) goes.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(4 * LONGEST) {
        if c == '\u{3000}' {
            out.push(c);
        } else if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with([' ', '\u{3000}']) {
                out.push(' ');
            }
        } else if !c.is_control() && !shapeless(c) {
            out.push(c);
        }
    }
    out.trim().chars().take(LONGEST).collect()
}

fn shapeless(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || (u32::from(c) & 0xfffe) == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_with_either_cross() {
        for size in LabelSize::ALL {
            assert_eq!(size.to_string().parse(), Ok(size));
            assert_eq!(size.to_string().replace('x', "×").parse(), Ok(size));
        }
        assert_eq!(
            "10x10".parse::<LabelSize>(),
            Err(LabelError::Size("10x10".into()))
        );
    }

    #[test]
    fn controls_and_direction_marks_leave_no_trace() {
        assert_eq!(
            clean(" 甲\u{202e}\n\t乙\u{0}\u{7f}\u{85}\u{fffe} "),
            "甲 乙"
        );
        assert_eq!(clean("电子秤　Ⅲ级"), "电子秤　Ⅲ级");
        assert!(clean(&"长".repeat(100_000)).chars().count() <= LONGEST);
    }
}
