//! The display list: one description of a label that every output draws.
//!
//! Lengths are millimetres from the upper left corner, y downwards.

use std::ops::Range;

use skrifa::GlyphId;

use crate::{
    LabelSize, Qr, Typeface,
    typeface::{GETA, Weight},
};

/// One label, laid out.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) size: LabelSize,
    pub(crate) qr: PlacedQr,
    pub(crate) rects: Vec<Rect>,
    pub(crate) discs: Vec<Disc>,
    pub(crate) lines: Vec<Line>,
}

/// The code and where its first black module lies. The quiet zone is outside of that.
#[derive(Debug, Clone)]
pub(crate) struct PlacedQr {
    pub(crate) qr: Qr,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) module: f32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Rect {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Disc {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) radius: f32,
}

/// One line of text: where its baseline begins, and the size of an em.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) x: f32,
    pub(crate) baseline: f32,
    pub(crate) em: f32,
    pub(crate) text: Shaped,
}

/// A text and its glyphs, measured in ems.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shaped {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
}

#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub(crate) face: usize,
    pub(crate) id: GlyphId,
    pub(crate) advance: f32,
    /// The bytes of the text that it stands for.
    pub(crate) range: Range<usize>,
}

impl Document {
    /// Everything that is printed in words, for programs that cannot read outlines.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.text.text.as_str())
    }
}

impl Line {
    /// The glyphs in stretches of one face: the face, where the stretch begins, its glyphs.
    pub(crate) fn stretches(&self) -> Vec<(usize, f32, &[Glyph])> {
        let mut x = self.x;
        self.text
            .glyphs
            .chunk_by(|a, b| a.face == b.face)
            .map(|glyphs| {
                let start = x;
                x += self.em * glyphs.iter().map(|g| g.advance).sum::<f32>();
                (glyphs[0].face, start, glyphs)
            })
            .collect()
    }
}

impl Shaped {
    /// Sets a cleaned text. No script on a label needs more than one glyph a character; what has
    /// no glyph becomes a geta, so that nothing vanishes unseen.
    pub(crate) fn new(text: &str, weight: Weight, tracking: f32, typeface: &Typeface) -> Self {
        let mut shaped = Self::default();
        shaped.push(text, weight, tracking, typeface);
        shaped
    }

    pub(crate) fn push(&mut self, text: &str, weight: Weight, tracking: f32, typeface: &Typeface) {
        for c in text.chars() {
            let start = self.text.len();
            self.text.push(c);
            let found = typeface
                .find(c, weight)
                .or_else(|| typeface.find(GETA, weight));
            if let Some((face, id)) = found {
                let advance = typeface.faces()[face].advance(id) + tracking;
                self.glyphs.push(Glyph {
                    face,
                    id,
                    advance,
                    range: start..self.text.len(),
                });
            }
        }
    }

    pub(crate) fn append(&mut self, other: &Self) {
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.glyphs.extend(other.glyphs.iter().map(|glyph| Glyph {
            range: glyph.range.start + offset..glyph.range.end + offset,
            ..glyph.clone()
        }));
    }

    /// In ems.
    pub(crate) fn width(&self) -> f32 {
        self.glyphs.iter().map(|g| g.advance).sum()
    }

    /// Cuts the end off until the rest and an ellipsis are no wider than `width` ems.
    pub(crate) fn cut(&mut self, width: f32, typeface: &Typeface) {
        if self.width() <= width {
            return;
        }
        let ellipsis = Self::new("…", Weight::Regular, 0.0, typeface);
        while self.width() + ellipsis.width() > width || self.text.ends_with([' ', '　']) {
            let Some(glyph) = self.glyphs.pop() else {
                break;
            };
            self.text.truncate(glyph.range.start);
        }
        self.append(&ellipsis);
    }
}
