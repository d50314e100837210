//! Serve, and start again when a source changes.
//!
//! The browser needs no second connection and no hole in the policy: in this flavour `boot.js`
//! fetches its own page every second and reloads when the bytes differ. A page is the same bytes
//! for one address and release, and names its assets by their hashes, so any change shows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::serve::{self, Options};
use crate::setup::{self, Scope};
use crate::shell;
use crate::site::{self, Flavour};
use crate::workspace::Workspace;

const INTERVAL: Duration = Duration::from_millis(400);
const WATCHED: &[&str] = &[
    "app",
    "crates",
    "server",
    "style",
    "public",
    "rules",
    "Cargo.toml",
];

/// Builds, serves, waits for a change, and does it again until interrupted.
pub fn watch(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::setup(workspace, Scope::Build)?;
    let mut server: Option<Child> = None;
    loop {
        let seen = times_of_change(&workspace.root)?;
        match build(workspace) {
            Ok(binary) => {
                if let Some(running) = server.take() {
                    stop(running)?;
                }
                serve::ensure_data(&binary, options)?;
                server = Some(
                    options
                        .command(&binary)
                        .spawn()
                        .context("starting the server")?,
                );
                shell::say(format!(
                    "watching; the portal is at http://{}",
                    options.listen
                ));
            }
            // The old server goes on: a half-typed line is no reason to lose the page.
            Err(error) => shell::say(format!("not rebuilt: {error:#}")),
        }
        while times_of_change(&workspace.root)? == seen {
            thread::sleep(INTERVAL);
        }
        shell::say("something changed");
    }
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    site::assemble(workspace, Flavour::Watch)?;
    shell::run(
        shell::cargo(&workspace.root)
            .env("CHENGXING_SITE", Flavour::Watch.site(workspace))
            .args(["build", "--package", "server"]),
    )?;
    Ok(workspace.target.join("debug/chengxing"))
}

/// The data survives a kill at any moment, so the watch may use one.
fn stop(mut server: Child) -> Result<()> {
    server.kill().context("stopping the server")?;
    server.wait().context("waiting for the server's end")?;
    Ok(())
}

fn times_of_change(root: &Path) -> Result<BTreeMap<PathBuf, SystemTime>> {
    let mut times = BTreeMap::new();
    for name in WATCHED {
        let path = root.join(name);
        let files = if path.is_file() {
            vec![path]
        } else {
            site::files_below(&path)?
        };
        for file in files {
            // A file that vanished in between is a change by its absence.
            if let Ok(time) = fs::metadata(&file).and_then(|metadata| metadata.modified()) {
                times.insert(file, time);
            }
        }
    }
    Ok(times)
}
