use proptest::prelude::*;

use super::*;

fn label() -> LabelContent {
    LabelContent {
        url: "https://chengxing.example/i/7K3M9-QX2RD-4".into(),
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

fn lay_out(content: &LabelContent, size: LabelSize, grid: Grid) -> Document {
    document(content, size, grid, &Typeface::embedded()).unwrap()
}

fn words(document: &Document) -> Vec<&str> {
    document.words().collect()
}

#[test]
fn the_printed_lines_are_those_of_the_drawing() {
    let document = lay_out(&label(), LabelSize::S50x30, Grid::Free);
    assert_eq!(
        words(&document),
        [
            "检定有效至",
            "2027年3月31日",
            "电子计价秤　Ⅲ级",
            "出厂编号尾号81577",
            "新城区计量所（演示）",
            "7K3M9-QX2RD-4",
            "秤星（演示）"
        ]
    );
    assert_eq!(document.discs.len(), 13);
}

#[test]
fn the_smallest_label_holds_the_code_and_its_print_only() {
    let document = lay_out(&label(), LabelSize::S30x20, Grid::Free);
    assert_eq!(words(&document), ["7K3M9-QX2RD-4"]);
    assert!(document.rects.is_empty() && document.discs.is_empty());
}

#[test]
fn without_a_date_the_headline_stands_alone() {
    let content = LabelContent {
        valid_until: None,
        headline: "扫码查看".into(),
        ..label()
    };
    let document = lay_out(&content, LabelSize::S50x30, Grid::Free);
    assert_eq!(words(&document)[..2], ["扫码查看", "电子计价秤　Ⅲ级"]);
}

#[test]
fn a_module_is_three_dots_on_the_smallest_label_and_four_on_the_others() {
    for (size, dots, side) in [
        (LabelSize::S30x20, 3, 15.4),
        (LabelSize::S50x30, 4, 20.5),
        (LabelSize::S60x40, 4, 20.5),
    ] {
        let qr = lay_out(&label(), size, Grid::Dots(203)).qr;
        assert_eq!((qr.module * 203.0 / 25.4).round() as u32, dots);
        assert!(
            (qr.module * 41.0 - side).abs() < 0.05,
            "{}",
            qr.module * 41.0
        );
    }
}

#[test]
fn what_claims_something_is_never_cut() {
    let long = "很".repeat(100);
    let headline = LabelContent {
        headline: long.clone(),
        ..label()
    };
    let date = LabelContent {
        valid_until: Some(long.clone()),
        ..label()
    };
    let code = LabelContent {
        code: "7K3M9-QX2RD-4-7K3M9".into(),
        ..label()
    };
    let typeface = Typeface::embedded();
    let error = |content| document(content, LabelSize::S60x40, Grid::Free, &typeface).unwrap_err();
    assert_eq!(error(&headline), LabelError::TooLong(Field::Headline));
    assert_eq!(error(&date), LabelError::TooLong(Field::ValidUntil));
    assert_eq!(error(&code), LabelError::Code);
}

#[test]
fn a_cut_line_keeps_the_figures_of_the_serial_number_and_the_class() {
    let content = LabelContent {
        kind: "数字指示秤".repeat(8),
        serial_tail: Some(format!("{}81577", "出厂编号尾号".repeat(8))),
        ..label()
    };
    let document = lay_out(&content, LabelSize::S50x30, Grid::Free);
    assert!(
        words(&document)[2].ends_with("…　Ⅲ级"),
        "{:?}",
        words(&document)
    );
    assert!(words(&document)[3].ends_with("…81577"));
}

#[test]
fn a_long_institution_takes_two_lines_and_loses_only_its_end() {
    let name = "呼伦贝尔市莫力达瓦达斡尔族自治旗市场监督管理局计量检定测试所";
    let content = LabelContent {
        institution: Some(name.into()),
        ..label()
    };
    let wide = lay_out(&content, LabelSize::S60x40, Grid::Free);
    assert_eq!(words(&wide)[4..6].concat(), name);
    let narrow = lay_out(&content, LabelSize::S50x30, Grid::Free);
    let kept = words(&narrow)[4..6].concat();
    assert!(
        name.starts_with(kept.trim_end_matches('…')) && kept.chars().count() > 24,
        "{kept}"
    );
}

#[test]
fn too_long_an_address_is_refused_rather_than_printed_too_fine() {
    let content = LabelContent {
        url: format!("https://a.cn/{}", "x".repeat(600)),
        ..label()
    };
    for size in LabelSize::ALL {
        for grid in [
            Grid::Free,
            Grid::Dots(203),
            Grid::Dots(300),
            Grid::Dots(600),
        ] {
            let result = document(&content, size, grid, &Typeface::embedded());
            assert!(matches!(result, Err(LabelError::TooDense { .. })), "{size}");
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,200}",
        "[一-龥（）　]{0,60}",
        "[A-Za-z ]{0,80}[0-9]{0,40}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_label(
        kind in any_text(),
        class in proptest::option::of(any_text()),
        serial_tail in proptest::option::of(any_text()),
        institution in proptest::option::of(any_text()),
        issuer in any_text(),
        code in "[0-9A-Z-]{1,16}",
        path in "[A-Z0-9]{0,40}",
        dated in any::<bool>(),
        size in proptest::sample::select(&LabelSize::ALL[..]),
        dpi in proptest::sample::select(&[0, 203, 300, 600][..]),
    ) {
        let valid_until = dated.then(|| "2027年3月31日".to_owned());
        let url = format!("https://chengxing.example/i/{path}");
        let content = LabelContent {
            url, code, valid_until, kind, class, serial_tail, institution, issuer, ..label()
        };
        let grid = if dpi == 0 { Grid::Free } else { Grid::Dots(dpi) };
        let document = lay_out(&content, size, grid);
        let (width, height) = size.mm();
        let mut boxes = vec![];
        let qr = &document.qr;
        let quiet = QUIET as f32 * qr.module;
        let side = qr.qr.side() as f32 * qr.module;
        boxes.push((qr.x - quiet, qr.y - quiet, side, side));
        for line in &document.lines {
            // A hanzi reaches from 0.88 em above the baseline to 0.12 below; ink a little less.
            let (em, top) = (line.em, line.baseline - 0.8 * line.em);
            boxes.push((line.x, top, em * line.text.width(), 0.85 * em));
        }
        for disc in &document.discs {
            boxes.push((disc.x - disc.radius, disc.y - disc.radius, 2.0 * disc.radius, 2.0 * disc.radius));
        }
        let hair = 0.07;
        for (i, a) in boxes.iter().enumerate() {
            prop_assert!(a.0 >= -hair && a.1 >= -hair, "{a:?} begins outside");
            prop_assert!(a.0 + a.2 <= width + hair && a.1 + a.3 <= height + hair, "{a:?} ends outside");
            for b in &boxes[i + 1..] {
                let apart = a.0 + a.2 <= b.0 + hair || b.0 + b.2 <= a.0 + hair
                    || a.1 + a.3 <= b.1 + hair || b.1 + b.3 <= a.1 + hair;
                prop_assert!(apart, "{a:?} and {b:?} overlap");
            }
        }
        prop_assert!(document.words().any(|words| words == content.code));
    }
}
