//! One line of a table before anything is known of its columns.

use crate::IntakeError;

/// The longest cell in bytes. What is longer is cut off and is an error of its row.
pub(crate) const LONGEST_CELL: usize = 64 * 1024;
/// The longest row in bytes, over all cells.
pub(crate) const LONGEST_ROW: usize = 1024 * 1024;
/// As many columns as a spreadsheet has.
pub(crate) const MOST_COLUMNS: usize = 16_384;

/// What is wrong with a cell, whatever it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is longer than [`LONGEST_CELL`], or the row longer than [`LONGEST_ROW`].
    TooLong,
    /// The file ends inside quotes that began here.
    Unclosed,
    /// The cell holds an error of a formula, such as #REF!.
    Formula,
    /// A number of more digits than a spreadsheet keeps.
    Rounded,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub text: String,
    pub flaw: Option<Flaw>,
}

/// A row, used again for the next one: its memory is bounded by the longest row met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// From 1, as a person counts.
    pub number: u64,
    cells: Vec<Cell>,
    used: usize,
    bytes: usize,
}

impl Line {
    pub fn begin(&mut self, number: u64) {
        self.number = number;
        for cell in &mut self.cells[..self.used] {
            cell.flaw = None;
            // Monstrous cells in ever other columns must not add up.
            if cell.text.capacity() > 1024 {
                cell.text = String::new();
            } else {
                cell.text.clear();
            }
        }
        self.used = 0;
        self.bytes = 0;
    }

    pub fn cells(&self) -> &[Cell] {
        &self.cells[..self.used]
    }

    /// The cell in `column`, made blank where it is not there yet.
    pub fn cell(&mut self, column: usize) -> Result<&mut Cell, IntakeError> {
        if column >= MOST_COLUMNS {
            return Err(IntakeError::TooManyColumns {
                line: self.number,
                limit: MOST_COLUMNS,
            });
        }
        self.used = self.used.max(column + 1);
        if self.cells.len() < self.used {
            self.cells.resize_with(self.used, Cell::default);
        }
        Ok(&mut self.cells[column])
    }

    /// Appends to the cell in `column` as far as cell and row may grow.
    pub fn append(&mut self, column: usize, text: &str) -> Result<(), IntakeError> {
        let room = LONGEST_ROW.saturating_sub(self.bytes);
        let cell = self.cell(column)?;
        let mut end = text
            .len()
            .min(room)
            .min(LONGEST_CELL.saturating_sub(cell.text.len()));
        if end < text.len() {
            cell.flaw = Some(Flaw::TooLong);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
        }
        cell.text.push_str(&text[..end]);
        self.bytes += end;
        Ok(())
    }

    pub fn is_blank(&self) -> bool {
        self.cells().iter().all(|c| {
            c.flaw.is_none() && c.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}')
        })
    }
}
