//! XLSX: the rows of one sheet as a stream.

use std::{
    io::BufReader,
    path::Path,
    sync::{Arc, atomic::AtomicU64},
};

use crate::{
    IntakeError,
    line::{Flaw, LONGEST_CELL, Line},
    package::{Package, Part},
    strings::Strings,
    xml::{Tag, Token, Xml},
};

/// A sheet that is being read.
pub(crate) struct Sheet {
    xml: Xml<BufReader<Part>>,
    strings: Strings,
    row: u64,
    ended: bool,
    value: String,
    /// Serial dates count from 1904.
    pub from_1904: bool,
}

#[derive(Clone, Copy)]
enum CellKind {
    Number,
    Shared,
    Boolean,
    Error,
    Text,
}

impl CellKind {
    fn of(attribute: Option<&str>) -> Self {
        match attribute {
            None | Some("n" | "") => Self::Number,
            Some("s") => Self::Shared,
            Some("b") => Self::Boolean,
            Some("e") => Self::Error,
            Some(_) => Self::Text,
        }
    }
}

struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

impl Sheet {
    /// Opens the sheet `wanted`, or the first that is not hidden.
    pub fn open(
        path: &Path,
        wanted: Option<&str>,
        counter: Arc<AtomicU64>,
    ) -> Result<Self, IntakeError> {
        let package = Package::open(path, counter)?;
        let main = relations(&package, "_rels/.rels")?
            .into_iter()
            .find(|r| r.kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |r| resolve("", &r.target));
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let not_a_workbook =
            IntakeError::Format("这个压缩文件不是XLSX工作簿；ODS等格式请另存为XLSX或CSV");
        let Some(part) = package.part(&main)? else {
            return Err(not_a_workbook);
        };
        let (sheets, from_1904) = list(Xml::new(part))?;
        let relations = relations(&package, &format!("{folder}/_rels/{file}.rels"))?;
        let chosen = match wanted {
            Some(name) => {
                sheets
                    .iter()
                    .find(|s| s.name == name)
                    .ok_or_else(|| IntakeError::NoSheet {
                        name: name.to_owned(),
                        seen: sheets.iter().take(30).map(|s| s.name.clone()).collect(),
                    })?
            }
            None => sheets
                .iter()
                .find(|s| !s.hidden)
                .or(sheets.first())
                .ok_or(IntakeError::Empty)?,
        };
        let target = relations
            .iter()
            .find(|r| r.id == chosen.id)
            .map(|r| resolve(folder, &r.target))
            .ok_or_else(|| IntakeError::Workbook("找不到工作表的内容".to_owned()))?;
        let strings = match relations
            .iter()
            .find(|r| r.kind.ends_with("/sharedStrings"))
        {
            Some(relation) => match package.part(&resolve(folder, &relation.target))? {
                Some(part) => Strings::read(part)?,
                None => Strings::default(),
            },
            None => Strings::default(),
        };
        let part = package
            .part(&target)?
            .ok_or_else(|| IntakeError::Workbook("找不到工作表的内容".to_owned()))?;
        Ok(Self {
            xml: Xml::new(part),
            strings,
            row: 0,
            ended: false,
            value: String::new(),
            from_1904,
        })
    }

    /// Reads the next row; false at the end of the sheet.
    pub fn next(&mut self, line: &mut Line) -> Result<bool, IntakeError> {
        while !self.ended {
            match self.xml.next()? {
                Token::Open(element) if element.tag == Tag::Row => {
                    let stated = element.attribute("r")?.and_then(|r| r.parse().ok());
                    self.row = stated.unwrap_or(self.row + 1);
                    line.begin(self.row);
                    self.cells(line)?;
                    return Ok(true);
                }
                Token::Close(Tag::SheetData) | Token::End => self.ended = true,
                _ => {}
            }
        }
        Ok(false)
    }

    fn cells(&mut self, line: &mut Line) -> Result<(), IntakeError> {
        let mut next = 0;
        loop {
            match self.xml.next()? {
                Token::Open(element) if element.tag == Tag::Cell => {
                    let stated = element.attribute("r")?.and_then(|r| column(&r));
                    let place = stated.unwrap_or(next);
                    let kind = CellKind::of(element.attribute("t")?.as_deref());
                    next = place + 1;
                    self.cell(line, place, kind)?;
                }
                Token::Close(Tag::Row) => return Ok(()),
                Token::End => {
                    return Err(IntakeError::Workbook(
                        "内容不完整，可能没有下载完".to_owned(),
                    ));
                }
                _ => {}
            }
        }
    }

