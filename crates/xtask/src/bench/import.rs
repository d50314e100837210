//! Rows a second: `chengxing import` against `sqlite3 .import` of the same file into one indexed table.

use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use clap::Args;

use super::scan::region;
use crate::build;
use crate::setup::{self, Scope, apt};
use crate::shell;
use crate::workspace::Workspace;

/// How much.
#[derive(Args)]
pub struct Options {
    /// Rows of the file
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Instruments in the register beforehand; 0 for an empty one
    #[arg(long, default_value_t = 10_000_000)]
    into: u64,
    /// csv or xlsx
    #[arg(long, default_value = "csv")]
    format: String,
}

/// Measures and prints.
pub fn import(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::setup(workspace, Scope::Build)?;
    apt::ensure(apt::FOR_BENCHES)?;
    let binary = build::release(workspace)?;
    let folder = workspace.cache().join("bench");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("rows-{}.{}", options.rows, options.format));
    if !file.exists() {
        shell::say(format!("writing {} rows", options.rows));
        shell::run(
            shell::cargo(&workspace.root)
                .args([
                    "run",
                    "--quiet",
                    "--release",
                    "--package",
                    "chengxing-intake",
                    "--example",
                    "generate",
                    "--",
                    "--rows",
                ])
                .arg(options.rows.to_string())
                .args(["--format", &options.format])
                .arg(&file),
        )?;
    }
    let data = folder.join("import-data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    fs::create_dir_all(&data)?;
    if options.into > 0 {
        let source = folder.join(options.into.to_string()).join("data");
        region(&binary, &source, options.into)?;
        shell::say("copying the register");
        fs::copy(source.join("register.sqlite"), data.join("register.sqlite"))?;
    }
    let begun = Instant::now();
    let mut command = Command::new("/usr/bin/time");
    shell::clean_environment(&mut command);
    shell::run(
        command
            .args(["-f", "peak memory %M KiB"])
            .arg(&binary)
            .args(["import", "verifications"])
            .arg(&file)
            .arg("--data")
            .arg(&data),
    )?;
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "chengxing import: {} rows in {seconds:.1} s, {:.0} rows/s",
        options.rows,
        options.rows as f64 / seconds
    );

    if options.format == "csv" {
        let peer = data.join("peer.sqlite");
        let begun = Instant::now();
        let script = format!(
            "PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\n.mode csv\n.import {} rows\nCREATE INDEX rows_1 ON rows (1);\n",
            file.display()
        );
        let mut child = Command::new("sqlite3")
            .arg(&peer)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            std::io::Write::write_all(&mut input, script.as_bytes())?;
        }
        let status = child.wait()?;
        let peer_seconds = begun.elapsed().as_secs_f64();
        println!(
            "sqlite3 .import ({status}): {peer_seconds:.1} s, {:.0} rows/s; ratio {:.2}",
            options.rows as f64 / peer_seconds,
            peer_seconds / seconds
        );
    }
    fs::remove_dir_all(&data)?;
    Ok(())
}
