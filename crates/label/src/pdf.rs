//! PDF, with text that can be searched and copied.

use krilla::{
    Document as Pdf,
    geom::{Path, PathBuilder, Point, Rect as PdfRect, Transform},
    metadata::Metadata,
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};

use crate::{
    LabelContent, LabelError, LabelSize, Typeface,
    document::{Document, Line},
    layout::{Grid, document},
};

/// What the labels are printed on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sheet {
    /// Label stock: a page is a label.
    OnePerPage,
    /// A4 paper, filled with labels edge to edge.
    A4 {
        /// The least margin on each side, in millimetres. The labels are centred.
        margin_mm: f32,
        /// Marks in the margins to cut by.
        cut_marks: bool,
    },
}

impl Sheet {
    /// A4 with margins that every printer can keep, and cut marks.
    pub const fn a4() -> Self {
        Self::A4 {
            margin_mm: 10.0,
            cut_marks: true,
        }
    }

    /// Columns and rows of labels on a page.
    pub fn grid(self, size: LabelSize) -> Result<(usize, usize), LabelError> {
        let Self::A4 { margin_mm, .. } = self else {
            return Ok((1, 1));
        };
        if !(0.0..=100.0).contains(&margin_mm) {
            return Err(LabelError::Sheet(size));
        }
        let (width, height) = size.mm();
        let columns = ((A4.0 - 2.0 * margin_mm) / width).floor() as usize;
        let rows = ((A4.1 - 2.0 * margin_mm) / height).floor() as usize;
        if columns == 0 || rows == 0 {
            Err(LabelError::Sheet(size))
        } else {
            Ok((columns, rows))
        }
    }
}

const A4: (f32, f32) = (210.0, 297.0);

/// Points to the millimetre.
const POINT: f32 = 72.0 / 25.4;

/// Labels as one PDF file.
///
/// The file is built in memory; for thousands of labels use [`PdfBatch`] and start a new file every
/// [`PdfBatch::LABELS_PER_FILE`].
pub fn pdf(
    labels: &[LabelContent],
    size: LabelSize,
    sheet: Sheet,
    typeface: &Typeface,
) -> Result<Vec<u8>, LabelError> {
    let mut batch = PdfBatch::new(size, sheet, typeface)?;
    for label in labels {
        batch.push(label)?;
    }
    batch.finish()
}

/// A PDF file in the making: labels go in one after the other.
pub struct PdfBatch<'a> {
    pdf: Pdf,
    fonts: Vec<Font>,
    typeface: &'a Typeface,
    size: LabelSize,
    sheet: Sheet,
    grid: (usize, usize),
    /// Of the page that is not full yet.
    page: Vec<Document>,
    labels: usize,
}

impl std::fmt::Debug for PdfBatch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PdfBatch")
            .field("labels", &self.labels)
            .finish_non_exhaustive()
    }
}

impl<'a> PdfBatch<'a> {
    /// How many labels to put in one file at most, to bound memory: some 10 MB.
    pub const LABELS_PER_FILE: usize = 500;

