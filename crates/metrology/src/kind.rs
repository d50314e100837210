//! Kinds of instruments. A kind is known by its id; what the law says of it is in `rules/kinds.toml`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The id of a kind: lower-case ASCII letters and `_`, e.g. `price_computing_scale`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KindId(String);

/// The text is no kind id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a kind is written in lower-case letters and underscores")]
pub struct KindIdError;

impl KindId {
    /// Instruments of no listed kind; their type name is kept with them.
    pub const OTHER: &'static str = "other";

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind of instruments that are of no listed kind.
    pub fn other() -> Self {
        Self(Self::OTHER.to_owned())
    }
}

impl FromStr for KindId {
    type Err = KindIdError;

    fn from_str(text: &str) -> Result<Self, KindIdError> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        fits.then(|| Self(text.to_owned())).ok_or(KindIdError)
    }
}

impl TryFrom<String> for KindId {
    type Error = KindIdError;

    fn try_from(text: String) -> Result<Self, KindIdError> {
        text.parse()
    }
}

impl From<KindId> for String {
    fn from(kind: KindId) -> Self {
        kind.0
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
