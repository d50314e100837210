//! A file, and what it is: a delimited text, JSON lines or a workbook.

use std::{
    fs::File,
    io::{self, BufRead, Read, Seek},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use encoding_rs::Encoding;

use crate::{
    CellError, IntakeError, Mapping,
    decode::{Utf8, detect, fill},
    delimited::{Delimited, first_lines},
    json_lines::JsonLines,
    line::Line,
    workbook::Sheet,
};

/// A file that can be read, and how far the reading is.
///
/// The file is opened again by its path when rows are read, so it should not be replaced meanwhile.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    size: u64,
    pub(crate) counter: Arc<AtomicU64>,
    format: Format,
}

#[derive(Debug)]
enum Format {
    Text(&'static Encoding),
    Workbook,
}

/// Counts the bytes that were read.
pub(crate) struct Counted<R> {
    inner: R,
    counter: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub fn new(inner: R, counter: Arc<AtomicU64>) -> Self {
        Self { inner, counter }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.counter.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Source {
    /// Opens a file and finds out what it is.
    pub fn open(path: &Path, mapping: &Mapping) -> Result<Self, IntakeError> {
        let open = |source| IntakeError::Open {
            path: path.to_owned(),
            source,
        };
        let mut file = File::open(path).map_err(open)?;
        let metadata = file.metadata().map_err(open)?;
        if metadata.is_dir() {
            return Err(IntakeError::Format("这是一个文件夹，请给出文件"));
        }
        let mut head = [0; 512];
        let held = fill(&mut file, &mut head).map_err(IntakeError::Read)?;
        let head = &head[..held];
        if head.is_empty() {
            return Err(IntakeError::Empty);
        }
        let format = if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Format::Workbook
        } else if head.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(IntakeError::Format(
                "这是旧版XLS或加了密码的工作簿，请去掉密码并另存为XLSX或CSV",
            ));
        } else if head.starts_with(b"%PDF")
            || head.starts_with(b"\x89PNG")
            || head.starts_with(b"\xFF\xD8\xFF")
            || head.starts_with(b"\x1F\x8B")
        {
            return Err(IntakeError::Format(
                "这不是表格，请给出CSV、TSV、JSON lines或XLSX文件",
            ));
        } else {
            file.rewind().map_err(IntakeError::Read)?;
            Format::Text(detect(&mut file, mapping.encoding).map_err(IntakeError::Read)?)
        };
        Ok(Self {
            path: path.to_owned(),
            size: metadata.len(),
            counter: Arc::default(),
            format,
        })
    }

    /// The size of the file.
    pub fn bytes_total(&self) -> u64 {
        self.size
    }

    /// How much of it was read.
    pub fn bytes_read(&self) -> u64 {
        self.counter.load(Ordering::Relaxed).min(self.size)
    }

    /// The rows of the file. `wanted` counts the headings in a line that the mapping looks for.
    pub(crate) fn table(
        &self,
        mapping: &Mapping,
        wanted: impl Fn(&Line) -> usize,
    ) -> Result<Table, IntakeError> {
        let encoding = match self.format {
            Format::Workbook => {
                return Ok(Table::Sheet(Box::new(Sheet::open(
                    &self.path,
                    mapping.sheet.as_deref(),
                    Arc::clone(&self.counter),
                )?)));
            }
            Format::Text(encoding) => encoding,
        };
        let file = File::open(&self.path).map_err(|source| IntakeError::Open {
            path: self.path.clone(),
            source,
        })?;
        let mut input = Utf8::new(Counted::new(file, Arc::clone(&self.counter)), encoding);
        let head = input.fill_buf().map_err(IntakeError::Read)?;
        match head.iter().find(|b| !b.is_ascii_whitespace()) {
            None => return Err(IntakeError::Empty),
            Some(b'{') => return Ok(Table::JsonLines(Box::new(JsonLines::new(input)))),
            Some(b'[') => {
                return Err(IntakeError::Format(
                    "这是一整个JSON数组，请改成JSON lines：一行一个对象",
                ));
            }
            Some(b'<') => {
                return Err(IntakeError::Format(
                    "这是网页或XML，不是表格；请在Excel里打开后另存为XLSX或CSV",
                ));
            }
            Some(_) => {}
        }
        // The delimiter that finds most of the wanted headings; the mapping's, where it finds any.
        let found = |delimiter: &u8| {
            first_lines(head, *delimiter, 10)
                .iter()
                .map(&wanted)
                .max()
                .unwrap_or(0)
        };
        let stated = mapping.delimiter.filter(|d| found(d) > 0);
        let delimiter = stated.unwrap_or_else(|| {
            let candidates = mapping
                .delimiter
                .into_iter()
                .chain([b',', b';', b'\t', b'|']);
            let mut best = (0, mapping.delimiter.unwrap_or(b','));
            for candidate in candidates {
                let score = found(&candidate);
                if score > best.0 {
                    best = (score, candidate);
                }
            }
            best.1
        });
        Ok(Table::Delimited(Box::new(Delimited::new(input, delimiter))))
    }
}

type Text = Utf8<Counted<File>>;

/// Rows of any format.
pub(crate) enum Table {
    Delimited(Box<Delimited<Text>>),
    JsonLines(Box<JsonLines<Text>>),
    Sheet(Box<Sheet>),
}

impl Table {
    /// Reads the next row. `None` at the end.
    pub fn next(&mut self, line: &mut Line) -> Result<Option<Result<(), CellError>>, IntakeError> {
        match self {
            Self::Delimited(table) => Ok(table.next(line)?.then_some(Ok(()))),
            Self::JsonLines(table) => table.next(line),
            Self::Sheet(table) => Ok(table.next(line)?.then_some(Ok(()))),
        }
    }

    /// Serial dates count from 1904.
    pub fn is_from_1904(&self) -> bool {
        matches!(self, Self::Sheet(sheet) if sheet.from_1904)
    }

    /// The paths met so far where rows name their columns themselves.
    pub fn own_headings(&self) -> Option<&[String]> {
        match self {
            Self::JsonLines(table) => Some(&table.headings),
            _ => None,
        }
    }
}
