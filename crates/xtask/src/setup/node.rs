//! Node and the npm packages: esbuild and wasm-opt for the build, the rest for the tests.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Scope, apt};
use crate::shell;
use crate::site::digest;
use crate::workspace::Workspace;

/// The oldest node that esbuild and wasm-opt run on.
const OLDEST: u32 = 18;

/// Makes sure that node and npm are there.
pub fn ensure_node() -> Result<()> {
    if shell::find_program("node").is_none() || shell::find_program("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    let version = shell::output(Command::new("node").arg("--version"))?;
    let major: u32 = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok())
        .with_context(|| format!("reading node's version {version}"))?;
    if major < OLDEST {
        bail!(
            "node {OLDEST} or newer is needed, this is {}",
            version.trim()
        );
    }
    Ok(())
}

/// Installs exactly what `package-lock.json` says. A stamp in `node_modules` remembers it.
pub fn ensure_packages(workspace: &Workspace, scope: Scope) -> Result<()> {
    let lock = fs::read(workspace.root.join("package-lock.json")).context("package-lock.json")?;
    let lock_digest = digest::hex(&lock);
    let stamp_file = workspace.root.join("node_modules/.chengxing-stamp");
    let everything = format!("{lock_digest} everything");
    let tools_only = format!("{lock_digest} tools");
    let stamp = fs::read_to_string(&stamp_file).unwrap_or_default();
    if stamp == everything || (stamp == tools_only && scope == Scope::Build) {
        return Ok(());
    }
    shell::say("installing npm packages");
    let mut command = Command::new("npm");
    command
        .current_dir(&workspace.root)
        .env("PUPPETEER_SKIP_DOWNLOAD", "1")
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]);
    if scope == Scope::Build {
        command.arg("--omit=dev");
    }
    shell::run(&mut command)?;
    let stamp = if scope == Scope::Build {
        tools_only
    } else {
        everything
    };
    fs::write(&stamp_file, stamp).context("writing the npm stamp")?;
    Ok(())
}
