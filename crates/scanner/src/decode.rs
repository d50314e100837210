//! The text of the QR code in a grey picture.

use rxing::common::cpp_essentials::DecoderResult;
use rxing::common::{DetectorRXingResult, GlobalHistogramBinarizer, HybridBinarizer};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{Binarizer, BinaryBitmap, Luma8Source};

use crate::luma::Luma;

/// Reads a frame of the camera: one look, since the next frame is not far.
pub fn frame(picture: &Luma) -> Option<String> {
    look(picture, Threshold::Local)
}

/// Reads a photo: in several sizes, with two ways of telling black from white, and turned, since there
/// is no next one.
pub fn photo(picture: &Luma) -> Option<String> {
    // A blurred or noisy print reads better small, a distant one large.
    const SIZES: [usize; 4] = [1600, 1000, 600, 360];
    let long = picture.width().max(picture.height());
    let mut tried = 0;
    for size in SIZES {
        if tried > 0 && size >= long {
            continue;
        }
        tried += 1;
        let smaller = picture.shrunk_to(size);
        let found = look(&smaller, Threshold::Local).or_else(|| look(&smaller, Threshold::Global));
        if found.is_some() {
            return found;
        }
    }
    look(&picture.shrunk_to(1000).turned(), Threshold::Local)
}

/// How black is told from white.
#[derive(Clone, Copy)]
enum Threshold {
    /// By the neighbourhood: uneven light, shadows.
    Local,
    /// By the whole picture: flat light, much noise.
    Global,
}

fn look(picture: &Luma, threshold: Threshold) -> Option<String> {
    let source = Luma8Source::new_with_slice(
        picture.pixels(),
        picture.width() as u32,
        picture.height() as u32,
    )
    .ok()?;
    match threshold {
        Threshold::Local => read(&mut BinaryBitmap::new(HybridBinarizer::new(source))),
        Threshold::Global => read(&mut BinaryBitmap::new(GlobalHistogramBinarizer::new(
            source,
        ))),
    }
}

/// The steps of `rxing::qrcode::cpp_port::QrReader` without its last: that turns bytes into a text through
/// a table of character sets, as large as all the rest. What this portal prints is ASCII.
fn read<B: Binarizer>(picture: &mut BinaryBitmap<B>) -> Option<String> {
    let bits = picture.get_black_matrix();
    let mut patterns = FindFinderPatterns(bits, true, 0);
    GenerateFinderPatternSets(&mut patterns)
        .into_iter()
        .find_map(|set| {
            let sampled = SampleQR(bits, &set).ok()?;
            let decoded = Decode(sampled.getBits())
                .ok()
                .filter(DecoderResult::isValid)?;
            String::from_utf8(decoded.content().bytes().to_vec()).ok()
        })
}

#[cfg(test)]
mod tests;
