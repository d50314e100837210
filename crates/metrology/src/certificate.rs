//! Numbers of verification certificates and notices.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fold;

/// The number of a verification certificate (检定证书) or notice of results (检定结果通知书), tidied:
/// half-width, no stray spaces, 1 to 80 characters.
///
/// ```
/// use chengxing_metrology::CertificateNumber;
/// let number = CertificateNumber::new(" ＹＪ-2026-0401-0093 ").unwrap();
/// assert_eq!(number.as_str(), "YJ-2026-0401-0093");
/// assert!(CertificateNumber::new("  ").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertificateNumber(String);

impl CertificateNumber {
    /// The longest number that is taken, in characters.
    pub const LONGEST: usize = 80;

    /// The number in `text`, or `None` where there is none or it is too long.
    pub fn new(text: &str) -> Option<Self> {
        let number = fold::tidy(text);
        (!number.is_empty() && number.chars().count() <= Self::LONGEST).then_some(Self(number))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key by which two spellings are one number.
    pub fn key(&self) -> String {
        fold::key(&self.0)
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
