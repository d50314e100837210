//! Files as they come, read to the end.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod arshin;
mod encodings;
mod fields;
mod json_lines;
mod shapes;
mod workbooks;

use std::path::{Path, PathBuf};

use chengxing_intake::{CellError, IntakeError, Kind, Mapping, Row, Source, read};
use chengxing_metrology::{
    Date, Divisions, Rules,
    record::{Record, Verification},
};

const KINDS: &str = r#"
[[kind]]
id = "price_computing_scale"
zh = "电子计价秤"
en = "Price-computing scale"
icon = "k-scale"
measure_word = "台"
names = ["计价秤"]
[[kind]]
id = "other"
zh = "其他"
en = "Other"
icon = "k-other"
measure_word = "件"
"#;
const VERDICT: &str = "due_soon_days = 30\nsource = \"本平台\"\nconfidence = \"?\"";
const DIVISIONS: &str = "code,zh,en
150000,内蒙古自治区,Inner Mongolia
150100,呼和浩特市,Hohhot
150102,新城区,Xincheng District
150103,回民区,Huimin District
150200,包头市,Baotou
150205,石拐区,Shiguai District
150206,新城区,Another Xincheng District
";

/// 2026-11-23
pub(crate) fn today() -> Date {
    Date::constant(2026, 11, 23)
}

/// A directory that lives as long as the test.
pub(crate) struct Desk {
    directory: tempfile::TempDir,
    rules: Rules,
    divisions: Divisions,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            rules: Rules::parse(KINDS, VERDICT).unwrap(),
            divisions: Divisions::parse(DIVISIONS).unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn write(&self, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("table");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn try_read(
        &self,
        kind: Kind,
        path: &Path,
        mapping: &Mapping,
    ) -> Result<Vec<Row>, IntakeError> {
        let source = Source::open(path, mapping)?;
        read(kind, source, mapping, &self.rules, &self.divisions, today())?.collect()
    }
}

/// All rows of a table of `kind` with the standard mapping.
pub(crate) fn rows(kind: Kind, bytes: impl AsRef<[u8]>) -> Result<Vec<Row>, IntakeError> {
    rows_with(kind, bytes, &Mapping::default_for(kind))
}

pub(crate) fn rows_with(
    kind: Kind,
    bytes: impl AsRef<[u8]>,
    mapping: &Mapping,
) -> Result<Vec<Row>, IntakeError> {
    let desk = Desk::new();
    desk.try_read(kind, &desk.write(bytes), mapping)
}

pub(crate) fn verifications(rows: Vec<Row>) -> Vec<Verification> {
    rows.into_iter()
        .map(|row| match row.outcome {
            Ok(Record::Verification(verification)) => *verification,
            Ok(other) => panic!("{other:?} is no verification"),
            Err(errors) => panic!("row {}: {errors:?}", row.line),
        })
        .collect()
}

/// What is wrong in rows.
pub(crate) fn errors(rows: Vec<Row>) -> Vec<CellError> {
    rows.into_iter()
        .filter_map(|row| row.outcome.err())
        .flatten()
        .collect()
}

/// The verifications of a table whose rows are all right.
pub(crate) fn read_text(bytes: impl AsRef<[u8]>) -> Vec<Verification> {
    verifications(rows(Kind::Verifications, bytes).unwrap())
}

/// The only error of a table with one wrong row.
pub(crate) fn only_error(kind: Kind, text: &str) -> CellError {
    let mut errors = errors(rows(kind, text).unwrap());
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

pub(crate) const HEADING: &str = "器具种类,出厂编号,检定日期,有效期至,检定结论,检定机构";
