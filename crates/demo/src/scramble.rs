//! One-to-one maps from an index to numbers that look drawn: no two instruments can share one, and
//! nothing needs to be remembered.

use chengxing_metrology::InstrumentCode;

/// 10⁸: eight digits.
const DIGITS: u64 = 100_000_000;
/// 31⁶: six symbols of the credit code's alphabet.
const SYMBOLS: u64 = 887_503_681;

/// The maps of one seed.
#[derive(Clone, Copy, Debug)]
pub struct Scramble {
    seed: u64,
}

/// The finaliser of SplitMix64.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Scramble {
    pub fn new(seed: u64) -> Self {
        Self {
            seed: mix(seed ^ 0x9E37_79B9_7F4A_7C15),
        }
    }

    /// The public code of an instrument: a Feistel network of six rounds over its 50 bits.
    pub fn code(self, index: u64) -> InstrumentCode {
        const HALF: u64 = (1 << 25) - 1;
        let (mut left, mut right) = (index >> 25 & HALF, index & HALF);
        for round in 0..6 {
            (left, right) = (right, left ^ (mix(self.seed ^ right << 8 ^ round) & HALF));
        }
        InstrumentCode::from_bits(left << 25 | right)
    }

    /// Eight digits of an instrument's own.
    pub fn digits(self, index: u64) -> u64 {
        (index % DIGITS * 61_803_399 + self.seed % DIGITS) % DIGITS
    }

    /// A number below 31⁶ of a business's own.
    pub fn business(self, index: u64) -> u64 {
        (index % SYMBOLS * 271_828_183 + self.seed % SYMBOLS) % SYMBOLS
    }
}
