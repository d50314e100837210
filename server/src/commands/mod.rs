//! The commands. Each ends with status 0 only when all of it was done.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context;
use chengxing_metrology::{Divisions, Rules, rules::Plan};
use chengxing_storage::{DatabaseUrl, Repository};
use clap::{Args, Parser, Subcommand};

mod backup;
mod check;
mod demo;
mod export;
mod import;
mod labels;
mod serve;

/// 秤星：法定计量公开平台。
/// Chengxing: a transparency portal for legal metrology.
#[derive(Parser)]
#[command(name = "chengxing", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args, Clone)]
pub struct Common {
    /// Folder that holds everything: the database unless --database says otherwise
    #[arg(
        long,
        env = "CHENGXING_DATA",
        default_value = "data",
        global = true,
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// sqlite:PATH or postgres://… [default: sqlite:DATA/register.sqlite]
    #[arg(
        long,
        env = "CHENGXING_DATABASE",
        hide_env_values = true,
        global = true,
        value_name = "URL"
    )]
    pub database: Option<DatabaseUrl>,
    /// Folder whose kinds.toml, verdict.toml, plan.toml and divisions.csv replace the built-in rules
    #[arg(long, env = "CHENGXING_RULES", global = true, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Pretend that it is this moment, seconds since 1970 UTC (for trying things out; never in service)
    #[arg(
        long,
        env = "CHENGXING_CLOCK",
        global = true,
        value_name = "SECONDS",
        hide = true
    )]
    pub clock: Option<i64>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal
    Serve(serve::Options),
    /// Import a spreadsheet: all of it or nothing
    Import(import::Options),
    /// Fill an empty register with a synthetic region, marked 演示数据
    Demo(demo::Options),
    /// Print QR labels for many instruments
    Labels(labels::Options),
    /// Write the registers as CSV that can be imported again
    Export(export::Options),
    /// Write a consistent copy of the register while it is in use
    Backup(backup::BackupOptions),
    /// Put a copy in place of an empty register
    Restore(backup::RestoreOptions),
    /// Read everything and report what does not fit together
    Check(check::Options),
}

/// Parses the command line and runs the command.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("chengxing: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => serve::run(cli.common, options).await,
            Command::Import(options) => import::run(cli.common, options).await,
            Command::Demo(options) => demo::run(cli.common, options).await,
            Command::Labels(options) => labels::run(cli.common, options).await,
            Command::Export(options) => Box::pin(export::run(cli.common, options)).await,
            Command::Backup(options) => backup::backup(&cli.common, &options),
            Command::Restore(options) => backup::restore(cli.common, options).await,
            Command::Check(options) => check::run(cli.common, options).await,
        }
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("chengxing: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Common {
    /// Where the register is.
    pub fn url(&self) -> DatabaseUrl {
        self.database
            .clone()
            .unwrap_or_else(|| DatabaseUrl::Sqlite(self.data.join("register.sqlite")))
    }

    /// The clock of this command.
    pub fn clock(&self) -> crate::wall::Clock {
        self.clock.map_or_else(
            crate::wall::Clock::default,
            crate::wall::Clock::beginning_at,
        )
    }

    /// Opens the register.
    pub async fn open(&self) -> anyhow::Result<Arc<dyn Repository>> {
        let url = self.url();
        chengxing_storage::open(&url)
            .await
            .with_context(|| match &url {
                DatabaseUrl::Sqlite(path) => {
                    format!("the register {} cannot be opened", path.display())
                }
                // The URL may hold a password.
                DatabaseUrl::Postgres(_) => {
                    "the register on PostgreSQL cannot be opened".to_owned()
                }
            })
    }

    /// The rules and divisions in force.
    pub fn rules(&self) -> anyhow::Result<(Rules, Divisions)> {
        let rules = Rules::parse(
            &self.rule_file("kinds.toml", include_str!("../../../rules/kinds.toml"))?,
            &self.rule_file("verdict.toml", include_str!("../../../rules/verdict.toml"))?,
        )?;
        let divisions = Divisions::parse(&self.rule_file(
            "divisions.csv",
            include_str!("../../../rules/divisions.csv"),
        )?)?;
        Ok((rules, divisions))
    }

    /// The targets of the plan.
    pub fn plan(&self) -> anyhow::Result<Plan> {
        Ok(Plan::parse(&self.rule_file(
            "plan.toml",
            include_str!("../../../rules/plan.toml"),
        )?)?)
    }

    /// A rule file: the operator's, or the one that is built in.
    fn rule_file(&self, name: &str, built_in: &'static str) -> anyhow::Result<String> {
        let own = self.rules.as_ref().map(|folder| folder.join(name));
        match own.filter(|path| path.exists()) {
            Some(path) => {
                std::fs::read_to_string(&path).with_context(|| path.display().to_string())
            }
            None => Ok(built_in.to_owned()),
        }
    }
}

/// Tells the person at the terminal something that has already happened. A closed pipe changes nothing
/// about it, so it is no error.
pub fn tell(text: std::fmt::Arguments<'_>) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A progress bar on a terminal, nothing elsewhere.
pub fn progress(total: u64, unit: Unit) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(total);
    let template = match unit {
        Unit::Bytes => {
            "{msg} {bar:30} {binary_bytes}/{binary_total_bytes} {elapsed_precise} 还需{eta}"
        }
        Unit::Records => {
            "{msg} {bar:30} {human_pos}/{human_len} {per_sec} {elapsed_precise} 还需{eta}"
        }
    };
    if let Ok(style) = indicatif::ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// What a progress bar counts.
#[derive(Clone, Copy)]
pub enum Unit {
    /// Bytes of a file.
    Bytes,
    /// Records.
    Records,
}
