use super::*;

fn label() -> LabelContent {
    LabelContent {
        url: "https://chengxing.example/i/7K3M9-QX2RD-4".into(),
        code: "7K3M9-QX2RD-4".into(),
        headline: "检定有效至".into(),
        valid_until: Some("2027年3月31日".into()),
        kind: "电子计价秤".into(),
        class: None,
        serial_tail: Some("出厂编号尾号81577".into()),
        institution: None,
        issuer: "秤星（演示）".into(),
    }
}

/// What a printer does with the figures of a `^GFA`: its bytes, without the compression.
fn unpack(data: &str, per_row: usize) -> Vec<u8> {
    let mut rows: Vec<Vec<u8>> = vec![];
    let mut row = vec![];
    let mut count = 0;
    for c in data.chars() {
        match c {
            'G'..='Y' => count += c as usize - 'G' as usize + 1,
            'g'..='z' => count += 20 * (c as usize - 'g' as usize + 1),
            ',' => row.resize(2 * per_row, 0),
            ':' => row = rows.last().unwrap().clone(),
            _ => {
                let figure = c.to_digit(16).unwrap() as u8;
                row.extend(std::iter::repeat_n(figure, count.max(1)));
                count = 0;
            }
        }
        assert!(row.len() <= 2 * per_row);
        if row.len() == 2 * per_row {
            rows.push(std::mem::take(&mut row));
        }
    }
    assert!(row.is_empty() && count == 0);
    rows.concat()
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

#[test]
fn the_pictures_unpack_to_the_words_and_the_rule() {
    for dpi in [203, 300, 600] {
        let typeface = Typeface::embedded();
        let text = zpl(&[label()], LabelSize::S50x30, dpi, &typeface).unwrap();
        let document = document(&label(), LabelSize::S50x30, Grid::Dots(dpi), &typeface).unwrap();
        let scale = raster::dots_per_mm(dpi).unwrap();
        let mut expected = vec![raster::beam(&document, scale)];
        expected.extend(
            document
                .lines
                .iter()
                .map(|l| raster::text(&document, l, scale, &typeface)),
        );
        let pictures: Vec<_> = text.lines().filter(|line| line.contains("^GFA")).collect();
        assert_eq!(pictures.len(), expected.len());
        for (picture, bitmap) in pictures.iter().zip(expected) {
            let bitmap = bitmap.trimmed().unwrap();
            let (place, rest) = picture.split_once("^GFA,").unwrap();
            assert_eq!(place, format!("^FO{},{}", bitmap.x, bitmap.y));
            let fields: Vec<&str> = rest.strip_suffix("^FS").unwrap().splitn(4, ',').collect();
            let per_row: usize = fields[2].parse().unwrap();
            let bytes = unpack(fields[3], per_row);
            assert_eq!(bytes, bitmap.rows().flatten().collect::<Vec<_>>());
            assert_eq!(fields[0], bytes.len().to_string());
        }
    }
}

#[test]
fn the_printer_is_told_size_place_level_and_magnification() {
    let text = zpl(&[label()], LabelSize::S50x30, 203, &Typeface::embedded()).unwrap();
    assert!(text.starts_with("^XA^PW400^LL240"), "{text}");
    let code = "^BQN,2,4,Q^FH_^FDQA,https://chengxing.example/i/7K3M9-QX2RD-4^FS";
    assert!(text.contains(code), "{text}");
    let small = zpl(&[label()], LabelSize::S30x20, 203, &Typeface::embedded()).unwrap();
    assert!(small.contains("^BQN,2,3,Q^FH_"), "{small}");
}

#[test]
fn commands_in_an_address_are_only_figures() {
    let content = LabelContent {
        url: "https://a.cn/^XZ~JA_5E,".into(),
        ..label()
    };
    let text = zpl(&[content], LabelSize::S30x20, 203, &Typeface::embedded()).unwrap();
    assert!(
        text.contains("A,https://a.cn/_5EXZ_7EJA_5F5E_2C^FS"),
        "{text}"
    );
}

#[test]
fn a_label_that_fails_leaves_no_half_of_itself() {
    let bad = LabelContent {
        code: "^XZ".into(),
        ..label()
    };
    let mut out = String::new();
    let result = zpl_write(
        &mut out,
        [&label(), &bad],
        LabelSize::S50x30,
        203,
        &Typeface::embedded(),
    );
    assert_eq!(result, Err(LabelError::Code));
    assert_eq!(out.matches("^XA").count(), 1);
    assert!(out.ends_with("^XZ\n"));
}

#[test]
fn other_resolutions_are_refused() {
    for dpi in [0, 72, 204, u32::MAX] {
        let result = zpl(&[label()], LabelSize::S50x30, dpi, &Typeface::embedded());
        assert_eq!(result, Err(LabelError::Dpi(dpi)));
    }
}
