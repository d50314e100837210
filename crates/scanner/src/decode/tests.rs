use proptest::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use super::*;

const TEXT: &str = "https://cx.example/i/7K3M9-QX2RD-4";

/// Draws a code, `scale` pixels a module, in the middle of a white picture, turned by `degrees`, the
/// paper grey and the ink pale, with a little noise that is the same in every run.
fn scene(text: &str, scale: f32, degrees: f32, noise: u32, size: (usize, usize)) -> Luma {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).unwrap();
    let (modules, colors) = (code.width(), code.to_colors());
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = size;
    let mut state = 12_345u32;
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (
                x as f32 + 0.5 - width as f32 / 2.0,
                y as f32 + 0.5 - height as f32 / 2.0,
            );
            let half = modules as f32 / 2.0;
            let (u, v) = (
                (dx * cos + dy * sin) / scale + half,
                (dy * cos - dx * sin) / scale + half,
            );
            let inside = u >= 0.0 && v >= 0.0 && u < modules as f32 && v < modules as f32;
            let dark = inside && colors[v as usize * modules + u as usize] == Color::Dark;
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (state >> 16) % (noise + 1);
            // The light falls off to the right, as under a stall's lamp.
            let light = 230 - 60 * x as u32 / width as u32;
            let grey = if dark {
                light / 4 + grain
            } else {
                light.saturating_sub(grain)
            };
            pixels.push(grey.min(255) as u8);
        }
    }
    Luma::new(pixels, width, height).unwrap()
}

#[test]
fn a_label_is_read_at_every_angle() {
    for degrees in [0.0, 7.0, 45.0, 90.0, 133.0, 180.0, 251.0, 300.0] {
        assert_eq!(
            frame(&scene(TEXT, 6.0, degrees, 30, (480, 360))).as_deref(),
            Some(TEXT),
            "{degrees}°"
        );
    }
}

#[test]
fn a_photo_is_read_through_heavy_noise_and_from_afar() {
    for (scale, noise) in [(12.0, 80), (20.0, 100), (3.0, 20), (26.0, 60)] {
        assert_eq!(
            photo(&scene(TEXT, scale, 17.0, noise, (1600, 1200))).as_deref(),
            Some(TEXT),
            "{scale} pixels a module, noise {noise}"
        );
    }
}

#[test]
fn a_printed_picture_survives_the_way_through_a_png() {
    let drawn = scene(TEXT, 5.0, 0.0, 0, (300, 300));
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 300, 300);
    encoder.set_color(png::ColorType::Grayscale);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(drawn.pixels())
        .unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let rgba: Vec<u8> = pixels.iter().flat_map(|g| [*g, *g, *g, 255]).collect();
    assert_eq!(
        photo(&Luma::from_rgba(&rgba, 300, 300).unwrap()).as_deref(),
        Some(TEXT)
    );
}

#[test]
fn a_picture_without_a_code_reads_as_nothing() {
    assert_eq!(
        photo(&Luma::new(vec![255; 640 * 480], 640, 480).unwrap()),
        None
    );
    assert_eq!(frame(&Luma::new(vec![0], 1, 1).unwrap()), None);
    assert_eq!(photo(&Luma::new(vec![7; 3 * 900], 3, 900).unwrap()), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn noise_alone_breaks_nothing(width in 1usize..90, height in 1usize..90, seed: u32) {
        let mut state = seed;
        let pixels = (0..width * height).map(|_| { state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223); (state >> 24) as u8 }).collect();
        let _ = photo(&Luma::new(pixels, width, height).unwrap());
    }
}