    /// An empty file.
    pub fn new(size: LabelSize, sheet: Sheet, typeface: &'a Typeface) -> Result<Self, LabelError> {
        let grid = sheet.grid(size)?;
        let fonts = typeface
            .faces()
            .iter()
            .map(|face| Font::new(face.bytes.data(), face.index))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| LabelError::Font("it cannot be embedded in a PDF".into()))?;
        let mut pdf = Pdf::new_with(krilla::SerializeSettings {
            enable_tagging: false,
            ..krilla::SerializeSettings::default()
        });
        pdf.set_metadata(
            Metadata::new()
                .title(format!("{size} mm"))
                .creator("Chengxing".into()),
        );
        Ok(Self {
            pdf,
            fonts,
            typeface,
            size,
            sheet,
            grid,
            page: vec![],
            labels: 0,
        })
    }

    /// Adds a label. After an error the file is as it was before.
    pub fn push(&mut self, content: &LabelContent) -> Result<(), LabelError> {
        self.page
            .push(document(content, self.size, Grid::Free, self.typeface)?);
        self.labels += 1;
        if self.page.len() == self.grid.0 * self.grid.1 {
            self.end_page()
        } else {
            Ok(())
        }
    }

    /// How many labels are in it.
    pub const fn len(&self) -> usize {
        self.labels
    }

    /// Whether there is none in it.
    pub const fn is_empty(&self) -> bool {
        self.labels == 0
    }

    /// The bytes of the file. Without labels it has one empty page, because a PDF must have one.
    pub fn finish(mut self) -> Result<Vec<u8>, LabelError> {
        if !self.page.is_empty() || self.labels == 0 {
            self.end_page()?;
        }
        self.pdf
            .finish()
            .map_err(|e| LabelError::Output("PDF", format!("{e:?}")))
    }

    fn end_page(&mut self) -> Result<(), LabelError> {
        let label = self.size.mm();
        let paper = if self.sheet == Sheet::OnePerPage {
            label
        } else {
            A4
        };
        let settings = PageSettings::from_wh(paper.0 * POINT, paper.1 * POINT)
            .ok_or_else(|| LabelError::Output("PDF", "page size".into()))?;
        let grid = (self.grid.0 as f32 * label.0, self.grid.1 as f32 * label.1);
        let origin = ((paper.0 - grid.0) / 2.0, (paper.1 - grid.1) / 2.0);
        let mut page = self.pdf.start_page_with(settings);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(POINT, POINT));
        surface.set_fill(Some(Fill::default()));
        if let Sheet::A4 {
            cut_marks: true, ..
        } = self.sheet
        {
            let marks = cut_marks(origin, label, self.grid);
            draw(&mut surface, marks);
        }
        for (i, document) in self.page.drain(..).enumerate() {
            let x = origin.0 + (i % self.grid.0) as f32 * label.0;
            let y = origin.1 + (i / self.grid.0) as f32 * label.1;
            surface.push_transform(&Transform::from_translate(x, y));
            draw_label(&mut surface, &document, &self.fonts);
            surface.pop();
        }
        surface.pop();
        surface.finish();
        page.finish();
        Ok(())
    }
}

fn draw(surface: &mut Surface<'_>, path: Option<Path>) {
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

fn draw_label(surface: &mut Surface<'_>, document: &Document, fonts: &[Font]) {
    let qr = &document.qr;
    let mut path = PathBuilder::new();
    for (x, y, length) in qr.qr.runs() {
        let (x, y) = (qr.x + x as f32 * qr.module, qr.y + y as f32 * qr.module);
        push_rect(&mut path, x, y, length as f32 * qr.module, qr.module);
    }
    draw(surface, path.finish());
    let mut path = PathBuilder::new();
    for r in &document.rects {
        push_rect(&mut path, r.x, r.y, r.width, r.height);
    }
    for d in &document.discs {
        push_circle(&mut path, d.x, d.y, d.radius);
    }
    draw(surface, path.finish());
    for line in &document.lines {
        draw_line(surface, line, fonts);
    }
}

fn draw_line(surface: &mut Surface<'_>, line: &Line, fonts: &[Font]) {
    for (face, x, glyphs) in line.stretches() {
        let glyphs: Vec<_> = glyphs
            .iter()
            .map(|g| {
                let id = GlyphId::new(g.id.to_u32());
                KrillaGlyph::new(id, g.advance, 0.0, 0.0, 0.0, g.range.clone(), None)
            })
            .collect();
        let start = Point::from_xy(x, line.baseline);
        surface.draw_glyphs(
            start,
            &glyphs,
            fonts[face].clone(),
            &line.text.text,
            line.em,
            false,
        );
    }
}

fn push_rect(path: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32) {
    if let Some(rect) = PdfRect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
}

/// Four cubics; the usual constant, off by less than 0.03 % of the radius.
fn push_circle(path: &mut PathBuilder, x: f32, y: f32, r: f32) {
    let k = 0.552_284_8 * r;
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
}

/// Hairlines in the margins, in line with every edge, away from the labels.
fn cut_marks(origin: (f32, f32), label: (f32, f32), grid: (usize, usize)) -> Option<Path> {
    const WIDTH: f32 = 0.1;
    let mut path = PathBuilder::new();
    let mark = |margin: f32| ((margin - 3.0).clamp(0.0, 4.0), 1.5);
    let (length, away) = mark(origin.1);
    for column in 0..=grid.0 {
        let x = origin.0 + column as f32 * label.0 - WIDTH / 2.0;
        for y in [origin.1 - away - length, A4.1 - origin.1 + away] {
            push_rect(&mut path, x, y, WIDTH, length);
        }
    }
    let (length, away) = mark(origin.0);
    for row in 0..=grid.1 {
        let y = origin.1 + row as f32 * label.1 - WIDTH / 2.0;
        for x in [origin.0 - away - length, A4.0 - origin.0 + away] {
            push_rect(&mut path, x, y, length, WIDTH);
        }
    }
    path.finish()
}
