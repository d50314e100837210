//! Why a file cannot be read at all. What is wrong with one row is a [`crate::CellError`].

use std::{io, path::PathBuf};

/// The file is broken, hostile, or not what the mapping describes.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file cannot be opened.
    #[error("打不开文件{path}：{source}")]
    Open {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading stopped half way.
    #[error("读到一半出错：{0}")]
    Read(#[source] io::Error),
    /// Nothing in it.
    #[error("文件是空的，没有表头也没有数据")]
    Empty,
    /// A format that is not read.
    #[error("{0}")]
    Format(&'static str),
    /// The mapping names an encoding that does not exist.
    #[error("没有名为“{0}”的编码，请写 gb18030、utf-8、utf-16le、windows-1251 等")]
    Encoding(String),
    /// Wanted columns are missing.
    #[error("第{line}行的表头缺少：{}。看到的列是：{}。编码或表头行不对也会这样，可在对照文件里写 encoding 或 header_row", .missing.join("；"), shown(.seen))]
    Headings {
        /// The line taken for the heading.
        line: u64,
        /// What is missing: the field with the headings it may have.
        missing: Vec<String>,
        /// The headings that are there.
        seen: Vec<String>,
    },
    /// A wanted heading stands twice.
    #[error("第{line}行的表头“{heading}”出现两次，不知道用哪一列，请改名或删去一列")]
    DoubleHeading {
        /// The line of the heading.
        line: u64,
        /// The heading.
        heading: String,
    },
    /// The heading line that the mapping names is not there.
    #[error("对照文件说表头在第{0}行，文件没有这么多行")]
    NoHeaderRow(u64),
    /// More columns than a spreadsheet can have.
    #[error("第{line}行超过{limit}列，这不是一张表")]
    TooManyColumns {
        /// The line.
        line: u64,
        /// The most that is taken.
        limit: usize,
    },
    /// A line of JSON that is too long to be a record.
    #[error("第{line}行超过{limit}字节，一行应是一条记录")]
    LongLine {
        /// The line.
        line: u64,
        /// The most that is taken.
        limit: usize,
    },
    /// The workbook would unpack to more than is taken, or is built to exhaust the reader.
    #[error("拒绝这个XLSX文件：{0}")]
    Bomb(String),
    /// The workbook is damaged.
    #[error("XLSX文件损坏：{0}")]
    Workbook(String),
    /// The sheet that the mapping names does not exist.
    #[error("工作簿里没有名为“{name}”的工作表，只有：{}", .seen.join("、"))]
    NoSheet {
        /// The wanted name.
        name: String,
        /// The names that are there.
        seen: Vec<String>,
    },
}

/// At most thirty headings of forty characters: the message stays readable for any file.
fn shown(headings: &[String]) -> String {
    let mut text: Vec<String> = headings
        .iter()
        .filter(|h| !h.is_empty())
        .take(30)
        .map(|h| h.chars().take(40).collect())
        .collect();
    if text.is_empty() {
        text.push("（没有）".to_owned());
    }
    text.join("、")
}

/// An XML or zip error in words, kept short: it may quote hostile content.
pub(crate) fn workbook(error: impl std::fmt::Display) -> IntakeError {
    IntakeError::Workbook(error.to_string().chars().take(200).collect())
}
