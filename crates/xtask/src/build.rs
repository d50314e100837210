//! The release: assets first, then the binary that holds them.

use std::path::PathBuf;

use anyhow::Result;

use crate::shell;
use crate::site::{self, Flavour};
use crate::workspace::Workspace;

/// Builds `target/release/chengxing` and returns its path.
pub fn release(workspace: &Workspace) -> Result<PathBuf> {
    site::assemble(workspace, Flavour::Release)?;
    shell::say("building the server");
    shell::run(shell::cargo(&workspace.root).args(["build", "--release", "--package", "server"]))?;
    Ok(workspace.binary())
}
