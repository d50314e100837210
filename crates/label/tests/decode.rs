//! Every size and format is read by two decoders of other people: straight, turned, and with a part
//! of the code covered.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use chengxing_label::{LabelContent, LabelSize, Sheet, Typeface, pdf, png, svg};

const URL: &str = "https://chengxing.example/i/7K3M9-QX2RD-4";

/// As is, turned by 90, 180 and 7 degrees, covered with white and with black.
const VARIANTS: usize = 6;

fn label() -> LabelContent {
    LabelContent {
        url: URL.into(),
        code: "7K3M9-QX2RD-4".into(),
        headline: "检定有效至".into(),
        valid_until: Some("2027年3月31日".into()),
        kind: "电子计价秤".into(),
        class: Some("Ⅲ级".into()),
        serial_tail: Some("出厂编号尾号81577".into()),
        institution: Some("新城区计量所（演示）".into()),
        issuer: "秤星（演示）".into(),
    }
}

/// Runs a tool. Without it there is no test, and that is a failure, not a pass.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| {
        panic!("{command:?}: {e}. `cargo xtask setup --all` installs what the tests need")
    });
    // zbarimg answers 4 when it finds nothing; the caller sees that from what it printed.
    assert!(
        output.status.success() || output.status.code() == Some(4),
        "{command:?}: {}\n`cargo xtask setup --all` installs what the tests need",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn python() -> PathBuf {
    std::env::var_os("CHENGXING_PYTHON").map_or_else(
        || {
            let home = std::env::var_os("HOME").unwrap_or_default();
            Path::new(&home).join(".cache/chengxing/venv/bin/python")
        },
        PathBuf::from,
    )
}

/// Has both decoders read every picture in the folder and its variants.
fn assert_all_read(folder: &Path, pictures: usize) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decode.py");
    let zxing = run(Command::new(python()).arg(script).arg(folder));
    let mut unread = vec![];
    for line in zxing.lines() {
        let (name, text) = line.split_once('\t').unwrap();
        if text != URL {
            unread.push(format!("zxing {name}: {text:?}"));
        }
        let zbar = run(Command::new("zbarimg")
            .args(["-q", "--raw"])
            .arg(folder.join(name)));
        if zbar.trim_end() != URL {
            unread.push(format!("zbar {name}: {zbar:?}"));
        }
    }
    assert_eq!(zxing.lines().count(), pictures * VARIANTS, "{zxing}");
    assert!(unread.is_empty(), "{}", unread.join("\n"));
}

fn pdf_to_png(pdf: &[u8], to: &Path, crop: &[String]) {
    let file = to.with_extension("pdf");
    fs::write(&file, pdf).unwrap();
    run(Command::new("pdftoppm")
        .args(["-r", "200", "-png", "-singlefile"])
        .args(crop)
        .arg(&file)
        .arg(to.with_extension("")));
}

#[test]
fn both_decoders_read_every_png() {
    let folder = tempfile::tempdir().unwrap();
    for size in LabelSize::ALL {
        for dpi in [203, 300, 600] {
            let bytes = png(&label(), size, &Typeface::embedded(), dpi).unwrap();
            fs::write(folder.path().join(format!("{size}-{dpi}.png")), bytes).unwrap();
        }
    }
    assert_all_read(folder.path(), 9);
}

#[test]
fn both_decoders_read_every_svg() {
    let folder = tempfile::tempdir().unwrap();
    for size in LabelSize::ALL {
        let text = svg(&label(), size, &Typeface::embedded()).unwrap();
        let tree = resvg::usvg::Tree::from_str(&text, &resvg::usvg::Options::default()).unwrap();
        // usvg counts 96 pixels an inch; this makes them 200.
        let scale = 200.0 / 96.0;
        let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
        let mut pixels =
            resvg::tiny_skia::Pixmap::new(width.round() as u32, height.round() as u32).unwrap();
        let transform = resvg::tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        write_grey(&folder.path().join(format!("{size}.png")), &pixels);
    }
    assert_all_read(folder.path(), 3);
}

