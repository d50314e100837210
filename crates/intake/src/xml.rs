//! XML of a workbook, token by token, each of them bounded.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

use crate::{IntakeError, error::workbook};

/// The longest single token (a tag with its attributes, a run of text). Excel's longest cell has 32,767
/// characters.
const LONGEST_TOKEN: usize = 512 * 1024;
const DEEPEST: usize = 64;

/// Gives the parser no more than a token may be long.
struct Guard<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let n = held.len().min(out.len());
        out[..n].copy_from_slice(&held[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "有一个单元格或标记超过512 KiB",
            ));
        }
        let held = self.inner.fill_buf()?;
        Ok(&held[..held.len().min(self.left)])
    }

    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n);
        self.inner.consume(n);
    }
}

/// The elements that matter, whatever their prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Cell,
    Item,
    Phonetic,
    Relationship,
    Row,
    Sheet,
    SheetData,
    Text,
    Value,
    WorkbookProperties,
    Other,
}

impl Tag {
    fn of(name: &[u8]) -> Self {
        match name {
            b"c" => Self::Cell,
            b"si" => Self::Item,
            b"rPh" => Self::Phonetic,
            b"Relationship" => Self::Relationship,
            b"row" => Self::Row,
            b"sheet" => Self::Sheet,
            b"sheetData" => Self::SheetData,
            b"t" => Self::Text,
            b"v" => Self::Value,
            b"workbookPr" => Self::WorkbookProperties,
            _ => Self::Other,
        }
    }
}

/// What the sheets of a workbook consist of.
pub(crate) enum Token<'a> {
    /// An element opens. Empty elements open and close.
    Open(Element<'a>),
    /// An element closes.
    Close(Tag),
    /// Text with references resolved.
    Text(Cow<'a, str>),
    /// The end.
    End,
}

pub(crate) struct Element<'a> {
    pub tag: Tag,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// The attribute of this local name.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, IntakeError> {
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(workbook)?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let raw = text(attribute.value);
                let plain = if raw.contains('&') {
                    unescape(&raw).map_err(workbook)?.into_owned().into()
                } else {
                    raw
                };
                return Ok(Some(plain));
            }
        }
        Ok(None)
    }
}

fn text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

/// A stream of tokens.
pub(crate) struct Xml<R: BufRead> {
    reader: Reader<Guard<R>>,
    buffer: Vec<u8>,
    depth: usize,
    /// An empty element that is still to be closed.
    closing: Option<Tag>,
}

impl<R: BufRead> Xml<R> {
    pub fn new(inner: R) -> Self {
        Self {
            reader: Reader::from_reader(Guard { inner, left: 0 }),
            buffer: Vec::new(),
            depth: 0,
            closing: None,
        }
    }

    pub fn next(&mut self) -> Result<Token<'_>, IntakeError> {
        if let Some(tag) = self.closing.take() {
            return Ok(Token::Close(tag));
        }
        self.buffer.clear();
        self.reader.get_mut().left = LONGEST_TOKEN;
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|error| match error {
                quick_xml::Error::Io(error) => IntakeError::Workbook(error.to_string()),
                other => workbook(other),
            })?;
        match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(IntakeError::Bomb(format!("XML嵌套超过{DEEPEST}层")));
                }
                let tag = Tag::of(element.local_name().as_ref());
                Ok(Token::Open(Element {
                    tag,
                    start: element,
                }))
            }
            Event::Empty(element) => {
                let tag = Tag::of(element.local_name().as_ref());
                self.closing = Some(tag);
                Ok(Token::Open(Element {
                    tag,
                    start: element,
                }))
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Token::Close(Tag::of(element.local_name().as_ref())))
            }
            Event::Text(run) => Ok(Token::Text(text(run.into_inner()))),
            Event::CData(run) => Ok(Token::Text(text(run.into_inner()))),
            Event::GeneralRef(reference) => {
                if let Some(c) = reference.resolve_char_ref().map_err(workbook)? {
                    return Ok(Token::Text(c.to_string().into()));
                }
                let plain = match &*reference {
                    b"lt" => "<",
                    b"gt" => ">",
                    b"amp" => "&",
                    b"quot" => "\"",
                    b"apos" => "'",
                    _ => return Err(IntakeError::Bomb("用了自定义的XML实体".to_owned())),
                };
                Ok(Token::Text(plain.into()))
            }
            Event::DocType(_) => Err(IntakeError::Bomb(
                "含有DOCTYPE声明，Excel从不写它".to_owned(),
            )),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => Ok(Token::Text("".into())),
            Event::Eof => Ok(Token::End),
        }
    }
}