    /// The text of one cell: of its value, or of its inline string without phonetic guides.
    fn cell(&mut self, line: &mut Line, place: usize, kind: CellKind) -> Result<(), IntakeError> {
        self.value.clear();
        let (mut inside, mut phonetic) = (false, 0u32);
        loop {
            match self.xml.next()? {
                Token::Open(element) => match element.tag {
                    Tag::Value | Tag::Text => inside = phonetic == 0,
                    Tag::Phonetic => phonetic += 1,
                    _ => {}
                },
                Token::Close(tag) => match tag {
                    Tag::Value | Tag::Text => inside = false,
                    Tag::Phonetic => phonetic = phonetic.saturating_sub(1),
                    Tag::Cell => break,
                    _ => {}
                },
                Token::Text(text) if inside && self.value.len() <= LONGEST_CELL => {
                    self.value.push_str(&text);
                }
                Token::Text(_) => {}
                Token::End => {
                    return Err(IntakeError::Workbook(
                        "内容不完整，可能没有下载完".to_owned(),
                    ));
                }
            }
        }
        if self.value.is_empty() {
            return Ok(());
        }
        line.cell(place)?.text.clear();
        match kind {
            CellKind::Shared => {
                let text = self
                    .value
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|number| self.strings.get(number));
                line.append(
                    place,
                    text.ok_or_else(|| IntakeError::Workbook("共享字符串的编号不对".to_owned()))?,
                )
            }
            CellKind::Boolean => line.append(
                place,
                if self.value.trim() == "1" {
                    "TRUE"
                } else {
                    "FALSE"
                },
            ),
            CellKind::Error => {
                line.append(place, &self.value)?;
                line.cell(place)?.flaw = Some(Flaw::Formula);
                Ok(())
            }
            CellKind::Number => {
                let (text, rounded) = number(self.value.trim());
                line.append(place, &text)?;
                if rounded {
                    line.cell(place)?.flaw = Some(Flaw::Rounded);
                }
                Ok(())
            }
            CellKind::Text => line.append(place, &self.value),
        }
    }
}

/// A number as Excel would show it, to its 15 digits; and whether it has more, which are lost.
fn number(text: &str) -> (String, bool) {
    let digits = text.trim_start_matches('-');
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return (text.to_owned(), digits.len() > 15);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && value.abs() < 1e300 => {
            let value: f64 = format!("{value:.14e}").parse().unwrap_or(value);
            (value.to_string(), value.abs() >= 1e15)
        }
        _ => (text.to_owned(), false),
    }
}

/// The column, from 0, of a reference such as `AB12`.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(5).fold(0, |sum, b| {
        sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1
    });
    column.checked_sub(1)
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(package: &Package, name: &str) -> Result<Vec<Relation>, IntakeError> {
    let mut relations = Vec::new();
    let Some(part) = package.part(name)? else {
        return Ok(relations);
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Open(element) if element.tag == Tag::Relationship => {
                let text = |name| {
                    element
                        .attribute(name)
                        .map(|text| text.unwrap_or_default().into_owned())
                };
                let relation = Relation {
                    id: text("Id")?,
                    kind: text("Type")?,
                    target: text("Target")?,
                };
                let size = relation.id.len() + relation.kind.len() + relation.target.len();
                if relations.len() >= 10_000 || size > 2_000 {
                    return Err(IntakeError::Bomb("工作表太多".to_owned()));
                }
                relations.push(relation);
            }
            Token::End => return Ok(relations),
            _ => {}
        }
    }
}

fn resolve(folder: &str, target: &str) -> String {
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn list(mut xml: Xml<BufReader<Part>>) -> Result<(Vec<Listed>, bool), IntakeError> {
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    loop {
        match xml.next()? {
            Token::Open(element) if element.tag == Tag::Sheet => {
                let name = element.attribute("name")?.unwrap_or_default().into_owned();
                if sheets.len() >= 10_000 || name.len() > 1_000 {
                    return Err(IntakeError::Bomb("工作表太多".to_owned()));
                }
                let hidden = element.attribute("state")?.is_some_and(|s| s != "visible");
                sheets.push(Listed {
                    name,
                    id: element.attribute("id")?.unwrap_or_default().into_owned(),
                    hidden,
                });
            }
            Token::Open(element) if element.tag == Tag::WorkbookProperties => {
                from_1904 = element
                    .attribute("date1904")?
                    .is_some_and(|v| matches!(&*v, "1" | "true" | "on"));
            }
            Token::End => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_numbers_keep_their_digits(value in 0u64..1_000_000_000_000_000) {
            prop_assert_eq!(number(&value.to_string()), (value.to_string(), false));
            prop_assert_eq!(number(&format!("{:e}", value as f64)), (value.to_string(), false));
            prop_assert_eq!(number(&format!("{value}.0")), (value.to_string(), false));
        }

        #[test]
        fn no_text_breaks_a_number(text in "[-+0-9eE.]{0,20}|\\PC{0,10}") {
            let _ = number(&text);
        }
    }

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!(column("A1"), Some(0));
        assert_eq!(column("AB12"), Some(27));
        assert_eq!(column("XFD1048576"), Some(16_383));
        assert_eq!(column("12"), None);
    }

    #[test]
    fn sums_are_shown_to_fifteen_digits() {
        assert_eq!(number("0.30000000000000004").0, "0.3");
        assert!(number("1.23456789012345E+17").1);
        assert!(number("1234567890123456").1);
    }
}
