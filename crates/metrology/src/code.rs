//! The public code of an instrument: ten random Crockford base32 symbols and a check symbol,
//! printed `7K3M9-QX2RD-…`.
//!
//! The check symbol is a Reed–Solomon parity symbol over GF(32): with the field built on
//! x⁵ + x² + 1 and its generator α = 2, the check is Σ αⁱ·dᵢ for i = 1 … 10. It finds every
//! change of one symbol and every swap of two symbols, neighbours or not: a swap of dᵢ and dⱼ
//! changes the sum by (αⁱ + αʲ)(dᵢ + dⱼ), which is zero only when the symbols are equal. (The check
//! symbol itself counts as α⁰.) The scheme is written down in `docs/format.md`.
//!
//! Fifty random bits make codes that cannot be counted through: at 10 million instruments a guess
//! that carries a right check symbol hits one in 112 million.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Crockford's base32 alphabet: no I, L, O or U.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const LENGTH: usize = 10;

/// Product in GF(2⁵) modulo x⁵ + x² + 1.
const fn multiply(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 0b10_0000 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

const fn power(exponent: usize) -> u8 {
    let mut value = 1;
    let mut i = 0;
    while i < exponent {
        value = multiply(value, 2);
        i += 1;
    }
    value
}

/// A public instrument code: 50 bits.
///
/// ```
/// use chengxing_metrology::InstrumentCode;
/// let code = InstrumentCode::from_bits(0x0_1234_5678_9ABC);
/// let printed = code.to_string();
/// assert_eq!(printed.len(), 13);
/// // Case, spaces, hyphens and the look-alikes O/0 and I/L/1 are forgiven.
/// let sloppy = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
/// assert_eq!(sloppy.parse::<InstrumentCode>().unwrap(), code);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct InstrumentCode(u64);

/// Why a text is not an instrument code, in enough detail to tell the reader how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not 11 symbols once spaces and hyphens are gone.
    #[error("an instrument code has 11 symbols, this has {found}")]
    Length {
        /// How many symbols there are.
        found: usize,
    },
    /// A character outside the alphabet.
    #[error("{found:?} at place {place} is not used in instrument codes")]
    Symbol {
        /// The place among the symbols, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// The check symbol does not fit the ten symbols before it.
    #[error("the last symbol should be {expected}, not {found}")]
    Check {
        /// The code that the ten symbols make with their own check symbol.
        code: InstrumentCode,
        /// The check symbol that fits.
        expected: char,
        /// The one that was read.
        found: char,
    },
}

impl InstrumentCode {
    /// How many bits a code carries.
    pub const BITS: u32 = 50;

    /// The code of the lowest 50 bits of `bits`; the rest is ignored.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & ((1 << Self::BITS) - 1))
    }

    /// The 50 bits.
    pub const fn bits(self) -> u64 {
        self.0
    }

    const fn symbols(self) -> [u8; LENGTH] {
        let mut symbols = [0; LENGTH];
        let mut i = 0;
        while i < LENGTH {
            symbols[i] = (self.0 >> (5 * (LENGTH - 1 - i)) & 31) as u8;
            i += 1;
        }
        symbols
    }

    const fn from_symbols(symbols: [u8; LENGTH]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < LENGTH {
            bits = bits << 5 | symbols[i] as u64;
            i += 1;
        }
        Self(bits)
    }

    const fn check_value(self) -> u8 {
        let symbols = self.symbols();
        let mut sum = 0;
        let mut i = 0;
        while i < LENGTH {
            sum ^= multiply(power(i + 1), symbols[i]);
            i += 1;
        }
        sum
    }

    /// The check symbol, an element of [`ALPHABET`].
    pub const fn check_symbol(self) -> char {
        ALPHABET[self.check_value() as usize] as char
    }

    /// Codes that differ from what was read by one symbol or one swap of neighbours: where to look
    /// when `read` carries a wrong check symbol. At most 21, the likeliest (a wrong check symbol) first.
    ///
    /// Empty unless `read` has eleven symbols of the alphabet.
    pub fn near(read: &str) -> Vec<Self> {
        let Ok((symbols, check)) = split(read) else {
            return Vec::new();
        };
        let code = Self::from_symbols(symbols);
        let mut near = vec![code];
        let error = code.check_value() ^ check;
        if error == 0 {
            return near;
        }
        for place in 0..LENGTH {
            // One wrong symbol: the only value at this place that fits the check symbol read.
            let correction = (0..32).find(|d| multiply(power(place + 1), *d) == error);
            if let Some(correction) = correction {
                let mut mended = symbols;
                mended[place] ^= correction;
                near.push(Self::from_symbols(mended));
            }
            if place + 1 < LENGTH {
                let mut swapped = symbols;
                swapped.swap(place, place + 1);
                let swapped = Self::from_symbols(swapped);
                if swapped.check_value() == check {
                    near.push(swapped);
                }
            }
        }
        near
    }

    /// The code without hyphens: eleven symbols.
    pub fn compact(self) -> String {
        self.to_string().replace('-', "")
    }
}

