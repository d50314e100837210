//! Measurements, each against a peer in the same run where there is one. Figures are printed,
//! never asserted.

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
    /// Brotli bytes of the scan page, each style, script and WebAssembly
    Size(size::Options),
}

/// Measures.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    match &options.subject {
        Subject::Size(options) => size::size(workspace, options),
    }
}
