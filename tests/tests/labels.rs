//! Labels as the portal hands them out: every size and format is read by two decoders of other people.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use chengxing_tests::{Portal, Server, program};
use resvg::{tiny_skia, usvg};

const HOST: &str = "https://cheng.example.cn";

fn portal() -> (Portal, Server) {
    let portal = Portal::new();
    portal.demo(120);
    let server = portal.serve_with(&["--public-url", HOST]);
    (portal, server)
}

fn code(server: &Server, verdict: &str) -> String {
    server.json(&format!("/api/v1/instruments?verdict={verdict}&limit=1"))["items"][0]["code"]
        .as_str()
        .expect("the demo region has it")
        .to_owned()
}

/// What zbar reads in a picture.
fn zbar(picture: &Path) -> BTreeSet<String> {
    let output = Command::new("zbarimg")
        .args(["-q", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(picture)
        .output();
    let output = output.unwrap_or_else(|e| panic!("zbarimg: {e}: run `cargo xtask test`"));
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(str::to_owned)
        .collect()
}

const ZXING: &str = "
import sys, zxingcpp
from PIL import Image
for path in sys.argv[1:]:
    for code in zxingcpp.read_barcodes(Image.open(path).convert('L'), zxingcpp.BarcodeFormat.QRCode):
        print(code.text)
";

/// What zxing reads in pictures.
fn zxing(pictures: &[PathBuf]) -> BTreeSet<String> {
    let output = Command::new(program::python())
        .args(["-c", ZXING])
        .args(pictures)
        .output()
        .expect("python");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The pages of a PDF as pictures of 200 dots an inch.
fn pages(portal: &Portal, pdf: &[u8], name: &str) -> Vec<PathBuf> {
    let file = portal.file(&format!("{name}.pdf"), pdf);
    let stem = portal.path(name);
    let output = Command::new("pdftoppm")
        .args(["-r", "200", "-png"])
        .arg(&file)
        .arg(&stem)
        .output();
    let output = output.unwrap_or_else(|e| panic!("pdftoppm: {e}: run `cargo xtask test`"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let folder = std::fs::read_dir(portal.path(""))
        .expect("a folder")
        .flatten()
        .map(|e| e.path());
    let prefix = format!("{name}-");
    let mut found: Vec<PathBuf> = folder
        .filter(|p| {
            p.extension().is_some_and(|e| e == "png")
                && p.file_name()
                    .is_some_and(|n| n.to_string_lossy().starts_with(&prefix))
        })
        .collect();
    found.sort();
    found
}

/// An SVG drawn by another program, 8 dots a millimetre, on white.
fn drawn(svg: &str) -> Vec<u8> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).expect("SVG");
    // CSS pixels are 96 an inch.
    let scale = 8.0 * 25.4 / 96.0;
    let (width, height) = (
        (tree.size().width() * scale) as u32,
        (tree.size().height() * scale) as u32,
    );
    let mut picture = tiny_skia::Pixmap::new(width, height).expect("a picture");
    picture.fill(tiny_skia::Color::WHITE);
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    picture.encode_png().expect("PNG")
}

#[test]
fn every_size_and_format_is_read_by_zbar_and_zxing() {
    let (portal, server) = portal();
    for verdict in ["valid", "failed"] {
        let code = code(&server, verdict);
        let expected = BTreeSet::from([format!("{HOST}/i/{code}")]);
        for size in ["", "?size=30x20", "?size=50x30", "?size=60x40"] {
            let name = format!("{verdict}{}", size.trim_start_matches("?size="));
            let get = |format: &str| {
                server
                    .get(&format!("/i/{code}/label.{format}{size}"))
                    .expect(200)
            };
            let png = portal.file(&format!("{name}-png.png"), get("png").body);
            let svg = portal.file(&format!("{name}-svg.png"), drawn(get("svg").text()));
            let mut pdf = pages(&portal, &get("pdf").body, &name);
            pdf.retain(|p| *p != png && *p != svg);
            assert_eq!(pdf.len(), 1, "{name}: one label, one page");
            for picture in [png, svg, pdf.remove(0)] {
                assert_eq!(zbar(&picture), expected, "zbar, {}", picture.display());
                assert_eq!(
                    zxing(std::slice::from_ref(&picture)),
                    expected,
                    "zxing, {}",
                    picture.display()
                );
            }
        }
    }
}

#[test]
fn every_resolution_of_a_printer_is_read() {
    let (portal, server) = portal();
    let code = code(&server, "valid");
    for dpi in ["203", "300", "600"] {
        let png = server
            .get(&format!("/i/{code}/label.png?dpi={dpi}&size=30x20"))
            .expect(200);
        let picture = portal.file(&format!("{dpi}.png"), png.body);
        assert_eq!(
            zbar(&picture),
            BTreeSet::from([format!("{HOST}/i/{code}")]),
            "{dpi}"
        );
        let zpl = server
            .get(&format!("/i/{code}/label.zpl?dpi={dpi}"))
            .expect(200);
        let zpl = zpl.text();
        assert!(
            zpl.starts_with("^XA") && zpl.trim_end().ends_with("^XZ"),
            "{zpl}"
        );
        assert!(
            zpl.contains("^BQ") && zpl.contains(&format!("{HOST}/i/{code}")),
            "{zpl}"
        );
    }
}

#[test]
fn a_label_promises_no_date_that_does_not_hold() {
    let (_portal, server) = portal();
    for (verdict, promises) in [
        ("valid", true),
        ("expired", false),
        ("failed", false),
        ("suspended", false),
        ("never_verified", false),
    ] {
        let code = code(&server, verdict);
        let svg = server.get(&format!("/i/{code}/label.svg")).expect(200);
        let document = roxmltree::Document::parse(svg.text()).expect("XML");
        let words: String = document
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|n| n.text())
            .collect();
        assert!(words.contains(&code), "the code stands in print: {words}");
        assert_eq!(words.contains("有效至"), promises, "{verdict}: {words}");
    }
}

#[test]
fn a_batch_of_thirty_over_a4_is_read_whole() {
    let (portal, server) = portal();
    let codes: Vec<String> = server
        .all("limit=100")
        .iter()
        .take(30)
        .map(|i| i["code"].as_str().expect("a code").to_owned())
        .collect();
    let list = portal.file("codes.txt", codes.join("\n"));
    let expected: BTreeSet<String> = codes.iter().map(|c| format!("{HOST}/i/{c}")).collect();
    for size in ["30x20", "50x30", "60x40"] {
        let out = portal.path(&format!("a4-{size}-all.pdf"));
        let arguments = [
            "labels",
            out.to_str().expect("a path"),
            "--size",
            size,
            "--public-url",
            HOST,
            "--codes",
            list.to_str().expect("a path"),
        ];
        let said = portal.run(&arguments).ok();
        assert!(said.stdout.contains("30"), "{}", said.stdout);
        let sheets = pages(
            &portal,
            &std::fs::read(&out).expect("the file"),
            &format!("a4-{size}"),
        );
        assert!(
            !sheets.is_empty() && sheets.len() <= 5,
            "{size}: {} sheets",
            sheets.len()
        );
        assert_eq!(zxing(&sheets), expected, "{size}");
        let seen: BTreeSet<String> = sheets.iter().flat_map(|s| zbar(s)).collect();
        assert_eq!(seen, expected, "{size}");
    }
}

#[test]
fn one_label_a_page_and_a_stream_for_printers_hold_each_code_once() {
    let (portal, server) = portal();
    let codes: Vec<String> = server
        .all("limit=100")
        .iter()
        .take(12)
        .map(|i| i["code"].as_str().expect("a code").to_owned())
        .collect();
    let list = portal.file("codes.txt", codes.join("\n"));
    let run = |out: &Path, layout: &str| {
        portal
            .run(&[
                "labels",
                out.to_str().expect("a path"),
                "--layout",
                layout,
                "--public-url",
                HOST,
                "--codes",
                list.to_str().expect("a path"),
            ])
            .ok()
    };
    let single = portal.path("single-all.pdf");
    run(&single, "single");
    let found = pages(
        &portal,
        &std::fs::read(&single).expect("the file"),
        "single",
    );
    assert_eq!(found.len(), codes.len());
    for (page, code) in found.iter().zip(&codes) {
        assert_eq!(
            zbar(page),
            BTreeSet::from([format!("{HOST}/i/{code}")]),
            "in the order of the list"
        );
    }
    let stream = portal.path("stream.zpl");
    run(&stream, "zpl");
    let zpl = std::fs::read_to_string(stream).expect("the stream");
    assert_eq!(zpl.matches("^XA").count(), codes.len());
    for code in &codes {
        assert_eq!(zpl.matches(&format!("/i/{code}")).count(), 1, "{code}");
    }
}

#[test]
fn labels_of_a_code_that_is_not_registered_are_refused() {
    let (portal, _server) = portal();
    let out = portal.path("none.pdf");
    for wrong in ["00000-00000-0", "not a code"] {
        let list = portal.file("wrong.txt", wrong);
        portal
            .run(&[
                "labels",
                out.to_str().expect("a path"),
                "--codes",
                list.to_str().expect("a path"),
            ])
            .refused();
        assert!(!out.exists(), "no file is left");
    }
}
