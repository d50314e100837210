//! HTTP without pages: accepting, headers, caching, compression, limits.

pub mod accept;
pub mod cache;
pub mod encoding;
pub mod guard;
pub mod meter;
pub mod policy;
pub mod problem;
