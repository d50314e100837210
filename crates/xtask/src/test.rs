//! Every test there is, on whatever machine, with a table of what took how long at the end.

mod dependencies;
mod postgres;
mod report;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::build;
use crate::setup::{self, Scope, python, wasm_target::WasmToolchain};
use crate::shell;
use crate::site;
use crate::workspace::Workspace;
use postgres::ScratchCluster;
use report::Report;

/// What to test.
#[derive(Args)]
pub struct Options {
    /// Also the tests that take long: a thousand kills, a million pages
    #[arg(long)]
    long: bool,
    /// Run one step only, with what it needs
    #[arg(long, value_name = "STEP")]
    only: Option<Step>,
}

/// A step, in the order in which they run: the cheap ones first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Install what is missing
    Setup,
    /// Build assets and binary
    Build,
    /// Formatting
    Format,
    /// Spelling
    Spelling,
    /// Licences, sources and banned crates of the dependencies
    Dependencies,
    /// Lints of the native code
    Lint,
    /// Lints of what runs in the browser
    LintWasm,
    /// Unit tests of this tool
    Tool,
    /// Unit, property, contract and HTTP tests
    Rust,
    /// Examples in the documentation
    Examples,
    /// Journeys in Chromium, accessibility, HTML validity
    Browser,
}

impl Step {
    const ALL: &[Self] = &[
        Self::Setup,
        Self::Build,
        Self::Format,
        Self::Spelling,
        Self::Dependencies,
        Self::Lint,
        Self::LintWasm,
        Self::Tool,
        Self::Rust,
        Self::Examples,
        Self::Browser,
    ];

    /// Whether the step runs the release binary.
    fn needs_binary(self) -> bool {
        matches!(self, Self::Rust | Self::Browser)
    }
}

/// Runs the steps, all of them even after a failure, and prints the table. Whether all passed.
pub fn test(workspace: &Workspace, options: &Options) -> Result<bool> {
    let mut report = Report::default();
    for &step in Step::ALL {
        let wanted = match options.only {
            None => true,
            Some(only) => {
                step == only || step == Step::Setup || (step == Step::Build && only.needs_binary())
            }
        };
        if wanted {
            let name = step.to_possible_value().context("every step has a name")?;
            report.step(name.get_name(), |counts| {
                run(workspace, options, step, counts)
            });
        }
    }
    Ok(report.finish())
}

fn run(
    workspace: &Workspace,
    options: &Options,
    step: Step,
    counts: &mut report::Counts,
) -> Result<()> {
    let cargo = |words: &[&str]| {
        let mut command = shell::cargo(&workspace.root);
        command.args(words);
        command
    };
    match step {
        Step::Setup => setup::setup(workspace, Scope::Test),
        Step::Build => build::release_with_tests(workspace),
        Step::Format => shell::run(&mut cargo(&["fmt", "--all", "--check"])),
        Step::Spelling => {
            let typos = python::programs(workspace).join("typos");
            shell::run(Command::new(typos).current_dir(&workspace.root))
        }
        Step::Dependencies => dependencies::check(workspace),
        Step::Lint => lint(workspace),
        Step::LintWasm => lint_wasm(workspace),
        Step::Tool => counts.run(&mut cargo(&["test", "--package", "xtask"])),
        Step::Rust => {
            let cluster = ScratchCluster::start(workspace)?;
            let nextest = shell::succeeds(&mut cargo(&["nextest", "--version"]));
            let mut command = if nextest {
                cargo(&["nextest", "run"])
            } else {
                cargo(&["test", "--tests"])
            };
            command
                .args(["--release", "--no-fail-fast"])
                .args(build::NATIVE)
                .env("CHENGXING_TEST_POSTGRES", cluster.url());
            environment(workspace, options, &mut command)?;
            counts.run(&mut command)
        }
        Step::Examples => counts.run(cargo(&["test", "--release", "--doc"]).args(build::NATIVE)),
        Step::Browser => {
            let script = workspace.root.join("end2end/run.mjs");
            let mut command = Command::new("node");
            command.current_dir(&workspace.root).arg(script);
            environment(workspace, options, &mut command)?;
            counts.run(&mut command)
        }
    }
}

/// This tool apart: it is built in another profile, and what it is made of would be checked twice.
pub fn lint(workspace: &Workspace) -> Result<()> {
    let native: Vec<&str> = [&["--release"], &build::NATIVE[..]].concat();
    for which in [&native[..], &["--package", "xtask"]] {
        shell::run(
            shell::cargo(&workspace.root)
                .arg("clippy")
                .args(which)
                .args(["--all-targets", "--", "-D", "warnings"]),
        )?;
    }
    Ok(())
}

/// The crates that run in the browser, as they are compiled for it.
fn lint_wasm(workspace: &Workspace) -> Result<()> {
    if !WasmToolchain::find_or_install(workspace)?.is_native() {
        shell::say("Debian's compiler for the web has no clippy; its build was the check");
        return Ok(());
    }
    for entry in site::wasm::ENTRIES {
        shell::run(
            shell::cargo(&workspace.root)
                .args([
                    "clippy",
                    "--profile",
                    "wasm",
                    "--target",
                    setup::wasm_target::TARGET,
                ])
                .args(["--package", entry.package])
                .args(entry.features)
                .args(["--", "-D", "warnings"]),
        )?;
    }
    Ok(())
}

/// What the tests may rely on.
fn environment(workspace: &Workspace, options: &Options, command: &mut Command) -> Result<()> {
    let programs = python::programs(workspace);
    let mut path = vec![programs.clone()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let path: OsString = std::env::join_paths(path)?;
    command
        .env("CHENGXING_BIN", workspace.binary())
        .env("CHENGXING_PYTHON", programs.join("python3"))
        .env("PATH", path);
    let chromium = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(shell::find_program)
        .unwrap_or_else(|| PathBuf::from("/usr/bin/chromium"));
    command.env("CHENGXING_CHROMIUM", chromium);
    if options.long {
        command.env("CHENGXING_TEST_LONG", "1");
    }
    Ok(())
}
