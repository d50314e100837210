//! `chengxing export DIR`: the public registers as CSV, in the columns that `chengxing import` reads.

use std::{io::Write, path::PathBuf, process::ExitCode};

use anyhow::Context;
use chengxing_storage::{Dossier, Filter, NoticeFilter, Repository};
use clap::Args;

use super::{Common, tell};
use chengxing_intake::neutralise;

#[derive(Args)]
pub struct Options {
    /// The folder to write to; it is made where it is missing
    dir: PathBuf,
}

type Table = csv::Writer<std::io::BufWriter<std::fs::File>>;

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&options.dir).with_context(|| options.dir.display().to_string())?;
    let repository = common.open().await?;
    let today = common.clock().today();
    let mut instruments = Written::new(&options.dir, "instruments", &INSTRUMENTS)?;
    let mut verifications = Written::new(&options.dir, "verifications", &VERIFICATIONS)?;
    let mut filter = Filter::all(today, 100);
    loop {
        let page = repository.instruments(&filter).await?;
        for item in &page.items {
            let Some(dossier) = repository.dossier(item.code).await? else {
                continue;
            };
            instruments.row(&instrument(&dossier))?;
            for (i, _) in dossier
                .verifications
                .iter()
                .enumerate()
                .rev()
                .filter(|(_, v)| v.corrected_by.is_none())
            {
                verifications.row(&verification(&dossier, i))?;
            }
        }
        let Some(next) = page.next else { break };
        filter.after = next;
    }
    let instruments = instruments.finish()?;
    let verifications = verifications.finish()?;
    let notices = notices(&*repository, &options.dir).await?;
    tell(format_args!(
        "器具{instruments}，检定{verifications}，公示{notices}"
    ));
    Ok(ExitCode::SUCCESS)
}

async fn notices(repository: &dyn Repository, dir: &std::path::Path) -> anyhow::Result<u64> {
    let mut table = Written::new(
        dir,
        "notices",
        &["公示编号", "标题", "公示日期", "检定机构", "行政区划代码"],
    )?;
    let mut filter = NoticeFilter {
        limit: 100,
        ..NoticeFilter::default()
    };
    loop {
        let page = repository.notices(&filter).await?;
        for n in &page.items {
            table.row(&[
                n.number.clone(),
                n.title.clone(),
                n.on.to_string(),
                n.institution.clone(),
                text(n.region.as_ref()),
            ])?;
        }
        match (page.next, page.items.last()) {
            (Some(_), Some(last)) => filter.before = Some((last.on, last.id)),
            _ => break,
        }
    }
    table.finish()
}

const INSTRUMENTS: [&str; 16] = [
    "查询编号",
    "器具种类",
    "类型名称",
    "型式批准号",
    "型号",
    "制造单位",
    "出厂编号",
    "生产唯一性编码",
    "准确度等级",
    "测量范围",
    "使用单位",
    "统一社会信用代码",
    "所在市场",
    "安装位置",
    "行政区划代码",
    "演示数据",
];
const VERIFICATIONS: [&str; 17] = [
    "查询编号",
    "器具种类",
    "类型名称",
    "型式批准号",
    "型号",
    "制造单位",
    "出厂编号",
    "生产唯一性编码",
    "检定类型",
    "检定结论",
    "检定日期",
    "有效期至",
    "证书编号",
    "检定机构",
    "检定规程",
    "公示编号",
    "演示数据",
];

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

fn identity(d: &Dossier) -> Vec<String> {
    vec![
        d.code.to_string(),
        d.kind.to_string(),
        text(d.type_name.as_ref()),
        text(d.type_approval.as_ref()),
        text(d.model.as_ref()),
        text(d.maker.as_ref()),
        text(d.serial_number.as_ref()),
        text(d.maker_uid.as_ref()),
    ]
}

fn instrument(d: &Dossier) -> Vec<String> {
    let holder = d.holder.as_ref();
    let mut row = identity(d);
    row.extend([
        text(d.accuracy_class.as_ref()),
        text(d.capacity.as_ref()),
        holder.map(|h| h.name.clone()).unwrap_or_default(),
        holder.and_then(|h| h.uscc.clone()).unwrap_or_default(),
        holder.and_then(|h| h.market.clone()).unwrap_or_default(),
        text(d.place.as_ref()),
        text(d.region.as_ref()),
        u8::from(d.demo).to_string(),
    ]);
    row
}

fn verification(d: &Dossier, i: usize) -> Vec<String> {
    let v = &d.verifications[i];
    let mut row = identity(d);
    row.extend([
        v.kind.as_str().to_owned(),
        v.conclusion.as_str().to_owned(),
        v.on.to_string(),
        v.valid_until
            .filter(|_| !v.by_rule)
            .map(|d| d.to_string())
            .unwrap_or_default(),
        text(v.certificate.as_ref()),
        v.institution.clone(),
        text(v.regulation.as_ref()),
        text(v.notice.as_ref()),
        u8::from(d.demo).to_string(),
    ]);
    row
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
