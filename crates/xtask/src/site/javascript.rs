//! `boot.js`, with the addresses and hashes of what it may load written into it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::Flavour;
use super::manifest::Asset;
use super::wasm;
use crate::workspace::Workspace;

/// What is being minified, and for whom.
#[derive(Clone, Copy)]
pub enum Kind {
    /// `boot.js`: must parse where WebAssembly cannot run.
    Boot,
    /// The script beside a module: only loaded where the module runs, so left as it is.
    Glue,
    /// Styles: the oldest browsers that know `@layer` are newer than these.
    Style,
}

impl Kind {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Boot => &["--loader=js", "--target=es2019", "--format=iife"],
            Self::Glue => &["--loader=js"],
            Self::Style => &["--loader=css", "--target=chrome90,firefox90,safari14"],
        }
    }
}

/// What `boot.js` knows of one WebAssembly module.
#[derive(Serialize)]
pub struct Entry {
    #[serde(skip)]
    name: &'static str,
    js: String,
    #[serde(rename = "jsHash")]
    js_integrity: String,
    wasm: String,
    #[serde(rename = "wasmHash")]
    wasm_integrity: String,
}

impl Entry {
    /// From the finished assets of an entry.
    pub fn new(entry: &wasm::Entry, glue: &Asset, module: &Asset) -> Self {
        Self {
            name: entry.name,
            js: glue.path.clone(),
            js_integrity: glue.integrity.clone(),
            wasm: module.path.clone(),
            wasm_integrity: module.integrity.clone(),
        }
    }
}

/// `public/boot.js`, completed and minified.
pub fn boot(workspace: &Workspace, entries: &[Entry], flavour: Flavour) -> Result<Vec<u8>> {
    let source = fs::read(workspace.root.join("public/boot.js")).context("public/boot.js")?;
    let entries: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.name, entry)).collect();
    let defines = [
        format!("--define:ENTRIES={}", serde_json::to_string(&entries)?),
        format!("--define:WATCHED={}", flavour == Flavour::Watch),
    ];
    minify(workspace, &source, Kind::Boot, &defines)
}

/// Runs esbuild over a script or a style sheet.
pub fn minify(
    workspace: &Workspace,
    source: &[u8],
    kind: Kind,
    more: &[String],
) -> Result<Vec<u8>> {
    let mut child = Command::new(workspace.node_program("esbuild"))
        .args(kind.arguments())
        .args([
            "--minify",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
        ])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting esbuild")?;
    let mut stdin = child.stdin.take().context("esbuild has a standard input")?;
    let source = source.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&source));
    let output = child.wait_with_output()?;
    writer
        .join()
        .map_err(|_| anyhow::anyhow!("writing to esbuild panicked"))??;
    if !output.status.success() {
        bail!("esbuild ended with {}", output.status);
    }
    Ok(output.stdout)
}
