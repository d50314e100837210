//! `/search`.
