//! Prints the records of a file: `dump verifications FILE [--mapping arshin]`.

use std::{error::Error, path::Path};

use chengxing_intake::{ErrorReport, Kind, Mapping, Source, read};
use chengxing_metrology::{Divisions, Rules};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (kind, file, mapping) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [kind, file] => (kind, file, "standard"),
        [kind, file, "--mapping", mapping] => (kind, file, mapping),
        _ => return Err("dump KIND FILE [--mapping NAME|FILE]".into()),
    };
    let mapping = match Mapping::shipped(mapping) {
        Some(mapping) => mapping,
        None => Mapping::parse(&std::fs::read_to_string(mapping)?)?,
    };
    let rules = Rules::parse(
        include_str!("../../../rules/kinds.toml"),
        include_str!("../../../rules/verdict.toml"),
    )?;
    let divisions = Divisions::parse(include_str!("../../../rules/divisions.csv"))?;
    let today = chengxing_metrology::Date::constant(2026, 11, 23);
    let kind: Kind = kind.parse()?;
    let source = Source::open(Path::new(file), &mapping)?;
    let mut report = ErrorReport::new(std::io::stderr())?;
    let (mut records, mut wrong) = (0u64, 0u64);
    for row in read(kind, source, &mapping, &rules, &divisions, today)? {
        let row = row?;
        match row.outcome {
            Ok(record) => {
                records += 1;
                println!("{}: {record:?}", row.line);
            }
            Err(errors) => {
                wrong += 1;
                for error in errors {
                    report.write(&error)?;
                }
            }
        }
    }
    report.finish()?;
    println!("{records} records, {wrong} wrong rows");
    Ok(())
}
