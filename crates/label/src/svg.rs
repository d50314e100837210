//! SVG: text as outlines, so that it prints the same everywhere.

use std::fmt::Write;

use skrifa::outline::OutlinePen;

use crate::{
    LabelContent, LabelError, LabelSize, Typeface,
    document::{Document, Line},
    layout::{Grid, document},
};

/// One label as a standalone SVG document, sized in millimetres, in black and white.
pub fn svg(
    content: &LabelContent,
    size: LabelSize,
    typeface: &Typeface,
) -> Result<String, LabelError> {
    let document = document(content, size, Grid::Free, typeface)?;
    let mut out = String::with_capacity(32 * 1024);
    write(&mut out, &document, content, typeface)
        .map_err(|e| LabelError::Output("SVG", e.to_string()))?;
    Ok(out)
}

fn write(
    out: &mut String,
    document: &Document,
    content: &LabelContent,
    typeface: &Typeface,
) -> std::fmt::Result {
    let (width, height) = document.size.mm();
    write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" role="img"><title>"#
    )?;
    escape(out, &content.code);
    out.push_str("</title><desc>");
    for (i, words) in document.words().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        escape(out, words);
    }
    write!(
        out,
        r##"</desc><path fill="#fff" d="M0 0h{width}v{height}H0z"/><g fill="#000">"##
    )?;
    let qr = &document.qr;
    write!(
        out,
        r#"<path shape-rendering="crispEdges" transform="translate({} {})scale({})" d=""#,
        mm(qr.x),
        mm(qr.y),
        mm(qr.module)
    )?;
    for (x, y, length) in qr.qr.runs() {
        write!(out, "M{x} {y}h{length}v1h-{length}z")?;
    }
    out.push_str(r#""/>"#);
    for r in &document.rects {
        let (x, y, width, height) = (mm(r.x), mm(r.y), mm(r.width), mm(r.height));
        write!(
            out,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        )?;
    }
    for d in &document.discs {
        write!(
            out,
            r#"<circle cx="{}" cy="{}" r="{}"/>"#,
            mm(d.x),
            mm(d.y),
            mm(d.radius)
        )?;
    }
    for line in &document.lines {
        write_line(out, line, typeface)?;
    }
    out.push_str("</g></svg>\n");
    Ok(())
}

fn write_line(out: &mut String, line: &Line, typeface: &Typeface) -> std::fmt::Result {
    for (face, x, glyphs) in line.stretches() {
        let face = &typeface.faces()[face];
        let mut pen = PathData::default();
        for glyph in glyphs {
            face.outline(glyph.id, &mut pen);
            pen.origin += glyph.advance * face.units_per_em;
        }
        if !pen.data.is_empty() {
            let scale = line.em / face.units_per_em;
            write!(
                out,
                r#"<path transform="translate({} {})scale({scale:.6} -{scale:.6})" d="{}"/>"#,
                mm(x),
                mm(line.baseline),
                pen.data
            )?;
        }
    }
    Ok(())
}

/// Millimetres to a micrometre, without zeros at the end.
fn mm(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

/// Escapes text for XML, and drops what XML 1.0 has no way to write.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => {}
        }
    }
}

/// Path data in whole font units, relative, hanzi being mostly level and upright strokes.
#[derive(Default)]
struct PathData {
    data: String,
    origin: f32,
    at: (i32, i32),
    start: (i32, i32),
}

impl PathData {
    fn point(&self, x: f32, y: f32) -> (i32, i32) {
        ((x + self.origin).round() as i32, y.round() as i32)
    }

    fn push(&mut self, command: char, points: &[(i32, i32)]) {
        self.data.push(command);
        for (i, p) in points.iter().enumerate() {
            for (j, delta) in [p.0 - self.at.0, p.1 - self.at.1].into_iter().enumerate() {
                if (i, j) != (0, 0) && delta >= 0 {
                    self.data.push(' ');
                }
                self.number(delta);
            }
        }
        if let Some(&last) = points.last() {
            self.at = last;
        }
    }

    fn number(&mut self, value: i32) {
        write!(self.data, "{value}").expect("a String takes everything");
    }
}

impl OutlinePen for PathData {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.push('m', &[to]);
        self.start = to;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        if to.1 == self.at.1 {
            self.data.push('h');
            self.number(to.0 - self.at.0);
            self.at = to;
        } else if to.0 == self.at.0 {
            self.data.push('v');
            self.number(to.1 - self.at.1);
            self.at = to;
        } else {
            self.push('l', &[to]);
        }
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let points = [self.point(cx, cy), self.point(x, y)];
        self.push('q', &points);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let points = [self.point(ax, ay), self.point(bx, by), self.point(x, y)];
        self.push('c', &points);
    }

    fn close(&mut self) {
        self.data.push('z');
        self.at = self.start;
    }
}
