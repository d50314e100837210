//! From a crate to a script and a module that a browser can load.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output};

use super::javascript::{self, Kind};
use super::{Flavour, digest};
use crate::setup::wasm_target::{TARGET, WasmToolchain};
use crate::shell;
use crate::workspace::Workspace;

/// A crate that becomes a WebAssembly module of its own.
pub struct Entry {
    /// The name of its assets and in `boot.js`.
    pub name: &'static str,
    /// The package.
    pub package: &'static str,
    /// The words that choose its features in the browser.
    pub features: &'static [&'static str],
    /// The global that its glue script defines.
    pub global: &'static str,
}

/// The first bundle, and the one that is loaded only when asked for.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "app",
        package: "chengxing-app",
        features: &["--no-default-features", "--features", "hydrate"],
        global: "chengxing_app",
    },
    Entry {
        name: "scanner",
        package: "chengxing-scanner",
        features: &[],
        global: "chengxing_scanner",
    },
];

/// By name: `--all-features` yields a module that Chromium refuses.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A loadable module.
pub struct Built {
    /// The script.
    pub glue: Vec<u8>,
    /// The WebAssembly.
    pub module: Vec<u8>,
}

/// Compiles, binds and optimises an entry. Binding and optimising are skipped when the compiler
/// came to the same result as the last time.
pub fn build(
    workspace: &Workspace,
    toolchain: &WasmToolchain,
    entry: &Entry,
    flavour: Flavour,
) -> Result<Built> {
    let (profile, profile_folder) = match flavour {
        Flavour::Release => ("wasm", "wasm"),
        Flavour::Watch => ("dev", "debug"),
    };
    // The crate type is given here, so that the native build need not link a library as well.
    shell::run(
        toolchain
            .cargo(workspace)
            .args([
                "rustc",
                "--profile",
                profile,
                "--target",
                TARGET,
                "--package",
                entry.package,
            ])
            .args(entry.features)
            .args(["--lib", "--crate-type", "cdylib"]),
    )?;
    let compiled = workspace
        .target
        .join(TARGET)
        .join(profile_folder)
        .join(format!("{}.wasm", entry.package.replace('-', "_")));
    let folder = workspace
        .target
        .join("wasm-bindgen")
        .join(profile)
        .join(entry.name);
    let stamp_file = folder.join("compiled.sha256");
    let glue = folder.join(format!("{}.min.js", entry.name));
    let module = folder.join(format!("{}_bg.opt.wasm", entry.name));
    let stamp = stamp(workspace, &compiled)?;
    if fs::read_to_string(&stamp_file).ok().as_ref() != Some(&stamp) {
        bind(&compiled, &folder, entry)?;
        let bound_glue = folder.join(format!("{}.js", entry.name));
        let bound_module = folder.join(format!("{}_bg.wasm", entry.name));
        match flavour {
            Flavour::Release => {
                shell::run(
                    Command::new(workspace.node_program("wasm-opt"))
                        .arg("-Oz")
                        .args(WASM_FEATURES)
                        .arg(&bound_module)
                        .arg("-o")
                        .arg(&module),
                )?;
            }
            Flavour::Watch => {
                fs::copy(&bound_module, &module)?;
            }
        }
        let minified = javascript::minify(workspace, &fs::read(&bound_glue)?, Kind::Glue, &[])?;
        fs::write(&glue, minified)?;
        fs::write(&stamp_file, stamp)?;
    }
    Ok(Built {
        glue: fs::read(glue)?,
        module: fs::read(module)?,
    })
}

fn stamp(workspace: &Workspace, compiled: &Path) -> Result<String> {
    let compiled = fs::read(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let tools = fs::read(workspace.root.join("package-lock.json"))?;
    let binder = fs::read(workspace.root.join("Cargo.lock"))?;
    let recipe = include_bytes!("wasm.rs");
    Ok([&compiled[..], &tools, &binder, recipe]
        .map(digest::hex)
        .join(" "))
}

/// A classic script rather than a module: only a `<script>` element's `integrity` is enforced by
/// every browser, `import()` has none.
fn bind(compiled: &Path, folder: &Path, entry: &Entry) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut output = Bindgen::new()
        .input_path(compiled)
        .no_modules(true)
        .and_then(|bindgen| bindgen.no_modules_global(entry.global))
        .map_err(|error| error.context("configuring wasm-bindgen"))?
        .out_name(entry.name)
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("binding {}", entry.package))?;
    let own_scripts: Vec<&String> = output
        .snippets()
        .iter()
        .filter(|(_, inline)| !inline.is_empty())
        .map(|(name, _)| name)
        .chain(output.local_modules().keys())
        .collect();
    if !own_scripts.is_empty() {
        bail!(
            "{} brings JavaScript of its own along ({own_scripts:?}), which a classic script \
             cannot load",
            entry.package
        );
    }
    drop_unused_streams(&mut output);
    output.emit(folder)
}

/// Leptos brings the streams of its server functions along. Their methods are exported, which keeps
/// them and all that they call alive; but where Rust never makes such a stream (it would import its
/// constructor), nothing can call them.
fn drop_unused_streams(output: &mut Output) {
    const STREAMS: &str = "intounderlying";
    let module = output.wasm_mut();
    if module
        .imports
        .iter()
        .any(|import| import.name.contains(STREAMS))
    {
        return;
    }
    let mut unused = Vec::new();
    for export in module.exports.iter() {
        if export.name.contains(STREAMS) {
            unused.push(export.id());
        }
    }
    for export in unused {
        module.exports.delete(export);
    }
}
