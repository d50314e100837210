//! Measurements, each against a peer in the same run where there is one. Figures are printed,
//! never asserted.

mod import;
mod scan;
mod server;
mod size;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::workspace::Workspace;

/// What to measure.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Subcommand)]
enum Subject {
    /// Scans a second, against nginx serving the same bytes from a file
    Scan(scan::Options),
    /// Imported rows a second, against `sqlite3 .import`
    Import(import::Options),
    /// Brotli bytes of the scan page, each style, script and WebAssembly
    Size(size::Options),
}

/// Measures.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    match &options.subject {
        Subject::Scan(options) => scan::scan(workspace, options),
        Subject::Import(options) => import::import(workspace, options),
        Subject::Size(options) => size::size(workspace, options),
    }
}
