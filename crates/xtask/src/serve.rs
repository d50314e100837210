//! From a fresh machine to a portal on <http://127.0.0.1:3000>.

use std::ffi::OsString;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use crate::build;
use crate::setup::{self, Scope};
use crate::shell;
use crate::workspace::Workspace;

/// Where to listen, and with which data.
#[derive(Args)]
pub struct Options {
    /// The address to listen on
    #[arg(long, env = "CHENGXING_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: String,
    /// The data folder; the demo region is loaded into it if it is empty
    #[arg(long, env = "CHENGXING_DATA", default_value = "data")]
    pub data: PathBuf,
    /// More options for `chengxing serve`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub more: Vec<OsString>,
}

impl Options {
    /// `chengxing serve` with these options.
    pub fn command(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        command
            .args(["serve", "--listen", &self.listen, "--data"])
            .arg(&self.data)
            .args(&self.more);
        command
    }

    fn names_a_database(&self) -> bool {
        std::env::var_os("CHENGXING_DATABASE").is_some()
            || self
                .more
                .iter()
                .any(|word| word.to_string_lossy().starts_with("--database"))
    }
}

/// Sets up, builds, fills an empty data folder, and becomes the server.
pub fn serve(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::setup(workspace, Scope::Build)?;
    let binary = build::release(workspace)?;
    ensure_data(&binary, options)?;
    shell::say(format!(
        "serving on http://{} (stop with Ctrl-C)",
        options.listen
    ));
    Err(anyhow!(options.command(&binary).exec()).context("starting the server"))
}

/// Loads the demo region into an empty data folder: beside it first, so that an interrupted load
/// is never taken for a finished one.
pub fn ensure_data(binary: &Path, options: &Options) -> Result<()> {
    if options.names_a_database() {
        shell::say("a database is named: the demo region is not loaded");
        return Ok(());
    }
    let is_empty = fs::read_dir(&options.data).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        return Ok(());
    }
    shell::say(format!(
        "loading the demo region into {}",
        options.data.display()
    ));
    let mut aside = options.data.clone().into_os_string();
    aside.push(".tmp");
    let aside = PathBuf::from(aside);
    if aside.exists() {
        fs::remove_dir_all(&aside).context("removing an interrupted load")?;
    }
    shell::run(Command::new(binary).args(["demo", "--data"]).arg(&aside))?;
    if options.data.exists() {
        fs::remove_dir(&options.data)?;
    }
    fs::rename(&aside, &options.data)
        .with_context(|| format!("moving the demo region to {}", options.data.display()))
}
