//! `chengxing labels`: labels for many instruments in one file.

use std::{fs, io::Write, path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use chengxing_label::{LabelSize, Sheet, Typeface};
use chengxing_metrology::{InstrumentCode, KindId, RegionCode};
use chengxing_storage::Filter;
use clap::{Args, ValueEnum};

use super::{Common, serve::SiteOptions, tell};
use crate::present::label;

/// Labels in one PDF document; more go to further files.
const A_FILE: usize = 500;

#[derive(Clone, Copy, ValueEnum)]
enum Layout {
    /// A4 sheets with cutting marks
    A4,
    /// One label a page
    Single,
    /// A ZPL stream for a thermal printer
    Zpl,
}

#[derive(Args)]
pub struct Options {
    /// The file to write (.pdf or .zpl)
    output: PathBuf,
    /// Only these codes, one a line; - for standard input
    #[arg(long, env = "CHENGXING_CODES", value_name = "FILE")]
    codes: Option<PathBuf>,
    /// Only this kind
    #[arg(long, env = "CHENGXING_KIND")]
    kind: Option<KindId>,
    /// Only this division and those below it (GB/T 2260)
    #[arg(long, env = "CHENGXING_REGION")]
    region: Option<RegionCode>,
    /// 30x20, 50x30 or 60x40 mm
    #[arg(long, env = "CHENGXING_SIZE", default_value = "50x30")]
    size: LabelSize,
    /// How labels lie on the page
    #[arg(long, env = "CHENGXING_LAYOUT", value_enum, default_value_t = Layout::A4)]
    layout: Layout,
    /// Dots an inch of the thermal printer
    #[arg(long, env = "CHENGXING_DPI", default_value_t = 203)]
    dpi: u32,
    /// A font file with the characters that the built-in face lacks
    #[arg(long, env = "CHENGXING_TYPEFACE", value_name = "FILE")]
    typeface: Option<PathBuf>,
    #[command(flatten)]
    site: SiteOptions,
}

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    let (rules, _) = common.rules()?;
    let typeface = typeface(options.typeface.as_ref())?;
    let site = options.site.site();
    let repository = common.open().await?;
    let today = common.clock().today();
    let mut contents = Vec::new();
    let add = |dossier: &chengxing_storage::Dossier| label::content(dossier, &rules, &site, today);
    if let Some(path) = &options.codes {
        let text = if path.as_os_str() == "-" {
            std::io::read_to_string(std::io::stdin())?
        } else {
            fs::read_to_string(path).with_context(|| path.display().to_string())?
        };
        for (i, line) in text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.trim().is_empty())
        {
            let code: InstrumentCode = line
                .trim()
                .parse()
                .with_context(|| format!("line {}: {line:?}", i + 1))?;
            let Some(dossier) = repository.dossier(code).await? else {
                bail!("line {}: {code} is not registered", i + 1);
            };
            contents.push(add(&dossier));
        }
    } else {
        let mut filter = Filter {
            kind: options.kind.clone(),
            region: options.region,
            ..Filter::all(today, 100)
        };
        loop {
            let page = repository.instruments(&filter).await?;
            for item in &page.items {
                if let Some(dossier) = repository.dossier(item.code).await? {
                    contents.push(add(&dossier));
                }
            }
            let Some(next) = page.next else { break };
            filter.after = next;
        }
    }
    if contents.is_empty() {
        bail!("no instrument fits: no labels were written");
    }
    let files = write(&options, &contents, &typeface)?;
    tell(format_args!("标签{}张，文件{files}个", contents.len()));
    Ok(ExitCode::SUCCESS)
}

fn write(
    options: &Options,
    contents: &[chengxing_label::LabelContent],
    typeface: &Typeface,
) -> anyhow::Result<usize> {
    let sheet = match options.layout {
        Layout::Zpl => {
            let zpl = chengxing_label::zpl(contents, options.size, options.dpi, typeface)?;
            whole(&options.output, zpl.as_bytes())?;
            return Ok(1);
        }
        Layout::A4 => Sheet::a4(),
        Layout::Single => Sheet::OnePerPage,
    };
    let mut files = 0;
    for part in contents.chunks(A_FILE) {
        files += 1;
        let path = if files == 1 {
            options.output.clone()
        } else {
            let stem = options
                .output
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy();
            options.output.with_file_name(format!("{stem}-{files}.pdf"))
        };
        whole(
            &path,
            &chengxing_label::pdf(part, options.size, sheet, typeface)?,
        )?;
    }
    Ok(files)
}

/// Writes a file that is there whole or not at all.
pub fn whole(path: &std::path::Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = fs::File::create(&part).with_context(|| part.display().to_string())?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path).with_context(|| path.display().to_string())
}

/// The face of labels: the operator's file, or the one that ships.
pub fn typeface(path: Option<&PathBuf>) -> anyhow::Result<Typeface> {
    match path {
        Some(path) => {
            let bytes = fs::read(path).with_context(|| path.display().to_string())?;
            Typeface::from_bytes(bytes).with_context(|| path.display().to_string())
        }
        None => Ok(Typeface::embedded()),
    }
}
