//! The code itself.

use qrcode::{EcLevel, QrCode, Version, bits};

use crate::LabelError;

/// How much of a code may be covered or dirty before it stops reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl Level {
    /// The letter of the standard, ISO/IEC 18004.
    pub const fn letter(self) -> char {
        match self {
            Self::M => 'M',
            Self::Q => 'Q',
            Self::H => 'H',
        }
    }

    const fn ec(self) -> EcLevel {
        match self {
            Self::M => EcLevel::M,
            Self::Q => EcLevel::Q,
            Self::H => EcLevel::H,
        }
    }
}

/// A QR code of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// 1 to 40.
    pub version: u8,
    /// Error correction level.
    pub level: Level,
    /// Modules along a side, without the quiet zone.
    pub modules: usize,
    /// Row by row, `true` is black.
    pub bits: Vec<bool>,
}

/// The quiet zone on each side, in modules. Never less: the standard asks for four.
pub const QUIET: usize = 4;

/// The version a label is made for: 33 modules, 41 with the quiet zone.
const VERSION: u8 = 4;

impl Qr {
    /// Modules along a side, the quiet zone included.
    pub const fn side(&self) -> usize {
        self.modules + 2 * QUIET
    }

    /// Whether the module in column `x` and row `y` is black.
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.modules && y < self.modules && self.bits[y * self.modules + x]
    }

    /// Horizontal runs of black modules: column, row, length.
    pub(crate) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for y in 0..self.modules {
            let mut x = 0;
            while x < self.modules {
                let length = (x..self.modules).take_while(|&x| self.dark(x, y)).count();
                if length > 0 {
                    runs.push((x, y, length));
                }
                x += length.max(1);
            }
        }
        runs
    }
}

/// Encodes an address: version 4 at the highest level that holds it, else the smallest version
/// that holds it at level M.
///
/// Segments are mixed by the encoder, so that an upper-case code costs 5½ bits a character
/// although the host is in lower case. (Level L is not used: a sticker on a scale gets dirty.)
pub fn qr(url: &str) -> Result<Qr, LabelError> {
    check(url)?;
    for level in [Level::H, Level::Q, Level::M] {
        let version = Version::Normal(VERSION.into());
        if let Ok(code) = QrCode::with_version(url, version, level.ec()) {
            return Ok(own(&code, level));
        }
    }
    bits::encode_auto(url.as_bytes(), EcLevel::M)
        .and_then(|bits| QrCode::with_bits(bits, EcLevel::M))
        .map(|code| own(&code, Level::M))
        .map_err(|_| LabelError::Url("it is longer than any QR code"))
}

/// Version and level for a printer that encodes by itself and may not mix segments: as [`qr`], but
/// counted in bytes throughout, so that the symbol is never larger than this says.
pub(crate) fn bytes_only(url: &str) -> Result<(usize, Level), LabelError> {
    check(url)?;
    let fits = |version: u8, level: Level| {
        let mut bits = bits::Bits::new(Version::Normal(version.into()));
        bits.push_byte_data(url.as_bytes()).is_ok() && bits.push_terminator(level.ec()).is_ok()
    };
    let modules = |version: u8| 17 + 4 * usize::from(version);
    if let Some(level) = [Level::H, Level::Q, Level::M]
        .into_iter()
        .find(|&l| fits(VERSION, l))
    {
        return Ok((modules(VERSION), level));
    }
    (VERSION..=40)
        .find(|&version| fits(version, Level::M))
        .map(|version| (modules(version), Level::M))
        .ok_or(LabelError::Url("it is longer than any QR code"))
}

fn own(code: &QrCode, level: Level) -> Qr {
    let modules = code.width();
    Qr {
        version: ((modules - 17) / 4) as u8,
        level,
        modules,
        bits: code
            .to_colors()
            .into_iter()
            .map(|c| c == qrcode::Color::Dark)
            .collect(),
    }
}

/// A URL is printable ASCII by RFC 3986, and some phones open `https://` but not `HTTPS://`.
fn check(url: &str) -> Result<(), LabelError> {
    if !url.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(LabelError::Url("only printable ASCII may stand in it"));
    }
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() => Ok(()),
        _ => Err(LabelError::Url(
            "it must begin with https:// or http:// and a host",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(host: usize) -> String {
        format!("https://{}.cn/i/7K3M9-QX2RD-4", "a".repeat(host - 3))
    }

    #[test]
    fn hosts_of_twelve_to_twenty_letters_get_version_4_level_q() {
        for host in 12..=20 {
            let qr = qr(&url(host)).unwrap();
            assert_eq!(
                (qr.version, qr.level, qr.side()),
                (4, Level::Q, 41),
                "{host}"
            );
        }
    }

    #[test]
    fn a_short_host_gets_more_correction_and_a_long_one_less() {
        assert_eq!(qr(&url(4)).unwrap().level, Level::H);
        let long = qr(&url(32)).unwrap();
        assert_eq!((long.version, long.level), (4, Level::M));
        let longer = qr(&url(63)).unwrap();
        assert!(longer.version > 4 && longer.level == Level::M);
    }

    #[test]
    fn what_a_phone_would_not_open_is_refused() {
        for bad in [
            "",
            "https://",
            "HTTPS://a.cn",
            "javascript:alert(1)",
            "https://a.cn/ b",
            "https://秤.cn",
        ] {
            assert!(matches!(qr(bad), Err(LabelError::Url(_))), "{bad}");
        }
        assert!(qr(&format!("https://a.cn/{}", "A".repeat(5000))).is_err());
    }

    #[test]
    fn a_printer_that_does_not_mix_segments_makes_no_larger_symbol_than_planned() {
        for host in 4..80 {
            let (modules, level) = bytes_only(&url(host)).unwrap();
            let mixed = qr(&url(host)).unwrap();
            assert!(modules >= mixed.modules && level <= mixed.level);
        }
    }
}
