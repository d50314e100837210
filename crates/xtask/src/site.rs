//! The assets: WebAssembly, styles, `boot.js` and what lies in `public/`, named by their content,
//! compressed, and listed with their integrity in `manifest.json`. The server's build script takes
//! them from `target/site`.
//!
//! The chain of integrity: a page names `boot.js` with its hash, `boot.js` carries the hashes of
//! the glue scripts and the WebAssembly. So `boot.js` is made last.

pub mod digest;
mod javascript;
pub mod manifest;
mod style;
pub mod wasm;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::setup::wasm_target::WasmToolchain;
use crate::shell;
use crate::workspace::Workspace;
use manifest::Site;

/// For whom the assets are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Optimised and compressed.
    Release,
    /// Quick to build, and `boot.js` reloads the page when it changes.
    Watch,
}

impl Flavour {
    /// The folder of the finished assets.
    pub fn site(self, workspace: &Workspace) -> PathBuf {
        match self {
            Self::Release => workspace.site(),
            Self::Watch => workspace.root.join("target/site-watch"),
        }
    }
}

/// Makes the assets if anything they are made of has changed.
pub fn assemble(workspace: &Workspace, flavour: Flavour) -> Result<()> {
    let toolchain = WasmToolchain::find_or_install(workspace)?;
    let folder = flavour.site(workspace);
    let inputs = inputs_digest(workspace, &toolchain)?;
    let stamp = folder.join("inputs.sha256");
    let complete =
        folder.join(manifest::MANIFEST).exists() && folder.join(manifest::TABLE).exists();
    if complete && fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == inputs) {
        shell::say("assets are up to date");
        return Ok(());
    }
    let mut site = Site::new(folder, flavour);
    let mut entries = Vec::new();
    for entry in wasm::ENTRIES {
        shell::say(format!("building WebAssembly: {}", entry.name));
        let built = wasm::build(workspace, &toolchain, entry, flavour)?;
        let glue = site.add_hashed(&format!("{}.js", entry.name), &built.glue)?;
        let module = site.add_hashed(&format!("{}_bg.wasm", entry.name), &built.module)?;
        entries.push(javascript::Entry::new(entry, &glue, &module));
    }
    shell::say("building styles, scripts and icons");
    for (name, css) in style::bundles(workspace)? {
        site.add_hashed(&name, &css)?;
    }
    let boot = javascript::boot(workspace, &entries, flavour)?;
    site.add_hashed("boot.js", &boot)?;
    add_public(workspace, &mut site)?;
    site.finish()?;
    fs::write(&stamp, inputs).context("writing the assets' stamp")
}

/// What lies in `public/` keeps its name; `boot.js` is a source, not an asset.
fn add_public(workspace: &Workspace, site: &mut Site) -> Result<()> {
    let public = workspace.root.join("public");
    for path in files_below(&public)? {
        let name = path.strip_prefix(&public)?.to_string_lossy().into_owned();
        if name != "boot.js" {
            site.add_plain(&name, &fs::read(&path)?)?;
        }
    }
    Ok(())
}

/// A digest of everything the assets are made of and with.
fn inputs_digest(workspace: &Workspace, toolchain: &WasmToolchain) -> Result<String> {
    let mut folders: BTreeSet<PathBuf> = ["style", "public", "rules"]
        .map(|name| workspace.root.join(name))
        .into();
    for package in wasm::ENTRIES
        .iter()
        .map(|entry| entry.package)
        .chain(["xtask"])
    {
        folders.extend(workspace.source_folders(package));
    }
    let mut files: BTreeSet<PathBuf> = ["Cargo.toml", "Cargo.lock", "package-lock.json"]
        .map(|name| workspace.root.join(name))
        .into();
    for folder in &folders {
        files.extend(files_below(folder)?);
    }
    let mut all = toolchain.version()?;
    for file in files {
        let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        all.push_str(&file.strip_prefix(&workspace.root)?.to_string_lossy());
        all.push(' ');
        all.push_str(&digest::hex(&content));
        all.push('\n');
    }
    Ok(digest::hex(all.as_bytes()))
}

/// Every file below a folder, in order; none if there is no such folder.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
