//! A Python environment in the cache folder: a second label decoder, and the spelling checker.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::shell;
use crate::site::digest;
use crate::workspace::Workspace;

/// Pinned, so that a test never changes its mind by itself.
const REQUIREMENTS: &[&str] = &["zxing-cpp==3.1.1", "pillow==13.0.0", "typos==1.52.0"];

/// The environment's `bin` folder, which may not exist yet.
pub fn programs(workspace: &Workspace) -> PathBuf {
    let name = digest::hex(REQUIREMENTS.join(" ").as_bytes());
    workspace
        .cache()
        .join(format!("python-{}", &name[..10]))
        .join("bin")
}

/// Makes the environment if it is not there, and returns its `bin` folder.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let programs = programs(workspace);
    let folder = programs.parent().context("bin has a parent")?.to_path_buf();
    let stamp = folder.join("complete");
    if stamp.exists() {
        return Ok(programs);
    }
    shell::say(format!(
        "making a Python environment: {}",
        REQUIREMENTS.join(" ")
    ));
    if folder.exists() {
        fs::remove_dir_all(&folder).context("removing a half-made environment")?;
    }
    fs::create_dir_all(&folder)?;
    let make = || shell::run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    if make().is_err() {
        apt::install(&["python3", "python3-venv"])?;
        make()?;
    }
    shell::run(
        Command::new(programs.join("pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .args(REQUIREMENTS),
    )?;
    fs::write(&stamp, "")?;
    Ok(programs)
}
