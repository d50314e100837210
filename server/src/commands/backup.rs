//! `chengxing backup` and `chengxing restore`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use chengxing_storage::{DatabaseUrl, sqlite};
use clap::Args;

use super::{Common, check::Told, tell};

const POSTGRES: &str =
    "the register is on PostgreSQL: use pg_dump and pg_restore (docs/operations.md)";

#[derive(Args)]
pub struct BackupOptions {
    /// The file to write; it must not exist
    file: PathBuf,
}

#[derive(Args)]
pub struct RestoreOptions {
    /// The copy to put in place; the register must be missing
    file: PathBuf,
}

pub fn backup(common: &Common, options: &BackupOptions) -> anyhow::Result<ExitCode> {
    let DatabaseUrl::Sqlite(path) = common.url() else {
        bail!(POSTGRES);
    };
    if !path.exists() {
        bail!("there is no register at {}", path.display());
    }
    if options.file.exists() {
        bail!(
            "{} exists already; it is not overwritten",
            options.file.display()
        );
    }
    sqlite::copy(&path, &options.file).with_context(|| options.file.display().to_string())?;
    tell(format_args!("已备份到{}", options.file.display()));
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(common: Common, options: RestoreOptions) -> anyhow::Result<ExitCode> {
    let DatabaseUrl::Sqlite(path) = common.url() else {
        bail!(POSTGRES);
    };
    if path.exists() {
        bail!(
            "{} exists already; move it away first, nothing is overwritten",
            path.display()
        );
    }
    if !options.file.exists() {
        bail!("there is no file {}", options.file.display());
    }
    sqlite::copy(&options.file, &path).with_context(|| path.display().to_string())?;
    let repository = common.open().await?;
    let mut told = Told::new(0);
    let read = repository.check(&mut told).await;
    told.bar.finish_and_clear();
    let read = read?;
    if let Some(finding) = told.first {
        bail!(
            "the copy is damaged ({} findings, the first: {finding}); it stands at {}",
            told.found,
            path.display()
        );
    }
    tell(format_args!("已恢复，公布记录{read}条，核对无误"));
    Ok(ExitCode::SUCCESS)
}
