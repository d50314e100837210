//! `/about`.
