//! `chengxing export DIR`: the registers as CSV, in the columns that `chengxing import` reads.
//!
//! Imported into an empty register in the order in which the summary names them, the tables give every
//! instrument its code and, on any day, its verdict.

use std::{io::Write, path::PathBuf, process::ExitCode};

use anyhow::Context;
use chengxing_intake::neutralise;
use chengxing_metrology::Rules;
use chengxing_storage::{Filter, NoticeFilter, Repository};
use clap::Args;

use super::{Common, Unit, progress, tell};

mod rows;

/// Rows read at once.
const PAGE: usize = 1_000;

#[derive(Args)]
pub struct Options {
    /// The folder to write to; it is made where it is missing
    dir: PathBuf,
}

type Table = csv::Writer<std::io::BufWriter<std::fs::File>>;

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    let (rules, _) = common.rules()?;
    std::fs::create_dir_all(&options.dir).with_context(|| options.dir.display().to_string())?;
    let repository = common.open().await?;
    let today = common.clock().today();
    let mut tables = Tables::new(&options.dir)?;
    tables.parties(&*repository).await?;
    tables.notices(&*repository).await?;
    let in_use = repository.figures(today, 0).await?.in_use;
    tables
        .instruments(&*repository, &rules, Filter::all(today, PAGE), in_use)
        .await?;
    let endless = tables.endless;
    tell(format_args!("{}", tables.finish()?));
    if endless > 0 {
        tell(format_args!(
            "其中{endless}条合格结果没有有效期，导入时会按现行规则补上。{endless} passes state no end; an import will give them one by the rules in force."
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// All that is written.
struct Tables {
    institutions: Written,
    businesses: Written,
    notices: Written,
    instruments: Written,
    verifications: Written,
    states: Written,
    endless: u64,
}

impl Tables {
    fn new(dir: &std::path::Path) -> anyhow::Result<Self> {
        Ok(Self {
            institutions: Written::new(dir, "institutions", &rows::INSTITUTIONS)?,
            businesses: Written::new(dir, "businesses", &rows::BUSINESSES)?,
            notices: Written::new(dir, "notices", &rows::NOTICES)?,
            instruments: Written::new(dir, "instruments", &rows::instrument_headings())?,
            verifications: Written::new(dir, "verifications", &rows::verification_headings())?,
            states: Written::new(dir, "states", &rows::state_headings())?,
            endless: 0,
        })
    }

    async fn parties(&mut self, repository: &dyn Repository) -> anyhow::Result<()> {
        let mut after = 0;
        while let page = repository.institutions(after, PAGE).await?
            && let Some(last) = page.last()
        {
            after = last.id;
            for row in &page {
                self.institutions.row(&rows::institution(row))?;
            }
        }
        let mut after = 0;
        while let page = repository.businesses(after, PAGE).await?
            && let Some(last) = page.last()
        {
            after = last.id;
            for row in &page {
                self.businesses.row(&rows::business(row))?;
            }
        }
        Ok(())
    }

    async fn notices(&mut self, repository: &dyn Repository) -> anyhow::Result<()> {
        let mut filter = NoticeFilter {
            limit: PAGE,
            ..NoticeFilter::default()
        };
        loop {
            let page = repository.notices(&filter).await?;
            for n in &page.items {
                self.notices.row(&rows::notice(n))?;
            }
            match (page.next, page.items.last()) {
                (Some(_), Some(last)) => filter.before = Some((last.on, last.id)),
                _ => return Ok(()),
            }
        }
    }

    async fn instruments(
        &mut self,
        repository: &dyn Repository,
        rules: &Rules,
        mut filter: Filter,
        expected: i64,
    ) -> anyhow::Result<()> {
        let bar = progress(expected.cast_unsigned(), Unit::Records);
        bar.set_message("导出");
        loop {
            let page = repository.instruments(&filter).await?;
            for item in &page.items {
                let Some(dossier) = repository.dossier(item.code).await? else {
                    continue;
                };
                if rows::has_number(&dossier) {
                    self.instruments.row(&rows::instrument(&dossier))?;
                }
                for verification in rows::verifications(&dossier, rules) {
                    self.verifications.row(&verification.cells)?;
                    self.endless += u64::from(verification.is_endless);
                }
                for state in rows::states(&dossier) {
                    self.states.row(&state)?;
                }
            }
            bar.inc(page.items.len() as u64);
            let Some(next) = page.next else { break };
            filter.after = next;
        }
        bar.finish_and_clear();
        Ok(())
    }

    fn finish(self) -> anyhow::Result<String> {
        Ok(format!(
            "机构{}，经营者{}，公示{}，器具{}，检定{}，状态{}",
            self.institutions.finish()?,
            self.businesses.finish()?,
            self.notices.finish()?,
            self.instruments.finish()?,
            self.verifications.finish()?,
            self.states.finish()?,
        ))
    }
}

/// A table that is there whole or not at all.
struct Written {
    path: PathBuf,
    part: PathBuf,
    table: Table,
    rows: u64,
}

impl Written {
    fn new(dir: &std::path::Path, name: &str, headings: &[&str]) -> anyhow::Result<Self> {
        let path = dir.join(format!("{name}.csv"));
        let part = dir.join(format!("{name}.csv.part"));
        let mut file = std::io::BufWriter::new(
            std::fs::File::create(&part).with_context(|| part.display().to_string())?,
        );
        // The byte-order mark tells spreadsheet programs that this is UTF-8.
        file.write_all("\u{FEFF}".as_bytes())?;
        let mut table = csv::Writer::from_writer(file);
        table.write_record(headings)?;
        Ok(Self {
            path,
            part,
            table,
            rows: 0,
        })
    }

    fn row(&mut self, cells: &[String]) -> anyhow::Result<()> {
        self.rows += 1;
        Ok(self
            .table
            .write_record(cells.iter().map(|c| neutralise(c).into_owned()))?)
    }

    fn finish(self) -> anyhow::Result<u64> {
        let file = self
            .table
            .into_inner()
            .map_err(|e| anyhow::anyhow!("{e}"))?;
        let file = file.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?;
        file.sync_all()?;
        std::fs::rename(&self.part, &self.path)?;
        Ok(self.rows)
    }
}
