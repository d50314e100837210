//! CSV, TSV and their kin, cell by cell in bounded memory.

use std::io::BufRead;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::{
    IntakeError,
    line::{Flaw, Line},
};

/// Lines of a delimited text in UTF-8.
pub(crate) struct Delimited<R> {
    input: R,
    parser: Reader,
    /// The line on which the next byte stands.
    position: u64,
    after_return: bool,
    cell: Vec<u8>,
}

impl<R: BufRead> Delimited<R> {
    pub fn new(input: R, delimiter: u8) -> Self {
        Self {
            input,
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            position: 1,
            after_return: false,
            cell: vec![0; 4096],
        }
    }

    /// Counts `\n`, `\r\n` and the lone `\r` of old Macintosh files as line ends.
    fn consume(&mut self, n: usize) -> Result<(), IntakeError> {
        for byte in &self.input.fill_buf().map_err(IntakeError::Read)?[..n] {
            match byte {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' => self.position += 1,
                b'\r' => {
                    self.position += 1;
                    self.after_return = true;
                }
                _ => self.after_return = false,
            }
        }
        self.input.consume(n);
        Ok(())
    }

    fn skip_line_ends(&mut self) -> Result<(), IntakeError> {
        loop {
            let input = self.input.fill_buf().map_err(IntakeError::Read)?;
            let n = input
                .iter()
                .take_while(|b| matches!(b, b'\r' | b'\n'))
                .count();
            if n == 0 {
                return Ok(());
            }
            self.consume(n)?;
        }
    }

    /// Reads the next line that has anything in it; false at the end.
    pub fn next(&mut self, line: &mut Line) -> Result<bool, IntakeError> {
        self.skip_line_ends()?;
        line.begin(self.position);
        let mut column = 0;
        // Bytes of an unfinished letter at the front of `cell`.
        let mut held = 0;
        loop {
            let input = self.input.fill_buf().map_err(IntakeError::Read)?;
            let ended = input.is_empty();
            let (mut result, read, mut written) = if ended {
                // A line end inside quotes becomes part of the cell. That tells whether they are open.
                let (result, _, written) = self.parser.read_field(b"\n", &mut self.cell[held..]);
                if written > 0 {
                    self.append(line, column, held)?;
                    line.cell(column)?.flaw = Some(Flaw::Unclosed);
                    self.parser.reset();
                    return Ok(true);
                }
                (result, 0, 0)
            } else {
                self.parser.read_field(input, &mut self.cell[held..])
            };
            if ended && matches!(result, ReadFieldResult::InputEmpty) {
                (result, _, written) = self.parser.read_field(b"", &mut self.cell[held..]);
            }
            self.consume(read)?;
            held = self.append(line, column, held + written)?;
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    line.cell(column)?;
                    held = 0;
                    column += 1;
                    if record_end {
                        return Ok(true);
                    }
                }
                ReadFieldResult::End => return Ok(false),
            }
        }
    }

    /// Appends the whole letters of `cell[..length]` and keeps the bytes of a last one that is not whole.
    fn append(
        &mut self,
        line: &mut Line,
        column: usize,
        length: usize,
    ) -> Result<usize, IntakeError> {
        let bytes = &self.cell[..length];
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => {
                line.append(column, text)?;
                return Ok(0);
            }
            Err(error) => error.valid_up_to(),
        };
        line.append(
            column,
            std::str::from_utf8(&bytes[..whole]).unwrap_or_default(),
        )?;
        self.cell.copy_within(whole..length, 0);
        Ok(length - whole)
    }
}

/// The first lines of `head`, which is the beginning of a file, split at `delimiter`.
pub(crate) fn first_lines(head: &[u8], delimiter: u8, count: usize) -> Vec<Line> {
    let mut table = Delimited::new(head, delimiter);
    let mut lines = Vec::new();
    let mut line = Line::default();
    while lines.len() < count && table.next(&mut line).unwrap_or(false) {
        if !line.is_blank() {
            lines.push(line.clone());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8], delimiter: u8, capacity: usize) -> Vec<(u64, Vec<String>)> {
        let mut table = Delimited::new(BufReader::with_capacity(capacity, text), delimiter);
        let mut line = Line::default();
        let mut lines = Vec::new();
        while table.next(&mut line).unwrap() {
            lines.push((
                line.number,
                line.cells().iter().map(|c| c.text.clone()).collect(),
            ));
        }
        lines
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_writes_is_read_back(
            rows in proptest::collection::vec(proptest::collection::vec("[a-c汉Ж\",;\r\n\t ]{0,6}", 3), 1..6),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
            capacity in 1usize..40,
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let read: Vec<Vec<String>> = read(&text, delimiter, capacity).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn cells_agree_with_the_csv_crate(text in "[ab\",\n]{0,40}", capacity in 1usize..9) {
            let mut oracle = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> =
                oracle.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
            let read: Vec<Vec<String>> = read(text.as_bytes(), b',', capacity).into_iter().map(|(_, cells)| cells).collect();
            // The oracle does not see that quotes are left open: it then lacks the line end that was put there.
            prop_assert_eq!(read.len(), expected.len());
            for (row, wanted) in read.iter().zip(&expected) {
                prop_assert_eq!(row.len(), wanted.len());
            }
        }
    }

    #[test]
    fn lines_are_counted_as_a_person_counts() {
        let lines = read(b"a,b\r\n\r\n\"x\r\ny\",1\r\nz,2\n", b',', 3);
        assert_eq!(lines.iter().map(|l| l.0).collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!(lines[1].1[0], "x\r\ny");
        assert_eq!(
            read(b"a\rb\rc", b',', 8)
                .iter()
                .map(|l| l.0)
                .collect::<Vec<_>>(),
            [1, 2, 3]
        );
    }

    #[test]
    fn quotes_that_stay_open_are_noticed() {
        let mut table = Delimited::new(&b"a,b\n1,\"x\n2,y\n"[..], b',');
        let mut line = Line::default();
        assert!(table.next(&mut line).unwrap() && table.next(&mut line).unwrap());
        assert_eq!(
            (line.number, line.cells()[1].flaw),
            (2, Some(Flaw::Unclosed))
        );
        assert!(!table.next(&mut line).unwrap());
    }

    #[test]
    fn a_cell_of_ten_megabytes_is_cut_off() {
        let text = format!("a,{}\nb,c\n", "汉".repeat(3_500_000));
        let mut table = Delimited::new(text.as_bytes(), b',');
        let mut line = Line::default();
        assert!(table.next(&mut line).unwrap());
        assert_eq!(line.cells()[1].flaw, Some(Flaw::TooLong));
        assert!(line.cells()[1].text.len() <= 64 * 1024);
        assert!(table.next(&mut line).unwrap());
        assert_eq!(line.cells()[1].text, "c");
    }
}
