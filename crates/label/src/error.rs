//! Why a label could not be made.

use crate::Field;

/// Why a label could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// The address is not something a phone will open, or could not be carried by the code.
    #[error("the address of the label cannot be encoded: {0}")]
    Url(&'static str),
    /// The code would have modules too small to be read.
    #[error("the address has {length} characters: too many for a readable code on a {size} label")]
    TooDense {
        /// Length of the address in bytes.
        length: usize,
        /// The label.
        size: crate::LabelSize,
    },
    /// The printed code is no code: it goes on the label whole or not at all.
    #[error("the printed code must be 1 to 16 letters, digits and hyphens")]
    Code,
    /// Words that claim something are never cut, and these do not fit.
    #[error("the {0} does not fit the label, and must not be cut")]
    TooLong(Field),
    /// No size of that name.
    #[error("unknown label size {0:?}: use 30x20, 50x30 or 60x40")]
    Size(String),
    /// No printer resolution of that figure.
    #[error("{0} dots an inch: use 203, 300 or 600")]
    Dpi(u32),
    /// No label fits between the margins of the sheet.
    #[error("no {0} label fits between these margins")]
    Sheet(crate::LabelSize),
    /// The bytes are no font.
    #[error("not a usable OpenType font: {0}")]
    Font(String),
    /// The PDF or PNG writer gave up.
    #[error("writing the {0} failed: {1}")]
    Output(&'static str, String),
}
