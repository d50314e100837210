//! The faces that a label is set in.

use std::sync::Arc;

use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
    raw::{FileRef, TableProvider},
    string::StringId,
};

use crate::LabelError;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSansSC-Regular.gb2312.otf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSansSC-Bold.gb2312.otf");

/// Drawn where a face has no such character: the geta, 〓, by which printers have always said so.
pub(crate) const GETA: char = '〓';

/// The fonts of a label: the shipped subset of Noto Sans CJK SC, and an operator's own before it.
#[derive(Debug, Clone)]
pub struct Typeface {
    faces: Vec<Face>,
    regular: Vec<usize>,
    bold: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One font file, or one font of a collection.
#[derive(Debug, Clone)]
pub(crate) struct Face {
    pub(crate) bytes: FaceBytes,
    pub(crate) index: u32,
    pub(crate) units_per_em: f32,
}

#[derive(Debug, Clone)]
pub(crate) enum FaceBytes {
    Shipped(&'static [u8]),
    Own(Arc<Vec<u8>>),
}

impl Typeface {
    /// The shipped subset: GB 2312, Latin, Cyrillic, punctuation; bold for the commoner half.
    pub fn embedded() -> Self {
        let faces = [REGULAR, BOLD].map(|bytes| {
            Face::open(FaceBytes::Shipped(bytes)).expect("the shipped fonts are tested")
        });
        Self {
            faces: faces.into(),
            regular: vec![0],
            bold: vec![1, 0],
        }
    }

    /// A font of the operator's, for names with characters beyond GB 2312. What it lacks, and
    /// bold, still comes from the shipped subset. Of a collection, the face for simplified Chinese.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, LabelError> {
        let own = Face::open(FaceBytes::Own(Arc::new(bytes)))?;
        let mut typeface = Self::embedded();
        typeface.faces.push(own);
        typeface.regular = vec![2, 0];
        typeface.bold = vec![1, 2, 0];
        Ok(typeface)
    }

    pub(crate) fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Which face has the character, and as which glyph.
    pub(crate) fn find(&self, c: char, weight: Weight) -> Option<(usize, GlyphId)> {
        let order = if weight == Weight::Bold {
            &self.bold
        } else {
            &self.regular
        };
        order.iter().find_map(|&face| {
            let glyph = self.faces[face].font().charmap().map(c)?;
            (glyph != GlyphId::NOTDEF).then_some((face, glyph))
        })
    }
}

impl Face {
    fn open(bytes: FaceBytes) -> Result<Self, LabelError> {
        let unusable = |e: &dyn std::fmt::Display| LabelError::Font(e.to_string());
        let (index, units_per_em) = {
            let file = FileRef::new(bytes.as_slice()).map_err(|e| unusable(&e))?;
            let fonts = file
                .fonts()
                .collect::<Result<Vec<_>, _>>()
                .map_err(|e| unusable(&e))?;
            let index = fonts.iter().position(simplified_chinese).unwrap_or(0);
            let font = fonts.get(index).ok_or_else(|| unusable(&"no font in it"))?;
            let units = font.head().map_err(|e| unusable(&e))?.units_per_em();
            // Outlines, widths and a character map are all that is needed, and all are.
            font.hmtx().map_err(|e| unusable(&e))?;
            if units == 0 || !font.charmap().has_map() || font.outline_glyphs().format().is_none() {
                return Err(unusable(&"it has no outlines or no character map"));
            }
            (index as u32, f32::from(units))
        };
        if krilla::text::Font::new(bytes.data(), index).is_none() {
            return Err(unusable(&"it cannot be embedded in a PDF"));
        }
        Ok(Self {
            bytes,
            index,
            units_per_em,
        })
    }

    pub(crate) fn font(&self) -> FontRef<'_> {
        FontRef::from_index(self.bytes.as_slice(), self.index).expect("read once by Face::open")
    }

    /// Width of a glyph in ems.
    pub(crate) fn advance(&self, glyph: GlyphId) -> f32 {
        let metrics = self
            .font()
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.advance_width(glyph).unwrap_or(0.0) / self.units_per_em
    }

    /// Draws the outline of a glyph, in font units, y upwards.
    pub(crate) fn outline(&self, glyph: GlyphId, pen: &mut impl OutlinePen) {
        let font = self.font();
        if let Some(outline) = font.outline_glyphs().get(glyph) {
            // A broken outline in an operator's font leaves a gap, not a failed batch.
            let _ = outline.draw(
                DrawSettings::unhinted(Size::unscaled(), LocationRef::default()),
                pen,
            );
        }
    }
}

impl FaceBytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Shipped(bytes) => bytes,
            Self::Own(bytes) => bytes,
        }
    }

    pub(crate) fn data(&self) -> krilla::Data {
        match self {
            Self::Shipped(bytes) => (*bytes).into(),
            Self::Own(bytes) => Arc::clone(bytes).into(),
        }
    }
}

fn simplified_chinese(font: &FontRef<'_>) -> bool {
    font.localized_strings(StringId::FULL_NAME).any(|name| {
        let name: String = name.chars().collect();
        name.contains(" SC") && !name.contains("Mono")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_face_has_gb_2312_and_cyrillic() {
        let typeface = Typeface::embedded();
        let text = "检定有效至2027年3月31日电子计价秤Ⅲ级（演示）呼和浩特鄂伦春鼍龠аяЁ№〓…·—“”℃";
        assert_eq!(typeface.missing(text), []);
        assert_eq!(typeface.missing("𠮷😀𠮷"), ['𠮷', '😀']);
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert!(matches!(
            Typeface::from_bytes(b"no font".to_vec()),
            Err(LabelError::Font(_))
        ));
        assert!(matches!(
            Typeface::from_bytes(REGULAR[..5000].to_vec()),
            Err(LabelError::Font(_))
        ));
        assert!(Typeface::from_bytes(REGULAR.to_vec()).is_ok());
    }
}
