//! The shared strings of a workbook, packed tightly: their number is the file's choice.

use std::io::BufRead;

use crate::{
    IntakeError,
    line::LONGEST_CELL,
    xml::{Tag, Token, Xml},
};

/// Most bytes that are kept in memory, the places of the strings included.
const LARGEST: usize = 48 << 20;
const BLOCK: usize = 1 << 20;

/// Strings by number. Blocks instead of one buffer: growing never copies or doubles.
#[derive(Default)]
pub(crate) struct Strings {
    blocks: Vec<String>,
    places: Vec<Vec<(u16, u32, u32)>>,
    count: usize,
    bytes: usize,
}

/// Places a block.
const PLACES: usize = 64 * 1024;

impl Strings {
    /// Reads `sharedStrings.xml`.
    pub fn read(part: impl BufRead) -> Result<Self, IntakeError> {
        let mut strings = Self::default();
        let mut xml = Xml::new(part);
        let mut text = String::new();
        let (mut in_item, mut in_text, mut phonetic) = (false, false, 0u32);
        loop {
            match xml.next()? {
                Token::Open(element) => match element.tag {
                    Tag::Item => {
                        in_item = true;
                        text.clear();
                    }
                    Tag::Text => in_text = in_item && phonetic == 0,
                    Tag::Phonetic => phonetic += 1,
                    _ => {}
                },
                Token::Close(tag) => match tag {
                    Tag::Item => {
                        in_item = false;
                        strings.push(&text)?;
                    }
                    Tag::Text => in_text = false,
                    Tag::Phonetic => phonetic = phonetic.saturating_sub(1),
                    _ => {}
                },
                // One byte more than a cell may have: enough to see that it is too long.
                Token::Text(part) if in_text && text.len() <= LONGEST_CELL => text.push_str(&part),
                Token::Text(_) => {}
                Token::End => return Ok(strings),
            }
        }
    }

    fn push(&mut self, text: &str) -> Result<(), IntakeError> {
        let mut end = text.len().min(LONGEST_CELL + 4);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        self.bytes += text.len() + size_of::<(u16, u32, u32)>();
        if self.bytes > LARGEST {
            return Err(IntakeError::Bomb(format!(
                "共享字符串超过{} MiB，请另存为CSV再导入",
                LARGEST >> 20
            )));
        }
        if self
            .blocks
            .last()
            .is_none_or(|block| block.len() + text.len() > BLOCK)
        {
            self.blocks.push(String::with_capacity(BLOCK));
        }
        let number = self.blocks.len() - 1;
        if self.count.is_multiple_of(PLACES) {
            self.places.push(Vec::with_capacity(PLACES));
        }
        if let (Some(block), Some(places)) = (self.blocks.last_mut(), self.places.last_mut()) {
            places.push((number as u16, block.len() as u32, text.len() as u32));
            block.push_str(text);
            self.count += 1;
        }
        Ok(())
    }

    /// The string of this number.
    pub fn get(&self, number: usize) -> Option<&str> {
        let (block, start, length) = *self.places.get(number / PLACES)?.get(number % PLACES)?;
        self.blocks
            .get(usize::from(block))?
            .get(start as usize..(start + length) as usize)
    }
}
