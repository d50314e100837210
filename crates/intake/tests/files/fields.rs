use chengxing_metrology::{CreditCode, InstrumentCode, Service, VerificationType};

use super::*;

/// One row with the standard headings and more.
fn with(heading: &str, value: &str) -> String {
    format!("{HEADING},{heading}\n计价秤,A1,2026-04-01,2027-03-31,合格,甲所,{value}\n")
}

fn dated(on: &str, until: &str) -> String {
    format!("{HEADING}\n计价秤,A1,{on},{until},合格,甲所\n")
}

#[test]
fn every_date_form_is_read() {
    for (on, until) in [
        ("2026-04-01", "2027-03-31"),
        ("2026/4/1", "2027/3/31 00:00:00"),
        ("2026年4月1日", "2027年03月31日"),
        ("２０２６年４月１日", "２０２７－０３－３１"),
        ("20260401", "20270331"),
        ("01.04.2026", "31.03.2027"),
        ("46113", "46477"),
        (" 2026-04-01 ", "\u{A0}2027-03-31\u{3000}"),
    ] {
        let read = read_text(dated(on, until));
        assert_eq!(read[0].on, Date::constant(2026, 4, 1), "{on}");
        assert_eq!(
            read[0].valid_until,
            Some(Date::constant(2027, 3, 31)),
            "{until}"
        );
    }
}

#[test]
fn dates_out_of_order_or_far_ahead_are_refused() {
    let before = only_error(Kind::Verifications, &dated("2026-04-01", "2026-03-31"));
    assert!(
        before.column == "有效期至" && before.value == "2026-03-31" && before.reason.contains("早")
    );
    read_text(dated("2026-04-01", "2026-04-01"));
    // Announced work within a month is real, a year ahead is a slip.
    read_text(dated("2026-12-24", ""));
    assert!(
        only_error(Kind::Verifications, &dated("2026-12-25", ""))
            .reason
            .contains("31天")
    );
    assert!(
        only_error(Kind::Verifications, &dated("1949-10-01", ""))
            .reason
            .contains("1950")
    );
}

#[test]
fn a_fail_has_no_end_of_validity() {
    let read = read_text(format!(
        "{HEADING}\n计价秤,A1,2026-04-01,2027-03-31,不合格,甲所\n"
    ));
    assert_eq!(read[0].valid_until, None);
}

#[test]
fn unknown_words_and_blanks_are_told_with_what_to_write() {
    let unknown = only_error(
        Kind::Verifications,
        &format!("{HEADING}\n计价秤,A1,2026-04-01,,基本合格,甲所\n"),
    );
    assert!(unknown.value == "基本合格" && unknown.reason.contains("合格或不合格"));
    let blank = only_error(
        Kind::Verifications,
        &format!("{HEADING}\n计价秤,A1,2026-04-01,,－,甲所\n"),
    );
    assert!(blank.column == "检定结论" && blank.reason.contains("缺少"));
}

#[test]
fn ticks_and_crosses_are_conclusions() {
    use chengxing_metrology::Conclusion::{Fail, Pass};
    let text =
        format!("{HEADING}\n计价秤,A1,2026-04-01,/,√,甲所\n计价秤,A2,2026-04-01,——,×,甲所\n");
    let read = read_text(text);
    assert_eq!((read[0].conclusion, read[1].conclusion), (Pass, Fail));
    assert_eq!(read[0].valid_until, None);
}

#[test]
fn every_wrong_cell_of_a_row_is_told_at_once() {
    let errors = errors(
        rows(
            Kind::Verifications,
            format!("{HEADING}\n计价秤,A1,昨天,,好,\n"),
        )
        .unwrap(),
    );
    assert_eq!(
        errors.iter().map(|e| e.column.as_str()).collect::<Vec<_>>(),
        ["检定日期", "检定结论", "检定机构"]
    );
}

#[test]
fn an_unknown_kind_keeps_its_name() {
    let read = read_text(format!("{HEADING}\n验光仪,A1,2026-04-01,,合格,甲所\n"));
    assert_eq!(read[0].instrument.kind.as_str(), "other");
    assert_eq!(read[0].instrument.type_name.as_deref(), Some("验光仪"));
    let known = read_text(format!("{HEADING}\n计价秤,A1,2026-04-01,,合格,甲所\n"));
    assert_eq!(
        (
            known[0].instrument.kind.as_str(),
            &known[0].instrument.type_name
        ),
        ("price_computing_scale", &None)
    );
}

#[test]
fn a_missing_serial_is_taken_only_where_something_else_tells_the_instrument() {
    let none = only_error(
        Kind::Verifications,
        &format!("{HEADING}\n计价秤,无,2026-04-01,,合格,甲所\n"),
    );
    assert!(none.column == "出厂编号" && none.reason.contains("证书编号"));
    let text = format!("{HEADING},证书编号\n计价秤,无,2026-04-01,,合格,甲所,YJ-2026-0401\n");
    let read = read_text(text);
    assert_eq!(read[0].instrument.serial_number, None);
    assert_eq!(
        read[0].certificate.as_ref().unwrap().as_str(),
        "YJ-2026-0401"
    );
    let code = InstrumentCode::from_bits(12_345);
    read_text(format!(
        "{HEADING},查询编号\n计价秤,,2026-04-01,,合格,甲所,{code}\n"
    ));
}

