//! The release: assets first, then the binary that holds them.

use std::path::PathBuf;

use anyhow::Result;

use crate::shell;
use crate::site::{self, Flavour};
use crate::workspace::Workspace;

/// Builds assets, binary and every test in one go: built apart, tests unite other features of the
/// dependencies than the binary does, and nearly all of them would be compiled twice.
pub fn release_with_tests(workspace: &Workspace) -> Result<()> {
    site::assemble(workspace, Flavour::Release)?;
    shell::say("building the server and the tests");
    shell::run(
        shell::cargo(&workspace.root)
            .args(["build", "--release", "--all-targets"])
            .args(NATIVE),
    )
}

/// The packages of the native build: all but this tool, which has a profile of its own.
pub const NATIVE: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// Builds `target/release/chengxing` and returns its path.
pub fn release(workspace: &Workspace) -> Result<PathBuf> {
    site::assemble(workspace, Flavour::Release)?;
    shell::say("building the server");
    shell::run(shell::cargo(&workspace.root).args(["build", "--release", "--package", "server"]))?;
    Ok(workspace.binary())
}
