//! PNG, one bit a dot.

use crate::{
    LabelContent, LabelError, LabelSize, Typeface,
    layout::{Grid, document},
    raster,
};

/// One label as a black-and-white PNG of 203, 300 or 600 dots an inch.
///
/// Modules are whole dots, and the file says its resolution, so that it prints at its true size.
pub fn png(
    content: &LabelContent,
    size: LabelSize,
    typeface: &Typeface,
    dpi: u32,
) -> Result<Vec<u8>, LabelError> {
    let scale = raster::dots_per_mm(dpi)?;
    let document = document(content, size, Grid::Dots(dpi), typeface)?;
    let bitmap = raster::whole(&document, scale, typeface);
    let mut out = Vec::new();
    encode(&mut out, &bitmap, scale).map_err(|e| LabelError::Output("PNG", e.to_string()))?;
    Ok(out)
}

fn encode(
    out: &mut Vec<u8>,
    bitmap: &raster::Bitmap,
    scale: f32,
) -> Result<(), png::EncodingError> {
    let mut encoder = png::Encoder::new(out, bitmap.width, bitmap.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::Balanced);
    let per_metre = (scale * 1000.0).round() as u32;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit,
    }));
    let mut writer = encoder.write_header()?;
    // In the picture one is white.
    let data: Vec<u8> = bitmap.rows().flatten().map(|byte| !byte).collect();
    writer.write_image_data(&data)?;
    writer.finish()
}
