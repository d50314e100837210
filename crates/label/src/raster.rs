//! One-bit pictures: for PNG, and for what a label printer has no glyphs for.

use skrifa::outline::OutlinePen;
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};

use crate::{
    LabelError, Typeface,
    document::{Document, Line},
};

/// A one-bit picture and where its corner lies, in dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bitmap {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    black: Vec<bool>,
}

/// Coverage from which a dot is black. With less 量 fills up at 20 dots, with more a stroke of one
/// dot vanishes where it lies across two.
const THRESHOLD: u8 = 127;

/// Dots per millimetre, for the resolutions that label printers have.
pub(crate) fn dots_per_mm(dpi: u32) -> Result<f32, LabelError> {
    if matches!(dpi, 203 | 300 | 600) {
        Ok(dpi as f32 / 25.4)
    } else {
        Err(LabelError::Dpi(dpi))
    }
}

/// The size of a label in dots.
pub(crate) fn dots(document: &Document, scale: f32) -> (u32, u32) {
    let (width, height) = document.size.mm();
    (
        (width * scale).round() as u32,
        (height * scale).round() as u32,
    )
}

/// The whole label.
pub(crate) fn whole(document: &Document, scale: f32, typeface: &Typeface) -> Bitmap {
    let (width, height) = dots(document, scale);
    let mut bitmap = Bitmap::white(width, height);
    bitmap.draw(&beam(document, scale));
    for line in &document.lines {
        bitmap.draw(&text(document, line, scale, typeface));
    }
    let qr = &document.qr;
    let at = |mm: f32| (mm * scale).round() as u32;
    let (x, y, module) = (at(qr.x), at(qr.y), at(qr.module));
    for (column, row, length) in qr.qr.runs() {
        for dy in 0..module {
            for dx in 0..module * length as u32 {
                bitmap.blacken(
                    x + column as u32 * module + dx,
                    y + row as u32 * module + dy,
                );
            }
        }
    }
    bitmap
}

/// The rule with its stars.
pub(crate) fn beam(document: &Document, scale: f32) -> Bitmap {
    let (width, height) = dots(document, scale);
    let mut path = PathBuilder::new();
    for d in &document.discs {
        path.push_circle(d.x * scale, d.y * scale, d.radius * scale);
    }
    for r in &document.rects {
        let (x, y) = ((r.x * scale).round(), (r.y * scale).round());
        let (w, h) = ((r.width * scale).round(), (r.height * scale).round());
        if let Some(rect) = tiny_skia::Rect::from_xywh(x, y, w, h) {
            path.push_rect(rect);
        }
    }
    Bitmap::of(path.finish(), width, height)
}

/// One line of text.
pub(crate) fn text(document: &Document, line: &Line, scale: f32, typeface: &Typeface) -> Bitmap {
    let (width, height) = dots(document, scale);
    let mut pen = Dots::default();
    for (face, x, glyphs) in line.stretches() {
        let face = &typeface.faces()[face];
        pen.origin = (x * scale, line.baseline * scale);
        pen.scale = line.em * scale / face.units_per_em;
        for glyph in glyphs {
            face.outline(glyph.id, &mut pen);
            pen.origin.0 += glyph.advance * line.em * scale;
        }
    }
    Bitmap::of(pen.path.finish(), width, height)
}

impl Bitmap {
    fn white(width: u32, height: u32) -> Self {
        let black = vec![false; width as usize * height as usize];
        Self {
            x: 0,
            y: 0,
            width,
            height,
            black,
        }
    }

    /// The ink of a path, as far as it lies on a label of so many dots.
    fn of(path: Option<Path>, width: u32, height: u32) -> Self {
        let Some(path) = path else {
            return Self::white(0, 0);
        };
        let bounds = path.bounds();
        let inside = |at: f32, end: u32| at.clamp(0.0, end as f32) as u32;
        let (x, y) = (
            inside(bounds.left().floor(), width),
            inside(bounds.top().floor(), height),
        );
        let right = inside(bounds.right().ceil(), width);
        let bottom = inside(bounds.bottom().ceil(), height);
        let mut bitmap = Self::white(right - x, bottom - y);
        (bitmap.x, bitmap.y) = (x, y);
        if let Some(mut mask) = Mask::new(bitmap.width, bitmap.height) {
            let shift = Transform::from_translate(-(x as f32), -(y as f32));
            mask.fill_path(&path, FillRule::Winding, true, shift);
            for (dot, &coverage) in bitmap.black.iter_mut().zip(mask.data()) {
                *dot = coverage >= THRESHOLD;
            }
        }
        bitmap
    }

    fn draw(&mut self, other: &Self) {
        for y in 0..other.height {
            for x in 0..other.width {
                if other.is_black(x, y) {
                    self.blacken(other.x + x, other.y + y);
                }
            }
        }
    }

    fn blacken(&mut self, x: u32, y: u32) {
        if x < self.width && y < self.height {
            self.black[(y * self.width + x) as usize] = true;
        }
    }

    fn is_black(&self, x: u32, y: u32) -> bool {
        self.black[(y * self.width + x) as usize]
    }

    /// The part with ink, if there is any.
    pub(crate) fn trimmed(&self) -> Option<Self> {
        let row = |y: u32| (0..self.width).any(|x| self.is_black(x, y));
        let top = (0..self.height).find(|&y| row(y))?;
        let bottom = (0..self.height).rfind(|&y| row(y))?;
        let column = |x: u32| (top..=bottom).any(|y| self.is_black(x, y));
        let left = (0..self.width).find(|&x| column(x))?;
        let right = (0..self.width).rfind(|&x| column(x))?;
        let black = (top..=bottom)
            .flat_map(|y| (left..=right).map(move |x| (x, y)))
            .map(|(x, y)| self.is_black(x, y))
            .collect();
        Some(Self {
            x: self.x + left,
            y: self.y + top,
            width: right - left + 1,
            height: bottom - top + 1,
            black,
        })
    }

    /// Rows of whole bytes, the leftmost dot in the highest bit, `true` for black.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Vec<u8>> {
        self.black.chunks(self.width.max(1) as usize).map(|row| {
            row.chunks(8)
                .map(|dots| {
                    dots.iter()
                        .enumerate()
                        .fold(0, |byte, (i, &dot)| byte | u8::from(dot) << (7 - i))
                })
                .collect()
        })
    }
}

/// A pen that draws glyphs where they stand, in dots.
#[derive(Default)]
struct Dots {
    path: PathBuilder,
    origin: (f32, f32),
    scale: f32,
}

impl Dots {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (
            self.origin.0 + x * self.scale,
            self.origin.1 - y * self.scale,
        )
    }
}

impl OutlinePen for Dots {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
