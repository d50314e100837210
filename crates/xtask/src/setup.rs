//! What a fresh machine lacks. Each step looks first and is silent when satisfied.

pub mod apt;
mod node;
pub mod python;
pub mod wasm_target;

use anyhow::{Result, bail};

use crate::shell;
use crate::workspace::Workspace;

/// How much to install.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The WebAssembly target and the two npm tools of the asset build.
    Build,
    /// Also Chromium, PostgreSQL, label decoders, validators.
    Test,
}

/// Installs what is missing. Goes on after a failure so that one run names all that is missing.
pub fn setup(workspace: &Workspace, scope: Scope) -> Result<()> {
    let mut failures = Vec::new();
    let mut note = |result: Result<()>| {
        if let Err(error) = result {
            failures.push(format!("{error:#}"));
        }
    };
    note(wasm_target::WasmToolchain::find_or_install(workspace).map(drop));
    note(node::ensure_node());
    if scope == Scope::Test {
        note(apt::ensure(apt::FOR_TESTS));
    }
    note(node::ensure_packages(workspace, scope));
    if scope == Scope::Test {
        note(python::ensure(workspace).map(drop));
    }
    if !failures.is_empty() {
        bail!("set-up is incomplete:\n  {}", failures.join("\n  "));
    }
    shell::say("set-up is complete");
    Ok(())
}
