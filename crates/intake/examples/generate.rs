//! Writes a table of valid verifications for benches: `generate -- --rows 1000000 --format csv out.csv`.
//!
//! The same seed gives the same table. Every row is another instrument; there are eight kinds, fifty
//! institutions and one business for every ten instruments, with a right credit code.

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
};

use chengxing_metrology::{CreditCode, Date, clock::date_from_days, clock::days_from_date};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_xlsxwriter::Workbook;

const HEADING: [&str; 15] = [
    "器具种类",
    "型号",
    "出厂编号",
    "制造单位",
    "使用单位",
    "统一社会信用代码",
    "使用地点",
    "行政区划",
    "检定类别",
    "检定日期",
    "有效期至",
    "检定结论",
    "证书编号",
    "检定机构",
    "检定规程",
];
/// Kind, model, regulation.
const KINDS: [(&str, &str, &str); 8] = [
    ("电子计价秤", "ACS-30", "JJG 539-2016"),
    ("燃油加油机", "CS42", "JJG 443-2023"),
    ("出租汽车计价器", "TM-8", "JJG 517-2016"),
    ("电能表", "DDZY-22", "JJG 596-2012"),
    ("水表", "LXS-20", "JJG 162-2019"),
    ("燃气表", "G1.6", "JJG 577-2012"),
    ("热量表", "RLB-20", "JJG 225-2001"),
    ("血压计", "XJ-11", "JJG 270-2008"),
];
const REGIONS: [&str; 10] = [
    "150102", "150103", "150104", "150105", "150202", "150203", "150204", "150302", "150402",
    "150502",
];

struct Options {
    rows: u32,
    seed: u64,
    workbook: bool,
    path: String,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        rows: 1_000,
        seed: 1,
        workbook: false,
        path: String::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} wants a value"))
        };
        match argument.as_str() {
            "--rows" => options.rows = value()?.parse()?,
            "--seed" => options.seed = value()?.parse()?,
            "--format" => {
                options.workbook = match value()?.as_str() {
                    "csv" => false,
                    "xlsx" => true,
                    other => return Err(format!("no format {other}: csv or xlsx").into()),
                }
            }
            path => path.clone_into(&mut options.path),
        }
    }
    if options.path.is_empty() {
        return Err("generate [--rows N] [--seed N] [--format csv|xlsx] FILE".into());
    }
    Ok(options)
}

fn row(random: &mut ChaCha8Rng, number: u32) -> Result<[String; 15], Box<dyn Error>> {
    let (kind, model, regulation) = KINDS[number as usize % KINDS.len()];
    let business = number / 10;
    let region = REGIONS[business as usize % REGIONS.len()];
    // 92: an individual business; then the division and nine symbols of its own.
    let credit_code = CreditCode::with_check(&format!("92{region}MA{business:07}"))?;
    let institution = business % 50;
    let last = days_from_date(Date::constant(2026, 11, 1));
    let on = date_from_days(i64::from(last - random.random_range(0..700)));
    let pass = random.random_ratio(97, 100);
    let until = if pass {
        date_from_days(i64::from(days_from_date(on) + 364)).to_string()
    } else {
        String::new()
    };
    let kind_of_verification = if random.random_ratio(1, 5) {
        "首次检定"
    } else {
        "后续检定"
    };
    Ok([
        kind.to_owned(),
        model.to_owned(),
        format!("{}{:08}", on.year(), number),
        format!("模拟衡器{}厂", number % 40),
        format!("模拟商户{business}"),
        credit_code.to_string(),
        format!("{}号摊位", random.random_range(1..400)),
        region.to_owned(),
        kind_of_verification.to_owned(),
        on.to_string(),
        until,
        if pass { "合格" } else { "不合格" }.to_owned(),
        format!("MN{institution:02}-{on}-{number:08}"),
        format!("模拟第{}计量检定所", institution + 1),
        regulation.to_owned(),
    ])
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    if options.workbook {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.write_row(0, 0, HEADING)?;
        for number in 0..options.rows {
            sheet.write_row(number + 1, 0, row(&mut random, number)?)?;
        }
        workbook.save(&options.path)?;
    } else {
        let mut out = BufWriter::new(File::create(&options.path)?);
        writeln!(out, "{}", HEADING.join(","))?;
        for number in 0..options.rows {
            writeln!(out, "{}", row(&mut random, number)?.join(","))?;
        }
        out.flush()?;
    }
    Ok(())
}
