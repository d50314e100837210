//! The report of wrong rows, and cells that a spreadsheet program must not run.

use std::{
    borrow::Cow,
    io::{self, BufWriter, Write},
};

/// One cell that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// The line of the text file or the row of the sheet, as a person counts it: from 1, the heading included.
    pub line: u64,
    /// The heading of the column; the field's name where the file has no column for it.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it cannot be taken and how to mend it, in Chinese.
    pub reason: String,
}

fn is_dangerous(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
    )
}

/// A cell that no spreadsheet program takes for a formula: where it begins with `= + - @`, TAB or CR, an
/// apostrophe is put before it. [`restore`] gives back the cell exactly.
///
/// ```
/// use chengxing_intake::{neutralise, restore};
/// assert_eq!(neutralise("=1+1"), "'=1+1");
/// assert_eq!(neutralise("ACS-30"), "ACS-30");
/// assert_eq!(restore("'=1+1"), "=1+1");
/// ```
pub fn neutralise(cell: &str) -> Cow<'_, str> {
    let mut chars = cell.chars();
    let needs = match chars.next() {
        Some(c) if is_dangerous(c) => true,
        // Kept apart from our own apostrophe, so that the way back is exact.
        Some('\'') => chars.next().is_some_and(|c| is_dangerous(c) || c == '\''),
        _ => false,
    };
    if needs {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell that [`neutralise`] made harmless.
pub fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c| is_dangerous(c) || c == '\'') => rest,
        _ => cell,
    }
}

/// Writes wrong rows as CSV (UTF-8 with a byte-order mark, so that Excel shows Chinese): 行, 列, 内容, 原因.
#[derive(Debug)]
pub struct ErrorReport<W: Write> {
    out: BufWriter<W>,
}

impl<W: Write> ErrorReport<W> {
    /// How much of a wrong cell is shown, in characters.
    const SHOWN: usize = 200;

    /// Begins the report.
    pub fn new(out: W) -> io::Result<Self> {
        let mut out = BufWriter::new(out);
        out.write_all("\u{FEFF}行,列,内容,原因\r\n".as_bytes())?;
        Ok(Self { out })
    }

    /// Adds one line.
    pub fn write(&mut self, error: &CellError) -> io::Result<()> {
        write!(self.out, "{}", error.line)?;
        for cell in [&error.column, &error.value, &error.reason] {
            let shown: String = cell.chars().take(Self::SHOWN).collect();
            write!(self.out, ",{}", quoted(&neutralise(&shown)))?;
        }
        self.out.write_all(b"\r\n")
    }

    /// Ends the report and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
    }
}

fn quoted(cell: &str) -> Cow<'_, str> {
    if cell.contains(['"', ',', ';', '\n', '\r', '\t']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn neutralised_cells_come_back_exactly(cell in "['=+@\\t\\r\"a-c\\-＝]{0,6}") {
            let safe = neutralise(&cell);
            prop_assert!(!safe.starts_with(is_dangerous));
            prop_assert_eq!(restore(&safe), &cell);
        }

        #[test]
        fn a_csv_reader_reads_the_report_back(value in "\\PC{0,40}[\"\r\n,;=]{0,3}", reason in "\\PC{0,40}") {
            let mut report = ErrorReport::new(Vec::new()).unwrap();
            let error = CellError { line: 7, column: "出厂编号".to_owned(), value: value.clone(), reason: reason.clone() };
            report.write(&error).unwrap();
            let bytes = report.finish().unwrap();
            prop_assert_eq!(&bytes[..3], b"\xEF\xBB\xBF");
            let mut reader = csv::Reader::from_reader(&bytes[3..]);
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(restore(&rows[0][2]), value);
            prop_assert_eq!(restore(&rows[0][3]), reason);
        }
    }

    #[test]
    fn formulas_are_made_harmless() {
        for cell in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(neutralise(cell).starts_with('\''), "{cell}");
        }
    }
}
