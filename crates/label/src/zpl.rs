//! ZPL II for label printers: the printer's own QR code, and pictures for the words.

use std::fmt::{self, Write};

use crate::{
    LabelContent, LabelError, LabelSize, Typeface,
    layout::{self, Grid, document},
    qr,
    raster::{self, Bitmap},
};

/// Labels as a ZPL stream for a printer of 203, 300 or 600 dots an inch.
pub fn zpl(
    labels: &[LabelContent],
    size: LabelSize,
    dpi: u32,
    typeface: &Typeface,
) -> Result<String, LabelError> {
    let mut out = String::new();
    zpl_write(&mut out, labels, size, dpi, typeface)?;
    Ok(out)
}

/// As [`zpl`], label by label into a writer, so that a batch of any length needs the memory of one.
///
/// A label is written whole or not at all.
pub fn zpl_write<'a>(
    out: &mut impl Write,
    labels: impl IntoIterator<Item = &'a LabelContent>,
    size: LabelSize,
    dpi: u32,
    typeface: &Typeface,
) -> Result<(), LabelError> {
    let scale = raster::dots_per_mm(dpi)?;
    let failed = |e: fmt::Error| LabelError::Output("ZPL", e.to_string());
    for label in labels {
        let mut text = String::new();
        write_label(&mut text, label, size, (dpi, scale), typeface)?.map_err(failed)?;
        out.write_str(&text).map_err(failed)?;
    }
    Ok(())
}

/// Magnifications above ten are unknown to older printers.
const LARGEST: u32 = 10;

fn write_label(
    out: &mut String,
    content: &LabelContent,
    size: LabelSize,
    (dpi, scale): (u32, f32),
    typeface: &Typeface,
) -> Result<fmt::Result, LabelError> {
    let document = document(content, size, Grid::Dots(dpi), typeface)?;
    let (modules, level) = qr::bytes_only(&content.url)?;
    let (module, x, y) = layout::symbol_in_dots(modules, dpi, content, size)?;
    let (width, height) = raster::dots(&document, scale);
    let mut bitmaps = vec![raster::beam(&document, scale)];
    bitmaps.extend(
        document
            .lines
            .iter()
            .map(|l| raster::text(&document, l, scale, typeface)),
    );
    let write = |out: &mut String| {
        writeln!(out, "^XA^PW{width}^LL{height}^LH0,0^LS0^PON")?;
        // ^BY: the printer adds the bar height in force to the y of a QR code, so it is made 1.
        writeln!(
            out,
            "^BY2,3,1^FO{x},{y}^BQN,2,{},{}^FH_^FD{}A,{}^FS",
            module.min(LARGEST),
            level.letter(),
            level.letter(),
            Escaped(&content.url)
        )?;
        for bitmap in bitmaps.iter().filter_map(Bitmap::trimmed) {
            write_bitmap(out, &bitmap)?;
        }
        writeln!(out, "^XZ")
    };
    Ok(write(out))
}

/// Field data under `^FH_`: commands, the escape itself and separators as hexadecimal.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b":/.-?=&%+#".contains(&byte) {
                f.write_char(char::from(byte))?;
            } else {
                write!(f, "_{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// `^GFA`, with the compression that every ZPL II printer knows: counts before repeated figures,
/// `,` fills a row with white, `:` repeats the row above.
fn write_bitmap(out: &mut String, bitmap: &Bitmap) -> fmt::Result {
    let per_row = bitmap.width.div_ceil(8);
    let total = per_row * bitmap.height;
    write!(
        out,
        "^FO{},{}^GFA,{total},{total},{per_row},",
        bitmap.x, bitmap.y
    )?;
    let mut above: Option<Vec<u8>> = None;
    for row in bitmap.rows() {
        if above.as_ref() == Some(&row) {
            out.push(':');
        } else {
            write_row(out, &row)?;
        }
        above = Some(row);
    }
    writeln!(out, "^FS")
}

fn write_row(out: &mut String, row: &[u8]) -> fmt::Result {
    let figures: Vec<u8> = row.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
    let end = figures
        .iter()
        .rposition(|&figure| figure != 0)
        .map_or(0, |last| last + 1);
    for run in figures[..end].chunk_by(|a, b| a == b) {
        write_count(out, run.len());
        write!(out, "{:X}", run[0])?;
    }
    if end < figures.len() {
        out.push(',');
    }
    Ok(())
}

/// `G` to `Y` are 1 to 19, `g` to `z` are 20 to 400; they add up.
fn write_count(out: &mut String, mut count: usize) {
    if count < 2 {
        return;
    }
    while count > 0 {
        if count >= 20 {
            let twenties = (count / 20).min(20);
            out.push(char::from(b'g' + twenties as u8 - 1));
            count -= twenties * 20;
        } else {
            out.push(char::from(b'G' + count as u8 - 1));
            count = 0;
        }
    }
}

#[cfg(test)]
mod tests;