/// The ten symbols and the check symbol of a text, before the check.
fn split(text: &str) -> Result<([u8; LENGTH], u8), CodeError> {
    let mut values = [0u8; LENGTH + 1];
    let mut found = 0;
    let mut wrong = None;
    for c in text.chars().map(crate::fold::half_width) {
        if c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '_' | '.' | '·')
        {
            continue;
        }
        let value = match c.to_ascii_uppercase() {
            'O' => Some(0),
            'I' | 'L' => Some(1),
            upper => ALPHABET.iter().position(|s| char::from(*s) == upper),
        };
        found += 1;
        match value {
            Some(value) if found <= values.len() => values[found - 1] = value as u8,
            None if wrong.is_none() => {
                wrong = Some(CodeError::Symbol {
                    place: found,
                    found: c,
                });
            }
            _ => {}
        }
        if found > 64 {
            break;
        }
    }
    if found != values.len() {
        return Err(CodeError::Length { found });
    }
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    let mut symbols = [0; LENGTH];
    symbols.copy_from_slice(&values[..LENGTH]);
    Ok((symbols, values[LENGTH]))
}

impl FromStr for InstrumentCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let (symbols, check) = split(text)?;
        let code = Self::from_symbols(symbols);
        if code.check_value() == check {
            Ok(code)
        } else {
            Err(CodeError::Check {
                code,
                expected: code.check_symbol(),
                found: char::from(ALPHABET[usize::from(check)]),
            })
        }
    }
}

impl TryFrom<String> for InstrumentCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<InstrumentCode> for String {
    fn from(code: InstrumentCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for InstrumentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'-'; 13];
        for (i, symbol) in self.symbols().into_iter().enumerate() {
            text[i + usize::from(i >= 5)] = ALPHABET[usize::from(symbol)];
        }
        text[12] = ALPHABET[usize::from(self.check_value())];
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for InstrumentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_code() -> impl Strategy<Value = InstrumentCode> {
        any::<u64>().prop_map(InstrumentCode::from_bits)
    }

    proptest! {
        #[test]
        fn print_and_read_are_inverse(code in any_code()) {
            prop_assert_eq!(code.to_string().parse::<InstrumentCode>(), Ok(code));
            prop_assert_eq!(code.compact().parse::<InstrumentCode>(), Ok(code));
        }

        #[test]
        fn every_change_of_one_symbol_is_found(code in any_code(), place in 0usize..11, other in 0usize..32) {
            let mut text: Vec<u8> = code.compact().into_bytes();
            prop_assume!(text[place] != ALPHABET[other]);
            text[place] = ALPHABET[other];
            let text = String::from_utf8(text).unwrap();
            let read = text.parse::<InstrumentCode>();
            let found = matches!(read, Err(CodeError::Check { .. }));
            prop_assert!(found, "{} was read as {:?}", text, read);
            prop_assert!(InstrumentCode::near(&text).contains(&code));
        }

        #[test]
        fn every_swap_of_two_symbols_is_found(code in any_code(), a in 0usize..11, b in 0usize..11) {
            let mut text: Vec<u8> = code.compact().into_bytes();
            prop_assume!(text[a] != text[b]);
            text.swap(a, b);
            let text = String::from_utf8(text).unwrap();
            prop_assert!(text.parse::<InstrumentCode>().is_err());
            if a.abs_diff(b) == 1 && a.max(b) < 10 {
                prop_assert!(InstrumentCode::near(&text).contains(&code));
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let _ = text.parse::<InstrumentCode>();
            let _ = InstrumentCode::near(&text);
        }
    }

    #[test]
    fn what_is_wrong_is_said_precisely() {
        let code = InstrumentCode::from_bits(0x1_2345_6789_ABCD);
        let text = code.compact();
        assert_eq!(
            text[..9].parse::<InstrumentCode>(),
            Err(CodeError::Length { found: 9 })
        );
        assert_eq!(
            "".parse::<InstrumentCode>(),
            Err(CodeError::Length { found: 0 })
        );
        let with_u = format!("{}U{}", &text[..4], &text[5..]);
        assert_eq!(
            with_u.parse::<InstrumentCode>(),
            Err(CodeError::Symbol {
                place: 5,
                found: 'U'
            })
        );
        let full_width: String = text
            .chars()
            .map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap())
            .collect();
        assert_eq!(full_width.parse::<InstrumentCode>(), Ok(code));
    }
}
