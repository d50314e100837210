//! Takes the table of assets that `cargo xtask build` made, or an empty one: the server then says
//! so when it starts, and serves pages without styles.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from);
    let site = variable("CHENGXING_SITE")
        .or_else(|| variable("CARGO_MANIFEST_DIR").map(|folder| folder.join("../target/site")))
        .expect("cargo sets CARGO_MANIFEST_DIR");
    let made = variable("OUT_DIR")
        .expect("cargo sets OUT_DIR")
        .join("assets.rs");
    let table = site.join("assets.rs");
    println!("cargo::rerun-if-env-changed=CHENGXING_SITE");
    println!("cargo::rerun-if-changed={}", table.display());
    println!(
        "cargo::rustc-env=CHENGXING_SITE_DIR={}",
        absolute(&site).display()
    );
    let content = fs::read_to_string(&table).unwrap_or_else(|_| "&[]\n".to_owned());
    fs::write(made, content).expect("cargo's own folder can be written to");
}

fn absolute(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}
