//! From what the register holds to what readers get: wire types, page structs, labels.

pub mod label;
pub mod page;
pub mod wire;
