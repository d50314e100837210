//! `chengxing import KIND FILE`: all of the file or nothing, and the same file twice changes nothing.

use std::{fs::File, path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use chengxing_intake::{CellError, ErrorReport, IntakeError, Kind, Mapping, Row, Source};
use chengxing_metrology::record::Record;
use chengxing_storage::{Outcome, RowError, SessionOptions};
use clap::{Args, builder::FalseyValueParser};

use super::{Common, Unit, progress, tell};

/// Records handed to the register at once: enough to spread the look-ups, few enough for the memory.
const BATCH: usize = 2_000;
/// Wrong rows after which the rest is not read: the mapping is wrong, not the rows.
const MOST_ERRORS: usize = 10_000;

#[derive(Args)]
pub struct Options {
    /// verifications, instruments, businesses, institutions, notices or states
    kind: Kind,
    /// CSV, TSV, JSON lines or XLSX
    file: PathBuf,
    /// Which column is what: a TOML file, or the name of a mapping that ships (arshin, ecqs …)
    #[arg(long, env = "CHENGXING_MAPPING", value_name = "FILE")]
    mapping: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long, env = "CHENGXING_DRY_RUN", value_parser = FalseyValueParser::new())]
    dry_run: bool,
    /// Write wrong rows to this CSV [default: FILE.errors.csv when there are any]
    #[arg(long, env = "CHENGXING_ERRORS", value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Mark what enters as demo data
    #[arg(long, hide = true)]
    demo: bool,
}

/// What the reading thread hands over.
enum Part {
    Records(Vec<(u64, Record)>),
    Wrong(Vec<CellError>),
    Position(u64),
    Broken(IntakeError),
}

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    let (rules, divisions) = common.rules()?;
    let mapping = mapping(&options)?;
    let source = Source::open(&options.file, &mapping)?;
    let bar = progress(source.bytes_total(), Unit::Bytes);
    bar.set_message("导入");
    let clock = common.clock();
    let repository = common.open().await?;
    if repository.pulse().await?.demo && !options.demo {
        eprintln!(
            "注意：登记册里有演示数据，导入的记录会和它混在一起。Note: this register holds demo data; what is imported will stand beside it."
        );
    }
    let mut session = repository
        .begin(SessionOptions {
            at: clock.now(),
            today: clock.today(),
            demo: options.demo,
            entropy: Box::new(crate::wall::random),
        })
        .await?;

    let (sender, mut parts) = tokio::sync::mpsc::channel(4);
    let (kind, today) = (options.kind, clock.today());
    let (reading_rules, reading_divisions) = (rules.clone(), divisions.clone());
    let reading = std::thread::spawn(move || {
        let reader = match chengxing_intake::read(
            kind,
            source,
            &mapping,
            &reading_rules,
            &reading_divisions,
            today,
        ) {
            Ok(reader) => reader,
            Err(error) => {
                let _ = sender.blocking_send(Part::Broken(error));
                return;
            }
        };
        let mut records = Vec::with_capacity(BATCH);
        let mut reader = reader;
        while let Some(row) = reader.next() {
            let part = match row {
                Ok(Row {
                    line,
                    outcome: Ok(record),
                }) => {
                    records.push((line, record));
                    if records.len() < BATCH {
                        continue;
                    }
                    if sender
                        .blocking_send(Part::Position(reader.bytes_read()))
                        .is_err()
                    {
                        return;
                    }
                    Part::Records(std::mem::replace(&mut records, Vec::with_capacity(BATCH)))
                }
                Ok(Row {
                    outcome: Err(errors),
                    ..
                }) => Part::Wrong(errors),
                Err(error) => Part::Broken(error),
            };
            // The receiver is gone when the import has given up.
            if sender.blocking_send(part).is_err() {
                return;
            }
        }
        let _ = sender.blocking_send(Part::Records(records));
    });

    let mut wrong = Wrong::new(&options);
    let mut broken = None;
    while let Some(part) = parts.recv().await {
        match part {
            Part::Records(records) => {
                for error in session.put(&rules, &divisions, records).await? {
                    wrong.add(&cell(error))?;
                }
            }
            Part::Wrong(errors) => {
                for error in errors {
                    wrong.add(&error)?;
                }
            }
            Part::Position(bytes) => bar.set_position(bytes),
            Part::Broken(error) => {
                broken = Some(error);
                break;
            }
        }
        if wrong.count >= MOST_ERRORS {
            break;
        }
    }
    drop(parts);
    let _ = reading.join();
    bar.finish_and_clear();
    if let Some(error) = broken {
        session.rollback().await?;
        return Err(error).context(format!("{}：什么都没有导入", options.file.display()));
    }
    let report = wrong.finish()?;
    if wrong.count > 0 {
        let outcome = session.rollback().await?;
        say(&outcome, wrong.count);
        tell(format_args!(
            "什么都没有导入。请改正后再导入整个文件。Nothing was imported: mend the rows and import the whole file again."
        ));
        if let Some(report) = report {
            tell(format_args!("错误清单：{}", report.display()));
        }
        return Ok(ExitCode::FAILURE);
    }
    if options.dry_run {
        let outcome = session.rollback().await?;
        say(&outcome, 0);
        tell(format_args!(
            "试运行，没有写入。Dry run: nothing was written."
        ));
    } else {
        let outcome = session.commit().await?;
        say(&outcome, 0);
    }
    Ok(ExitCode::SUCCESS)
}

