//! Names come from files of other people. Whatever stands in them is printed or left out, never
//! obeyed.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{fs, process::Command};

use chengxing_label::{LabelContent, LabelError, LabelSize, Sheet, Typeface, pdf, png, svg, zpl};
use proptest::prelude::*;

const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "]]><svg onload=\"x\">&amp;&#0;",
    "^XZ^XA^FDx^FS~JA",
    "'\"`;--",
    "\u{202e}drawkcab\u{202c} עברית العربية",
    "😀👨‍👩‍👧🇨🇳",
    "\u{0}\u{1}\u{7f}\u{85}\u{fffe}\u{ffff}",
    "e\u{301}\u{301}\u{301}\u{301}",
    "\r\n\r\n\t",
    "(\\)) Tj ET endstream endobj",
    "ᠮᠣᠩᠭᠣᠯ 𠮷野家",
    "",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        proptest::sample::select(&HOSTILE[..]).prop_map(|text| text.repeat(200)),
        any::<String>(),
        "\\PC{200}",
    ]
}

prop_compose! {
    fn any_label()(
        texts in proptest::collection::vec(any_text(), 7),
        dated in any::<bool>(),
        full in any::<bool>(),
    ) -> LabelContent {
        let [headline, date, kind, class, serial, institution, issuer] = texts.try_into().unwrap();
        LabelContent {
            url: "https://chengxing.example/i/7K3M9-QX2RD-4".into(),
            code: "7K3M9-QX2RD-4".into(),
            headline,
            valid_until: dated.then_some(date),
            kind,
            class: full.then_some(class),
            serial_tail: full.then_some(serial),
            institution: full.then_some(institution),
            issuer,
        }
    }
}

/// The same with a claim that fits, so that the rest is reached.
fn with_fitting_claim(label: LabelContent) -> LabelContent {
    let valid_until = label.valid_until.map(|_| "2027年3月31日".to_owned());
    LabelContent {
        headline: "检定有效至".into(),
        valid_until,
        ..label
    }
}

/// A claim that does not fit is the only reason to refuse a text.
fn printed<T>(result: Result<T, LabelError>) -> Option<T> {
    match result {
        Ok(output) => Some(output),
        Err(LabelError::TooLong(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

fn assert_svg_is_harmless(text: &str) {
    let tree = roxmltree::Document::parse(text).unwrap();
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            ["svg", "title", "desc", "g", "path", "rect", "circle"].contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(
                !name.starts_with("on") && !name.contains("href") && name != "style",
                "{name}"
            );
        }
    }
}

fn assert_zpl_is_harmless(text: &str, labels: usize) {
    assert!(text.is_ascii());
    assert_eq!(text.matches("^XA").count(), labels);
    assert_eq!(text.matches("^XZ").count(), labels);
    assert!(!text.contains('~'));
    let known = [
        "XA", "PW", "LL", "LH", "LS", "PO", "BY", "FO", "BQ", "FH", "FD", "FS", "GF", "XZ",
    ];
    for command in text.split('^').skip(1) {
        assert!(known.contains(&&command[..2]), "^{command}");
    }
    assert_eq!(text.matches("^FD").count(), labels);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn an_svg_of_hostile_text_is_well_formed_and_harmless(label in any_label()) {
        let typeface = Typeface::embedded();
        for label in [label.clone(), with_fitting_claim(label)] {
            for size in LabelSize::ALL {
                if let Some(text) = printed(svg(&label, size, &typeface)) {
                    assert_svg_is_harmless(&text);
                }
            }
        }
    }

    #[test]
    fn a_zpl_stream_of_hostile_text_has_no_command_but_ours(label in any_label()) {
        let typeface = Typeface::embedded();
        for label in [label.clone(), with_fitting_claim(label)] {
            let labels = [label.clone(), label];
            if let Some(text) = printed(zpl(&labels, LabelSize::S50x30, 203, &typeface)) {
                assert_zpl_is_harmless(&text, 2);
            }
        }
    }

    #[test]
    fn a_hostile_code_or_address_is_refused_or_harmless(code in any_text(), path in any_text()) {
        let label = LabelContent {
            url: format!("https://a.cn/{path}"),
            code,
            headline: "检定有效至".into(),
            valid_until: None,
            kind: String::new(),
            class: None,
            serial_tail: None,
            institution: None,
            issuer: String::new(),
        };
        let typeface = Typeface::embedded();
        if let Ok(text) = svg(&label, LabelSize::S50x30, &typeface) {
            assert_svg_is_harmless(&text);
        }
        if let Ok(text) = zpl(&[label], LabelSize::S50x30, 203, &typeface) {
            assert_zpl_is_harmless(&text, 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn a_pdf_of_hostile_text_is_a_pdf(labels in proptest::collection::vec(any_label(), 20)) {
        let typeface = Typeface::embedded();
        let labels: Vec<_> = labels.into_iter().map(with_fitting_claim).collect();
        let bytes = pdf(&labels, LabelSize::S50x30, Sheet::a4(), &typeface).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("labels.pdf");
        fs::write(&file, bytes).unwrap();
        for tool in ["pdfinfo", "pdftotext"] {
            let output = Command::new(tool).arg(&file).output().unwrap_or_else(|e| {
                panic!("{tool}: {e}. `cargo xtask setup --all` installs what the tests need")
            });
            let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
            prop_assert!(output.status.success() && complaints.is_empty(), "{tool}: {complaints}");
        }
        for label in &labels[..2] {
            prop_assert!(png(label, LabelSize::S60x40, &typeface, 203).is_ok());
        }
    }
}

#[test]
fn what_the_face_lacks_is_a_geta_and_is_reported() {
    let typeface = Typeface::embedded();
    let label = LabelContent {
        url: "https://a.cn/i/7K3M9-QX2RD-4".into(),
        code: "7K3M9-QX2RD-4".into(),
        headline: "检定有效至".into(),
        valid_until: None,
        kind: "𠮷秤".into(),
        class: None,
        serial_tail: None,
        institution: Some("😀𠮷".into()),
        issuer: String::new(),
    };
    assert_eq!(label.missing(LabelSize::S50x30, &typeface), ['𠮷', '😀']);
    assert_eq!(label.missing(LabelSize::S30x20, &typeface), []);
    let geta = LabelContent {
        kind: "〓秤".into(),
        institution: Some("〓〓".into()),
        ..label.clone()
    };
    let dots = |label| png(label, LabelSize::S50x30, &typeface, 203).unwrap();
    assert_eq!(dots(&label), dots(&geta));
}

#[test]
fn a_thousand_labels_make_one_stream_of_as_many() {
    let typeface = Typeface::embedded();
    let labels: Vec<_> = (0..10)
        .map(|i| LabelContent {
            url: format!("https://a.cn/i/7K3M9-QX2RD-{i}"),
            code: format!("7K3M9-QX2RD-{i}"),
            headline: "检定有效至".into(),
            valid_until: Some("2027年3月31日".into()),
            kind: "电子计价秤".into(),
            class: None,
            serial_tail: None,
            institution: None,
            issuer: "秤星".into(),
        })
        .collect();
    let mut out = String::new();
    let stream = (0..100).flat_map(|_| &labels);
    chengxing_label::zpl_write(&mut out, stream, LabelSize::S30x20, 203, &typeface).unwrap();
    assert_zpl_is_harmless(&out, 1000);
}
