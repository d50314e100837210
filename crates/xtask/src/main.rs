//! `cargo xtask`: everything a developer or a build machine does with this repository.
//!
//! It installs what is missing, builds the WebAssembly, styles and binary, serves, watches, tests
//! and measures. It is not part of the product: nothing that ships depends on it. Its one rule:
//! every step says what it does, and is quick when there is nothing to do.

mod bench;
mod build;
mod check;
mod serve;
mod setup;
mod shell;
mod site;
mod test;
mod watch;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::setup::Scope;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Set up, build, serve, test and measure Chengxing"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the release, load the demo region if the data folder is empty, and serve it
    Serve(serve::Options),
    /// Run every test: Rust, both databases, HTTP, Chromium
    Test(test::Options),
    /// Build the assets and leave the binary at target/release/chengxing
    Build,
    /// Serve, and rebuild and reload the browser when a file changes
    Watch(serve::Options),
    /// Formatting, lints and the quick unit tests
    Check,
    /// Install what the commands above need, and nothing else
    Setup {
        /// Only what `build` and `serve` need, not what the tests need
        #[arg(long)]
        serve: bool,
    },
    /// Measure
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let workspace = Workspace::locate()?;
    match Arguments::parse().command {
        Command::Serve(options) => serve::serve(&workspace, &options),
        Command::Test(options) => match test::test(&workspace, &options) {
            // The sums are the last line printed: the status says the rest.
            Ok(false) => std::process::exit(1),
            Ok(true) => Ok(()),
            Err(error) => Err(error),
        },
        Command::Build => {
            setup::setup(&workspace, Scope::Build)?;
            build::release(&workspace).map(drop)
        }
        Command::Watch(options) => watch::watch(&workspace, &options),
        Command::Check => check::check(&workspace),
        Command::Setup { serve: true } => setup::setup(&workspace, Scope::Build),
        Command::Setup { serve: false } => setup::setup(&workspace, Scope::Test),
        Command::Bench(options) => bench::bench(&workspace, &options),
    }
}