fn write_grey(path: &Path, pixels: &resvg::tiny_skia::Pixmap) {
    let file = fs::File::create(path).unwrap();
    let mut encoder = ::png::Encoder::new(file, pixels.width(), pixels.height());
    encoder.set_color(::png::ColorType::Grayscale);
    let grey: Vec<u8> = pixels.pixels().iter().map(|p| p.red()).collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&grey)
        .unwrap();
}

#[test]
fn both_decoders_read_every_pdf_at_200_dots_an_inch() {
    let folder = tempfile::tempdir().unwrap();
    for size in LabelSize::ALL {
        let bytes = pdf(&[label()], size, Sheet::OnePerPage, &Typeface::embedded()).unwrap();
        pdf_to_png(&bytes, &folder.path().join(format!("{size}.png")), &[]);
    }
    assert_all_read(folder.path(), 3);
}

#[test]
fn both_decoders_read_a_label_cut_from_an_a4_sheet() {
    let folder = tempfile::tempdir().unwrap();
    for size in LabelSize::ALL {
        let (columns, rows) = Sheet::a4().grid(size).unwrap();
        let labels = vec![label(); columns * rows];
        let bytes = pdf(&labels, size, Sheet::a4(), &Typeface::embedded()).unwrap();
        let (width, height) = size.mm();
        let pixels = |mm: f32| ((mm / 25.4 * 200.0).round() as u32).to_string();
        for (name, column, row) in [("first", 0, 0), ("last", columns - 1, rows - 1)] {
            let x = (210.0 - columns as f32 * width) / 2.0 + column as f32 * width;
            let y = (297.0 - rows as f32 * height) / 2.0 + row as f32 * height;
            let crop = [("-x", x), ("-y", y), ("-W", width), ("-H", height)];
            let crop: Vec<_> = crop
                .iter()
                .flat_map(|(k, mm)| [(*k).to_owned(), pixels(*mm)])
                .collect();
            pdf_to_png(
                &bytes,
                &folder.path().join(format!("{size}-{name}.png")),
                &crop,
            );
        }
    }
    assert_all_read(folder.path(), 6);
}

#[test]
fn the_words_of_a_pdf_can_be_copied() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("label.pdf");
    let bytes = pdf(
        &[label(), label()],
        LabelSize::S50x30,
        Sheet::OnePerPage,
        &Typeface::embedded(),
    );
    fs::write(&file, bytes.unwrap()).unwrap();
    let text = run(Command::new("pdftotext").arg("-raw").arg(&file).arg("-"));
    for words in [
        "检定有效至",
        "2027年3月31日",
        "出厂编号尾号81577",
        "7K3M9-QX2RD-4",
        "秤星（演示）",
    ] {
        assert_eq!(text.matches(words).count(), 2, "{words} in {text}");
    }
    let info = run(Command::new("pdfinfo").arg(&file));
    assert!(info.contains("Pages:           2"), "{info}");
    assert!(info.contains("141.732 x 85.0394 pts"), "{info}");
}

#[test]
fn a_png_says_its_resolution_and_has_one_bit_a_dot() {
    for (dpi, per_metre) in [(203, 7992), (300, 11811), (600, 23622)] {
        let bytes = png(&label(), LabelSize::S50x30, &Typeface::embedded(), dpi).unwrap();
        let reader = ::png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let info = reader.info();
        assert_eq!(info.bit_depth, ::png::BitDepth::One);
        let dims = info.pixel_dims.unwrap();
        assert_eq!(
            (dims.xppu, dims.yppu, dims.unit),
            (per_metre, per_metre, ::png::Unit::Meter)
        );
        assert_eq!(info.width, (50.0 / 25.4 * dpi as f32).round() as u32);
    }
}
