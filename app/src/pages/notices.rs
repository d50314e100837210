//! `/notices`.
