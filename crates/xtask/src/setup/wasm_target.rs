//! The compiler's WebAssembly target: from rustup, or else made from Debian's own packages.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::shell;
use crate::workspace::Workspace;

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler for web browsers, its standard library's sources, and a linker.
const DEBIAN: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];

/// A cargo and rustc that can build for [`TARGET`]. Need not be the one that builds the rest.
pub struct WasmToolchain {
    /// `None` is the one that runs us.
    debian: Option<(PathBuf, PathBuf)>,
}

impl WasmToolchain {
    /// Finds such a toolchain or makes one.
    pub fn find_or_install(workspace: &Workspace) -> Result<Self> {
        if has_target(Command::new("rustc").current_dir(&workspace.root)) {
            return Ok(Self { debian: None });
        }
        let (cargo, rustc) = (
            PathBuf::from("/usr/bin/cargo"),
            PathBuf::from("/usr/bin/rustc"),
        );
        if has_target(&mut Command::new(&rustc)) {
            return Ok(Self {
                debian: Some((cargo, rustc)),
            });
        }
        if shell::find_program("rustup").is_some() {
            shell::say(format!("adding the target {TARGET} with rustup"));
            let added = shell::run(
                Command::new("rustup")
                    .current_dir(&workspace.root)
                    .args(["target", "add", TARGET]),
            );
            if added.is_ok() && has_target(Command::new("rustc").current_dir(&workspace.root)) {
                return Ok(Self { debian: None });
            }
            shell::say("rustup could not; Debian's packages may");
        }
        apt::install(DEBIAN)?;
        build_standard_library(workspace, &cargo, &rustc)?;
        Ok(Self {
            debian: Some((cargo, rustc)),
        })
    }

    /// This toolchain's cargo, in the clone.
    pub fn cargo(&self, workspace: &Workspace) -> Command {
        match &self.debian {
            None => shell::cargo(&workspace.root),
            Some((cargo, rustc)) => debian_cargo(&workspace.root, cargo, rustc),
        }
    }

    /// Which compiler this is, for the stamps.
    pub fn version(&self) -> Result<String> {
        let rustc = self
            .debian
            .as_ref()
            .map_or(OsStr::new("rustc"), |(_, rustc)| rustc.as_os_str());
        shell::output(Command::new(rustc).arg("-vV"))
    }

    /// Whether this is the very toolchain that builds the rest, with its clippy.
    pub fn is_native(&self) -> bool {
        self.debian.is_none()
    }
}

fn debian_cargo(folder: &Path, cargo: &Path, rustc: &Path) -> Command {
    let mut command = Command::new(cargo);
    command
        .current_dir(folder)
        .env("RUSTC", rustc)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("LD_LIBRARY_PATH");
    shell::clean_environment(&mut command);
    command
}

fn library_folder(rustc: &mut Command) -> Result<PathBuf> {
    let sysroot = shell::output(rustc.args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib"))
}

fn has_target(rustc: &mut Command) -> bool {
    let Ok(folder) = library_folder(rustc) else {
        return false;
    };
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

/// Debian ships the standard library's sources for the web target, not its binaries. An empty
/// crate built with `-Zbuild-std` leaves them in its `deps`; copied to the sysroot they serve
/// every later build as if they had been shipped.
fn build_standard_library(workspace: &Workspace, cargo: &Path, rustc: &Path) -> Result<()> {
    shell::say("building the standard library for WebAssembly (about a minute, once)");
    let folder = workspace.target.join("wasm-standard-library");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n",
    )?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    shell::run(
        debian_cargo(&folder, cargo, rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            // As the shipped one is: without bitcode the `wasm` profile's "fat" LTO refuses it.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .args([
                "build",
                "-Zbuild-std=std,panic_abort",
                "--release",
                "--target",
                TARGET,
            ]),
    )?;
    let built = folder.join("target").join(TARGET).join("release/deps");
    let library = library_folder(&mut Command::new(rustc))?;
    let copy = |from: &Path, to: &Path| -> Result<()> {
        fs::create_dir_all(&library)
            .with_context(|| format!("creating {} (root is needed)", library.display()))?;
        fs::copy(from, to).with_context(|| format!("copying to {}", to.display()))?;
        Ok(())
    };
    let mut copied = 0;
    for entry in fs::read_dir(&built).context("reading the built standard library")? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        let is_library = path
            .extension()
            .is_some_and(|extension| extension == "rlib");
        if is_library && !name.to_string_lossy().starts_with("libempty-") {
            copy(&path, &library.join(name))?;
            copied += 1;
        }
    }
    if copied == 0 {
        bail!("no libraries in {}", built.display());
    }
    Ok(())
}
