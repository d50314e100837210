//! The unified social credit code (统一社会信用代码, GB 32100-2015).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A credit code whose check symbol is right: 18 symbols.
///
/// ```
/// use chengxing_metrology::CreditCode;
/// assert!("91350100M000100Y43".parse::<CreditCode>().is_ok());
/// assert!(" 91512081ｍａ62k0260e ".parse::<CreditCode>().is_ok());
/// assert!("91350100M000100Y44".parse::<CreditCode>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CreditCode([u8; 18]);

/// Why a text is not a credit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 symbols.
    #[error("a unified social credit code has 18 symbols, this has {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character outside the alphabet (I, O, S, V and Z are not used).
    #[error("{found:?} at place {place} is not used in credit codes")]
    Symbol {
        /// Place from 1.
        place: usize,
        /// The character.
        found: char,
    },
    /// The check symbol is wrong.
    #[error("the last symbol should be {expected}")]
    Check {
        /// The symbol that fits.
        expected: char,
    },
}

impl CreditCode {
    /// The code that `body`, 17 symbols, makes with its check symbol.
    pub fn with_check(body: &str) -> Result<Self, CreditCodeError> {
        let body = clean(body);
        if body.len() != 17 {
            return Err(CreditCodeError::Length { found: body.len() });
        }
        let check = check_symbol(&body)?;
        body.into_iter().chain([check]).collect::<String>().parse()
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn clean(text: &str) -> Vec<char> {
    text.chars()
        .map(crate::fold::half_width)
        .filter(|c| !c.is_whitespace() && *c != '-' && !crate::fold::is_invisible(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// 31 − Σ aᵢ·3^(i−1) mod 31, and again mod 31 (the step that many copies forget).
fn check_symbol(symbols: &[char]) -> Result<char, CreditCodeError> {
    let mut weight = 1;
    let mut sum = 0;
    for (i, c) in symbols.iter().enumerate() {
        let value =
            ALPHABET
                .iter()
                .position(|s| char::from(*s) == *c)
                .ok_or(CreditCodeError::Symbol {
                    place: i + 1,
                    found: *c,
                })?;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    Ok(char::from(ALPHABET[(31 - sum % 31) % 31]))
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    fn from_str(text: &str) -> Result<Self, CreditCodeError> {
        let symbols = clean(text);
        if symbols.len() != 18 {
            return Err(CreditCodeError::Length {
                found: symbols.len(),
            });
        }
        let expected = check_symbol(&symbols[..17])?;
        if symbols[17] != expected {
            return Err(CreditCodeError::Check { expected });
        }
        let mut code = [0; 18];
        for (to, from) in code.iter_mut().zip(symbols) {
            *to = from as u8;
        }
        Ok(Self(code))
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, CreditCodeError> {
        text.parse()
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exactly_one_check_symbol_fits(body in "[0-9A-HJ-NP-RT-UW-Y]{17}") {
            let right = (0..31).filter(|i| format!("{body}{}", char::from(ALPHABET[*i])).parse::<CreditCode>().is_ok()).count();
            prop_assert_eq!(right, 1);
            prop_assert!(CreditCode::with_check(&body).is_ok());
        }
    }

    #[test]
    fn the_second_mod_is_not_forgotten() {
        // A body whose weighted sum is a multiple of 31: the check symbol is 0, not a 32nd symbol.
        let code = CreditCode::with_check("00000000000000000").unwrap();
        assert_eq!(code.as_str(), "000000000000000000");
    }
}
