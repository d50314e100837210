//! Grey pictures: from a canvas, smaller, turned.

/// A grey picture, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Luma {
    /// One byte a pixel, 0 is black; `width * height` of them.
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

impl Luma {
    /// From grey pixels; `None` unless there are exactly `width * height`.
    pub fn new(pixels: Vec<u8>, width: usize, height: usize) -> Option<Self> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(pixels.len());
        fits.then_some(Self {
            pixels,
            width,
            height,
        })
    }

    /// From a canvas: four bytes a pixel, red, green, blue, alpha. What is transparent is white, as a
    /// label printed from a transparent picture would be. `None` where the sizes do not agree.
    ///
    /// ```
    /// use chengxing_scanner::luma::Luma;
    /// let grey = Luma::from_rgba(&[255, 0, 0, 255, 9, 9, 9, 0], 2, 1).unwrap();
    /// assert_eq!(grey.pixels(), [76, 255]);
    /// ```
    pub fn from_rgba(rgba: &[u8], width: usize, height: usize) -> Option<Self> {
        let (pixels, rest) = rgba.as_chunks::<4>();
        if !rest.is_empty() {
            return None;
        }
        let grey = |&[r, g, b, a]: &[u8; 4]| {
            // ITU-R BT.601 in 256ths.
            let grey = (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8;
            let a = u32::from(a);
            ((grey * a + 255 * (255 - a)) / 255) as u8
        };
        Self::new(pixels.iter().map(grey).collect(), width, height)
    }

    /// The pixels, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Pixels in a row.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// A picture whose longer side is `longest`, each pixel the mean of those it covers. A picture that
    /// is smaller already stays as it is.
    #[must_use]
    pub fn shrunk_to(&self, longest: usize) -> Self {
        let long = self.width.max(self.height);
        if long <= longest || longest == 0 {
            return self.clone();
        }
        let width = (self.width * longest / long).max(1);
        let height = (self.height * longest / long).max(1);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let rows = y * self.height / height
                ..((y + 1) * self.height / height).max(y * self.height / height + 1);
            for x in 0..width {
                let columns = x * self.width / width
                    ..((x + 1) * self.width / width).max(x * self.width / width + 1);
                let count = rows.len() * columns.len();
                let sum: usize = rows
                    .clone()
                    .flat_map(|y| {
                        &self.pixels[y * self.width + columns.start..y * self.width + columns.end]
                    })
                    .map(|p| usize::from(*p))
                    .sum();
                pixels.push((sum / count) as u8);
            }
        }
        Self {
            pixels,
            width,
            height,
        }
    }

    /// The picture turned by 30° about its middle, on white, the corners cut off: another chance for a
    /// reader that looks along rows and columns.
    #[must_use]
    pub fn turned(&self) -> Self {
        const COS: f32 = 0.866_025_4;
        const SIN: f32 = 0.5;
        let (middle_x, middle_y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let (dx, dy) = (x as f32 + 0.5 - middle_x, y as f32 + 0.5 - middle_y);
                let (from_x, from_y) = (
                    middle_x + dx * COS + dy * SIN,
                    middle_y - dx * SIN + dy * COS,
                );
                let inside = from_x >= 0.0
                    && from_y >= 0.0
                    && from_x < self.width as f32
                    && from_y < self.height as f32;
                pixels.push(if inside {
                    self.pixels[from_y as usize * self.width + from_x as usize]
                } else {
                    255
                });
            }
        }
        Self { pixels, ..*self }
    }
}

/// A part of a picture: left, top, width, height.
pub type Part = (u32, u32, u32, u32);

/// The parts of a `width` × `height` picture in which a small label may hide: the middle and the four
/// corners, each half as wide and high, but a little more so that no label lies across every border.
pub fn parts(width: u32, height: u32) -> [Part; 5] {
    let part = |side: u32| (u64::from(side) * 5).div_ceil(8).max(1) as u32;
    let (w, h) = (part(width), part(height));
    let (right, bottom) = (width.saturating_sub(w), height.saturating_sub(h));
    [
        (right / 2, bottom / 2, w, h),
        (0, 0, w, h),
        (right, 0, w, h),
        (0, bottom, w, h),
        (right, bottom, w, h),
    ]
}

/// The size of a `width` × `height` picture once its longer side is at most `longest`; never 0.
pub fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= longest {
        return (width.max(1), height.max(1));
    }
    let scaled =
        |side: u32| ((u64::from(side) * u64::from(longest) / u64::from(long)) as u32).max(1);
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_stays_white_and_black_black() {
        let grey = Luma::from_rgba(&[255, 255, 255, 255, 0, 0, 0, 255], 2, 1).unwrap();
        assert_eq!(grey.pixels(), [255, 0]);
    }

    #[test]
    fn sizes_that_do_not_agree_are_refused() {
        assert_eq!(Luma::from_rgba(&[0; 7], 1, 1), None);
        assert_eq!(Luma::from_rgba(&[0; 8], 1, 1), None);
        assert_eq!(Luma::new(vec![], 0, 0), None);
        assert_eq!(Luma::new(vec![], usize::MAX, 2), None);
    }

    #[test]
    fn a_smaller_picture_is_the_mean_of_the_larger() {
        let picture = Luma::new(vec![0, 100, 200, 100, 0, 0, 0, 0], 4, 2).unwrap();
        assert_eq!(picture.shrunk_to(2), Luma::new(vec![25, 75], 2, 1).unwrap());
        assert_eq!(picture.shrunk_to(4), picture);
    }

    #[test]
    fn turned_pictures_keep_their_middle() {
        let mut pixels = vec![0; 81];
        pixels[40] = 99;
        let turned = Luma::new(pixels, 9, 9).unwrap().turned();
        assert_eq!((turned.pixels()[40], turned.pixels()[0]), (99, 255));
    }

    proptest! {
        #[test]
        fn shrinking_keeps_shape_and_range(width in 1usize..50, height in 1usize..50, longest in 1usize..40, grey: u8) {
            let small = Luma::new(vec![grey; width * height], width, height).unwrap().shrunk_to(longest);
            prop_assert_eq!(small.pixels().len(), small.width() * small.height());
            prop_assert!(small.width().max(small.height()) <= longest.max(1));
            prop_assert!(small.pixels().iter().all(|p| *p == grey));
        }

        #[test]
        fn parts_lie_inside_and_cover_the_picture(width in 1u32..5000, height in 1u32..5000) {
            for (x, y, w, h) in parts(width, height) {
                prop_assert!(w > 0 && h > 0 && x + w <= width && y + h <= height);
            }
            prop_assert!(parts(width, height)[1].2 * 2 >= width);
        }

        #[test]
        fn fitted_sizes_fit(width in 0u32..100_000, height in 0u32..100_000) {
            let (w, h) = fitted(width, height, 1600);
            prop_assert!((1..=1600).contains(&w) && (1..=1600).contains(&h));
        }
    }
}
