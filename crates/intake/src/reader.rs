//! The rows of a file, one by one.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chengxing_metrology::{Date, Divisions, Rules, record::Record};

use crate::{
    CellError, DateStyle, Field, IntakeError, Kind, Mapping, Source,
    layout::Layout,
    line::Line,
    mapping::key,
    row::{Cells, Context},
    source::Table,
};

/// How many lines at the top may precede the heading where the mapping does not say which it is.
const HEADING_WITHIN: usize = 10;

/// One row: a record, or all that is wrong with it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line of the text file or the row of the sheet, from 1, the heading included.
    pub line: u64,
    /// The record, or every wrong cell.
    pub outcome: Result<Record, Vec<CellError>>,
}

/// Reads rows one by one; memory does not grow with the file. An [`IntakeError`] ends it.
pub struct Reader<'r> {
    context: Context<'r>,
    layout: Layout,
    table: Table,
    line: Line,
    size: u64,
    counter: Arc<AtomicU64>,
    skipped: u64,
    ended: bool,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("kind", &self.context.kind)
            .field("layout", &self.layout)
            .finish_non_exhaustive()
    }
}

/// Begins to read records of `kind`. `today` (Asia/Shanghai) bounds dates of what has happened.
pub fn read<'r>(
    kind: Kind,
    source: Source,
    mapping: &'r Mapping,
    rules: &'r Rules,
    divisions: &'r Divisions,
    today: Date,
) -> Result<Reader<'r>, IntakeError> {
    let mut table = source.table(mapping, |line| Layout::score(line, kind, mapping))?;
    let layout = match table.own_headings() {
        Some(_) => Layout::default(),
        None => heading(&mut table, kind, mapping)?,
    };
    let dates = DateStyle {
        order: mapping.date_order,
        from_1904: mapping.date_1904 || table.is_from_1904(),
    };
    Ok(Reader {
        context: Context {
            kind,
            mapping,
            rules,
            divisions,
            today,
            dates,
        },
        layout,
        table,
        line: Line::default(),
        size: source.bytes_total(),
        counter: source.counter,
        skipped: 0,
        ended: false,
    })
}

/// Finds the heading: the line that the mapping names, or the first of the top lines that has every column
/// that is needed. The table then stands at the line below it.
fn heading(table: &mut Table, kind: Kind, mapping: &Mapping) -> Result<Layout, IntakeError> {
    let mut line = Line::default();
    let mut nearest: Option<(usize, IntakeError)> = None;
    let mut lines = 0;
    while lines < HEADING_WITHIN || mapping.header_row.is_some() {
        if table.next(&mut line)?.is_none() {
            break;
        }
        if let Some(row) = mapping.header_row {
            match line.number.cmp(&row) {
                std::cmp::Ordering::Less => continue,
                std::cmp::Ordering::Equal => return Layout::of_heading(&line, kind, mapping),
                std::cmp::Ordering::Greater => return Err(IntakeError::NoHeaderRow(row)),
            }
        }
        if line.is_blank() {
            continue;
        }
        lines += 1;
        match Layout::of_heading(&line, kind, mapping) {
            Ok(layout) => return Ok(layout),
            Err(error) => {
                let score = Layout::score(&line, kind, mapping);
                if nearest.as_ref().is_none_or(|(best, _)| score > *best) {
                    nearest = Some((score, error));
                }
            }
        }
    }
    match (nearest, mapping.header_row) {
        (_, Some(row)) => Err(IntakeError::NoHeaderRow(row)),
        (Some((_, error)), None) => Err(error),
        (None, None) => Err(IntakeError::Empty),
    }
}

impl Reader<'_> {
    /// The size of the file.
    pub fn bytes_total(&self) -> u64 {
        self.size
    }

    /// How much of it was read.
    pub fn bytes_read(&self) -> u64 {
        self.counter.load(Ordering::Relaxed).min(self.size)
    }

    /// How many lines of totals (合计 …) were passed over.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    fn read_line(&mut self) -> Result<Option<Result<(), CellError>>, IntakeError> {
        let read = self.table.next(&mut self.line)?;
        if let Some(paths) = self.table.own_headings()
            && paths.len() != self.layout.headings.len()
        {
            self.layout = Layout::of_paths(paths, self.context.kind, self.context.mapping);
        }
        Ok(read)
    }

    /// A line of totals: it begins with such a word, and lacks what every record has.
    fn is_total(&self) -> bool {
        let mapping = self.context.mapping;
        let Some(first) = self
            .line
            .cells()
            .iter()
            .map(|c| c.text.trim())
            .find(|t| !t.is_empty())
        else {
            return false;
        };
        let word: String = key(first)
            .trim_end_matches(|c: char| c.is_numeric() || "台件条项家个共".contains(c))
            .to_owned();
        if !mapping.totals.contains(&word) {
            return false;
        }
        let kind = self.context.kind;
        let from_columns = |field: &&Field| !self.layout.columns(**field).is_empty();
        let blank = |field: &Field| {
            self.layout.columns(*field).iter().all(|c| {
                self.line
                    .cells()
                    .get(*c)
                    .is_none_or(|c| c.text.trim().is_empty() || c.text.trim() == first)
            })
        };
        Field::required(kind)
            .iter()
            .filter(from_columns)
            .filter(|f| blank(f))
            .count()
            > 0
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Row, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.read_line() {
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
                Ok(None) => self.ended = true,
                Ok(Some(Err(error))) => {
                    return Some(Ok(Row {
                        line: error.line,
                        outcome: Err(vec![error]),
                    }));
                }
                Ok(Some(Ok(()))) if self.line.is_blank() => {}
                Ok(Some(Ok(()))) if self.is_total() => self.skipped += 1,
                Ok(Some(Ok(()))) => {
                    let outcome = Cells::record(&self.context, &self.layout, &self.line);
                    return Some(Ok(Row {
                        line: self.line.number,
                        outcome,
                    }));
                }
            }
        }
        None
    }
}
