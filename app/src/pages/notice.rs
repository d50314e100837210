//! `/notice`.
