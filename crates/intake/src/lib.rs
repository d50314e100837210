//! Spreadsheets of the wild, read into records of the register.
//!
//! *Is:* CSV, TSV, JSON lines and XLSX; encodings; dates as people write them; mapping files that say
//! which column is what; errors that name row, column, value and reason in Chinese.
//!
//! *Is not:* the register. Nothing is matched, stored or counted here, and nothing is asynchronous.
//!
//! *The one rule:* a row is taken exactly or refused with a reason. Nothing is guessed, and no file makes
//! the memory grow beyond a fixed bound.

mod date;
mod decode;
mod delimited;
mod error;
mod field;
mod json_lines;
mod kind;
mod layout;
mod line;
mod mapping;
mod package;
mod reader;
mod report;
mod row;
mod source;
mod strings;
mod workbook;
mod xml;

pub use date::{DateStyle, parse_date};
pub use error::IntakeError;
pub use field::Field;
pub use kind::{Kind, KindError};
pub use mapping::{DateOrder, Mapping, MappingError};
pub use reader::{Reader, Row, read};
pub use report::{CellError, ErrorReport, neutralise, restore};
pub use source::Source;