#[test]
fn a_wrong_credit_code_names_the_symbol_that_fits() {
    let holder = |code: &str| with("使用单位,统一社会信用代码", &format!("李四蔬菜店,{code}"));
    let right = CreditCode::with_check("91350100M000100Y4").unwrap();
    let read = read_text(holder(&right.to_string().to_lowercase()));
    assert_eq!(
        read[0].instrument.holder.as_ref().unwrap().uscc,
        Some(right)
    );
    let check = only_error(Kind::Verifications, &holder("91350100M000100Y48"));
    assert_eq!(check.reason, "末位应是3，这里是8，请对照营业执照核对");
    assert!(
        only_error(Kind::Verifications, &holder("91350100M000100Y"))
            .reason
            .contains("16位")
    );
    assert!(
        only_error(Kind::Verifications, &holder("91350100M000100Y4I"))
            .reason
            .contains("末位")
    );
    assert!(
        only_error(Kind::Verifications, &holder("91350100S000100Y43"))
            .reason
            .contains("第9位的S")
    );
    let nameless = with("使用单位,统一社会信用代码", &format!(",{right}"));
    assert!(
        only_error(Kind::Verifications, &nameless)
            .reason
            .contains("缺少使用单位")
    );
}

#[test]
fn a_wrong_instrument_code_says_why() {
    let code = InstrumentCode::from_bits(0x3_1234_5678).compact();
    assert!(
        read_text(with("查询编号", &code.to_lowercase()))[0]
            .instrument
            .code
            .is_some()
    );
    let last = code.chars().last().unwrap();
    let other = if last == '7' { '8' } else { '7' };
    let wrong = format!("{}{other}", &code[..10]);
    assert!(
        only_error(Kind::Verifications, &with("查询编号", &wrong))
            .reason
            .contains(&format!("末位应是{last}"))
    );
    assert!(
        only_error(Kind::Verifications, &with("查询编号", "7K3M"))
            .reason
            .contains("4位")
    );
    assert!(
        only_error(Kind::Verifications, &with("查询编号", "UUUUUUUUUUU"))
            .reason
            .contains("第1位的U")
    );
}

#[test]
fn divisions_are_read_by_code_and_by_name_with_or_without_those_above() {
    let region = |text: &str| {
        read_text(with("行政区划", text))[0]
            .instrument
            .region
            .unwrap()
            .to_string()
    };
    assert_eq!(region("150103"), "150103");
    assert_eq!(region("150103000000"), "150103");
    assert_eq!(region("回民区"), "150103");
    assert_eq!(region("呼和浩特市回民区"), "150103");
    assert_eq!(region("内蒙古自治区 呼和浩特市 新城区"), "150102");
    assert_eq!(region("包头市新城区"), "150206");
    let error = |text: &str| only_error(Kind::Verifications, &with("行政区划", text)).reason;
    assert!(error("新城区").contains("有几个"));
    assert!(error("上海市").contains("没有这个名字"));
    assert!(error("310101").contains("没有这个代码"));
}

#[test]
fn a_holder_without_a_credit_code_stands_where_its_instrument_does() {
    let read = read_text(with("使用单位,行政区划", "李四蔬菜店,150103"));
    assert_eq!(
        read[0].instrument.holder.as_ref().unwrap().region,
        read[0].instrument.region
    );
    let code = CreditCode::with_check("91350100M000100Y4").unwrap();
    let chain = read_text(with(
        "使用单位,统一社会信用代码,行政区划",
        &format!("连锁超市,{code},150103"),
    ));
    assert_eq!(chain[0].instrument.holder.as_ref().unwrap().region, None);
}

#[test]
fn numbers_that_a_spreadsheet_has_spoilt_are_refused() {
    let text = format!("{HEADING}\n计价秤,2.02308E+12,2026-04-01,,合格,甲所\n");
    assert!(
        only_error(Kind::Verifications, &text)
            .reason
            .contains("科学计数法")
    );
}

#[test]
fn texts_are_tidied_and_bounded() {
    let read = read_text(with("型号", "　ＡＣＳ－３０ \u{200B} 型"));
    assert_eq!(read[0].instrument.model.as_deref(), Some("ACS-30 型"));
    assert_eq!(
        read_text(with("型号", &"长".repeat(200)))[0]
            .instrument
            .model
            .as_deref()
            .unwrap()
            .chars()
            .count(),
        200
    );
    assert!(
        only_error(Kind::Verifications, &with("型号", &"长".repeat(201)))
            .reason
            .contains("200")
    );
    assert!(
        only_error(Kind::Verifications, &with("证书编号", &"9".repeat(81)))
            .reason
            .contains("80")
    );
}