fn mapping(options: &Options) -> anyhow::Result<Mapping> {
    let Some(name) = &options.mapping else {
        return Ok(Mapping::default_for(options.kind));
    };
    if let Some(shipped) = Mapping::shipped(name) {
        return Ok(shipped);
    }
    let path = PathBuf::from(name);
    if !path.exists() {
        bail!(
            "no mapping file {name}, and no mapping of that name ships; there are: {}",
            Mapping::shipped_names().join(", ")
        );
    }
    let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
    Mapping::parse(&text).with_context(|| name.clone())
}

fn cell(error: RowError) -> CellError {
    CellError {
        line: error.line,
        column: error.column.to_owned(),
        value: error.value,
        reason: error.reason,
    }
}

fn say(outcome: &Outcome, wrong: usize) {
    tell(format_args!(
        "新增{}，更改{}，相同{}，错误{wrong}",
        outcome.new, outcome.changed, outcome.same
    ));
    tell(format_args!(
        "new {}, changed {}, same {}, wrong {wrong}",
        outcome.new, outcome.changed, outcome.same
    ));
    tell(format_args!(
        "登记器具{}台件，公布记录{}条",
        outcome.instruments, outcome.publications
    ));
}

/// The report of wrong rows, made when the first one comes.
struct Wrong {
    path: PathBuf,
    report: Option<ErrorReport<File>>,
    count: usize,
}

impl Wrong {
    /// How many are printed as well.
    const SHOWN: usize = 10;

    fn new(options: &Options) -> Self {
        let path = options.errors.clone().unwrap_or_else(|| {
            let mut name = options.file.file_name().unwrap_or_default().to_owned();
            name.push(".errors.csv");
            options.file.with_file_name(name)
        });
        Self {
            path,
            report: None,
            count: 0,
        }
    }

    fn add(&mut self, error: &CellError) -> anyhow::Result<()> {
        if self.report.is_none() {
            let file = File::create(&self.path).with_context(|| self.path.display().to_string())?;
            self.report = Some(ErrorReport::new(file)?);
        }
        if self.count < Self::SHOWN {
            eprintln!(
                "第{}行，{}“{}”：{}",
                error.line, error.column, error.value, error.reason
            );
        }
        self.count += 1;
        if let Some(report) = &mut self.report {
            report.write(error)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> anyhow::Result<Option<PathBuf>> {
        match self.report.take() {
            Some(report) => {
                report.finish()?;
                Ok(Some(self.path.clone()))
            }
            None => Ok(None),
        }
    }
}
