//! What is tried on any bytes: libFuzzer calls these bodies, and so do property tests in
//! `crates/metrology/tests/any_bytes.rs`, `crates/intake/tests/any_bytes.rs` and `tests/tests/any_bytes.rs`,
//! which take them in by their paths.

pub mod files;
pub mod http;
pub mod identifiers;

/// A path in a temporary folder of this process.
pub fn own_file() -> std::path::PathBuf {
    static FOLDER: std::sync::LazyLock<tempfile::TempDir> =
        std::sync::LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));
    FOLDER.path().join("input")
}
