//! Inputs for the bodies where no coverage guides them: pieces of the real thing between bytes of all kinds.
//! Property tests take this in; libFuzzer does without.

use proptest::{prelude::*, sample::select};

/// Up to `most` pieces and bytes in any order.
pub fn soup(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        12 => select(pieces).prop_map(|p| p.as_bytes().to_vec()),
        3 => "\\PC{0,6}".prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}
