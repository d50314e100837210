//! JSON lines: one object a line, nested values by their path (`address.city`).

use std::{
    collections::HashMap,
    io::{BufRead, Read},
};

use serde_json::Value;

use crate::{
    CellError, IntakeError,
    line::{Line, MOST_COLUMNS},
};

/// The longest line in bytes.
const LONGEST_LINE: usize = 1024 * 1024;

/// Objects of a file in UTF-8. Columns are numbered as their paths first come up.
pub(crate) struct JsonLines<R> {
    input: R,
    number: u64,
    buffer: Vec<u8>,
    pub headings: Vec<String>,
    places: HashMap<String, usize>,
}

impl<R: BufRead> JsonLines<R> {
    pub fn new(input: R) -> Self {
        Self {
            input,
            number: 0,
            buffer: Vec::new(),
            headings: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Reads the next object. `None` at the end; the inner error is of this line alone.
    pub fn next(&mut self, line: &mut Line) -> Result<Option<Result<(), CellError>>, IntakeError> {
        loop {
            self.buffer.clear();
            self.number += 1;
            let mut limited = (&mut self.input).take(LONGEST_LINE as u64 + 1);
            if limited
                .read_until(b'\n', &mut self.buffer)
                .map_err(IntakeError::Read)?
                == 0
            {
                return Ok(None);
            }
            if self.buffer.len() > LONGEST_LINE {
                return Err(IntakeError::LongLine {
                    line: self.number,
                    limit: LONGEST_LINE,
                });
            }
            if self.buffer.iter().any(|b| !b.is_ascii_whitespace()) {
                break;
            }
        }
        line.begin(self.number);
        let wrong = |reason: String| {
            let value = String::from_utf8_lossy(&self.buffer)
                .trim()
                .chars()
                .take(100)
                .collect();
            CellError {
                line: self.number,
                column: "（整行）".to_owned(),
                value,
                reason,
            }
        };
        let value: Value = match serde_json::from_slice(&self.buffer) {
            Ok(value) => value,
            Err(error) => {
                return Ok(Some(Err(wrong(format!(
                    "不是JSON，第{}个字节处读不下去",
                    error.column()
                )))));
            }
        };
        if !value.is_object() {
            return Ok(Some(Err(wrong("一行应是一个JSON对象，即{…}".to_owned()))));
        }
        let mut path = String::new();
        self.flatten(&value, &mut path, line)?;
        Ok(Some(Ok(())))
    }

    fn flatten(
        &mut self,
        value: &Value,
        path: &mut String,
        line: &mut Line,
    ) -> Result<(), IntakeError> {
        let length = path.len();
        let mut step = |this: &mut Self, name: &str, value: &Value| {
            if length > 0 {
                path.push('.');
            }
            path.push_str(name);
            let done = this.flatten(value, path, line);
            path.truncate(length);
            done
        };
        match value {
            Value::Object(members) => members
                .iter()
                .try_for_each(|(name, value)| step(self, name, value)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(i, value)| step(self, &i.to_string(), value)),
            Value::Null => Ok(()),
            Value::Bool(yes) => self.put(path, if *yes { "true" } else { "false" }, line),
            Value::Number(number) => self.put(path, &number.to_string(), line),
            Value::String(text) => self.put(path, text, line),
        }
    }

    fn put(&mut self, path: &str, text: &str, line: &mut Line) -> Result<(), IntakeError> {
        let place = match self.places.get(path) {
            Some(place) => *place,
            None if self.headings.len() >= MOST_COLUMNS || path.len() > 1_000 => {
                return Err(IntakeError::TooManyColumns {
                    line: line.number,
                    limit: MOST_COLUMNS,
                });
            }
            None => {
                self.headings.push(path.to_owned());
                self.places.insert(path.to_owned(), self.headings.len() - 1);
                self.headings.len() - 1
            }
        };
        line.append(place, text)
    }
}