#[test]
fn cells_made_safe_for_spreadsheets_are_read_as_they_were() {
    assert_eq!(
        read_text(with("型号", "'-30"))[0]
            .instrument
            .model
            .as_deref(),
        Some("-30")
    );
    assert_eq!(
        read_text(with("型号", "=\"\"0030\"\"").replace("=\"\"0030\"\"", "\"=\"\"0030\"\"\""))[0]
            .instrument
            .model
            .as_deref(),
        Some("0030")
    );
}

#[test]
fn the_type_of_verification_is_read_and_otherwise_subsequent() {
    let kind = |text: &str| read_text(with("检定类别", text))[0].kind;
    assert_eq!(kind("首次检定"), VerificationType::Initial);
    assert_eq!(kind("使用中检查"), VerificationType::InService);
    assert_eq!(kind(""), VerificationType::Subsequent);
    assert!(
        only_error(Kind::Verifications, &with("检定类别", "抽检"))
            .reason
            .contains("首次检定")
    );
}

#[test]
fn the_first_filled_of_several_headings_counts() {
    let mapping =
        Mapping::parse("base = \"standard\"\n[fields.model]\ncolumns = [\"新型号\", \"旧型号\"]")
            .unwrap();
    let text = with("旧型号,新型号", "甲,乙") + "计价秤,A2,2026-04-01,,合格,甲所,丙,\n";
    let read = verifications(rows_with(Kind::Verifications, text, &mapping).unwrap());
    assert_eq!(read[0].instrument.model.as_deref(), Some("乙"));
    assert_eq!(read[1].instrument.model.as_deref(), Some("丙"));
}

#[test]
fn a_mapping_gives_what_the_file_lacks() {
    let mapping = Mapping::parse(
        "base = \"standard\"\n[fields]\nkind.value = \"price_computing_scale\"\ninstitution.value = \"甲所\"\nconclusion.values = { \"OK\" = \"pass\" }",
    )
    .unwrap();
    let read = verifications(
        rows_with(
            Kind::Verifications,
            "编号,检定日期,结论\nA1,2026-04-01,ok\n",
            &mapping,
        )
        .unwrap(),
    );
    assert_eq!(read[0].institution.name, "甲所");
    assert_eq!(read[0].instrument.kind.as_str(), "price_computing_scale");
}

#[test]
fn the_other_kinds_of_record_are_read() {
    let record = |kind, text: &str| rows(kind, text).unwrap().remove(0).outcome.unwrap();
    let Record::Instrument(instrument) = record(
        Kind::Instruments,
        "器具名称,型号,出厂编号,使用单位\n计价秤,ACS-30,A1,李四\n",
    ) else {
        panic!("no instrument")
    };
    assert_eq!(instrument.holder.unwrap().name, "李四");
    let text = "名称,统一社会信用代码,经营者姓名,所在市场,行政区划\n李四蔬菜店,91350100M000100Y43,李四,东市场,回民区\n";
    let Record::Business(business) = record(Kind::Businesses, text) else {
        panic!("no business")
    };
    assert_eq!(
        (business.owner.as_deref(), business.market.as_deref()),
        (Some("李四"), Some("东市场"))
    );
    let Record::Institution(institution) =
        record(Kind::Institutions, "机构名称,授权范围\n甲所,衡器\n")
    else {
        panic!("no institution")
    };
    assert_eq!(institution.scope.as_deref(), Some("衡器"));
    let text =
        "公示文号,标题,公示日期,发布机构\n演检公〔2026〕118号,衡器检定结果,2026-11-01,甲所\n";
    let Record::Notice(notice) = record(Kind::Notices, text) else {
        panic!("no notice")
    };
    assert_eq!(
        (notice.number.as_str(), notice.on),
        ("演检公〔2026〕118号", Date::constant(2026, 11, 1))
    );
    let Record::State(state) = record(
        Kind::States,
        "器具名称,编号,日期,状态,原因\n计价秤,A1,2026-11-01,报废,损坏\n",
    ) else {
        panic!("no state")
    };
    assert_eq!(
        (state.state, state.ground.as_deref()),
        (Service::Scrapped, Some("损坏"))
    );
}

#[test]
fn the_mapping_for_the_mandatory_verification_platform_is_read() {
    let mapping = Mapping::shipped("ecqs").unwrap();
    let text = "序号,强检器具名称,规格型号,出厂编号,使用单位名称,检定完成日期,检定有效期至,强检方式,检定结果,证书编号,承检机构\n\
                1,电子计价秤,ACS-30,A1,李四蔬菜店,2026-04-01,2027-03-31,周期检定,合格,YJ-1,甲所\n";
    let read = verifications(rows_with(Kind::Verifications, text, &mapping).unwrap());
    assert_eq!(
        read[0].instrument.holder.as_ref().unwrap().name,
        "李四蔬菜店"
    );
    assert_eq!(read[0].kind, VerificationType::Subsequent);
}
