//! XML of a workbook, token by token, each of them bounded.

use std::io::{self, BufRead, Read};

use quick_xml::{
    Reader,
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
            return Err(io::Error::new(io::ErrorKind::InvalidData, "有一个单元格或标记超过512 KiB"));
        }
        let held = self.inner.fill_buf()?;
        Ok(&held[..held.len().min(self.left)])
    }

    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n);
        self.inner.consume(n);
    }
}

/// What the sheets of a workbook consist of.
pub(crate) enum Token<'a> {
    /// An element opens. Empty elements open and close.
    Open(Element<'a>),
    /// An element closes.
    Close(String),
    /// Text with references resolved.
    Text(String),
    /// The end.
    End,
}

pub(crate) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> String {
        local(self.0.local_name().as_ref())
    }

    /// The attribute of this local name.
    pub fn attribute(&self, name: &str) -> Result<Option<String>, IntakeError> {
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(workbook)?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let raw = String::from_utf8_lossy(&attribute.value);
                return Ok(Some(quick_xml::escape::unescape(&raw).map_err(workbook)?.into_owned()));
            }
        }
        Ok(None)
    }
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// A stream of tokens.
pub(crate) struct Xml<R: BufRead> {
    reader: Reader<Guard<R>>,
    buffer: Vec<u8>,
    depth: usize,
    /// The name of an empty element that is still to be closed.
    closing: Option<String>,
}

impl<R: BufRead> Xml<R> {
    pub fn new(inner: R) -> Self {
        Self { reader: Reader::from_reader(Guard { inner, left: 0 }), buffer: Vec::new(), depth: 0, closing: None }
    }

    pub fn next(&mut self) -> Result<Token<'_>, IntakeError> {
        if let Some(name) = self.closing.take() {
            return Ok(Token::Close(name));
        }
        self.buffer.clear();
        self.reader.get_mut().left = LONGEST_TOKEN;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) => IntakeError::Workbook(error.to_string()),
            other => workbook(other),
        })?;
        match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(IntakeError::Bomb(format!("XML嵌套超过{DEEPEST}层")));
                }
                Ok(Token::Open(Element(element)))
            }
            Event::Empty(element) => {
                self.closing = Some(local(element.local_name().as_ref()));
                Ok(Token::Open(Element(element)))
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Token::Close(local(element.local_name().as_ref())))
            }
            Event::Text(text) => Ok(Token::Text(String::from_utf8_lossy(&text).into_owned())),
            Event::CData(text) => Ok(Token::Text(String::from_utf8_lossy(&text).into_owned())),
            Event::GeneralRef(reference) => {
                if let Some(c) = reference.resolve_char_ref().map_err(workbook)? {
                    return Ok(Token::Text(c.to_string()));
                }
                let text = match &*reference {
                    b"lt" => "<",
                    b"gt" => ">",
                    b"amp" => "&",
                    b"quot" => "\"",
                    b"apos" => "'",
                    _ => return Err(IntakeError::Bomb("用了自定义的XML实体".to_owned())),
                };
                Ok(Token::Text(text.to_owned()))
            }
            Event::DocType(_) => Err(IntakeError::Bomb("含有DOCTYPE声明，Excel从不写它".to_owned())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => Ok(Token::Text(String::new())),
            Event::Eof => Ok(Token::End),
        }
    }
}
